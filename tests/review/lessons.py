"""What the tests of learning share: an answer that teaches, and what stands afterwards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from core.config import Config
from core.db import db
from intake.models import Match, MatchAnswer
from review import decisions
from review.models import Action, Editor, Event
from search.matching import FoundMatch
from search.models import Claim, KeptApart, Wording
from tests import factories
from tests.conftest import work_off
from tests.review.desk import plain_case, suggestion
from tests.search.test_wordings import SAID, ask

OTHER = "Ein Rezept für Apfelkuchen mit Zimt und ohne Zucker, das wirklich jedes Mal gelingt."


def taught(
    editor: Editor, answer: MatchAnswer = MatchAnswer.SAME, *, claim: Claim | None = None, text: str = SAID
) -> Match:
    """Let an editor answer the suggestion of a claim for a new case."""
    match = suggestion(plain_case(text), claim or factories.claim())
    decisions.answer_match(match.id, answer, editor=editor)
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


def trail() -> list[tuple[Action, dict[str, Any]]]:
    db.session.rollback()
    lines = select(Event).where(Event.action.in_([Action.LEARNED, Action.LEARNED_TAKEN_BACK])).order_by(Event.id)
    return [(line.action, line.details) for line in db.session.scalars(lines)]
