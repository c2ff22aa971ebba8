"""Which reports wait for their case: handed out to workers, set aside for a person, and for how long they wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy import case as sql_case

from core.db import db, now, writing
from core.events import Subject, happened
from intake.models.cases import CaseAction
from intake.models.reports import Held, Submission

log = structlog.get_logger(__name__)

BATCH = 64
# Of the long ones, so many come in a batch beside others, and so many alone.
LONG_ONES = 2
LONG_ONES_ALONE = 8
# So often a report is taken up before it waits for a person. The first time it comes with others, then alone.
MOST_ATTEMPTS = 3
# A worker that was killed says nothing. What it held is free again after this; a batch takes a few seconds, and
# waiting for another writer of SQLite half a minute at most.
HELD = timedelta(seconds=40)
# A report that was tried waits behind new ones for so long; then it has its turn before them.
PATIENCE = timedelta(seconds=30)
LONGEST_TROUBLE = 200
# From this age on the log says that reports wait: the worker has stopped, or cannot keep up.
LATE = timedelta(minutes=2)
LOOK_EVERY_SECONDS = 60.0
# Nobody needs to know more exactly how many reports were set aside.
MOST_COUNTED = 100


def take(most: int = BATCH) -> list[int]:
    """Return the ids of the reports that a worker takes up next, and note the attempt before anything is tried.

    Reports that nobody has tried yet come together, oldest first, but for most of the long ones. One that was tried
    comes alone, and after them unless it has waited for `PATIENCE`: whatever broke the batch, or killed the worker,
    then costs only the report that it stands in. After `MOST_ATTEMPTS` it is set aside. What another worker holds is
    left to it.
    """
    if not _is_any(or_(Submission.attempts == 0, _free())):
        return []
    with writing() as session:
        _set_aside_what_failed()
        ids = _impatient() or _new(most) or list(session.scalars(_tried().limit(1)))
        _hold(ids)
    return ids


def take_new(most: int = BATCH) -> list[int]:
    """Do the same for those alone that nobody has tried yet, unless one that was tried has its turn."""
    if not _is_any(Submission.attempts == 0):
        return []
    with writing():
        ids = [] if _impatient() else _new(most)
        _hold(ids)
    return ids


def _is_any(takeable: ColumnElement[bool]) -> bool:
    """Look before anything is locked: workers that find nothing must not keep those waiting who write."""
    found = db.session.scalar(select(Submission.id).where(_waiting(), takeable).limit(1)) is not None
    db.session.rollback()
    return found


def _hold(ids: Sequence[int]) -> None:
    holding = {Submission.attempts: Submission.attempts + 1, Submission.held_until: now() + HELD}
    db.session.execute(update(Submission).where(Submission.id.in_(ids)).values(holding))


def give_back(ids: Sequence[int]) -> None:
    """Let reports wait on as if they had not been taken: the batch was cut before anything was tried with them."""
    _change(ids, {Submission.attempts: Submission.attempts - 1, Submission.held_until: None})


def release(ids: Sequence[int], *, trouble: str = "", counts: bool = True) -> None:
    """Let reports wait on after an attempt that failed; with `counts=False` it was not their fault.

    Even then they come one by one from now on, because a database may be away for all or refuse a single value.
    """
    attempts = Submission.attempts if counts else 1
    told = trouble[:LONGEST_TROUBLE]
    _change(ids, {Submission.attempts: attempts, Submission.held_until: now(), Submission.trouble: told})


def is_waiting(submission_id: int) -> bool:
    """Return whether a report exists, has no case yet, and was not set aside."""
    return db.session.scalar(select(Submission.id).where(Submission.id == submission_id, _waiting())) is not None


def age_of_oldest() -> timedelta | None:
    """Return for how long the oldest report waits that a machine is to find the case of; None when none waits."""
    # Once for each side of the index, which then gives both without sorting.
    # One that was held back waits since it was let in.
    since = sql_case((Submission.attempts == 0, func.coalesce(Submission.held_until, Submission.received_at)))
    rows = (
        select(func.coalesce(since, Submission.received_at))
        .where(_waiting(), Submission.is_long.is_(long))
        .order_by(Submission.id)
        .limit(1)
        for long in (False, True)
    )
    received = [moment for row in rows if (moment := db.session.scalar(row)) is not None]
    return max(now() - min(received), timedelta(0)) if received else None


def count_set_aside() -> int:
    """Return how many reports wait for a person, at most `MOST_COUNTED`."""
    return len(db.session.scalars(select(Submission.id).where(_set_aside()).limit(MOST_COUNTED)).all())


def all_set_aside(most: int) -> Sequence[Submission]:
    """Return the reports that wait for a person, oldest first."""
    return db.session.scalars(select(Submission).where(_set_aside()).order_by(Submission.id).limit(most)).all()


def locked_set_aside(submission_id: int) -> Submission | None:
    """Return a report that waits for a person, locked; None for any other. Call inside `writing()`."""
    rows = select(Submission).where(Submission.id == submission_id, _set_aside()).with_for_update()
    return db.session.scalar(rows.execution_options(populate_existing=True))


def put_back(submission: Submission) -> None:
    """Let a report that was set aside be taken up again like a new one; call inside `writing()`."""
    submission.attempts, submission.held_until, submission.set_aside_at = 0, None, None


def _change(ids: Sequence[int], values: dict[Any, Any]) -> None:
    if not ids:
        return
    with writing() as session:
        still = and_(Submission.id.in_(ids), Submission.case_id.is_(None))
        session.execute(update(Submission).where(still).values(values))


def _set_aside_what_failed() -> None:
    rows = select(Submission).where(_waiting(), _free(), Submission.attempts >= MOST_ATTEMPTS)
    for submission in db.session.scalars(rows.order_by(Submission.id).limit(BATCH).with_for_update(skip_locked=True)):
        submission.set_aside_at = now()
        log.error("report_set_aside", id=submission.id, trouble=submission.trouble)
        happened(CaseAction.REPORT_SET_ASIDE, Subject("submission", submission.id), trouble=submission.trouble)
    db.session.flush()


def _impatient() -> list[int]:
    return list(db.session.scalars(_tried().where(Submission.held_until <= now() - PATIENCE).limit(1)))


def _new(most: int) -> list[int]:
    short = list(db.session.scalars(_fresh(long=False).limit(most - LONG_ONES)))
    long = _fresh(long=True).limit(LONG_ONES if short else LONG_ONES_ALONE)
    return sorted([*short, *db.session.scalars(long)])


def _fresh(*, long: bool) -> Select[int]:
    rows = select(Submission.id).where(_waiting(), Submission.is_long.is_(long), Submission.attempts == 0)
    return rows.order_by(Submission.id).with_for_update(skip_locked=True)


def _tried() -> Select[int]:
    """Those whose last attempt lies longest back come first, so that none of them stands in the way of the others."""
    rows = select(Submission.id).where(_waiting(), _free(), Submission.attempts > 0)
    return rows.order_by(Submission.held_until, Submission.id).with_for_update(skip_locked=True)


def _waiting() -> ColumnElement[bool]:
    # Where a picture has still to be read, its words come first.
    return and_(_unplaced(), Submission.set_aside_at.is_(None), Submission.awaits_reading.is_(False))


def _set_aside() -> ColumnElement[bool]:
    return and_(_unplaced(), Submission.set_aside_at.is_not(None))


def _unplaced() -> ColumnElement[bool]:
    # One that was erased before it had a case gets none, and one that is held back is let in first.
    return and_(Submission.case_id.is_(None), Submission.held == Held.NO, Submission.erased_at.is_(None))


def _free() -> ColumnElement[bool]:
    return or_(Submission.held_until.is_(None), Submission.held_until <= now())


# ------------------------------------------------------------------------------------- for those who look on


def init_app(app: Flask) -> None:
    """Let the readiness page tell how old the oldest waiting report is and how many wait for a person."""
    figures = app.extensions.setdefault("figures", {})
    figures["oldest_waiting_seconds"] = _seconds_of_oldest
    figures["needs_a_person"] = count_set_aside


def _seconds_of_oldest() -> float:
    age = age_of_oldest()
    return 0.0 if age is None else round(age.total_seconds(), 1)


def watch(app: Flask) -> threading.Thread:
    """Log from time to time when reports wait too long; in the web server, because the worker may have stopped."""

    def look() -> None:
        while True:
            time.sleep(LOOK_EVERY_SECONDS)
            with app.app_context():
                try:
                    log_if_late()
                except Exception as error:
                    # A database that is away says so elsewhere; this thread has to outlive it.
                    log.warning("not_looked", kind=type(error).__name__)

    thread = threading.Thread(target=look, name="watch-waiting", daemon=True)
    thread.start()
    return thread


def log_if_late() -> None:
    """Write a line when the oldest waiting report is older than `LATE`."""
    age, aside = age_of_oldest(), count_set_aside()
    if age is not None and age > LATE:
        log.warning("reports_wait", oldest_seconds=round(age.total_seconds()), needs_a_person=aside)
