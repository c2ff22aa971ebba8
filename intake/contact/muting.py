"""Contacts that the desk has muted, known by the keyed hash of their address; nothing here knows or opens one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, delete, or_, select

from core import owed
from core.db import db, now, writing
from core.events import Subject, happened
from intake.models.contacts import Contact
from intake.models.mutes import MuteAction, MutedContact, MutedReport
from intake.models.reports import Submission

# The job that holds a report back; it stands above this file.
HOLD = "intake.jobs.hold_muted"


def stands() -> ColumnElement[bool]:
    """Return what holds of a mute that is not over."""
    return or_(MutedContact.ends_at.is_(None), MutedContact.ends_at > now())


def owe(report_id: int, find_hash: str) -> None:
    """Note that a report is to be held back if its contact, just known by its hash, is muted; call inside `writing()`.

    Only a job is noted here: whoever sends letters takes no lock of cases.
    """
    muted = select(MutedContact.id).where(MutedContact.find_hash == find_hash, stands())
    if db.session.scalar(muted) is not None:
        owed.owe(HOLD, report_id)


def of_report(report_id: int) -> Select[MutedContact]:
    """Ask for the mutes that stand and concern the contacts of a report; of several the oldest comes first."""
    hashes = select(Contact.find_hash).where(Contact.submission_id == report_id, Contact.find_hash != "")
    return select(MutedContact).where(MutedContact.find_hash.in_(hashes), stands()).order_by(MutedContact.id)


def held_by(mute_id: int) -> ColumnElement[bool]:
    """Return what holds of the reports that a mute has held back."""
    return Submission.id.in_(select(MutedReport.submission_id).where(MutedReport.mute_id == mute_id))


def forget_report(report_id: int) -> None:
    """Forget which mute held a report back; call inside `writing()`.

    The mute itself stays: it is of whoever sends, and of no single report. Else whoever is muted would end it by
    erasing a report.
    """
    db.session.execute(delete(MutedReport).where(MutedReport.submission_id == report_id))


def remove(mute: MutedContact) -> None:
    """Remove a mute, with which reports it held back; call inside `writing()`."""
    db.session.execute(delete(MutedReport).where(MutedReport.mute_id == mute.id))
    db.session.delete(mute)
    db.session.flush()


def end_over() -> int:
    """Remove the mutes whose time is over; return how many. A repeat finds none.

    What they held back still waits for a person, who has never looked at it.
    """
    with writing() as session:
        rows = select(MutedContact).where(MutedContact.ends_at <= now()).order_by(MutedContact.id).with_for_update()
        over = session.scalars(rows).all()
        for mute in over:
            happened(MuteAction.MUTE_ENDED, Subject("mute", mute.id), reports=mute.reports)
            remove(mute)
    return len(over)
