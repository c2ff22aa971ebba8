"""Reports that an update leaves in cases which they would not join any more: found, listed, moved by people only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from core.db import db, now, rows_of
from core.events import Subject, happened
from core.logs import frames_of
from intake.cases import pictures
from intake.cases.keys import Key, Words, fits, keys_with
from intake.models.cases import Case, CaseAction, CaseState
from intake.models.moves import Loosened
from intake.models.reports import Submission
from search.comparison.said import Said
from search.text.cleaning import clean_post
from search.text.content import Content, differ_in_links
from search.text.language import language_of

log = structlog.get_logger(__name__)

# So many reports of a case are shown to be split off together; whoever has done so finds the next ones.
MOST_AT_ONCE = 100
# As many as both databases take in one question.
ASKED_AT_ONCE = 10_000


@dataclass
class Holding:
    """What holds the reports of one case together: the words that give it keys, and the link that it is about."""

    words: list[Words] = field(default_factory=list)
    about: str = ""

    def takes(self, report: Words) -> bool:
        """Return whether a report would come to the case today, after those that were asked about before it."""
        content, further = report.content, report.further_content
        keys = keys_with(report, content, further)
        taken = any(fits(key.about, self.about) for key in keys if key in self._keys)
        near = [] if report.is_doubtful else [(report.text, content)]
        near += [] if further is None else [(report.further, further)]
        taken = taken or any(
            one.has_matter and fits(one.about, self.about) and self._is_almost(text, one) for text, one in near
        )
        if taken:
            self.about = self.about or content.about
        return taken

    def read(self) -> None:
        """Find out which link the words themselves are about."""
        self.about = next((content.about for _, content in self._contents if content.about), "")

    def _is_almost(self, text: str, content: Content) -> bool:
        lang = language_of(clean_post(text))
        mine = Said(text, lang)
        return any(
            not differ_in_links(content, there) and mine.is_almost(words.text)
            for words, there in self._contents
            if not words.is_doubtful
        )

    @cached_property
    def _contents(self) -> list[tuple[Words, Content]]:
        return [(words, words.content) for words in self.words]

    @cached_property
    def _keys(self) -> set[Key]:
        return {key for words, content in self._contents for key in keys_with(words, content, words.further_content)}


def with_company() -> set[int]:
    """Return the cases that hold several reports."""
    return set(db.session.scalars(select(Case.id).where(Case.submission_count > 1, Case.state != CaseState.MERGED)))


def note(holdings: Mapping[int, Holding]) -> None:
    """Look through cases, by number: which link they are about, and which of their reports nothing holds there.

    Call inside `writing()` with the grouping held. Safe to repeat: what is listed already gets no second line in the
    trail, what an editor has kept together stays so unless more reports are loose, and what is not true any more goes
    from the list.
    """
    listed = {row.case_id: row for row in db.session.scalars(select(Loosened))}
    for case_id, holding in sorted(holdings.items()):
        case = db.session.get_one(Case, case_id)
        loose = _looked_through(case, holding)
        case.about = holding.about
        row = listed.pop(case_id, None)
        if row is not None and (set(loose) <= set(row.submission_ids) if row.kept_at else loose == row.submission_ids):
            continue
        if not loose:
            _drop([] if row is None else [row])
            continue
        if row is None:
            row = Loosened(case_id=case_id)
            db.session.add(row)
        row.submission_ids, row.found_at, row.kept_at = loose, now(), None
        happened(CaseAction.CASE_LOOSENED, Subject("case", case_id), reports=len(loose))
    _drop(listed.values())


def _drop(rows: Iterable[Loosened]) -> None:
    for row in rows:
        if row.kept_at is None:
            db.session.delete(row)


def _looked_through(case: Case, holding: Holding) -> list[int]:
    """Return the reports that nothing holds in a case; one text that cannot be read stops no start."""
    try:
        holding.read()
        return _loose(case.id, holding)
    except Exception as error:
        log.error("case_unreadable", id=case.id, kind=type(error).__name__, where=frames_of(error))
        return []


def _loose(case_id: int, holding: Holding) -> list[int]:
    sent = (
        Submission.kind,
        Submission.words,
        Submission.url,
        Submission.further_words,
        Submission.is_doubtful,
    )
    # A chain letter came five hundred times and is read once; the order is that in which they came.
    groups = select(*sent, func.min(Submission.id)).where(Submission.case_id == case_id).group_by(*sent)
    # No update reads a file in another way.
    by_file = pictures.held_by_file(case_id)
    loose: list[int] = []
    for kind, text, url, further, is_doubtful, first in db.session.execute(groups.order_by(func.min(Submission.id))):
        words = Words(kind, text, url, further, is_doubtful)
        if holding.takes(words):
            continue
        alike = (column == value for column, value in zip(sent, astuple(words), strict=True))
        same = select(Submission.id).where(Submission.case_id == case_id, *alike)
        # The report that the case was opened for is where it belongs; only its copies came by what is no key any more.
        own = first if words in holding.words else None
        loose += [number for number in db.session.scalars(same) if number != own and number not in by_file]
    return sorted(loose)


def still_loose(limit: int) -> Sequence[tuple[Loosened, list[int]]]:
    """Return what waits for a person, newest first, each with those of its reports that are still in the case."""
    rows = select(Loosened).join(Loosened.case).where(Loosened.kept_at.is_(None), Case.state != CaseState.MERGED)
    listed = db.session.scalars(
        rows.options(contains_eager(Loosened.case)).order_by(Loosened.id.desc()).limit(limit)
    ).all()
    where = _cases_of({number for row in listed for number in row.submission_ids[:MOST_AT_ONCE]})
    found = []
    for row in listed:
        inside = [number for number in row.submission_ids[:MOST_AT_ONCE] if where.get(number) == row.case_id]
        if inside:
            found.append((row, sorted(inside)))
    return found


def _cases_of(reports: Collection[int]) -> dict[int, int | None]:
    """Return the case that each of some reports is in now, asked for all together."""
    wanted, found = sorted(reports), dict[int, int | None]()
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        rows = select(Submission.id, Submission.case_id)
        for number, case_id in rows_of(rows.where(Submission.id.in_(wanted[start : start + ASKED_AT_ONCE]))):
            found[number] = case_id
    return found
