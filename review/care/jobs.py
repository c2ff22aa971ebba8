"""The worker's side of care."""

from __future__ import annotations

from core import jobs
from review.care import days


@jobs.job()
def erase_past_days() -> None:
    """Erase what editors left out and opened on days that are over; a repeat finds nothing."""
    days.erase_past()
