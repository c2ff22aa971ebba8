"""Acts that wait for a second person: a house that has them wait, and proposals made by verb."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from core.db import db
from intake.models.cases import Case, CaseState
from review.approval.kinds import read_setting
from review.approval.models import HeldDecision, HeldState
from review.case import decisions
from review.case.decisions import Draft
from review.reasons import ReasonCode
from tests.support.desk import REASON, SENTENCE

ALL = "forwarding hate named_person retraction"


def has_wait(app: Flask, kinds: str = ALL) -> None:
    """Let the house have some kinds wait, as its setting would."""
    app.extensions["held_kinds"] = read_setting(kinds)


def forwarding(case: Case, *, sentence: str = SENTENCE, names_person: bool = False) -> Draft:
    """Return a decision that passes a case on."""
    return Draft(
        outcome=CaseState.FORWARDED,
        claim_id=None,
        verdict=None,
        reason=REASON,
        public_sentence=sentence,
        version=case.version,
        reason_code=ReasonCode.OTHER,
        names_person=names_person,
    )


def proposed(case: Case, *, by: Editor) -> HeldDecision:
    """Let an editor propose to pass a case on, and return the proposal."""
    assert decisions.decide(case.id, forwarding(case), editor=by) is None
    return latest()


def latest() -> HeldDecision:
    """Return what was proposed last, as it stands now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(HeldDecision).order_by(HeldDecision.id.desc()).limit(1)).one()


def state_of(held: HeldDecision) -> HeldState:
    """Return what became of a proposal."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(HeldDecision, held.id).state
