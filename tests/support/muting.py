"""Readers whose contact is muted, and what of their reports the desk sees."""

from __future__ import annotations

from typing import TypeVar

from flask import Flask
from sqlalchemy import inspect, select

from accounts.models import Editor
from core import owed
from core.db import db
from intake.contact import contacts
from intake.models.cases import Case
from intake.models.mutes import MutedContact, WhyMuted
from intake.models.reports import Submission
from review.quarantine import muting as desk_muting
from review.quarantine.muting import Until
from review.queue import finding
from review.queue.filters import Filters
from tests.support import factories
from tests.support.mailing import send_all

ADDRESS = "immer.wieder@example.org"
FIRST = "Der Bürgermeister von Wels ist in Wahrheit eine Echse, teilt das sofort!"
SECOND = "Im Trinkwasser von Enns sind seit Montag Mikrochips, das sagt ein Arzt."

T = TypeVar("T", Editor, MutedContact, Submission)


def loose(row: T) -> T:
    """Return a row that stays readable when a process closes the session."""
    db.session.refresh(row)
    db.session.expunge(row)
    return row


def in_case(text: str, **fields: str) -> Submission:
    """Send a report and let it have its case."""
    factories.case(text, **fields)
    return db.session.scalars(select(Submission).order_by(Submission.id.desc()).limit(1)).one()


def mute(report: Submission, editor: Editor, until: Until = Until.MONTH) -> MutedContact:
    desk_muting.mute(report.id, WhyMuted.FLOOD.value, until.value, editor=editor)
    return db.session.scalars(select(MutedContact)).one()


def wishes_for_mail(app: Flask, report: Submission, address: str) -> Submission:
    """Let the reader of a report give an address, and the processes of mail and worker come round once."""
    # The processes close the session, and what a test holds must stay readable.
    db.session.expunge_all()
    contacts.ask(number_of(report), address)
    send_all(app)
    owed.pay_all()
    return anew(report)


def anew(report: Submission) -> Submission:
    db.session.expunge_all()
    db.session.rollback()
    return db.session.get_one(Submission, number_of(report))


def number_of(report: Submission) -> int:
    """Return the id of a report, also where the session that read it is closed."""
    identity = inspect(report).identity
    assert identity is not None
    number: int = identity[0]
    return number


def case_of(report: Submission) -> Case:
    assert report.case_id is not None
    return db.session.get_one(Case, report.case_id, populate_existing=True)


def listed() -> list[str]:
    """Return the texts of the cases that the queue shows."""
    db.session.rollback()
    found = finding.find(Filters(), after=None, most=50)
    assert found.count == len(found.cases)
    return sorted(case.text for case in found.cases)
