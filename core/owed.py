"""Jobs that are owed: noted in the transaction of the deed, so that no death between commit and queue loses one.

For work that nothing in the database would tell of otherwise. What can be seen there anyway, a report that waits or a
text without a vector, needs no note: the sweep finds it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from core import jobs
from core.db import Base, UtcDateTime, db, now, writing

log = structlog.get_logger(__name__)

# A job that was begun is tried again so much later if it did not end, then twice as late each time: one that breaks, or
# kills the worker, stands in nobody's way, and one whose model or database was away is not lost.
AGAIN = timedelta(seconds=60)
LATEST_AGAIN = timedelta(days=1)
PAGE = 64


class Owed(Base):
    """A job and the number it is about, until it is done."""

    __tablename__ = "owed"

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(200))
    number: Mapped[int]
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class _Due(NamedTuple):
    """What is needed of a row to do it."""

    id: int
    job: str
    number: int
    attempts: int


def owe(func: Callable[..., None] | str, *numbers: int) -> None:
    """Note a job for each of some numbers; call inside `writing()`, and `hand_over` after it.

    Each deed has its own note, even where the same is owed already: that one may have begun before this deed.
    Errors: `ValueError` for a function that is no job.
    """
    name = jobs.known(func)
    db.session.add_all(Owed(job=name, number=number) for number in numbers)


def forget(func: Callable[..., None] | str, *numbers: int) -> None:
    """Owe a job no longer for some numbers; call inside `writing()`. Errors: as of `owe`."""
    db.session.execute(delete(Owed).where(Owed.job == jobs.known(func), Owed.number.in_(numbers)))


def hand_over() -> None:
    """Have the worker do what is owed, after the commit. Without the queue the sweep does it."""
    jobs.enqueue_once(pay)


@jobs.job(once=True)
def pay() -> None:
    """Do what is owed; a repeat finds nothing."""
    pay_all()


def pay_all() -> None:
    """Do what is owed and due, each job once at most; one that breaks costs the others nothing.

    May run twice and side by side: a job that is owed can run twice, and its note goes after it is done.
    """
    after = 0
    while due := _due(after):
        for one in due:
            after = one.id
            _pay(one)


def _due(after: int) -> list[_Due]:
    # No objects: a job closes the session, and they would be gone with it.
    rows = select(Owed.id, Owed.job, Owed.number, Owed.attempts).where(Owed.id > after, Owed.due_at <= now())
    return [_Due(*row) for row in db.session.execute(rows.order_by(Owed.id).limit(PAGE))]


def _pay(one: _Due) -> None:
    # Noted before it is tried: whoever is killed over it says nothing.
    later = now() + min(AGAIN * 2 ** min(one.attempts, 16), LATEST_AGAIN)
    with writing() as session:
        again = {Owed.attempts: one.attempts + 1, Owed.due_at: later}
        session.execute(update(Owed).where(Owed.id == one.id).values(again))
    try:
        jobs.run_here(one.job, one.number)
    except jobs.OutOfTime:
        # The time is that of all of them together.
        raise
    except jobs.JobFailed:
        log.warning("still_owed", job=one.job, number=one.number, attempts=one.attempts + 1)
        return
    with writing() as session:
        session.execute(delete(Owed).where(Owed.id == one.id))
