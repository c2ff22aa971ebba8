"""How well the machine did, week by week: counted from what editors answered, merged and settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from audit.models import Event
from core.db import db
from core.web.display import local_day, local_midnight
from intake.models.cases import Case, CaseState, MatchAnswer
from intake.models.moves import CaseMove, MoveReason
from review.figures.shares import Share
from review.models import DeskAction
from search.ranking.bands import Band

WEEKS = 12
SETTLED = (CaseState.ANSWERED, CaseState.DECIDED, CaseState.CLOSED, CaseState.FORWARDED)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in a time.

    `confirmed` has for each band the answered suggestions that stood first when they were answered, and how many of
    them were right. `missed` is of all cases that turned out to be known (confirmed as a claim, or merged) those that
    the machine had not put first. `from_archive` is of all settled cases those that an article answered.
    """

    confirmed: dict[Band, Share]
    missed: Share
    from_archive: Share

    @property
    def best(self) -> Share:
        """Precision at 1: of all answered best suggestions, those that were right."""
        return sum(self.confirmed.values(), Share())


@dataclass(frozen=True, slots=True)
class Week:
    """The figures of one week, from Monday on, where the desk is."""

    monday: date
    figures: Figures

    @property
    def number(self) -> int:
        """The ISO number of the week."""
        return self.monday.isocalendar().week


def weekly(moment: datetime, *, weeks: int = WEEKS) -> list[Week]:
    """Return the figures of the last weeks, the oldest first; the last is the one that `moment` falls in."""
    today = local_day(moment)
    last = today - timedelta(days=today.weekday())
    mondays = [last - timedelta(weeks=back) for back in reversed(range(weeks))]
    confirmed, missed, settled = _confirmed(mondays), _missed(mondays), _settled(mondays)
    return [
        Week(monday, Figures({band: confirmed[place, band] for band in Band}, missed[place], settled[place]))
        for place, monday in enumerate(mondays)
    ]


def together(weeks: Sequence[Week]) -> Figures:
    """Return the figures of several weeks as one."""
    figures = [week.figures for week in weeks]
    return Figures(
        {band: sum((its.confirmed[band] for its in figures), Share()) for band in Band},
        sum((its.missed for its in figures), Share()),
        sum((its.from_archive for its in figures), Share()),
    )


def _confirmed(mondays: Sequence[date]) -> dict[tuple[int, Band], Share]:
    answers = _answers(mondays)
    rows = (
        select(answers.c.week, answers.c.band, _count_if(answers.c.answer == MatchAnswer.SAME.value), func.count())
        .where(answers.c.newest == 1, answers.c.rank == 1, answers.c.answer != MatchAnswer.OPEN.value)
        .group_by(answers.c.week, answers.c.band)
    )
    found: dict[tuple[int, Band], Share] = defaultdict(Share)
    for week, band, hits, count in db.session.execute(rows):
        found[week, Band(band)] = Share(hits, count)
    return found


def _missed(mondays: Sequence[date]) -> dict[int, Share]:
    answers = _answers(mondays)
    # A case with two right articles was not missed as long as one of them stood first.
    known = (
        select(func.min(answers.c.week).label("week"), func.min(answers.c.rank).label("rank"))
        .where(answers.c.newest == 1, answers.c.answer == MatchAnswer.SAME.value)
        .group_by(answers.c.case_id)
        .subquery()
    )
    by_case = select(known.c.week, _count_if(known.c.rank > 1), func.count()).group_by(known.c.week)
    merged = (
        select(_week(CaseMove.moved_at, mondays).label("week"))
        .where(
            CaseMove.reason == MoveReason.MERGE,
            CaseMove.moved_at >= _starts(mondays)[0],
            CaseMove.undone_by_id.is_(None),
            # What only takes a split back found no duplicate.
            CaseMove.id.not_in(select(CaseMove.undone_by_id).where(CaseMove.undone_by_id.is_not(None))),
        )
        .subquery()
    )
    by_move = select(merged.c.week, func.count(), func.count()).group_by(merged.c.week)
    return _shares(by_case, by_move)


def _settled(mondays: Sequence[date]) -> dict[int, Share]:
    settled = (
        select(_week(Case.settled_at, mondays).label("week"), Case.state)
        .where(Case.settled_at >= _starts(mondays)[0], Case.state.in_(SETTLED))
        .subquery()
    )
    return _shares(
        select(settled.c.week, _count_if(settled.c.state == CaseState.ANSWERED), func.count()).group_by(settled.c.week)
    )


def _shares(*counted: Select[int, int, int]) -> dict[int, Share]:
    found: dict[int, Share] = defaultdict(Share)
    rows: list[Row[int, int, int]] = [row for query in counted for row in db.session.execute(query)]
    for week, hits, count in rows:
        found[week] += Share(hits, count)
    return found


def _answers(mondays: Sequence[date]) -> Subquery:
    """Return what editors said to suggestions, with the place and band that these had then; `newest` is 1 for the last.

    Read from the trail: a match itself moves up when it was learned from, and its answer has no date.
    """
    match = Event.details["match"].as_integer()
    return (
        select(
            _week(Event.at, mondays).label("week"),
            Event.case_id,
            Event.details["answer"].as_string().label("answer"),
            Event.details["rank"].as_integer().label("rank"),
            Event.details["band"].as_string().label("band"),
            func.row_number().over(partition_by=match, order_by=Event.id.desc()).label("newest"),
        )
        .where(Event.action == DeskAction.MATCH_ANSWERED, Event.at >= _starts(mondays)[0])
        .subquery()
    )


def _week(column: ColumnElement[Any] | InstrumentedAttribute[Any], mondays: Sequence[date]) -> ColumnElement[int]:
    """Return the place in `mondays` of the week that a moment falls in."""
    ends = _starts(mondays)[1:]
    return case(*((column < end, place) for place, end in enumerate(ends)), else_=len(ends))


def _starts(mondays: Sequence[date]) -> list[datetime]:
    """Return when the weeks begin, where the desk is: weeks with a change of the clock are an hour off."""
    return [local_midnight(monday) for monday in mondays]


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
