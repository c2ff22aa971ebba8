"""Counting what happened on one day, by indexes alone: as dear as the day was busy, however much lies before it."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeAlias

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from audit.models import Event
from core.db import db, rows_of
from intake.models.cases import Case, CaseState, MatchAnswer
from intake.models.counts import EndedDay, ReadDay
from intake.models.reports import Held, Submission
from review.figures.durations import step_of
from review.figures.ranges import Span
from review.models import CaseLook, Decision, DeskAction, Measure

# Fewer reports in a day are no burst.
LEAST_BURST = 3
# So many bursts of a day are kept. They are looked for among so many cases: those with the most reports in the two days
# that a burst which ends on the day can reach into.
KEPT_BURSTS = 5
CANDIDATES = 20
BURST = timedelta(hours=24)
RIGHT, WRONG = "right", "wrong"

Counts: TypeAlias = dict[tuple[Measure, str], int]
Moment: TypeAlias = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


def count(day: date) -> Counts:
    """Return what is counted of a day; what came to nothing is left out, but for the open cases.

    Counted again later it is the same, with two exceptions that are told as of the time of counting: a case that was
    reopened since counts as open from its first report on, and one that was merged since never was one.
    """
    span = Span(day, day)
    found: Counter[tuple[Measure, str]] = Counter()
    parts = (_received, _ended, _returned, _settled, _looks, _suggested, _bursts)
    for part in (count_of(span) for count_of in parts):
        found.update(part)
    return {(Measure.OPEN, ""): _open_at(span.end)} | dict(found)


def _received(span: Span) -> Counts:
    rows = (
        select(Submission.kind, Submission.platform, func.count())
        .where(_within(Submission.received_at, span))
        .group_by(Submission.kind, Submission.platform)
    )
    found: Counter[tuple[Measure, str]] = Counter()
    for kind, platform, number in rows_of(rows):
        found[Measure.RECEIVED, kind.value] += number
        found[Measure.PLATFORM, platform.value] += number
    return found


def _ended(span: Span) -> Counts:
    rows = (
        select(EndedDay.ending, func.sum(EndedDay.count))
        .where(EndedDay.day.between(span.first, span.last))
        .group_by(EndedDay.ending)
    )
    return {(Measure.ENDED, ending.value): number for ending, number in rows_of(rows)}


def _returned(span: Span) -> Counts:
    rows = select(func.sum(ReadDay.count)).where(ReadDay.day.between(span.first, span.last))
    number = db.session.scalar(rows)
    return {(Measure.RETURNED, ""): number} if number else {}


def _settled(span: Span) -> Counts:
    """Count cases by their last decision of the day; one that was only taken up again is not settled."""
    earlier = aliased(Decision)
    last_ones = select(func.max(Decision.id)).where(_within(Decision.created_at, span)).group_by(Decision.case_id)
    rows = (
        select(
            Decision.outcome,
            Decision.created_at,
            Case.first_seen,
            Case.submission_count,
            exists().where(earlier.case_id == Decision.case_id, earlier.created_at < span.start),
        )
        .join(Case, Decision.case_id == Case.id)
        .where(Decision.id.in_(last_ones), Decision.outcome != CaseState.OPEN)
    )
    found: Counter[tuple[Measure, str]] = Counter()
    for outcome, at, first_seen, reports, was_settled_before in rows_of(rows):
        found[Measure.SETTLED, outcome.value] += 1
        found[Measure.SETTLED_REPORTS, outcome.value] += reports
        if not was_settled_before:
            found[Measure.DECISION, step_of(at - first_seen)] += 1
    return found


def _looks(span: Span) -> Counts:
    rows = (
        select(CaseLook.at, Case.first_seen).join(Case, CaseLook.case_id == Case.id).where(_within(CaseLook.at, span))
    )
    return Counter((Measure.LOOK, step_of(at - first_seen)) for at, first_seen in rows_of(rows))


def _suggested(span: Span) -> Counts:
    """Count the last answer of the day to each suggestion that stood first, unless it was taken back."""
    rows = (
        select(Event.details)
        .where(Event.action == DeskAction.MATCH_ANSWERED.value, _within(Event.at, span))
        .order_by(Event.id)
    )
    last = {details["match"]: details for (details,) in rows_of(rows)}
    return Counter(
        (Measure.SUGGESTED, f"{details['band']}:{RIGHT if details['answer'] == MatchAnswer.SAME.value else WRONG}")
        for details in last.values()
        if details["rank"] == 1 and details["answer"] != MatchAnswer.OPEN.value
    )


def _bursts(span: Span) -> Counts:
    # What is held back counts for nothing.
    counts = Submission.held == Held.NO
    reach = and_(Submission.received_at >= span.start - BURST, Submission.received_at < span.end, counts)
    number = func.count().label("number")
    candidates = (
        select(Submission.case_id, number)
        .where(reach, Submission.case_id.is_not(None))
        .group_by(Submission.case_id)
        .having(number >= LEAST_BURST)
        .order_by(number.desc(), Submission.case_id)
        .limit(CANDIDATES)
    )
    ids = [case_id for case_id, _ in rows_of(candidates)]
    if not ids:
        return {}
    moments: defaultdict[int, list[datetime]] = defaultdict(list)
    rows = select(Submission.case_id, Submission.received_at).where(reach, Submission.case_id.in_(ids))
    for case_id, at in rows_of(rows.order_by(Submission.received_at)):
        moments[case_id or 0].append(at)
    found = {(Measure.BURST, str(case_id)): most_within(times, since=span.start) for case_id, times in moments.items()}
    largest = sorted(found, key=lambda burst: (-found[burst], int(burst[1])))[:KEPT_BURSTS]
    return {burst: found[burst] for burst in largest if found[burst] >= LEAST_BURST}


def most_within(moments: Iterable[datetime], *, since: datetime) -> int:
    """Return how many of some moments, which come in their order, lie within 24 hours, the last of them not before."""
    window: deque[datetime] = deque()
    most = 0
    for moment in moments:
        window.append(moment)
        while moment - window[0] >= BURST:
            window.popleft()
        if moment >= since:
            most = max(most, len(window))
    return most


def _open_at(moment: datetime) -> int:
    """Count the cases that were open at a moment, as far as is known now."""
    listed = Case.is_held_back.is_(False)
    still = select(func.count()).where(Case.state == CaseState.OPEN, Case.first_seen < moment, listed)
    settled_later = select(func.count()).where(
        Case.settled_at >= moment, Case.first_seen < moment, Case.state.not_in([CaseState.OPEN, CaseState.MERGED])
    )
    return (db.session.scalar(still) or 0) + (db.session.scalar(settled_later) or 0)


def _within(column: Moment, span: Span) -> ColumnElement[bool]:
    return and_(column >= span.start, column < span.end)
