"""The end of reports that the desk has discarded: after a day, in which that can be taken back, they are erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from core.db import db, now
from intake.models.reports import Held, Submission
from intake.models.retention import Why
from intake.retention import erasing, holds, log

TAKEN_BACK_WITHIN = timedelta(days=1)


def carry_out() -> int:
    """Erase what was discarded a day ago, a page of it; return how many. A repeat erases the rest, or none."""
    # The few that stand in a case, because they were held back late, have nothing in common with the others; each kind
    # has a page of its own, so that neither waits behind the other's that fail.
    done = sum(_erased(number) for number in _page(Submission.case_id.is_not(None)))
    ids = _page(Submission.case_id.is_(None))
    if not ids:
        return done
    try:
        return done + erasing.erase(ids, why=Why.DISCARDED, only=is_over())
    except Exception as error:
        # One of them: the others go without it, and whatever the worker does after them must not wait.
        log.failed(ids, error)
    return done + sum(_erased(number) for number in _beyond(0))


def _page(*which: ColumnElement[bool]) -> list[int]:
    rows = select(Submission.id).where(is_over(), *which).order_by(Submission.id).limit(erasing.AT_ONCE)
    found = list(db.session.scalars(rows))
    db.session.rollback()
    return found


def _beyond(after: int) -> Iterator[int]:
    while page := _page(Submission.case_id.is_(None), Submission.id > after):
        yield from page
        after = page[-1]


def _erased(number: int) -> int:
    try:
        return erasing.erase([number], why=Why.DISCARDED, only=is_over())
    except Exception as error:
        log.failed([number], error)
        return 0


def is_over() -> ColumnElement[bool]:
    """Return what holds of a report whose discarding cannot be taken back any more."""
    # What is erased has nothing in common with others any more; by that the few are found among all there ever were.
    return and_(
        Submission.alike.is_not(None),
        Submission.held == Held.DISCARDED,
        Submission.discarded_at <= now() - TAKEN_BACK_WITHIN,
        # What is kept for a legal reason waits until it is not.
        or_(Submission.case_id.is_(None), Submission.case_id.not_in(holds.held_cases())),
    )
