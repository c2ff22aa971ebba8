"""Writing the outcome of a case, and taking it back."""

from __future__ import annotations

from archive.models import Verdict
from core.db import now
from intake.cases import counting
from intake.contact import answers
from intake.models.cases import Case, CaseState


def settle(
    case: Case,
    *,
    state: CaseState,
    public_sentence: str,
    verdict: Verdict | None,
    answer_claim_id: int | None,
) -> None:
    """Write an outcome, or with `CaseState.OPEN` take it back; call inside `writing()`."""
    case.state = state
    case.public_sentence = public_sentence
    case.verdict = verdict
    case.answer_claim_id = answer_claim_id
    case.later_reports, case.has_news = 0, False
    case.settled_at = None if state is CaseState.OPEN else now()
    counting.hold_back(case)
    case.version += 1
    answers.owe(case.id)
