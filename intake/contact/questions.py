"""Whom a letter is owed because the desk has a question: noted with the question, and looked for by the clock.

As with answers, a row says only: look whether this reader has to be told. The letter is that of `intake.talk.letters`.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, exists, func, not_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core import owed
from core.db import db, now, writing
from core.outbox import outbox
from core.outbox.models import LetterState, Outbox
from intake.contact.answers import PAGE, SETTLES_WITHIN, STANDS, confirmed
from intake.models.cases import Case, CaseState
from intake.models.contacts import Contact
from intake.models.remarks import Remark, Speaker
from intake.models.reports import Held, Submission
from intake.models.retention import Erasure

QUESTION = "contact_question"
# The job by which such a letter is noted; it stands above this file.
TELL = "intake.jobs.tell_reader_of_question"
# So long after a letter about a question none follows about another, so that nobody's mailbox is filled by a talk.
QUIET = timedelta(hours=1)


def owe(report_id: int) -> None:
    """Note that the reader of a report has to be told of a question, if they wish for mail; call inside `writing()`.

    Only a job is noted here, because other locks are held then.
    """
    if db.session.scalar(confirmed().where(Submission.id == report_id).limit(1)) is not None:
        owed.owe(TELL, report_id)


def tell(report_id: int) -> None:
    """Note a letter to the reader of a report who wishes for mail; a repeat changes nothing.

    It waits until the question cannot be a slip any more, and until the last such letter is an hour old. One that
    waits already tells of whatever is open when it leaves.
    """
    with writing():
        outbox.post(QUESTION, confirmed().where(Submission.id == report_id), delay=_delay(report_id))


def note(contact: Contact) -> None:
    """Note it for a reader who has just confirmed their address, if a question waits; call inside `writing()`."""
    outbox.post(QUESTION, _untold(Contact.id).where(Contact.id == contact.id), delay=_delay(contact.submission_id))


def owe_missing() -> None:
    """Note it for a page of the readers of whose open question nothing was noted; a repeat finds the rest, or none.

    They confirmed their address at the moment at which they were asked.
    """
    noted = exists(select(Outbox.id).where(Outbox.kind == QUESTION, Outbox.subject_id == Contact.id, STANDS))
    rows = _untold(Submission.id).where(not_(noted)).order_by(Submission.id).limit(PAGE)
    found = db.session.scalars(rows).all()
    db.session.rollback()
    for report_id in found:
        # As it is told otherwise: the letter before it is to be an hour old here as well.
        tell(report_id)


def _delay(report_id: int) -> timedelta:
    """Return how long a letter waits: until no slip can be taken back, and the last one is an hour old."""
    last = select(func.max(func.coalesce(Outbox.ended_at, Outbox.created_at)))
    last = last.join(Contact, Contact.id == Outbox.subject_id).where(
        Outbox.kind == QUESTION,
        Outbox.state.in_((LetterState.SENT, LetterState.ENDING)),
        Contact.submission_id == report_id,
    )
    latest = db.session.scalar(last)
    quiet = timedelta(0) if latest is None else latest + QUIET - now()
    return max(SETTLES_WITHIN, quiet)


def _untold(column: InstrumentedAttribute[int]) -> Select[int]:
    """Ask for the readers who wish for mail, and have a question open of which they were not told."""
    later = aliased(Remark)
    answered = exists(
        select(later.id).where(
            later.submission_id == Remark.submission_id, later.id > Remark.id, later.withdrawn_at.is_(None)
        )
    )
    conditions = (
        Remark.speaker == Speaker.DESK,
        Remark.withdrawn_at.is_(None),
        Remark.told_in == 0,
        Submission.erased_at.is_(None),
        Submission.held != Held.DISCARDED,
        Case.state == CaseState.OPEN,
        not_(answered),
        not_(exists(select(Erasure.id).where(Erasure.submission_id == Submission.id))),
    )
    asked = confirmed().join(Remark, Remark.submission_id == Submission.id).join(Case, Case.id == Submission.case_id)
    return asked.where(*conditions).with_only_columns(column)
