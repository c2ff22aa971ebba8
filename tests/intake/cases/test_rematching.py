"""Asking again for open cases: after new claims, and without undoing what editors answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from archive import matching
from archive.matching import Found
from core.config import Config
from core.db import db, writing
from intake.cases import settling, suggesting
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from search.ranking.bands import Band
from search.text.content import Content
from tests.support import factories
from tests.support.installation import work_off
from tests.support.matched import TEXTS, all_cases


def test_a_new_claim_is_suggested_to_the_cases_that_are_open_already(app: Flask, config: Config) -> None:
    factories.case()
    work_off(config)
    claim = factories.claim(text=factories.POST).id
    assert all_cases()[0].matches == []
    work_off(config)
    (match,) = all_cases()[0].matches
    assert (match.claim_id, match.band) == (claim, Band.SAME)


def test_asking_again_keeps_what_editors_answered(app: Flask, config: Config) -> None:
    answered = factories.claim().id
    case = factories.case()
    with writing():
        db.session.get_one(Match, case.matches[0].id).answer = MatchAnswer.DIFFERENT
    better = factories.claim(text=factories.POST).id
    work_off(config)
    (case,) = all_cases()
    assert [(match.claim_id, match.answer) for match in case.matches] == [
        (better, MatchAnswer.OPEN),
        (answered, MatchAnswer.DIFFERENT),
    ]


def test_asking_again_leaves_decided_cases_alone(app: Flask, config: Config) -> None:
    decided, still_open = factories.case(TEXTS[0]), factories.case(TEXTS[1])
    settle(decided, CaseState.CLOSED)
    for text in TEXTS[:2]:
        factories.claim(text=text)
    work_off(config)
    decided, still_open = all_cases()
    assert decided.matches == []
    assert still_open.matches != []


def test_a_case_that_is_decided_while_the_model_is_thinking_is_left_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided, still_open = factories.case(TEXTS[0]), factories.case(TEXTS[1])
    for text in TEXTS[:2]:
        factories.claim(text=text)

    def find_slowly(asked: Sequence[Content], **options: Any) -> list[Found]:
        found = matching.find_matches(asked, **options)
        settle(decided, CaseState.CLOSED)
        return found

    monkeypatch.setattr(suggesting, "find_matches", find_slowly)
    suggesting.rematch_open()
    decided, still_open = all_cases()
    assert decided.matches == []
    assert still_open.matches != []


def test_suggestions_that_better_ones_push_out_go_unless_an_editor_answered_them(app: Flask) -> None:
    answered, unanswered = factories.claim().id, factories.claim("Ein Messenger verlangt Geld.").id
    case = factories.case()
    assert {match.claim_id for match in case.matches} == {answered, unanswered}
    with writing() as session:
        for match in session.scalars(select(Match).where(Match.claim_id == answered)):
            match.answer = MatchAnswer.SAME
    better = {factories.claim(text=factories.POST).id for _ in range(5)}
    suggesting.rematch_open()
    (case,) = all_cases()
    assert {match.claim_id for match in case.matches} == better | {answered}
    (kept,) = [match for match in case.matches if match.claim_id == answered]
    assert kept.answer is MatchAnswer.SAME


def settle(case: Case, state: CaseState) -> None:
    with writing() as session:
        settling.settle(
            session.get_one(Case, case.id), state=state, public_sentence="Satz.", verdict=None, answer_claim_id=None
        )
