"""Matching: which claims answer a text or a link, and how sure that is said to be."""

from __future__ import annotations

import pytest
from flask import Flask

from search.ranking.bands import Band, Lane
from tests.support import factories
from tests.support.asking import MARATHON, WHATSAPP, ask


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
    assert (match.band, match.lanes) == (Band.SAME, (Lane.SAME_LINK,))
    assert (match.score, match.probability, match.wording) == (None, None, None)


LINK = "https://example.org/artikel/7"
LINKED: list[tuple[str, str, str, Band]] = [
    ("the link alone", LINK, "", Band.SAME),
    ("named beside a text", "Die Bienen waren es, sage ich euch allen jetzt zum letzten Mal.", LINK, Band.SAME),
    ("only asked about", f"Stimmt das? {LINK}", "", Band.SAME),
    (
        "mentioned by a text that claims something",
        f"Nein, die Bienen waren es nicht, siehe {LINK} dazu",
        "",
        Band.LIKELY,
    ),
    ("one of two", f"Ist das wahr? {LINK} https://example.org/b", "", Band.LIKELY),
]


@pytest.mark.parametrize("text,url,band", [row[1:] for row in LINKED], ids=[row[0] for row in LINKED])
def test_a_link_is_as_certain_as_it_is_what_the_text_is_about(app: Flask, text: str, url: str, band: Band) -> None:
    claim = factories.claim(WHATSAPP, url=LINK)

    first = ask(text, url=url)[0]

    assert (first.claim.id, first.band) == (claim.id, band)
    assert first.lanes[0] is Lane.SAME_LINK


def test_a_claim_that_several_lanes_find_is_shown_once_with_all_of_them_the_surest_first(app: Flask) -> None:
    factories.claim(WHATSAPP, title="", url="https://example.org/a")

    (match,) = ask(WHATSAPP, url="https://example.org/a")

    assert match.lanes == (
        *(Lane.EXACT_TEXT, Lane.SAME_LINK, Lane.NEAR_DUPLICATE),
        *(Lane.MEANING, Lane.WORDS, Lane.GRAMS),
    )
    assert match.score is not None


def test_a_chain_letter_with_small_edits_is_the_same(app: Flask) -> None:
    claim = factories.claim(MARATHON, title="")

    first = ask(f"Achtung, bitte weiterleiten! {MARATHON[:-1].replace('gestochen', 'gestchen')}!!")[0]

    assert (first.claim.id, first.band) == (claim.id, Band.SAME)
    assert Lane.NEAR_DUPLICATE in first.lanes
    assert Lane.EXACT_TEXT not in first.lanes
