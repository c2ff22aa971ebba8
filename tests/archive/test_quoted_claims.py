"""A long post in which a claim stands word for word, however short it is and however much stands around it."""

from __future__ import annotations

from flask import Flask

from archive import claims
from search.ranking.bands import Band
from search.ranking.by_sentence import MOST_QUOTABLE
from tests.support import factories
from tests.support.asking import ask

CLAIM = "Essig heilt Krebs."
# Everyday sentences that claim nothing.
DAY = (
    "Heute war ich mit meiner Schwester am See, und das Wetter war herrlich. Zu Mittag gab es Nudeln mit Tomaten, "
    "danach haben die Kinder im Garten gespielt. Am Abend kam noch der Nachbar vorbei und hat von seinem Urlaub "
    "erzählt. Morgen wollen wir die Oma besuchen und ihr beim Umzug helfen, wenn es nicht regnet. "
)


def test_a_short_claim_at_the_end_of_a_long_post_is_found_and_its_sentence_is_told(demo: Flask) -> None:
    claim = factories.claim(CLAIM)
    post = f"{DAY * 3}Und übrigens: ich glaube ja nicht alles. Essig heilt Krebs! {DAY}"

    (found,) = [match for match in ask(post) if match.claim_id == claim.id]

    assert (found.band, found.sentence) == (Band.LIKELY, "Essig heilt Krebs!")


def test_what_denies_it_in_the_same_sentence_does_not_quote_it(demo: Flask) -> None:
    claim = factories.claim(CLAIM)

    found = ask(f"{DAY * 3}Essig heilt keinen Krebs. {DAY}")

    assert Band.SAME not in {match.band for match in found if match.claim_id == claim.id}


def test_a_claim_that_was_taken_back_or_says_nothing_is_not_quoted(demo: Flask) -> None:
    gone, empty = factories.claim(CLAIM), factories.claim("Stimmt das?")
    claims.retract(gone.id)

    found = ask(f"{DAY * 3}{CLAIM} Stimmt das? {DAY}")

    assert {match.claim_id for match in found if match.band is not Band.RELATED}.isdisjoint({gone.id, empty.id})


def test_a_sentence_of_one_word_quotes_nothing(demo: Flask) -> None:
    claim = factories.claim("Chemtrails")

    found = ask(f"{DAY * 3}Chemtrails! {DAY}")

    assert claim.id not in {match.claim_id for match in found if match.band is not Band.RELATED}


def test_only_so_many_sentences_are_looked_up(demo: Flask) -> None:
    claim = factories.claim(CLAIM)
    many = "".join(f"Am Tag {number} war ich im Wald spazieren. " for number in range(MOST_QUOTABLE))

    assert claim.id not in {match.claim_id for match in ask(many + CLAIM) if match.band is Band.LIKELY}
