"""What the tests of learning share: an answer that teaches, and what stands afterwards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from accounts.models import Editor
from archive.matching import FoundMatch
from archive.models import ArchiveAction, Claim, KeptApart, Wording
from audit.models import Event
from core.config import Config
from core.db import db
from intake.models.cases import Match, MatchAnswer
from review.case import answers
from tests.support import factories
from tests.support.desk import plain_case, suggestion
from tests.support.installation import work_off
from tests.support.wordings import SAID, ask

OTHER = "Ein Rezept für Apfelkuchen mit Zimt und ohne Zucker, das wirklich jedes Mal gelingt."


def taught(
    editor: Editor, answer: MatchAnswer = MatchAnswer.SAME, *, claim: Claim | None = None, text: str = SAID
) -> Match:
    """Let an editor answer the suggestion of a claim for a new case."""
    match = suggestion(plain_case(text), claim or factories.claim())
    answers.answer_match(match.id, answer, editor=editor)
    return fresh(match)


def fresh(match: Match) -> Match:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Match, match.id)


def found(text: str, claim_id: int) -> FoundMatch | None:
    return next((match for match in ask(text) if match.claim.id == claim_id), None)


def work(config: Config, *kept: Any) -> None:
    """Let the worker run; it closes the session, so what the test goes on with is put into the next one."""
    work_off(config)
    db.session.add_all(kept)


def standing() -> tuple[int, int]:
    """Return how many wordings and pairs are in effect."""
    db.session.rollback()
    db.session.expire_all()
    wordings = db.session.scalars(select(Wording).where(Wording.taken_back_at.is_(None))).all()
    pairs = db.session.scalars(select(KeptApart).where(KeptApart.taken_back_at.is_(None))).all()
    return len(wordings), len(pairs)


def trail() -> list[tuple[str, dict[str, Any]]]:
    db.session.rollback()
    lines = (
        select(Event)
        .where(Event.action.in_([ArchiveAction.LEARNED, ArchiveAction.LEARNED_TAKEN_BACK]))
        .order_by(Event.id)
    )
    return [(line.action, line.details) for line in db.session.scalars(lines)]
