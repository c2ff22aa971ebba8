"""What the desk wrote about reports that are erased, and how it goes with them.

Where other reports of a case are left, only what quotes the erased one goes. Where none is, all of it does: it is about
what nobody knows any more. That somebody decided, noted or proposed something stays, with when and as what.
"""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from archive.models import Claim, ClaimState
from core.db import db, now
from core.events import Subject, happened
from intake.models.objections import Objection
from intake.retention.erasing import Gone
from review.approval.models import HeldDecision, HeldState
from review.articles.models import ArticleAction, WrittenArticle
from review.holding.models import NamedIn, StoredDraft
from review.models import Decision
from review.notes.models import Note
from review.objections.models import ObjectionAnswer, ObjectionAssignment


def forget(gone: Gone) -> None:
    """Let the desk forget; called inside the transaction that erases, with the grouping held and the cases locked."""
    _forget_drafts(gone)
    _forget_articles(gone)
    _forget_notes(gone)
    _forget_decisions(gone)
    _forget_proposals(gone)
    _forget_objections(gone)
    db.session.flush()


def _forget_drafts(gone: Gone) -> None:
    for draft in db.session.scalars(select(StoredDraft).where(StoredDraft.case_id.in_(gone.cases))):
        typed = "\n".join(value for values in draft.fields.values() for value in values)
        if draft.case_id in gone.emptied or gone.quotes.is_in(typed):
            db.session.delete(draft)


def _forget_articles(gone: Gone) -> None:
    """Throw away what is being written from a case; what is published is the desk's own work, and stays."""
    rows = select(WrittenArticle).join(WrittenArticle.claim).options(joinedload(WrittenArticle.claim))
    rows = rows.where(WrittenArticle.case_id.in_(gone.cases), Claim.state == ClaimState.DRAFT)
    for article in db.session.scalars(rows).all():
        claim = article.claim
        if gone.reaches("\n".join(claim.parts), article.case_id):
            happened(ArticleAction.DRAFT_DISCARDED, Subject("case", article.case_id))
            db.session.delete(article)
            # It points at the claim, so it goes first.
            db.session.flush()
            db.session.delete(claim)


def _forget_notes(gone: Gone) -> None:
    for note in db.session.scalars(select(Note).where(Note.case_id.in_(gone.cases))):
        if gone.reaches(note.text, note.case_id):
            note.text, note.withdrawn_at = "", now()
    for named in db.session.scalars(select(NamedIn).where(NamedIn.case_id.in_(gone.cases))):
        if gone.reaches(named.reason, named.case_id):
            named.reason = ""


def _forget_decisions(gone: Gone) -> None:
    for decision in db.session.scalars(select(Decision).where(Decision.case_id.in_(gone.cases))):
        if gone.reaches(decision.reason, decision.case_id):
            decision.reason = ""
        # What readers were told is still told to those whose reports are left.
        if decision.case_id in gone.emptied:
            decision.public_sentence = ""


def _forget_proposals(gone: Gone) -> None:
    for held in db.session.scalars(select(HeldDecision).where(HeldDecision.case_id.in_(gone.cases))):
        if gone.reaches(held.reason, held.case_id or 0):
            held.reason = ""
        if gone.reaches(held.answer, held.case_id or 0):
            held.answer = ""
        if held.case_id in gone.emptied:
            held.public_sentence = ""
            if held.state is HeldState.WAITING:
                held.state, held.closed_at = HeldState.OVERTAKEN, now()


def _forget_objections(gone: Gone) -> None:
    rows = select(ObjectionAnswer).join(ObjectionAnswer.objection).options(joinedload(ObjectionAnswer.objection))
    theirs = Objection.id.in_(gone.objections) | Objection.case_id.in_(gone.cases)
    for answer in db.session.scalars(rows.where(theirs)):
        if answer.objection_id in gone.objections or gone.reaches(answer.reason, answer.objection.case_id or 0):
            answer.reason = ""
    db.session.execute(delete(ObjectionAssignment).where(ObjectionAssignment.objection_id.in_(gone.objections)))
