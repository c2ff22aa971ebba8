"""How the keeping of a report ends, as its reader with the receipt is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from core.db import db, now
from core.web.display import local_day
from intake.models.retention import Erasure, Why
from intake.reports import submissions
from intake.retention import holds, rules

# From so many days before on, the status page says when a report goes.
WARNED_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Ending:
    """How the keeping of a report ends. `erased_on` with `why`, once it has; `goes_on`, where that is near.

    `is_asked` says that its reporter wants it erased, and `is_held` that it is kept for a legal reason all the same.
    """

    erased_on: date | None = None
    why: Why | None = None
    is_asked: bool = False
    # Its reporter has withdrawn it, and may take that back until then.
    withdrawn_until: date | None = None
    is_held: bool = False
    goes_on: date | None = None


def ending_of(receipt: str) -> Ending:
    """Return how the keeping of the report with this receipt ends. Errors: `InvalidInput` when no report has it."""
    report = submissions.reported(receipt)
    asked = db.session.scalar(select(Erasure).where(Erasure.submission_id == report.id))
    if report.erased_at is not None:
        return Ending(erased_on=local_day(report.erased_at), why=None if asked is None else asked.why)
    day, is_held = rules.due_on(report), holds.is_held(report.case_id)
    is_near = day is not None and day <= local_day(now()) + WARNED_BEFORE
    until = None if asked is None or asked.not_before is None or asked.not_before <= now() else asked.not_before
    return Ending(
        is_asked=asked is not None and until is None,
        withdrawn_until=None if until is None else local_day(until),
        is_held=is_held,
        goes_on=day if is_near and not is_held else None,
    )
