"""Asking again for open cases: after new claims, and without undoing what editors answered."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from archive import claims, matching
from archive.matching import Found
from core import jobs
from core.config import Config
from core.db import db, writing
from intake.cases import joining, rematching, settling, suggesting
from intake.jobs import rematch_changed
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from search.ranking.bands import Band
from search.text.content import Content
from tests.support import factories
from tests.support.browsing import jobs_waiting
from tests.support.counting import calls
from tests.support.installation import work_off
from tests.support.matched import TEXTS, all_cases
from tests.support.statements import statements


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


def asked_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the texts of the cases that are asked for from now on."""
    texts: list[str] = []

    def note(asked: Sequence[Content], **options: Any) -> list[Found]:
        texts.extend(content.text for content in asked)
        return matching.find_matches(asked, **options)

    monkeypatch.setattr(suggesting, "find_matches", note)
    return texts


def test_only_the_cases_near_to_what_is_new_are_asked_for_and_nothing_is_embedded(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [*TEXTS, *(f"Im Hafen von Triest liegen seit {n} Tagen Schiffe voll Kaffee." for n in range(2, 40))]
    for text in texts:
        factories.report(text)
    joining.match_all_waiting()
    rematching.rematch_changed()
    claim = factories.claim(text=TEXTS[2])
    texts = asked_again(monkeypatch)

    with calls("Embedder.embed") as counted:
        done = rematching.rematch_changed()

    assert done == len(texts) < 40
    assert TEXTS[2] in texts
    assert counted.all == []
    (case,) = [case for case in all_cases() if case.text == TEXTS[2]]
    assert [match.claim_id for match in case.matches][:1] == [claim.id]
    assert rematching.rematch_changed() == 0


def test_many_new_claims_are_asked_for_in_every_open_case(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in TEXTS:
        factories.case(text)
    rematching.rematch_changed()
    monkeypatch.setattr(rematching, "MOST_CHANGED", 1)
    for n in range(2):
        factories.claim(f"Der Mond ist aus Käse der Sorte {n}.")

    assert rematching.rematch_changed() == len(all_cases())


def test_a_claim_that_went_is_taken_from_the_cases_that_it_was_suggested_to(app: Flask) -> None:
    claim = factories.claim()
    factories.case()
    rematching.rematch_changed()
    claims.retract(claim.id)

    assert rematching.rematch_changed() == 1
    assert [case.matches for case in all_cases()] == [[]]


def test_a_case_that_only_links_to_an_article_is_asked_for_when_that_is_published(app: Flask) -> None:
    address = "https://fakten.test/2026/mond-aus-kaese-ist-erfunden"
    factories.case("", url=address)
    rematching.rematch_changed()
    claim = factories.claim("Ganz andere Worte.", url=address)

    rematching.rematch_changed()

    assert [match.claim_id for case in all_cases() for match in case.matches] == [claim.id]


def test_fifty_clicks_make_one_run(app: Flask, config: Config) -> None:
    assert all(jobs.enqueue_once(rematch_changed) for _ in range(50))
    assert jobs_waiting(config) == 1

    rematch_changed()
    assert jobs.enqueue_once(rematch_changed), "what is handed over after a run has begun is another run"
    # One of the earlier clicks, one of this, and two that explain: what the first has found, and, as it is the very
    # first and asks for everything, what is outdated.
    assert jobs_waiting(config) == 4


def test_a_run_that_was_noted_and_never_queued_is_made_up_for(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PENDING_SECONDS", 1)
    jobs.enqueue_once(rematch_changed)
    jobs.connection().delete(f"rq:queue:{jobs.QUEUE}")

    time.sleep(1.1)
    jobs.enqueue_once(rematch_changed)

    assert jobs_waiting(config) == 1


def settle(case: Case, state: CaseState) -> None:
    with writing() as session:
        settling.settle(
            session.get_one(Case, case.id), state=state, public_sentence="Satz.", verdict=None, answer_claim_id=None
        )


def suggested(case_id: int) -> list[int]:
    return [match.claim_id for match in db.session.get_one(Case, case_id, populate_existing=True).matches]


def test_after_a_retraction_the_cases_it_was_suggested_for_are_filled_again_and_no_others(
    app: Flask, config: Config
) -> None:
    claim, second = factories.claim(text=TEXTS[0]).id, factories.claim(text=f"{TEXTS[0]} Oder etwa nicht?").id
    elsewhere = factories.claim(text=TEXTS[1]).id
    case, other = factories.case(TEXTS[0]).id, factories.case(TEXTS[1]).id
    work_off(config)
    with writing() as session:
        for each, kept in ((case, claim), (other, elsewhere)):
            session.execute(delete(Match).where(Match.case_id == each, Match.claim_id != kept))
    assert (suggested(case), suggested(other)) == ([claim], [elsewhere])

    claims.retract(claim)
    work_off(config)

    assert second in suggested(case)
    assert claim not in suggested(case)
    assert suggested(other) == [elsewhere], "it was not asked again"
    assert suggesting.refill() == 0


def test_what_editors_answered_stays_when_the_claim_is_retracted(app: Flask, config: Config) -> None:
    claim, case = factories.claim(text=TEXTS[0]).id, factories.case(TEXTS[0]).id
    work_off(config)
    with writing() as session:
        session.execute(update(Match).where(Match.case_id == case).values(answer=MatchAnswer.SAME))

    claims.retract(claim)
    work_off(config)

    assert suggested(case) == [claim]
    assert suggesting.refill() == 0


def test_a_published_claim_is_suggested_again(app: Flask, config: Config) -> None:
    claim, case = factories.claim(text=TEXTS[0]).id, factories.case(TEXTS[0]).id
    claims.retract(claim)
    work_off(config)
    assert suggested(case) == []

    claims.publish(claim)
    work_off(config)
    work_off(config)

    assert suggested(case) == [claim]


def test_a_run_that_finds_no_change_locks_nothing(app: Flask) -> None:
    factories.claim()
    rematching.rematch_changed()

    with statements() as sent:
        assert rematching.rematch_changed() == 0

    assert sent
    assert [each for each in sent if not each.startswith(("SELECT", "BEGIN DEFERRED"))] == []
