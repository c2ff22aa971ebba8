"""The queue of cases: filtered, sorted and paged without ever counting a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_
from sqlalchemy.orm import contains_eager, undefer

from archive.models import Claim, ClaimState, Verdict
from archive.presenting import Presented
from core.db import db
from core.web import display
from core.web.numbers import whole_number
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from intake.models.reports import Submission
from review.care import left_out, preferences
from review.queue.filters import Arguments, Filters, Sort
from search.ranking.bands import Band

PAGE = 30
EXCERPT = 180

# Sort value and id of the last row that was seen.
Cursor: TypeAlias = tuple[int | datetime, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the queue.

    `best` is the article that answered a settled case, or that may answer an open one: confirmed by an editor, or at
    least probably the same claim. What is only similar says nothing about a case.
    """

    id: int
    kind: Kind
    state: CaseState
    excerpt: str
    submission_count: int
    first_seen: datetime
    last_seen: datetime
    best: Presented | None
    # What the desk itself decided.
    verdict: Verdict | None
    matching_failed: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue."""

    rows: list[Row]
    filters: Filters
    chips: list[tuple[str, str]]
    link_args: Arguments
    next_url: str | None
    first_url: str | None


def page(arguments: Mapping[str, str]) -> Queue:
    """Return the page that an address asks for. The cursor is the sort value and id of the last row seen."""
    filters = Filters.read(arguments)
    after = _cursor(filters.sort, arguments.get("after", ""))
    cases: Sequence[Case] = db.session.scalars(_rows(filters, after)).all()
    shown = cases[:PAGE]
    best = _best(shown)
    more = len(cases) > PAGE
    return Queue(
        rows=[_row(case, best.get(case.id)) for case in shown],
        filters=filters,
        chips=_chips(filters),
        link_args=filters.arguments,
        next_url=_link(filters, after=_cursor_of(filters.sort, shown[-1])) if more else None,
        first_url=_link(filters) if after is not None else None,
    )


def _link(filters: Filters, **changed: str) -> str:
    arguments: dict[str, Any] = {**filters.arguments, **changed}
    return url_for("review.queue", **arguments)


def _chips(filters: Filters) -> list[tuple[str, str]]:
    chips = []
    if filters.state is not None:
        chips.append((str(filters.state.label), _link(filters, state="all")))
    if filters.kind is not None:
        chips.append((str(filters.kind.label), _link(filters, kind="")))
    return chips


def _rows(filters: Filters, after: Cursor | None) -> Select[Case]:
    column: ColumnElement[Any] = (
        Case.submission_count.expression if filters.sort is Sort.REPORTS else Case.last_seen.expression
    )
    rows = select(Case).limit(PAGE + 1).where(left_out.wanted(preferences.current()))
    if filters.sort is Sort.OLDEST:
        rows = rows.order_by(column, Case.id)
    else:
        rows = rows.order_by(column.desc(), Case.id.desc())
    if filters.state is not None:
        rows = rows.where(Case.state == filters.state)
    else:
        # A merged case has no reports any more; whoever wants to see it asks for it by name.
        rows = rows.where(Case.state != CaseState.MERGED)
    if filters.kind is not None:
        rows = rows.where(Case.kind == filters.kind)
    if after is not None:
        position = tuple_(column, Case.id)
        border = tuple_(*after)
        rows = rows.where(position > border if filters.sort is Sort.OLDEST else position < border)
    return rows


def _cursor_of(sort: Sort, case: Case) -> str:
    value = case.submission_count if sort is Sort.REPORTS else case.last_seen.isoformat()
    return f"{value}_{case.id}"


def _cursor(sort: Sort, value: str) -> Cursor | None:
    """Read a cursor; one that cannot be read starts from the top."""
    head, _, tail = value.rpartition("_")
    value_seen = whole_number(head) if sort is Sort.REPORTS else _moment(head)
    case_id = whole_number(tail)
    return None if value_seen is None or case_id is None else (value_seen, case_id)


def _moment(text: str) -> datetime | None:
    """Return the moment that a cursor names; None for what is none, or lies outside the calendar in UTC."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _best(cases: Sequence[Case]) -> dict[int, Presented]:
    suggested = and_(Match.answer == MatchAnswer.OPEN, Match.band.in_([Band.SAME, Band.LIKELY]))
    worth = or_(Match.answer == MatchAnswer.SAME, suggested, Match.claim_id == Case.answer_claim_id)
    rows = (
        select(Match)
        .join(Match.case)
        .join(Match.claim)
        .where(Case.id.in_([case.id for case in cases]), Claim.state == ClaimState.PUBLISHED, worth)
        .options(contains_eager(Match.case), contains_eager(Match.claim), undefer(Match.explanation))
        .order_by(Match.rank.desc())
    )
    # Later ones overwrite earlier ones: what an editor confirmed, and of the rest the lowest rank, is what stays.
    found = sorted(db.session.scalars(rows), key=lambda match: match.is_confirmed)
    return {match.case_id: match.presented for match in found if _may_stand(match)}


def _may_stand(match: Match) -> bool:
    """Return whether an article says something about its case: of a settled one only that by which it was answered."""
    return match.case.state is CaseState.OPEN or match.claim_id == match.case.answer_claim_id


def excerpt(case: Case | Submission) -> str:
    """Return the beginning of what a case or report says, in one line."""
    return display.excerpt(case.text or case.url, EXCERPT) or gettext("(no text)")


def _row(case: Case, best: Presented | None) -> Row:
    return Row(
        id=case.id,
        kind=case.kind,
        state=case.state,
        excerpt=excerpt(case),
        submission_count=case.submission_count,
        first_seen=case.first_seen,
        last_seen=case.last_seen,
        best=best,
        verdict=case.verdict,
        matching_failed=case.matching_failed,
    )
