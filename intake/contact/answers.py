"""Whom an answer is owed: noted with the deed that makes it due, and looked for by the clock.

What a letter says is worked out when it is sent. A row here says only: look whether this reader has to be told.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, and_, exists, not_, select

from archive.models import Claim, ClaimState
from core import owed
from core.db import db, now, writing
from core.outbox import outbox
from core.outbox.models import LetterState, Outbox
from intake.models.cases import Case, CaseState
from intake.models.contacts import Contact
from intake.models.reports import Held, Submission

ANSWER = "contact_answer"
# A decision can be taken back at once for a minute; nobody is told what is gone by then.
SETTLES_WITHIN = timedelta(minutes=2)
# After the answer an address is kept for corrections, and no longer.
KEPT_AFTER = timedelta(days=90)
PAGE = 500


# The jobs by which letters are noted; they stand above this file.
TELL = "intake.jobs.tell_readers"
TELL_OF_ARTICLE = "intake.jobs.tell_readers_of_article"


def owe(case_id: int) -> None:
    """Note that readers of a case may have to be told, if any wishes for mail; call inside `writing()`.

    Only a job is noted here, because many locks are held in the middle of a decision.
    """
    if db.session.scalar(confirmed().where(Submission.case_id == case_id).limit(1)) is not None:
        owed.owe(TELL, case_id)


def owe_of_article(claim_id: int) -> None:
    """Note the same where an article is not what it was; call inside `writing()`."""
    if db.session.scalar(_sent_to(claim_id).limit(1)) is not None:
        owed.owe(TELL_OF_ARTICLE, claim_id)


def tell(case_id: int) -> None:
    """Note a letter to each reader of a case who wishes for mail; a repeat changes nothing.

    One statement, however many they are. Nobody is told anything twice: see `intake.contact.letters`.
    """
    with writing():
        outbox.post(ANSWER, confirmed().where(Submission.case_id == case_id), delay=SETTLES_WITHIN)


def tell_of_article(claim_id: int) -> None:
    """Do the same for the readers who were sent to an article; a repeat changes nothing."""
    with writing():
        outbox.post(ANSWER, _sent_to(claim_id), delay=SETTLES_WITHIN)


def settles_in(contact: Contact) -> timedelta:
    """Return how long the answer of a reader's case can still be taken back at once."""
    case = contact.submission.case
    if case is None or case.settled_at is None:
        return timedelta(0)
    return max(case.settled_at + SETTLES_WITHIN - now(), timedelta(0))


def owe_missing() -> None:
    """Note it for readers who were told nothing although their case is settled; a repeat finds none.

    Their report came to the case, or the case to its report, after it was settled.
    """
    noted = exists(select(Outbox.id).where(Outbox.kind == ANSWER, Outbox.subject_id == Contact.id, STANDS))
    untold = confirmed().join(Case, Case.id == Submission.case_id).outerjoin(Case.answer_claim)
    # Of one that is settled by an article which was taken back since there is nothing to tell.
    gone = and_(Case.state == CaseState.ANSWERED, Claim.id.is_not(None), Claim.state != ClaimState.PUBLISHED)
    settled = and_(Case.state.not_in((CaseState.OPEN, CaseState.MERGED)), not_(gone))
    # While it is held back its reader is told of no case.
    is_told = Submission.held == Held.NO
    with writing():
        outbox.post(ANSWER, untold.where(settled, is_told, Contact.told == "", ~noted), delay=SETTLES_WITHIN)


# Also those that were given up: whoever looks after them is a person.
STANDS = Outbox.state.in_((LetterState.WAITING, LetterState.SENDING, LetterState.ENDING, LetterState.FAILED))


def served_long_ago() -> list[int]:
    """Return a page of the contacts whose case was settled so long ago that no correction is awaited."""
    rows = select(Contact.id).join(Contact.submission).join(Case, Case.id == Submission.case_id)
    before = now() - KEPT_AFTER
    # One may be given for a report that came to a case settled long ago.
    # A report that is held back is told of no case: its reader still waits for the answer.
    is_told = Submission.held == Held.NO
    settled = (Case.state != CaseState.OPEN, Case.settled_at <= before, Contact.asked_at <= before, is_told)
    return list(db.session.scalars(rows.where(*settled).order_by(Contact.id).limit(PAGE)))


def confirmed() -> Select[int]:
    """Return the query for the readers who wish for mail and have said that the address is theirs."""
    rows = select(Contact.id).join(Contact.submission)
    return rows.where(Contact.confirmed_at.is_not(None), Contact.ended_at.is_(None))


def _sent_to(claim_id: int) -> Select[int]:
    return confirmed().join(Case, Case.id == Submission.case_id).where(Case.answer_claim_id == claim_id)
