"""What an act for several cases would do, said before it is done: to which, with which words, and to which not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select

from accounts.models import Editor
from core.db import db
from core.web.language import LANGUAGES
from intake.models.cases import Case, CaseState, Kind
from review.approval import waiting
from review.bulk.limits import refusal, refusal_of_article
from review.bulk.models import BulkWhat
from review.bulk.orders import Picked
from review.case.sentences import readers_of_each, sentence_for, unfilled
from review.holding import assigning, leases, named
from review.queue.models import Tag
from review.queue.rows import Row, rows_of


@dataclass(frozen=True, slots=True)
class Ready:
    """A case that the act is done to: the language its reporters read, and what they would read, where it has its own.

    `assigned` is who takes care of it now, empty for nobody in particular.
    """

    row: Row
    lang: str
    sentence: str = ""
    assigned: str = ""

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.row.id}.{self.row.version}.{self.lang}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A case that the act leaves as it is, and why; `row` is None where there is no such case."""

    case_id: int
    row: Row | None
    why: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do. `counts` says in how many of the cases reporters read a language."""

    what: BulkWhat
    ready: Sequence[Ready]
    left_out: Sequence[LeftOut]
    counts: Mapping[str, int]
    tags: Sequence[Tag]


def preview(what: BulkWhat, picked: Sequence[Picked], *, editor: Editor) -> Preview:
    """Return what an act would do to cases as they were shown; how often is asked does not grow with their number."""
    ids = [one.case_id for one in picked]
    found = {case.id: case for case in db.session.scalars(select(Case).where(Case.id.in_(ids)))}
    rows = {row.id: row for row in rows_of(list(found.values()))}
    readers, given = readers_of_each(list(found)), assigning.assigned(ids)
    whys = _whys(what, picked, found, rows, editor)
    ready, left_out = [], []
    for one in picked:
        row = rows.get(one.case_id)
        if row is None or whys[one.case_id]:
            left_out.append(LeftOut(one.case_id, row, whys[one.case_id]))
            continue
        lang = readers[row.id].lang
        assigned = given[row.id].name if row.id in given else ""
        sentence = _sentence(row, lang) if what is BulkWhat.ANSWER else ""
        if unfilled(sentence):
            left_out.append(LeftOut(row.id, row, gettext("Its sentence has a gap to fill in. Please open the case.")))
            continue
        ready.append(Ready(row, lang, sentence, assigned))
    langs = [one.lang for one in ready]
    tags = {tag.id: tag for one in ready for tag in one.row.tags}
    return Preview(
        what,
        ready,
        left_out,
        counts={lang: langs.count(lang) for lang in LANGUAGES if lang in langs},
        tags=sorted(tags.values(), key=lambda tag: tag.spelling),
    )


def closing_sentence(lang: str) -> str:
    """Return the sentence to start from; it is the same for every kind that is closed at once."""
    return sentence_for(Kind.CHECK, CaseState.CLOSED, lang)


def _sentence(row: Row, lang: str) -> str:
    claim = None if row.best is None else row.best.claim
    return sentence_for(row.kind, CaseState.ANSWERED, lang, claim=claim)


def _whys(
    what: BulkWhat, picked: Sequence[Picked], found: Mapping[int, Case], rows: Mapping[int, Row], editor: Editor
) -> dict[int, str]:
    """Return why each case is left out, by its id; empty for those that are not."""
    ids = list(found)
    has_part_in = named.named_among(ids, editor) if what.decides else set()
    holders = leases.holders(ids) if what.decides else {}
    held = waiting.cases_waiting(ids) if what.decides else set()

    def why(one: Picked) -> str:
        case = found.get(one.case_id)
        if case is None:
            missing: str = gettext("There is no case with this number.")
            return missing
        holder = holders.get(case.id)
        told = refusal(case, what, one.version)
        if not told and case.id in has_part_in:
            told = named.refusal()
        if not told and holder is not None and holder.editor_id != editor.id:
            told = leases.refusal(holder)
        if not told and case.id in held:
            told = gettext("A decision about it waits for a second person.")
        if not told and what is BulkWhat.ANSWER:
            told = refusal_of_article(rows[case.id].best)
        if not told and what is BulkWhat.UNTAG and not rows[case.id].tags:
            told = gettext("It has no tag.")
        return told

    return {one.case_id: why(one) for one in picked}
