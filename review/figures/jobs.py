"""The worker's side of figures."""

from __future__ import annotations

from core import jobs
from core.db import now
from review.figures import tallies


@jobs.job()
def keep_days() -> None:
    """Keep what was counted of the days that are over; a repeat finds them kept."""
    tallies.keep_up(moment=now())
