"""Withdrawing a report: it is erased a day later, and until then its reporter may change their mind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import Select, delete, select

from core.db import inserting, now, rows_of, writing
from core.web.display import local_day
from intake.models.reports import Submission
from intake.models.retention import Erasure, Why
from intake.reports import submissions

# Long enough to sleep over it.
MAY_CHANGE_THEIR_MIND = timedelta(days=1)


def withdraw(receipt: str) -> None:
    """Withdraw the report that has a receipt; asking again changes nothing, nor does it where it is being erased.

    Errors: `InvalidInput` when no report has the receipt.
    """
    report = submissions.reported(receipt)
    if report.erased_at is not None:
        return
    asked_at = now()
    with writing() as session:
        row = inserting(Erasure).values(
            submission_id=report.id,
            why=Why.READER,
            reason="",
            asked_at=asked_at,
            not_before=asked_at + MAY_CHANGE_THEIR_MIND,
        )
        session.execute(row.on_conflict_do_nothing())


def take_back(receipt: str) -> bool:
    """Keep a report that was withdrawn; return whether it was in time. A repeat finds it kept.

    Errors: `InvalidInput` when no report has the receipt.
    """
    report = submissions.reported(receipt)
    if report.erased_at is not None:
        return False
    with writing() as session:
        session.execute(
            delete(Erasure).where(
                Erasure.submission_id == report.id, Erasure.done_at.is_(None), Erasure.not_before > now()
            )
        )
        return session.scalar(select(Erasure.id).where(Erasure.submission_id == report.id)) is None


def withdrawn(report_ids: Collection[int]) -> Mapping[int, date]:
    """Return which of some reports are withdrawn, and on which day each is erased."""
    return _days(_WITHDRAWN.where(Erasure.submission_id.in_(report_ids)))


def withdrawn_in(case_id: int) -> Mapping[int, date]:
    """Return the same of all reports of a case.

    They count among its reports all the same, as erased ones do, unless they are held back: the number says how many
    reported it.
    """
    return _days(_WITHDRAWN.join(Submission).where(Submission.case_id == case_id))


_WITHDRAWN = select(Erasure.submission_id, Erasure.not_before).where(
    Erasure.done_at.is_(None), Erasure.not_before.is_not(None)
)


def _days(rows: Select[int, datetime | None]) -> Mapping[int, date]:
    return {number: local_day(moment) for number, moment in rows_of(rows) if moment is not None}
