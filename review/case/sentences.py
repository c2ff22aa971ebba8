"""Sentences for reporters to start from, by what is decided, for which kind of post, and in the reporter's language."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import force_locale, gettext
from sqlalchemy import func, select, union_all

from archive.models import Claim, Verdict
from core.db import db
from core.web import display
from core.web.language import LANGUAGES
from intake.models.cases import CaseState, Kind
from intake.models.reports import Held, Submission

# What stands in brackets is for the editor to fill in; no sentence leaves the desk with it.
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,80}\]")
_ROUND = str.maketrans("[]", "()")
# A claim that came without a title is called by its text, which may be as long as an article.
_LONGEST_TITLE = 300
# Of a case with thousands of reports the latest tell well enough which language its reporters read.
_ASKED = 500


@dataclass(frozen=True, slots=True)
class Readers:
    """In how many reports of a case its reporters were reading a language, the most first."""

    counts: Sequence[tuple[str, int]]

    @property
    def lang(self) -> str:
        """The language to answer in."""
        return self.counts[0][0] if self.counts else next(iter(LANGUAGES))


def readers_of(case_id: int) -> Readers:
    """Return the languages that the reporters of a case read."""
    return readers_of_each([case_id])[case_id]


def readers_of_each(case_ids: Collection[int]) -> dict[int, Readers]:
    """Return the languages that the reporters of each of some cases read, in one question for all of them."""
    latest = [
        select(Submission.case_id, Submission.language)
        .where(Submission.case_id == case_id, Submission.held == Held.NO)
        .order_by(Submission.id.desc())
        .limit(_ASKED)
        .subquery()
        for case_id in case_ids
    ]
    counted: dict[int, list[tuple[str, int]]] = {case_id: [] for case_id in case_ids}
    if latest:
        asked = union_all(*(select(part.c.case_id, part.c.language) for part in latest)).subquery()
        columns = asked.c.case_id, asked.c.language
        for case_id, lang, count in db.session.execute(select(*columns, func.count()).group_by(*columns)):
            if lang in LANGUAGES:
                counted[case_id].append((lang, count))
    return {case_id: Readers(sorted(langs, key=lambda one: (-one[1], one[0]))) for case_id, langs in counted.items()}


def unfilled(sentence: str) -> list[str]:
    """Return the placeholders that still stand in a sentence."""
    return _PLACEHOLDER.findall(sentence)


def sentence_for(
    kind: Kind, outcome: CaseState, lang: str, *, claim: Claim | None = None, verdict: Verdict | None = None
) -> str:
    """Return the sentence to start from; empty for an outcome that has none."""
    with force_locale(lang):
        if outcome is CaseState.ANSWERED:
            return _answered(claim)
        if outcome is CaseState.DECIDED:
            return _decided(kind, verdict)
        if outcome is CaseState.CLOSED:
            return _closed(kind)
        if outcome is CaseState.FORWARDED:
            return _forwarded(kind)
    return ""


def _answered(claim: Claim | None) -> str:
    if claim is None:
        return str(gettext("We have an article about this: [title of the article]. Please read there what we found."))
    if claim.verdict is Verdict.UNRATED:
        return str(gettext("We have an article about this: “%(title)s”.", title=_title(claim)))
    told = gettext(
        "We have an article about this: “%(title)s”. Result: %(verdict)s.",
        title=_title(claim),
        verdict=str(claim.verdict.label),
    )
    return str(told)


def _title(claim: Claim) -> str:
    """Return a headline that fits in a sentence, without brackets: these are for the editor to fill in."""
    return display.excerpt(claim.headline, _LONGEST_TITLE).translate(_ROUND)


def _decided(kind: Kind, verdict: Verdict | None) -> str:
    if kind is Kind.HATE:
        return str(gettext("We have looked at it: [what we found, in one sentence]. Thank you for telling us."))
    result = str(verdict.label) if verdict is not None else gettext("[result]")
    return str(gettext("We have checked this. Result: %(verdict)s. [Why, in one sentence]", verdict=result))


def _closed(kind: Kind) -> str:
    if kind is Kind.HATE:
        return str(
            gettext("We have read this with care and do nothing further. That does not mean that it is all right.")
        )
    return str(gettext("We could not find out. That does not mean that it is true."))


def _forwarded(kind: Kind) -> str:
    if kind is Kind.HATE:
        return str(gettext("We have passed this on to [office]. Nobody learns your name from us."))
    return str(gettext("This is not for us to check. We have passed it on to [office]."))
