"""Wordings of claims and texts kept apart from them: learned once, taken back, learned again."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from archive import indexing, kept_apart, wordings
from archive.models import CLAIMS, Claim, KeptApart, Wording
from core.db import db, writing
from core.refusals import NotFound
from search.index.models import Vector
from search.ranking.bands import Band, Lane
from search.text.content import content_of
from tests.support import factories
from tests.support.counting import calls
from tests.support.side_by_side import side_by_side
from tests.support.wordings import NEARLY_SAID, SAID, ask


def learn(claim: Claim, text: str = SAID) -> Wording | None:
    with writing():
        return wordings.learn(claim.id, text, "de")


def learned(claim: Claim, text: str = SAID) -> Wording:
    wording = learn(claim, text)
    assert wording is not None
    return wording


def keep_apart(claim: Claim, text: str = SAID) -> KeptApart:
    with writing():
        pair = wordings.keep_apart(claim.id, text, "de")
    assert pair is not None
    return pair


def test_a_post_in_the_words_of_a_wording_finds_the_claim_for_certain_before_any_model_has_seen_it(app: Flask) -> None:
    claim = factories.claim()
    wording = learned(claim, f"{SAID} https://beispiel.example/post/1")

    first = ask(f"Weitergeleitet\n{SAID} https://beispiel.example/post/1?utm_source=chat")[0]

    assert (first.claim.id, first.band) == (claim.id, Band.SAME)
    assert Lane.EXACT_TEXT in first.lanes
    assert first.wording is not None
    assert first.wording.id == wording.id


def test_once_embedded_a_wording_is_found_by_what_is_almost_the_same(app: Flask) -> None:
    claim = factories.claim()
    learned(claim)
    assert indexing.embed_missing() == 1

    first = ask(NEARLY_SAID)[0]

    assert (first.claim.id, first.band) == (claim.id, Band.SAME)
    assert Lane.NEAR_DUPLICATE in first.lanes


def test_a_wording_is_kept_as_the_search_reads_it(app: Flask) -> None:
    wording = learned(factories.claim(), "Hört mal: #StopCorona ist vorbei, sagt @messenger https://beispiel.example/x")

    assert wording.text == "Hört mal: Stop Corona ist vorbei, sagt messenger"


def test_the_same_words_are_learned_once_and_others_get_the_next_number(app: Flask) -> None:
    claim, other = factories.claim(), factories.claim("Etwas ganz anderes über das Wetter in Wien.")
    first = learned(claim)

    assert learned(claim, f"  {SAID.upper()}\n").id == first.id
    assert [first.part, learned(claim, "Noch ein anderer Satz dazu.").part, learned(other).part] == [1, 2, 1]


@pytest.mark.parametrize(
    "text", ["", "Zwei Wörter", "https://beispiel.example/a", factories.CLAIM, factories.CLAIM.upper()]
)
def test_of_too_few_words_and_of_the_claims_own_nothing_is_learned(app: Flask, text: str) -> None:
    assert learn(factories.claim(), text) is None
    assert db.session.scalars(select(Wording)).all() == []


def test_what_was_taken_back_finds_nothing_stays_listed_and_can_be_learned_again(app: Flask) -> None:
    claim = factories.claim()
    wording = learned(claim)
    indexing.embed_missing()
    with writing():
        wordings.take_back(wording)

    assert [match.wording for match in ask(SAID) if match.claim.id == claim.id] in ([], [None])
    assert all(Lane.EXACT_TEXT not in match.lanes for match in ask(SAID))
    buried = select(Vector.data).where(Vector.collection == CLAIMS, Vector.document_id == wording.document_id)
    assert db.session.scalars(buried).all() == [None]
    assert indexing.embed_missing() == 0
    before = wording.learned_at

    again = learned(claim)
    assert (again.id, again.part, again.taken_back_at) == (wording.id, 1, None)
    assert again.learned_at > before
    assert indexing.embed_missing() == 1
    assert ask(SAID)[0].band is Band.SAME


def test_a_claim_that_is_kept_apart_from_a_text_is_never_suggested_for_it_or_for_what_is_almost_the_same(
    app: Flask,
) -> None:
    claim, other = factories.claim(SAID), factories.claim()
    assert claim.id in {match.claim.id for match in ask(NEARLY_SAID)}
    keep_apart(claim)

    for text in (SAID, SAID.upper(), NEARLY_SAID):
        assert claim.id not in {match.claim.id for match in ask(text)}
    # Other texts still find it, and the text still finds other claims.
    assert claim.id in {match.claim.id for match in ask("Stimmt es, dass der grüne Messenger ab Montag Gebühren will?")}
    assert other.id in {match.claim.id for match in ask(factories.CLAIM)}


def test_a_pair_is_kept_apart_once_let_together_and_kept_apart_again(app: Flask) -> None:
    claim = factories.claim(SAID)
    pair = keep_apart(claim)
    assert keep_apart(claim, SAID.upper()).id == pair.id
    with writing():
        wordings.let_together(pair)
    assert ask(SAID)[0].claim.id == claim.id

    again = keep_apart(claim)

    assert (again.id, again.taken_back_at) == (pair.id, None)
    assert claim.id not in {match.claim.id for match in ask(SAID)}


def test_there_is_nothing_to_keep_apart_from_a_link(app: Flask) -> None:
    claim = factories.claim()
    with writing():
        assert wordings.keep_apart(claim.id, "https://beispiel.example/a", "") is None


def test_nothing_is_learned_about_a_claim_that_does_not_exist(app: Flask) -> None:
    for teach in (wordings.learn, wordings.keep_apart):
        with pytest.raises(NotFound), writing():
            teach(999, SAID, "de")


def test_many_who_learn_at_once_get_a_number_each_and_the_same_words_only_once(app: Flask) -> None:
    claim_id = factories.claim().id

    def teach(text: str) -> tuple[int, int]:
        with writing():
            wording = wordings.learn(claim_id, text, "de")
        assert wording is not None
        return wording.id, wording.part

    texts = [SAID, SAID, *(f"Der Satz Nummer {number} sagt es auch." for number in range(6))]
    with side_by_side(app) as start:
        running = [start(lambda text=text: teach(text)) for text in texts]  # type: ignore[misc]
    found = [done.result() for done in running]

    assert found[0] == found[1]
    assert sorted(part for _, part in set(found)) == [1, 2, 3, 4, 5, 6, 7]


def test_of_many_texts_that_are_kept_apart_only_the_nearest_are_compared_in_full(app: Flask) -> None:
    claim = factories.claim(SAID)
    with writing():
        for number in range(200):
            assert wordings.keep_apart(claim.id, SAID.replace("ab Montag", f"ab {number + 2} Uhr"), "de")
    assert ask(SAID)[0].claim.id == claim.id
    keep_apart(claim)

    pairs = kept_apart.pairs_of([claim.id])[claim.id]
    with calls("Said.is_almost") as compared:
        assert kept_apart.is_kept_apart(content_of(NEARLY_SAID), claim, pairs, {})

    assert len(pairs) == 201
    assert 1 <= len(compared.all) <= kept_apart.MOST_COMPARED
    assert compared.all[0][1] == SAID
