"""Jobs that a worker can find by name; they leave a trace that the test reads."""

from __future__ import annotations

from typing import Any

from rq import get_current_job
from rq.timeouts import JobTimeoutException
from sqlalchemy import select

from core import jobs
from core.db import Counter, db, next_number, writing

WORDS = "Unverwechselbare Worte einer Leserin"
CAUSE = "Worte der Ursache"

# What ran, in the process of the test.
ran: list[str] = []


@jobs.job()
def count_up(by: int = 1) -> None:
    """Add to a counter that the test reads."""
    with writing():
        next_number("sample", count=by)


@jobs.job()
def tick() -> None:
    """Add one; what the clock hands over again and again."""
    count_up()


@jobs.job()
def break_with_words() -> None:
    """Fail as a driver does that quotes the value it could not store."""
    raise KeyError(WORDS) from ValueError(CAUSE)


@jobs.job()
def run_out_of_time(_number: int) -> None:
    """Be ended as the worker ends what takes too long."""
    raise JobTimeoutException("180 seconds are over")


@jobs.job()
def leave_broken_ids() -> None:
    """Write into the queue, while a worker runs, what no worker can read."""
    jobs.connection().lpush(f"rq:queue:{jobs.QUEUE}", b"\xff\xfe")
    jobs.connection().lpush(f"rq:queue:{jobs.QUEUE}:intermediate", b"\xff\xfe")


@jobs.job()
def note_the_limit() -> None:
    """Note after how many seconds the worker would break this off."""
    job = get_current_job()
    ran.append(f"limit {job.timeout if job else None}")


def no_job(*_args: Any) -> None:
    """Stand for any function of ours that is no job."""
    ran.append("no_job")


def counted() -> int:
    """Return how far the jobs have counted, as another connection sees it."""
    with db.engine.connect() as connection:
        return connection.scalar(select(Counter.value).where(Counter.name == "sample")) or 0
