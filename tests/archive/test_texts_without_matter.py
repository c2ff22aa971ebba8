"""What texts that say nothing find and teach: nothing; and what editors teach about a link stays with that link."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from archive import wordings
from archive.matching import FoundMatch, find_matches
from archive.models import Claim, KeptApart, Wording
from core.db import db, writing
from search.ranking.bands import Band, Lane
from search.text.content import content_of
from tests.support import factories

ARTICLE = "https://beispiel.example/faktencheck/7"
FILM, OTHER = "https://example.org/film/1", "https://example.org/film/2"
SAID = "Achtung: Der grüne Messenger will ab Montag Gebühren von allen, die den Kettenbrief nicht verschicken!"
SHOWN = "Schaut euch dieses Video an, in dem der grüne Messenger ab Montag Gebühren von allen verlangt"


def ask(text: str, url: str = "") -> list[FoundMatch]:
    (found,) = find_matches([content_of(text, url)], only_shown=False)
    return found.matches


def keep_apart(claim: Claim, text: str, url: str = "") -> KeptApart | None:
    with writing():
        return wordings.keep_apart(claim.id, text, "de", url=url)


@pytest.mark.parametrize("text", [".", "Stimmt das?", "Das ist Fake!"])
def test_a_claim_that_says_nothing_is_never_the_same_by_its_words(app: Flask, text: str) -> None:
    claim = factories.claim(text, title=SAID, url=ARTICLE)
    assert [match for match in ask(text) if match.band is Band.SAME] == []
    assert [match for match in ask(SAID) if match.band is Band.SAME] == []
    # Its own article is another matter.
    assert [(match.claim.id, match.band, match.lanes) for match in ask(text, ARTICLE)] == [
        (claim.id, Band.SAME, (Lane.SAME_LINK,))
    ]


@pytest.mark.parametrize("text", ["Fake?", "Bitte prüft dieses Video, das mir meine Tante geschickt hat, danke", "😱"])
def test_a_text_that_says_nothing_finds_nothing_and_teaches_nothing(app: Flask, text: str) -> None:
    claim = factories.claim()
    assert ask(text) == ask(text, FILM) == []
    with writing():
        assert wordings.learn(claim.id, text, "de") is None
        assert wordings.learn(claim.id, text, "de", url=FILM) is None
    assert keep_apart(claim, text) is keep_apart(claim, text, FILM) is None
    assert [db.session.scalars(select(table)).all() for table in (Wording, KeptApart)] == [[], []]


def test_a_text_that_speaks_of_its_film_is_no_wording_and_one_that_stands_alone_is(app: Flask) -> None:
    claim = factories.claim()
    with writing():
        assert wordings.learn(claim.id, SHOWN, "de", url=FILM) is None
        assert wordings.learn(claim.id, SAID, "de", url=FILM) is not None
    assert ask(SAID)[0].lanes[0] is Lane.EXACT_TEXT


@pytest.mark.parametrize("text", [SHOWN, SAID])
def test_a_pair_that_was_kept_apart_under_one_link_is_not_under_another(app: Flask, text: str) -> None:
    claim = factories.claim()
    before = {url: [match.claim.id for match in ask(text, url)] for url in (FILM, OTHER)}
    assert before == {FILM: [claim.id], OTHER: [claim.id]}

    pair = keep_apart(claim, text, FILM)

    assert pair is not None
    assert pair.link == "example.org/film/1"
    assert ask(text, FILM) == ask(f"Hallo zusammen! {text}", FILM) == []
    assert [match.claim.id for match in ask(text, OTHER)] == [claim.id]
    assert keep_apart(claim, text, FILM) is pair
    assert keep_apart(claim, text, OTHER) is not pair


def test_different_hides_no_claim_whose_own_article_was_sent(app: Flask) -> None:
    claim = factories.claim(url=ARTICLE)
    keep_apart(claim, SAID)
    keep_apart(claim, SAID, FILM)
    assert ask(SAID) == ask(SAID, FILM) == []

    assert [match.band for match in ask(SAID, ARTICLE)] == [Band.SAME]
    assert [match.claim.id for match in ask(f"{SAID} {ARTICLE}")] == [claim.id]

    keep_apart(claim, SAID, ARTICLE)
    assert ask(SAID, ARTICLE) == []


def test_a_text_that_spoke_for_itself_is_kept_apart_with_a_link_as_well(app: Flask) -> None:
    claim = factories.claim()
    keep_apart(claim, SAID)
    assert ask(SAID, FILM) == []
    assert ask(f"Hallo zusammen! {SAID}", FILM) == []
