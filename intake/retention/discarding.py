"""The end of reports that the desk has discarded: after a day, in which that can be taken back, they are erased."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from core.db import db, now
from core.refusals import Conflict
from intake.models.reports import Held, Submission
from intake.models.retention import Why
from intake.retention import erasing, log

TAKEN_BACK_WITHIN = timedelta(days=1)


def carry_out() -> int:
    """Erase what was discarded a day ago, a page of it; return how many. A repeat erases the rest, or none."""
    # What is erased has nothing in common with others any more; by that the few are found among all there ever were.
    rows = select(Submission.id).where(
        Submission.alike.is_not(None),
        Submission.held == Held.DISCARDED,
        Submission.discarded_at <= now() - TAKEN_BACK_WITHIN,
    )
    ids = db.session.scalars(rows.order_by(Submission.id).limit(erasing.AT_ONCE)).all()
    db.session.rollback()
    if not ids:
        return 0
    try:
        return erasing.erase(ids, why=Why.DISCARDED)
    except Conflict:
        return 0
    except Exception as error:
        # Whatever the worker does after it must not wait for these.
        log.failed(ids, error)
        return 0
