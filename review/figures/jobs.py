"""The worker's side of figures."""

from __future__ import annotations

from core import jobs
from core.db import now
from review.figures import tallies


@jobs.job()
def keep_days() -> None:
    """Keep what was counted of days that are over; a repeat finds them kept.

    Some days at once; the rest has to queue again, behind the reports that came meanwhile.
    """
    if tallies.keep_up(moment=now()) == tallies.KEPT_AT_ONCE:
        jobs.enqueue(keep_days)
