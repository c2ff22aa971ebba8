"""The letter that says: the desk has a question. Neither the question nor anything of the report stands in it.

Composed in the process that sends it; see `intake.contact.letters`.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from core.db import db
from core.outbox.kinds import KINDS, Undone
from core.outbox.letters import Letter, Link
from intake.contact.composing import in_language_of, letter_to, live, locked, opened, url
from intake.contact.questions import QUESTION
from intake.models.contacts import Contact
from intake.models.remarks import Remark
from intake.talk import remarks


class Question:
    """Tells a reader once that a question waits on their status page."""

    label = _l("Says that there is a question")

    def compose(self, subject_id: int) -> Letter | None:
        """Return the letter; None when no question waits of which its reader was not told."""
        contact = live(subject_id)
        if contact is None or contact.confirmed_at is None:
            return None
        question = _untold(contact)
        address = None if question is None else opened(contact)
        if question is None or address is None:
            return None
        with in_language_of(contact):
            return letter_to(
                contact,
                address,
                gettext("We have a question on your report"),
                gettext("Hello,"),
                gettext("thank you for your report. The desk has a question about it."),
                Link(gettext("Open your status page with your receipt. There you read and answer it:"), url("status")),
                gettext("For your protection the question itself does not stand in this e-mail."),
                gettext("You need not answer. Your report is looked at all the same."),
                mark=str(question.id),
            )

    def hold(self, subject_id: int) -> None:
        """Lock the contact."""
        locked(subject_id)

    def certify(self, subject_id: int, letter: Letter, number: int) -> bool:
        """Return whether the same question still waits, and note that its reader was told of it."""
        contact = locked(subject_id)
        if contact is None or contact.confirmed_at is None:
            return False
        question = _untold(contact)
        if question is None or str(question.id) != letter.mark:
            return False
        # Who takes it back at this moment waits for this lock, or is waited for.
        db.session.refresh(question, with_for_update=True)
        if question.withdrawn_at is not None or question.told_in:
            return False
        question.told_in = number
        return True

    def pass_over(self, subject_id: int, number: int) -> None:
        """Note that its reader knows of the question that waits."""
        contact = locked(subject_id)
        question = None if contact is None else _untold(contact)
        if question is not None:
            question.told_in = number

    def undo(self, subject_id: int, number: int) -> Undone:
        """Note that its reader was not told after all, if that question still waits."""
        contact = locked(subject_id)
        if contact is None:
            return Undone.OVER
        waiting = _waiting(contact)
        if waiting is None or waiting.told_in != number:
            return Undone.OVER
        waiting.told_in = 0
        return Undone.TAKEN_BACK


def init_app(_app: Flask) -> None:
    """Let letters about questions be sent by this process."""
    KINDS[QUESTION] = Question()


def _untold(contact: Contact) -> Remark | None:
    """Return the question that waits for a reader, if they were not told of it yet."""
    question = _waiting(contact)
    return None if question is None or question.told_in else question


def _waiting(contact: Contact) -> Remark | None:
    """Return the question that waits for a reader; None where their report is decided, erased or to be erased."""
    report = contact.submission
    if not remarks.is_open(report):
        return None
    return remarks.open_question(remarks.of_reports([report.id]).get(report.id, ()))
