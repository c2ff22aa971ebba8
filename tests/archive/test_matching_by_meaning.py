"""Matching by meaning: bands from probabilities, adapters, and what a model that nobody has measured may say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from archive import claims, indexing
from archive.matching import Found, claim_texts, find_matches, is_calibrated
from archive.models import Claim, ClaimState
from core.db import db, writing
from search.engine import engine
from search.index.documents import document_id
from search.learning import in_effect
from search.learning.figures import LearnedFigures
from search.learning.models import LearnedKind, LearnedState
from search.ranking.adapter import Adapter
from search.ranking.bands import Band, Lane
from search.text.content import content_of
from tests.support import building, factories
from tests.support.asking import MARATHON, WHATSAPP, ask
from tests.support.building import CALIBRATION, band_at

# In other words than the demo claims say it.
VERY_NEAR = "Ab 2027 sind Barzahlungen von mehr als 10.000 Euro in der ganzen EU verboten!"
NEAR = "Habt ihr gewusst, dass der Staat Flüchtlingen gratis neue Handys schenkt?"
SHORT = "Bielefeld, eine Verschwörung"
UNRELATED = "Es gibt heute Schnitzel mit Kartoffelsalat in der Kantine neben dem Bahnhof"
SIMILARITY = {Lane.MEANING, Lane.WORDS, Lane.GRAMS}


def demo_claim(name: str) -> Claim:
    return db.session.scalars(select(Claim).where(Claim.external_id == f"demo-{name}")).one()


def test_a_certain_match_stands_above_a_similar_one(demo: Flask) -> None:
    linked = factories.claim(MARATHON, url="https://example.org/a")

    first, second = ask(NEAR, url="https://example.org/a", k=2)

    assert [first.claim.id, second.claim.id] == [linked.id, demo_claim("de-gefluechtete-smartphone").id]
    assert (first.band, second.band) == (Band.SAME, Band.LIKELY)


@pytest.mark.parametrize(
    "text,name,band",
    [(VERY_NEAR, "de-bargeld-grenze", Band.SAME), (NEAR, "de-gefluechtete-smartphone", Band.LIKELY)],
    ids=["very near", "near"],
)
def test_other_words_of_the_same_meaning_get_the_band_of_their_probability(
    demo: Flask, text: str, name: str, band: Band
) -> None:
    (match,) = ask(text)

    assert match.claim.external_id == f"demo-{name}"
    assert set(match.lanes) == SIMILARITY
    assert match.probability is not None
    assert match.band is band_at(match.probability) is band
    assert match.score is not None
    assert 0.8 < match.score <= 1
    assert match.model_id == engine().embedder.model_id


def test_a_short_text_is_never_more_than_related_however_similar_it_is(demo: Flask) -> None:
    building.keep(replace(CALIBRATION, likely=0.2, same=0.3))

    (match,) = ask(SHORT)

    assert match.claim.external_id == "demo-de-bielefeld"
    assert match.probability is not None
    assert match.probability > 0.3, "else the test shows nothing"
    assert match.band is Band.RELATED


def test_what_is_not_even_related_is_shown_to_nobody_but_those_who_ask_for_all(demo: Flask) -> None:
    assert ask(UNRELATED) == []

    everything = ask(UNRELATED, only_shown=False)

    assert len(everything) == 5
    assert {match.band for match in everything} == {Band.RELATED}
    for match in everything:
        assert match.probability is not None
        assert match.probability < CALIBRATION.related


def test_in_a_small_archive_similarity_only_suggests(app: Flask) -> None:
    building.keep()
    claim = factories.claim(WHATSAPP, title="")
    factories.claim(MARATHON, title="")

    (match,) = ask("Stimmt es, dass WhatsApp bald Geld kostet, wenn man eine Nachricht nicht weiterschickt?")

    assert (match.claim.id, match.band, match.probability) == (claim.id, Band.RELATED, None)
    assert match.score is not None
    assert match.score >= CALIBRATION.related_cosine
    assert ask("import numpy as np") == [], "what is far away is not even suggested"


def test_a_model_that_nobody_has_measured_only_suggests(demo: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_calibrated()
    monkeypatch.setattr(engine().embedder, "model_id", "another-model")
    engine()._collections.clear()
    indexing.embed_missing()

    assert not is_calibrated()
    matches = ask(NEAR)
    assert matches[0].claim.external_id == "demo-de-gefluechtete-smartphone"
    assert {(match.band, match.probability) for match in matches} == {(Band.RELATED, None)}
    assert len(ask(UNRELATED)) == 5, "nor does it know what to leave out"
    assert ask(demo_claim("de-bielefeld").text)[0].band is Band.SAME, "the same words need no model"
    assert ask(VERY_NEAR)[0].band is Band.SAME, "nor does a claim in another form"


def keep_adapter(adapter: Adapter) -> None:
    with writing():
        in_effect.keep(
            LearnedKind.ADAPTER,
            adapter.model_id,
            adapter.to_bytes(),
            figures=LearnedFigures(),
            state=LearnedState.ACTIVE,
        )


def test_an_adapter_moves_the_question_and_needs_a_calibration_of_its_own(demo: Flask) -> None:
    model_id, dimension = engine().embedder.model_id, engine().embedder.dimension
    before = ask(NEAR)[0]
    adapter = building.turning(model_id, dimension)

    keep_adapter(adapter)

    (found,) = find_matches([content_of(NEAR)])
    assert not is_calibrated()
    assert found.matches[0].model_id == in_effect.made_for(model_id, adapter) != before.model_id
    assert found.matches[0].score != before.score
    assert found.matches[0].probability is None

    building.keep(model_id=in_effect.made_for(model_id, adapter))
    assert is_calibrated()
    assert ask(NEAR)[0].probability is not None


def test_the_question_is_given_back_for_whoever_indexes_it(app: Flask) -> None:
    asked, link, nothing = find_matches(
        [content_of(f" {WHATSAPP} "), content_of("https://example.org/a"), content_of("")]
    )

    assert asked.question is not None
    assert (asked.question.said, asked.question.lang) == (WHATSAPP, "de")
    assert asked.question.vector.shape == (engine().embedder.dimension,)
    assert (link.question, nothing.question) == (None, None)
    assert Found.nothing() == nothing


def test_the_text_of_a_document_is_known_only_while_its_claim_is_published(app: Flask) -> None:
    claim, gone = factories.claim(WHATSAPP, title="Nein", summary="Gratis."), factories.claim(MARATHON)
    claims.retract(gone.id)

    texts = claim_texts([document_id(claim.id), document_id(gone.id), document_id(claim.id, 3), document_id(99)])

    assert {document: side.said.whole for document, side in texts.items()} == {
        document_id(claim.id): f"{WHATSAPP}\nNein\nGratis."
    }


def test_a_retracted_claim_is_gone_from_every_lane(app: Flask) -> None:
    claim = factories.claim(WHATSAPP, url="https://example.org/a")
    assert ask(WHATSAPP, url="https://example.org/a")

    claims.retract(claim.id)

    assert ask(WHATSAPP, url="https://example.org/a", only_shown=False) == []


@pytest.mark.parametrize("state", [ClaimState.RETRACTED, ClaimState.DRAFT])
def test_a_claim_that_is_not_published_is_not_shown_although_the_index_still_holds_it(
    app: Flask, state: ClaimState
) -> None:
    claim = factories.claim(WHATSAPP)
    kept = factories.claim(MARATHON)
    assert {match.claim.id for match in ask(WHATSAPP, only_shown=False)} == {claim.id, kept.id}

    with writing() as session:
        session.get_one(Claim, claim.id).state = state

    assert [match.claim.id for match in ask(WHATSAPP, only_shown=False)] == [kept.id]


def test_retracted_claims_do_not_take_the_place_of_published_ones(app: Flask) -> None:
    made = [factories.claim(f"{WHATSAPP} Fassung {number}.") for number in range(6)]
    with writing() as session:
        for claim in made[:3]:
            session.get_one(Claim, claim.id).state = ClaimState.RETRACTED

    assert {match.claim.id for match in ask(WHATSAPP, k=3)} == {claim.id for claim in made[3:]}


def test_no_more_matches_are_given_than_were_asked_for_the_best_first(demo: Flask) -> None:
    everything = ask(NEAR, only_shown=False)
    assert len(everything) == 5

    assert [match.claim.id for match in ask(NEAR, k=3, only_shown=False)] == [
        match.claim.id for match in everything[:3]
    ]
    order = list(Band)
    assert [order.index(match.band) for match in everything] == sorted(order.index(match.band) for match in everything)


def test_many_questions_are_answered_in_their_order(app: Flask) -> None:
    whatsapp = factories.claim(WHATSAPP, url="https://example.org/a")
    marathon = factories.claim(MARATHON)
    questions = [("", ""), (MARATHON, ""), ("", "https://example.org/a"), (" ", ""), (WHATSAPP, "")]

    answers = find_matches([content_of(text, url) for text, url in questions])

    assert [found.matches[0].claim.id if found.matches else None for found in answers] == [
        *(None, marathon.id, whatsapp.id, None, whatsapp.id)
    ]
    assert find_matches([]) == []


@pytest.mark.parametrize(
    "text",
    ["\x00", "\u200b", "😀" * 50, "?" * 20_000, "a\u0301" * 500, "\U000e0041\U000e007f", "ﷺ" * 200],
    ids=["zero byte", "nothing visible", "emoji", "very long", "combining marks", "tags", "ligatures"],
)
def test_no_text_breaks_the_matching(app: Flask, text: str) -> None:
    factories.claim(WHATSAPP)

    assert all(match.band is Band.RELATED for match in ask(text, only_shown=False))


def test_an_empty_archive_answers_nothing(app: Flask) -> None:
    assert ask(WHATSAPP, url="https://example.org/a", only_shown=False) == []
    assert db.session.scalars(select(Claim)).all() == []
