"""What is new about settled cases beside their reports: their article was taken back, or has another verdict now."""

from __future__ import annotations

from sqlalchemy import select, update

from core.db import db, writing
from intake.cases.keys import hold_grouping
from intake.models.cases import Case, CaseState


def mark_answered(claim_id: int) -> int:
    """Mark the settled cases that an article answers, because it is not what it was; return how many.

    May run twice: whoever has seen one meanwhile sees it once more.
    """
    answered = (Case.answer_claim_id == claim_id, Case.state.not_in((CaseState.OPEN, CaseState.MERGED)))
    if db.session.scalar(select(Case.id).where(*answered).limit(1)) is None:
        return 0
    with writing() as session:
        hold_grouping()
        marked = update(Case).where(*answered, Case.has_news.is_(False)).values(has_news=True)
        return len(session.scalars(marked.returning(Case.id)).all())
