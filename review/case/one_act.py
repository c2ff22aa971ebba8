"""Answering a case with a suggested article in one act: it confirms the match, decides, and tells every reporter."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.models import Editor
from core.db import db
from core.refusals import NotFound
from intake.models.cases import CaseState, Match
from review.case import decisions
from review.case.decisions import Draft
from review.case.forms import DecisionForm
from review.reasons import ReasonCode


def match_of(match_id: int) -> Match:
    """Return a match with its claim. Errors: `NotFound` when there is none."""
    found = db.session.scalar(select(Match).where(Match.id == match_id).options(joinedload(Match.claim)))
    if found is None:
        raise NotFound(f"there is no match {match_id}")
    return found


def answer(match: Match, *, sentence: str, version: int, names_person: bool, editor: Editor) -> int | None:
    """Answer the case of a match with its article; return the decision, or None when it waits for a second person.

    Errors: those of `decisions.decide`.
    """
    draft = Draft(
        outcome=CaseState.ANSWERED,
        claim_id=match.claim_id,
        verdict=None,
        reason="",
        public_sentence=sentence,
        version=version,
        reason_code=ReasonCode.ARTICLE,
        names_person=names_person,
    )
    return decisions.decide(match.case_id, draft, editor=editor)


def whole_form(match: Match, *, sentence: str, version: int, names_person: bool) -> DecisionForm:
    """Return the form of a decision filled in as the one act would have filled it."""
    return DecisionForm(
        formdata=None,
        outcome=CaseState.ANSWERED.value,
        claim_id=str(match.claim_id),
        public_sentence=sentence,
        reason_code=ReasonCode.ARTICLE.value,
        names_person=names_person,
        version=str(version),
    )
