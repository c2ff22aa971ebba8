"""The worker's side of the desk: thin shells around verbs, each idempotent."""

from __future__ import annotations

from core import jobs
from review.holding import drafts, leases


@jobs.job()
def forget_drafts() -> None:
    """Erase drafts that nobody came back to, and leases and visits that ended; a repeat finds none."""
    drafts.erase_old()
    leases.erase_ended()
