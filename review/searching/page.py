"""What the page of the search box shows, or which case it leads to at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext
from sqlalchemy import select

from core.db import db
from core.web.numbers import whole_number
from intake.models.cases import Case, CaseState
from intake.models.reports import Submission
from review.care import preferences
from review.queue.filters import Arguments, Facet, Filters, facets
from review.queue.page import Chip
from review.queue.rows import Row, rows_of
from review.searching import articles, cases, looking
from review.searching.articles import FoundArticle
from review.searching.cases import FoundCase, FoundCases, Why
from review.searching.snippets import snippet
from review.searching.typed import LONGEST, Typed
from search.comparison.explanation import Segment

PAGE = 50
NARROWED_BY = ("state", "kind")
# What was asked for by its name is shown whatever somebody leaves out today.
NAMED = frozenset({Why.NUMBER, Why.REFERENCE})


@dataclass(frozen=True, slots=True)
class CaseHit:
    """A case as a row, and why it was found: the words in their place, if it was by these."""

    row: Row
    found: FoundCase
    snippet: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article, and where the words stand in it, if it was found by these."""

    found: FoundArticle
    snippet: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class Search:
    """One page of what was found.

    `folded` says how many cases are of a kind that the one who asks does not want today. Without `is_ready` only the
    newest were looked through.
    """

    query: str
    is_asked: bool
    is_ready: bool
    heading: str
    hits: Sequence[CaseHit]
    articles: Sequence[ArticleHit]
    without_case: Sequence[Submission]
    unknown: Sequence[str]
    folded: int
    facets: Sequence[Facet]
    chips: Sequence[Chip]
    next_url: str | None
    first_url: str | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.hits or self.articles or self.without_case or self.folded)


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """What was found, narrowed down: with which filters, and how many were left out for today."""

    found: Sequence[FoundCase]
    folded: int


def search(arguments: Mapping[str, str]) -> Search | FoundCase:
    """Return the page that an address asks for, or the one case that can be meant."""
    query = arguments.get("q", "").strip()[:LONGEST]
    typed = Typed.read(query)
    named = _named(typed)
    if named is not None:
        return named
    filters = Filters.read({"state": "all", **arguments})
    question = looking.question_of(typed)
    found = cases.find(typed, question)
    narrowed = _narrowed(found.cases, filters)
    start = whole_number(arguments.get("after", "")) or 0
    beside = articles.find(typed, question) if typed.words and not start else []
    if typed.number is not None and len(found.cases) == 1 and not beside and found.cases[0].why is Why.NUMBER:
        return found.cases[0]
    kept = _kept(query, filters)
    offered = _offered(filters)
    return Search(
        query=query,
        is_asked=bool(typed),
        is_ready=question is not None or not typed.words,
        heading=_heading(narrowed.found, found),
        hits=_hits(typed, narrowed.found[start : start + PAGE]),
        articles=[ArticleHit(one, _of_article(typed, one)) for one in beside],
        without_case=found.without_case,
        unknown=_unknown(typed, found),
        folded=narrowed.folded,
        facets=offered,
        chips=_chips(query, filters, offered),
        next_url=_link(kept | {"after": start + PAGE}) if len(narrowed.found) > start + PAGE else None,
        first_url=_link(kept) if start else None,
    )


def _named(typed: Typed) -> FoundCase | None:
    """Return the case of a number or reference that can be nothing else; for that no engine has to be asked."""
    if not (typed.is_named or typed.is_reference):
        return None
    return next(iter(cases.find(typed.by_name(), None).cases), None)


def _narrowed(found: Sequence[FoundCase], filters: Filters) -> _Narrowed:
    ids = [one.case_id for one in found]
    rows = select(Case.id, Case.state, Case.kind).where(Case.id.in_(ids))
    known = {case_id: (state, kind) for case_id, state, kind in db.session.execute(rows)} if ids else {}
    left_out = preferences.current().not_today
    kept, folded = [], 0
    for one in found:
        state, kind = known[one.case_id]
        if filters.state not in {None, state} or filters.kind not in {None, kind}:
            continue
        if kind in left_out and one.why not in NAMED:
            folded += 1
        else:
            kept.append(one)
    return _Narrowed(kept, folded)


def _hits(typed: Typed, found: Sequence[FoundCase]) -> list[CaseHit]:
    # Of a merged case the words stand in its own text.
    ids = {number for one in found for number in (one.case_id, one.merged_id) if number is not None}
    rows = select(Case).where(Case.id.in_(ids))
    known = {case.id: case for case in db.session.scalars(rows)} if ids else {}
    shown = rows_of([known[one.case_id] for one in found])
    return [CaseHit(row, one, _of_case(typed, one, known)) for row, one in zip(shown, found, strict=True)]


def _of_case(typed: Typed, one: FoundCase, known: Mapping[int, Case]) -> Sequence[Segment]:
    return snippet(known[one.merged_id or one.case_id].text, typed.words) if one.why is Why.WORDS else ()


def _of_article(typed: Typed, one: FoundArticle) -> Sequence[Segment]:
    return snippet(one.claim.passage, typed.words) if one.why is Why.WORDS else ()


def _unknown(typed: Typed, found: FoundCases) -> list[str]:
    """Return a sentence for each number and reference that nothing has."""
    told = [gettext("No report has the reference %(reference)s.", reference=one) for one in found.unknown]
    is_known = any(one.why is Why.NUMBER for one in found.cases)
    if typed.is_named and not is_known:
        told.append(gettext("There is no case with the number %(number)s.", number=typed.number))
    return told


def _heading(shown: Sequence[FoundCase], found: FoundCases) -> str:
    if found.is_cut:
        more: str = gettext("Cases (more than %(num)s)", num=len(shown))
        return more
    all_of_them: str = gettext("Cases (%(num)s)", num=len(shown))
    return all_of_them


def _kept(query: str, filters: Filters) -> Arguments:
    narrowed = {name: value for name, value in filters.arguments.items() if name in NARROWED_BY and value != "all"}
    if filters.state is CaseState.OPEN:
        # As usual in the list, and a filter here.
        narrowed["state"] = CaseState.OPEN.value
    return {"q": query, **narrowed}


def _offered(filters: Filters) -> list[Facet]:
    """Return what can be narrowed down by; a merged case is found as the one that stands for it."""
    narrowing = [facet for facet in facets(filters, tags=[], people=[]) if facet.name in NARROWED_BY]
    merged = CaseState.MERGED.value
    return [replace(one, choices=[choice for choice in one.choices if choice[0] != merged]) for one in narrowing]


def _link(arguments: Arguments) -> str:
    return url_for("review.search", **arguments)


def _chips(query: str, filters: Filters, offered: Sequence[Facet]) -> list[Chip]:
    return [
        Chip(f"{facet.label}: {facet.chosen}", _link(_kept(query, filters.without(facet.name))))
        for facet in offered
        if facet.current
    ]
