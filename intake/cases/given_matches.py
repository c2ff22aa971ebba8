"""Suggestions that go with reports from case to case, each with what an editor answered, and return with them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from intake.models.cases import Case, Match, MatchAnswer
from intake.models.moves import CaseMove


def give(source: Case, target: Case) -> list[int]:
    """Give the target the suggestions it lacks and the answers it has not; return the matches that have them now."""
    own = {match.claim_id: match for match in _matches_of(target)}
    rank = max((match.rank for match in own.values()), default=0)
    given = []
    for match in _matches_of(source):
        there = own.get(match.claim_id)
        if there is None:
            rank += 1
            match.case_id, match.rank = target.id, rank
            given.append(match.id)
        elif there.answer is MatchAnswer.OPEN and match.answer is not MatchAnswer.OPEN:
            _exchange_answers(match, there)
            given.append(there.id)
    db.session.flush()
    return given


def give_back(move: CaseMove, giver: Case, taker: Case) -> list[int]:
    """Give back what `give` gave, each answer as it stands now; return the matches that have it."""
    own = {match.claim_id: match for match in _matches_of(taker)}
    returned = []
    for match in _matches_of(giver):
        there = own.get(match.claim_id)
        if match.id not in move.match_ids:
            continue
        if there is None:
            match.case_id = taker.id
        else:
            _exchange_answers(match, there)
        returned.append((there or match).id)
    db.session.flush()
    return returned


def _matches_of(case: Case) -> Sequence[Match]:
    # Locked, because an editor may be answering one in this moment.
    rows = select(Match).where(Match.case_id == case.id).order_by(Match.rank, Match.id).with_for_update()
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


def _exchange_answers(one: Match, other: Match) -> None:
    """Exchange what an editor said to two matches, and what it taught: that belongs to one of them only."""
    one.answer, other.answer = other.answer, one.answer
    one.learned_wording_id, other.learned_wording_id = other.learned_wording_id, one.learned_wording_id
    one.kept_apart_id, other.kept_apart_id = other.kept_apart_id, one.kept_apart_id
