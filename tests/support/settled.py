"""A case that the desk has settled, with what everybody may read of it."""

from __future__ import annotations

from archive.models import Verdict
from core.db import now, writing
from intake.models.cases import Case, CaseState, Kind

POST = "Der Bürgermeister von Musterstadt verkauft heimlich alle Parkbänke an einen Zirkus."
SENTENCE = "Die Gemeinde hat keine Parkbank verkauft; das hat sie uns bestätigt."


def settle(case: Case, state: CaseState = CaseState.DECIDED, *, kind: Kind = Kind.CHECK) -> Case:
    """Settle a case as a decision would."""
    with writing() as session:
        row = session.get_one(Case, case.id)
        row.state, row.kind, row.public_sentence, row.verdict, row.settled_at = (
            state,
            kind,
            SENTENCE,
            Verdict.FALSE,
            now(),
        )
    return row
