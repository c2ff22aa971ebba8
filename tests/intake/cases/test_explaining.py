"""Why matches were suggested: stored behind the matching, made anew when outdated, and never in a report's way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from rq import Queue
from sqlalchemy import delete, select, text, update

from archive.imports import importing
from archive.imports.rows import ClaimRow
from archive.models import Claim, Verdict
from core import jobs
from core.config import Config
from core.db import db, writing
from intake import jobs as intake_jobs
from intake.cases import explaining, suggesting
from intake.models import cases as case_models
from intake.models.cases import Case, CaseState, Match
from search.comparison import explanation
from search.comparison.explanation import Explanation, Segment, explain
from search.comparison.meeting import Similarity
from search.comparison.said import Said
from search.facts.differences import Difference, DifferenceKind
from tests.support import factories
from tests.support.counting import calls
from tests.support.desk import plain_case, suggestion
from tests.support.installation import work_off


def stored(match_id: int) -> tuple[Explanation | None, str]:
    db.session.rollback()
    db.session.expire_all()
    match = db.session.get_one(Match, match_id)
    return match.explanation, match.explained_from


def waiting_jobs() -> list[str | None]:
    return [job.func_name for job in Queue(jobs.QUEUE, connection=jobs.connection(), serializer="json").jobs]


def test_an_explanation_is_stored_as_it_was_made() -> None:
    told = Explanation(
        post=(Segment("In ", shared=False), Segment("Köln", shared=True)),
        claim=(Segment("Köln", shared=True),),
        differences=(
            Difference(DifferenceKind.NUMBER, ("5.000",), ("3.000", "300")),
            Difference(DifferenceKind.NAME, (), ()),
        ),
        languages=("de", "en"),
    )
    assert Explanation.from_json(told.as_json()) == told
    plain = Explanation((), (), (), None)
    assert Explanation.from_json(plain.as_json()) == plain
    reversed_ = replace(told, reverses=True)
    assert Explanation.from_json(reversed_.as_json()) == reversed_


@pytest.mark.parametrize(
    "broken", [{}, [], "x", {"post": 1}, {"post": [], "claim": [], "differences": [["x", [], []]], "languages": None}]
)
def test_what_another_version_stored_in_another_shape_counts_as_not_there(app: Flask, broken: object) -> None:
    match = suggestion(plain_case(factories.POST), factories.claim())
    with writing() as session:
        session.execute(text("UPDATE match SET explanation = :it"), {"it": json.dumps(broken)})
    assert stored(match.id)[0] is None


def test_a_new_case_is_explained_by_a_job_behind_its_matches(demo: Flask) -> None:
    case = factories.case()
    assert case.matches
    assert {match.explained_from for match in case.matches} == {""}
    assert "intake.jobs.explain_new_matches" in waiting_jobs()

    intake_jobs.explain_new_matches()

    for match in db.session.scalars(select(Match)):
        told, made_from = stored(match.id)
        assert told is not None
        assert made_from == match.made_from
        assert "".join(segment.text for segment in told.post) in factories.POST


def test_a_repeat_finds_nothing_to_do(demo: Flask) -> None:
    factories.case()
    intake_jobs.explain_new_matches()
    with calls("explain") as counted:
        intake_jobs.explain_new_matches()
        intake_jobs.sweep()
        intake_jobs.explain_case(db.session.scalars(select(Case.id)).one())
    assert counted.all == []


def test_what_is_more_than_a_page_queues_again_behind_the_reports_that_came_meanwhile(app: Flask) -> None:
    claim = factories.claim()
    for number in range(explaining.PAGE + 1):
        suggestion(plain_case(f"Beitrag Nummer {number}."), claim)
    intake_jobs.explain_new_matches()
    open_still = select(Match.id).where(Match.explained_from == "")
    assert len(db.session.scalars(open_still).all()) == 1
    assert waiting_jobs()[-1] == "intake.jobs.explain_new_matches"
    intake_jobs.explain_new_matches()
    assert db.session.scalars(open_still).all() == []


def test_settled_cases_and_those_opened_by_hand_are_left_alone(app: Flask) -> None:
    claim = factories.claim()
    settled, by_hand = plain_case(state=CaseState.CLOSED), plain_case()
    with writing() as session:
        session.execute(update(Case).where(Case.id == by_hand.id).values(is_by_hand=True))
    found = [suggestion(case, claim).id for case in (settled, by_hand)]
    intake_jobs.explain_new_matches()
    explaining.explain_open(0)
    explaining.explain_case(by_hand.id)
    assert [stored(match_id) for match_id in found] == [(None, ""), (None, "")]
    explaining.explain_case(settled.id)
    assert stored(found[0])[0] is not None, "asked for by name, when somebody looks at it"


def test_it_is_made_anew_by_what_an_import_hands_over_when_the_claim_changes(app: Flask, config: Config) -> None:
    claim_id = factories.claim(external_id="one").id
    factories.case()
    work_off(config)
    match_id = db.session.scalars(select(Match.id)).one()
    before = stored(match_id)

    again = ClaimRow(
        id="one", text="WhatsApp kostet ab morgen fünf Euro.", title="Nein", verdict=Verdict.FALSE, lang="de"
    )
    importing.import_rows([again])
    assert db.session.get_one(Claim, claim_id).text == again.text
    work_off(config)

    told, made_from = stored(match_id)
    assert made_from != before[1]
    assert told is not None
    assert told != before[0]


@pytest.mark.parametrize("changed", ["words", "model", "how it is made"])
def test_it_is_outdated_by_other_words_another_model_and_another_way_of_making_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    case = plain_case(factories.POST)
    match = suggestion(case, factories.claim())
    explaining.explain_case(case.id)
    stored(match.id)
    before = match.made_from
    assert match.explained_from == before
    if changed == "words":
        case.text = "Andere Worte."
    elif changed == "model":
        match.model_id = "another-model"
    else:
        monkeypatch.setattr(case_models, "VERSION", explanation.VERSION + 1)
    assert match.made_from != before
    db.session.rollback()


def test_a_rematch_that_changes_nothing_reads_nothing_again(demo: Flask) -> None:
    factories.case()
    intake_jobs.explain_new_matches()
    before = {match_id: stored(match_id) for match_id in db.session.scalars(select(Match.id))}
    with calls("explain") as counted:
        suggesting.rematch_open()
        explaining.explain_open(0)
    assert counted.all == []
    assert {match_id: stored(match_id) for match_id in before} == before


def test_a_match_that_a_merge_brings_along_is_explained_with_the_words_of_its_new_case(app: Flask) -> None:
    claim = factories.claim()
    one, other = plain_case("WhatsApp kostet bald Geld."), plain_case("Diese Nachricht bitte weiterleiten.")
    match = suggestion(one, claim)
    explaining.explain_case(one.id)
    with writing() as session:
        match.case_id = session.get_one(Case, other.id).id
    explaining.explain_open(0)
    told, _ = stored(match.id)
    assert told is not None
    assert "".join(segment.text for segment in told.post) == "Diese Nachricht bitte weiterleiten."


def test_a_pair_that_cannot_be_explained_is_not_tried_again_and_costs_the_others_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = plain_case(factories.POST)
    bad, good = factories.claim("Quastenflosser."), factories.claim()
    found = [suggestion(case, claim, rank=rank).id for rank, claim in enumerate((bad, good), start=1)]
    real = explain

    def breaking(said: Said, claim: Said, *, similarity: Similarity | None) -> Explanation:
        if claim.text == "Quastenflosser.":
            raise ValueError("Quastenflosser.")
        return real(said, claim, similarity=similarity)

    monkeypatch.setattr(explaining, "explain", breaking)
    assert not explaining.explain_new()
    (none, tried), (told, _) = map(stored, found)
    assert none is None
    assert tried
    assert told is not None
    monkeypatch.setattr(explaining, "explain", real)
    assert not explaining.explain_new()
    assert stored(found[0]) == (None, tried)


def test_a_case_without_a_text_has_nothing_to_explain(app: Flask) -> None:
    match = suggestion(plain_case("", url="https://example.org/1"), factories.claim())
    explaining.explain_new()
    told, made_from = stored(match.id)
    assert told is None
    assert made_from


def test_the_sentences_of_a_post_are_embedded_once_for_all_its_matches(app: Flask) -> None:
    words = "Morgen ist schon Sonntag. Das Wasser ist giftig."
    case = plain_case(words)
    for number in range(3):
        suggestion(case, factories.claim(f"Tap water is poisonous, they say, no {number}.", title="", lang="en"))
    with calls("Embedder.embed", "facts_of", "sentences_of") as counted:
        explaining.explain_case(case.id)
    # The whole, and for the facts the sentence that met.
    assert counted.with_text(words) == {"Embedder.embed": 2, "facts_of": 2, "sentences_of": 1}


@pytest.mark.usefixtures("app")
def test_what_kills_the_worker_over_one_case_costs_the_others_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = factories.claim()
    deadly, harmless = plain_case("Quastenflosser."), plain_case(factories.POST)
    first, second = suggestion(deadly, claim).id, suggestion(harmless, claim).id
    real = explain

    def dying(said: Said, *rest: object, **named: object) -> Explanation:
        if "Quastenflosser" in said.text:
            raise MemoryError
        return real(said, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(explaining, "explain", dying)
    with pytest.raises(MemoryError):
        explaining.explain_new()
    db.session.rollback()
    assert not explaining.explain_new()
    assert stored(second)[0] is not None
    assert explaining.explain_open(0) is None, "not tried again for nobody"

    monkeypatch.setattr(explaining, "explain", real)
    explaining.explain_case(deadly.id)
    assert stored(first)[0] is not None, "somebody looked at it"


def test_outdated_explanations_are_made_page_by_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "PAGE", 2)
    claim = factories.claim()
    cases = [plain_case(factories.POST) for _ in range(3)]
    found = [suggestion(case, claim).id for case in cases]
    assert explaining.explain_open(0) == cases[1].id
    assert [stored(match_id)[0] is not None for match_id in found] == [True, True, False]
    assert explaining.explain_open(cases[1].id) is None
    assert stored(found[2])[0] is not None


@pytest.mark.usefixtures("app")
def test_a_match_that_is_deleted_before_it_is_explained_costs_the_others_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = plain_case(factories.POST)
    gone, stays = (suggestion(case, factories.claim(), rank=rank).id for rank in (1, 2))
    real = explaining._write

    def rematched(values: Mapping[int, Mapping[str, object]], **named: Any) -> None:
        real(values, **named)
        with writing() as session:
            session.execute(delete(Match).where(Match.id == gone))

    monkeypatch.setattr(explaining, "_write", rematched)
    explaining.explain_new()
    assert stored(stays)[0] is not None
