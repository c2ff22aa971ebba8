"""Lets reports in that wait their turn: a few at a time, and those of a flood never before those of everybody else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update

from core.db import db, now, writing
from intake.abuse import budgets
from intake.models.reports import Held, Submission

# With every sweep, which is twice a minute. A class of thirty that sends two reports each goes through in two minutes,
# and the worker gives so many their cases in a second or two.
PACE = 20
# Where the hour is used up or the worker is behind, so many all the same: nobody waits for ever.
TRICKLE = 2
# So many that wait for their case mean that the worker is behind.
BEHIND = 64


def let_in() -> int:
    """Let in what may go on now; return how many.

    A repeat lets in the next ones: the pace is kept by whoever calls it. Two at once let in no report twice.
    """
    waiting = len(db.session.scalars(select(Submission.id).where(_waits_its_turn()).limit(PACE)).all())
    if not waiting:
        db.session.rollback()
        return 0
    # Before anything is locked: to put thousands in their order takes a moment, in which others write.
    chosen = _next(TRICKLE if _is_worker_behind() else _room(waiting))
    db.session.rollback()
    with writing() as session:
        # Asked again and locked: what another worker let in meanwhile is not held back any more.
        rows = select(Submission.id).where(Submission.id.in_(chosen), _waits_its_turn())
        ids = session.scalars(rows.order_by(Submission.id).with_for_update()).all()
        session.execute(update(Submission).where(Submission.id.in_(ids)).values(let_in_now()))
    return len(ids)


def let_in_now() -> dict[Any, object]:
    """Return what changes of a report that is held back no longer: from this moment on it waits for its case."""
    return {Submission.held: Held.NO, Submission.alike: None, Submission.line: None, Submission.held_until: now()}


def _room(wanted: int) -> int:
    """Take places in the hour of all, as many of those that are wanted as there are; a few are always given."""
    places = 0
    while places < wanted and budgets.has_room_for_one_more():
        places += 1
    return max(places, TRICKLE)


def _is_worker_behind() -> bool:
    waiting = select(Submission.id).where(Submission.case_id.is_(None), Submission.held == Held.NO)
    # Whoever waits for their pictures to be read keeps the worker from nothing.
    waiting = waiting.where(Submission.awaits_reading.is_(False), Submission.set_aside_at.is_(None))
    return len(db.session.scalars(waiting.where(Submission.erased_at.is_(None)).limit(BEHIND)).all()) >= BEHIND


def _next(most: int) -> list[int]:
    """Return who comes next: half of the places by age, so that nobody waits for ever, the others by line.

    Of the lines the shortest come first, and of each the oldest before its second: whoever stands alone, because
    nobody else sends from their network, is not behind the thousands of a flood.
    """
    rows = select(Submission.id).where(_waits_its_turn()).order_by(Submission.id)
    oldest = list(db.session.scalars(rows.limit((most + 1) // 2)))
    in_line = func.coalesce(Submission.line, "")
    turns = (
        select(
            Submission.id.label("id"),
            func.row_number().over(partition_by=in_line, order_by=Submission.id).label("turn"),
            func.count().over(partition_by=in_line).label("length"),
        )
        .where(_waits_its_turn())
        .subquery()
    )
    fair = select(turns.c.id).where(turns.c.id.not_in(oldest)).order_by(turns.c.turn, turns.c.length, turns.c.id)
    return oldest + list(db.session.scalars(fair.limit(most - len(oldest))))


def _waits_its_turn() -> ColumnElement[bool]:
    # In the words of their index; what is erased has nothing in common with others any more.
    return and_(Submission.alike.is_not(None), Submission.held == Held.LATER)
