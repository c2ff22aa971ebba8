"""Jobs that a worker can find by name; they count how often they ran."""

from __future__ import annotations

from core import jobs
from core.db import next_number, writing


@jobs.job
def count_up(by: int = 1) -> None:
    """Add to a counter that the test reads."""
    with writing():
        next_number("sample", count=by)


@jobs.job
def tick() -> None:
    """Add one; what the clock hands over again and again."""
    count_up()
