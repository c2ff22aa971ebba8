"""What somebody wants to know who begins a day at the desk, in a few questions to indexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext
from sqlalchemy import func, select

from core.db import db, rows_of
from core.web import display
from core.web.display import local_day, local_midnight
from intake.models.cases import Case, CaseState, Kind
from intake.models.reports import Held, Submission
from intake.objections import standing
from review.models import Decision
from review.queue import attention
from review.queue.attention import Attention

# Beyond, nobody plans a day by the exact number.
MOST_COUNTED = 999
GROWTH = timedelta(hours=24)
# Fewer reports in a day are no growth that anybody has to know of.
LEAST_GROWTH = 3
SHOWN_GROWING = 5
# Of so many cases with the most reports it is asked how many they had the day before.
CANDIDATES = 20
EXCERPT = 110


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a line; `text` is empty where it is not shown unasked."""

    id: int
    kind: Kind
    state: CaseState
    first_seen: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Growing:
    """A case that was reported more often in the last 24 hours than in the 24 before."""

    case: Line
    reports: int
    before: int


@dataclass(frozen=True, slots=True)
class Morning:
    """How the desk stands. `open` and `settled_this_week` are counted to one more than `MOST_COUNTED`."""

    open: int
    oldest: Line | None
    waited: timedelta | None
    settled_this_week: int
    growing: Sequence[Growing]
    attention: Attention
    overdue_objections: int

    @property
    def all_done(self) -> bool:
        """Whether nothing waits for anybody."""
        return not self.open and not self.attention.total and not self.overdue_objections


def morning(moment: datetime) -> Morning:
    """Return how the desk stands at a moment; the number of queries is the same however much there is."""
    oldest = _oldest()
    return Morning(
        open=_open(),
        oldest=oldest,
        waited=moment - oldest.first_seen if oldest is not None else None,
        settled_this_week=_settled_since(_monday(moment)),
        growing=_growing(moment),
        attention=attention.summary(),
        overdue_objections=standing.overdue_count(),
    )


def _open() -> int:
    rows = select(Case.id).where(Case.state == CaseState.OPEN, Case.is_held_back.is_(False))
    return len(rows_of(rows.limit(MOST_COUNTED + 1)))


def _oldest() -> Line | None:
    rows = select(Case).where(Case.state == CaseState.OPEN, Case.is_held_back.is_(False))
    found = db.session.scalar(rows.order_by(Case.first_seen, Case.id).limit(1))
    return None if found is None else _line(found)


def _monday(moment: datetime) -> datetime:
    today = local_day(moment)
    return local_midnight(today - timedelta(days=today.weekday()))


def _settled_since(moment: datetime) -> int:
    rows = select(Decision.case_id).where(Decision.created_at >= moment, Decision.outcome != CaseState.OPEN)
    # Told apart here: asked for distinct cases, SQLite reads all decisions there ever were, case by case.
    return len(set(rows_of(rows.order_by(Decision.created_at).limit(2 * MOST_COUNTED))))


def _growing(moment: datetime) -> list[Growing]:
    now = _most_reported(moment - GROWTH, moment)
    before = _most_reported(moment - 2 * GROWTH, moment - GROWTH, among=list(now))
    grown = sorted((case_id for case_id in now if now[case_id] > before.get(case_id, 0)), key=lambda one: -now[one])
    shown = grown[:SHOWN_GROWING]
    cases = {case.id: case for case in db.session.scalars(select(Case).where(Case.id.in_(shown)))}
    return [Growing(_line(cases[one]), now[one], before.get(one, 0)) for one in shown if one in cases]


def _most_reported(since: datetime, until: datetime, *, among: Sequence[int] | None = None) -> dict[int, int]:
    """Return how many reports came for the cases with the most of them, or for some cases, between two moments."""
    number = func.count().label("number")
    rows = (
        select(Submission.case_id, number)
        .where(Submission.received_at >= since, Submission.received_at < until, Submission.case_id.is_not(None))
        # What is held back counts for nothing.
        .where(Submission.held == Held.NO)
        .group_by(Submission.case_id)
    )
    if among is None:
        rows = rows.having(number >= LEAST_GROWTH).order_by(number.desc(), Submission.case_id).limit(CANDIDATES)
    else:
        rows = rows.where(Submission.case_id.in_(among))
    return {case_id: count for case_id, count in rows_of(rows) if case_id is not None}


def _line(case: Case) -> Line:
    text = "" if case.kind.is_shielded else display.excerpt(case.text or case.url, EXCERPT) or gettext("(no text)")
    return Line(case.id, case.kind, case.state, case.first_seen, text)
