"""Decisions that somebody objects to, and answers to objections."""

from __future__ import annotations

from accounts.models import Editor
from core.db import db, writing
from intake.models.cases import Case, CaseState
from intake.models.objections import Objection, ObjectionOutcome
from review.case import decisions
from review.case.decisions import Draft
from review.objections import answering
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.desk import SENTENCE, plain_case, reread

ANSWER = "Sie haben recht, wir sehen es uns noch einmal an."
REASON = "Die Quelle war veraltet."


def close(case: Case, *, editor: Editor) -> None:
    """Close a case without a result."""
    draft = Draft(CaseState.CLOSED, None, None, "", SENTENCE, reread(case).version, ReasonCode.TOO_LITTLE)
    decisions.decide(case.id, draft, editor=editor)


def objected(editor: Editor, *, text: str = "Das stimmt so nicht.", case: Case | None = None) -> tuple[Objection, Case]:
    """Let an editor close a case, and somebody object to that; return the objection and the case."""
    case = case or plain_case()
    close(case, editor=editor)
    objection = factories.objection(text)
    with writing() as session:
        session.get_one(Objection, objection.id).case_id = case.id
    return objection, case


def answered(
    *, outcome: ObjectionOutcome | None = ObjectionOutcome.UPHELD, reopens: bool = False, **changed: str
) -> answering.Draft:
    """Return an answer as an editor fills it in."""
    words = {"reason": REASON, "public_sentence": ANSWER, **changed}
    return answering.Draft(outcome, reopens, words["reason"], words["public_sentence"])


def again(objection: Objection) -> Objection:
    """Return the objection as it stands in the database now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Objection, objection.id)
