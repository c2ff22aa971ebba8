"""Matching: which claims answer a text or a link, and how sure that is said to be."""

from __future__ import annotations

import pytest
from flask import Flask

from core.db import db, writing
from search import claims, matching
from search.matching import FEWEST_WORDS, Asked, FoundMatch, find_matches
from search.models import Band, Claim, ClaimState, Lane
from tests import factories

WHATSAPP = factories.CLAIM
MARATHON = "Beim Marathon in Wien sind am Sonntag dreihundert Läufer von Bienen gestochen worden."


def ask(text: str = "", *, url: str = "", k: int = 5, only_shown: bool = True) -> list[FoundMatch]:
    (matches,) = find_matches([Asked(text=text, url=url)], k=k, only_shown=only_shown)
    return matches


@pytest.mark.parametrize(
    "text",
    [
        WHATSAPP,
        WHATSAPP.upper(),
        f"  {WHATSAPP}\n",
        WHATSAPP.replace(" ", "\u00a0").replace("W", "W\u200b"),
        f"Häufig weitergeleitet\n{WHATSAPP}",
    ],
    ids=["as it is", "capitals", "white space", "invisible characters", "forwarded"],
)
def test_the_words_of_a_claim_find_it_for_certain(app: Flask, text: str) -> None:
    claim = factories.claim(WHATSAPP)
    factories.claim(MARATHON)

    first = ask(text)[0]

    assert first.claim.id == claim.id
    assert first.band is Band.SAME
    assert Lane.EXACT_TEXT in first.lanes


def test_a_link_finds_the_claim_about_it_for_certain_and_without_a_score(app: Flask) -> None:
    claim = factories.claim(url="https://www.example.org/artikel?id=7")
    factories.claim(MARATHON, url="https://www.example.org/artikel?id=8")

    (match,) = ask(url="http://example.org/artikel/?id=7&utm_source=chat#top")

    assert match.claim.id == claim.id
    assert (match.band, match.lanes, match.score) == (Band.SAME, (Lane.SAME_LINK,), None)


def test_a_claim_that_several_lanes_find_is_shown_once_with_all_of_them(app: Flask) -> None:
    factories.claim(WHATSAPP, url="https://example.org/a")

    (match,) = ask(WHATSAPP, url="https://example.org/a")

    assert match.lanes == (Lane.EXACT_TEXT, Lane.SAME_LINK, Lane.MEANING)
    assert match.score is not None


def test_a_certain_match_stands_above_a_similar_one(app: Flask) -> None:
    linked = factories.claim(MARATHON, url="https://example.org/a")
    similar = factories.claim(WHATSAPP, title="")

    matches = ask(f"{WHATSAPP} Wirklich wahr?", url="https://example.org/a", only_shown=False)

    assert [match.claim.id for match in matches] == [linked.id, similar.id]


def test_other_words_of_the_same_meaning_are_likely_and_never_certain(app: Flask) -> None:
    claim = factories.claim(WHATSAPP, title="")
    factories.claim(MARATHON, title="")

    first = ask("WhatsApp wird bald kostenpflichtig, wenn man eine Nachricht nicht an Kontakte weiterleitet!")[0]

    assert first.claim.id == claim.id
    assert (first.band, first.lanes) == (Band.LIKELY, (Lane.MEANING,))
    assert first.score is not None
    assert matching.THRESHOLDS[first.model_id].likely <= first.score <= 1


def test_a_short_text_is_never_more_than_related_however_similar_it_is(app: Flask) -> None:
    factories.claim("WhatsApp wird ab morgen kostenpflichtig.", title="")
    short = "Whatsapp wird ab morgen kostenpflichtig!!"
    assert len(short.split()) < FEWEST_WORDS

    first = ask(short)[0]

    assert first.score is not None
    assert first.score >= matching.THRESHOLDS[first.model_id].likely, "else the test shows nothing"
    assert (first.band, first.lanes) == (Band.RELATED, (Lane.MEANING,))


def test_what_is_not_even_related_is_shown_to_nobody_but_those_who_ask_for_all(app: Flask) -> None:
    factories.claim(MARATHON, title="")
    unrelated = "import numpy as np"

    assert ask(unrelated) == []
    (match,) = ask(unrelated, only_shown=False)
    assert match.band is Band.RELATED
    assert match.score is not None
    assert match.score < matching.THRESHOLDS[match.model_id].related


def test_a_model_that_nobody_has_measured_only_suggests(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.claim(WHATSAPP, title="")
    close = f"{WHATSAPP[:-1]} – stimmt das?"
    assert ask(close)[0].band is Band.LIKELY

    monkeypatch.setattr(matching, "THRESHOLDS", {})

    assert ask(close)[0].band is Band.RELATED
    assert len(ask("import numpy as np")) == 1, "nor does it know what to leave out"
    assert ask(WHATSAPP)[0].band is Band.SAME, "the same words need no model"


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


def test_no_more_matches_are_given_than_were_asked_for_the_best_first(app: Flask) -> None:
    for number in range(4):
        factories.claim(f"{WHATSAPP} Fassung {number}.")

    matches = ask(f"{WHATSAPP} Fassung 2!", k=3, only_shown=False)

    scores = [match.score for match in matches if match.score is not None]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


def test_many_questions_are_answered_in_their_order(app: Flask) -> None:
    whatsapp = factories.claim(WHATSAPP, url="https://example.org/a")
    marathon = factories.claim(MARATHON)

    answers = find_matches([Asked(), Asked(MARATHON), Asked(url="https://example.org/a"), Asked(" "), Asked(WHATSAPP)])

    assert [matches[0].claim.id if matches else None for matches in answers] == [
        None,
        marathon.id,
        whatsapp.id,
        None,
        whatsapp.id,
    ]
    assert find_matches([]) == []


@pytest.mark.parametrize(
    "text",
    ["\x00", "\u200b", "😀" * 50, "?" * 20_000, "a\u0301" * 500, "\U000e0041\U000e007f", "ﷺ" * 200],
    ids=["zero byte", "nothing visible", "emoji", "very long", "combining marks", "tags", "ligatures"],
)
def test_no_text_breaks_the_matching(app: Flask, text: str) -> None:
    factories.claim(WHATSAPP)

    (match,) = ask(text, only_shown=False)

    assert match.band is Band.RELATED


def test_an_empty_archive_answers_nothing(app: Flask) -> None:
    assert ask(WHATSAPP, url="https://example.org/a", only_shown=False) == []
    assert db.session.scalars(db.select(Claim)).all() == []
