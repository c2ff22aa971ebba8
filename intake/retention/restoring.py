"""After a backup was put back: erasing again what had been erased since it was made."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from intake.models.reports import Submission
from intake.models.retention import Erasure
from intake.retention import erasing, log

AT_ONCE = 200


def apply_log() -> int:
    """Erase what the list of erased reports names and the database still has; return how many.

    Also what is kept for a legal reason by now: it was gone before. A report that has the number of an erased one and
    is another is left. What the database alone knows is added to the list, so that it is whole for the next backup.
    May run twice: a repeat finds none.
    """
    listed = list(log.entries())
    done = sum(_again(listed[start : start + AT_ONCE]) for start in range(0, len(listed), AT_ONCE))
    _complete({entry.mark for entry in listed})
    return done


def _again(entries: Sequence[log.Entry]) -> int:
    # After an earlier backup a number may have been given out twice, and both reports be erased.
    wanted = {(entry.report, entry.mark): entry.why for entry in entries}
    numbers = {entry.report for entry in entries}
    rows = select(Submission).where(Submission.id.in_(numbers), Submission.erased_at.is_(None))
    there = [(one.id, log.mark_of(one)) for one in db.session.scalars(rows)]
    listed = [(number, wanted[number, mark]) for number, mark in there if (number, mark) in wanted]
    return sum(erasing.erase([number], why=why, are_held_too=True) for number, why in listed)


def _complete(marks: set[str]) -> None:
    rows = select(Erasure, Submission).join(Erasure.submission).where(Erasure.done_at.is_not(None))
    for erasure, report in db.session.execute(rows.order_by(Erasure.id)):
        if log.mark_of(report) not in marks:
            log.note([report], erasure.why)
    db.session.rollback()
