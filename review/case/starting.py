"""What a decision starts from: what was decided before, and first sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select

from archive.models import Claim, Verdict
from core.db import db
from intake.models.cases import Case, CaseState
from review.case.page import CasePage
from review.case.sentences import sentence_for
from review.models import Decision
from review.reasons import OUTCOMES


def decision_before(case: Case, *, like: int | None) -> Decision | None:
    """Return the decision whose words an open case starts from: that about another case, or its own last one."""
    if case.state is not CaseState.OPEN:
        return None
    rows = select(Decision).where(Decision.case_id == (case.id if like is None else like))
    settled = rows.where(Decision.outcome != CaseState.OPEN).order_by(Decision.id.desc()).limit(1)
    return db.session.scalar(settled)


def sentences(case: Case, page: CasePage) -> str:
    """Return what a sentence may start from, as JSON: by language, then by outcome and, if any, article or verdict."""
    if case.state is not CaseState.OPEN:
        return "{}"
    claims = [match.claim for match in (page.suggestions.best, *page.suggestions.others) if match is not None]
    languages = [lang for lang, _ in page.readers.counts] or [page.readers.lang]
    return json.dumps({lang: _in_language(case, lang, claims) for lang in languages})


def _in_language(case: Case, lang: str, claims: Sequence[Claim]) -> dict[str, str]:
    found = {one.value: sentence_for(case.kind, one, lang) for one in OUTCOMES}
    for claim in claims:
        found[f"{CaseState.ANSWERED.value} {claim.id}"] = sentence_for(case.kind, CaseState.ANSWERED, lang, claim=claim)
    for verdict in Verdict:
        told = sentence_for(case.kind, CaseState.DECIDED, lang, verdict=verdict)
        found[f"{CaseState.DECIDED.value} {verdict.value}"] = told
    return found
