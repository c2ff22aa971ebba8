"""Long posts: a claim that is one sentence of many is found, and the sentence that met is told."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from archive.matching import find_matches
from archive.models import Claim
from core.db import db
from search.ranking.bands import Band
from search.text.content import content_of
from tests.support.asking import ask

# What people write around it: nothing of it stands in the archive.
AROUND = (
    "Gestern saß ich beim Friseur und habe in einer alten Zeitschrift über das Leben der Otter gelesen.",
    "Meine Nachbarin züchtet seit zwanzig Jahren Dahlien und gewinnt damit jedes Mal den Preis der Gemeinde.",
    "Am Abend gab es bei uns Linsensuppe mit Speck, danach haben wir lange Karten gespielt.",
    "Der neue Fahrplan der Seilbahn hängt jetzt endlich auch unten an der Talstation aus.",
    "Unser Hund hat den Teppich zerbissen, den wir von meinem Großvater aus Triest bekommen hatten.",
    "Wer noch Marmeladengläser mit Deckel übrig hat, kann sie mir gern vor die Tür stellen.",
    "Im Chor suchen sie eine zweite Altstimme, geprobt wird immer dienstags im Pfarrsaal.",
    "Vor dem Rathaus wird das Pflaster erneuert, der Brunnen bleibt bis zum Herbst trocken.",
)


def demo_claim(name: str) -> Claim:
    return db.session.scalars(select(Claim).where(Claim.external_id == f"demo-{name}")).one()


def long_post(claim: str) -> str:
    return " ".join([*AROUND[:5], claim, *AROUND[5:], *AROUND[:4]])


def test_a_claim_in_the_middle_of_a_long_post_is_found_by_its_sentence(demo: Flask) -> None:
    for name in ("de-bargeld-grenze", "de-chemtrails", "de-5g-covid"):
        claim = demo_claim(name)
        post = long_post(claim.text)
        assert len(post) > 1_000

        first, *_ = ask(post)

        assert first.claim.id == claim.id
        assert first.band is Band.LIKELY, "a post that says much more is not the same as the claim"
        assert first.sentence in claim.text
        assert first.sentence


def test_a_short_post_is_asked_as_a_whole(demo: Flask) -> None:
    (match,) = ask(demo_claim("de-chemtrails").text)

    assert (match.band, match.sentence) == (Band.SAME, "")


def test_a_long_post_about_something_else_finds_nothing(demo: Flask) -> None:
    assert ask(long_post("Die Otter sind fort.")) == []


def test_the_posts_of_a_batch_keep_their_own_sentences(demo: Flask) -> None:
    texts = [long_post(demo_claim(name).text) for name in ("de-chemtrails", "de-bargeld-grenze")]

    found = find_matches([content_of(text) for text in ["Kurz und gut.", *texts, "https://example.org/a"]])

    assert [[match.claim.external_id for match in one.matches[:1]] for one in found] == [
        [],
        ["demo-de-chemtrails"],
        ["demo-de-bargeld-grenze"],
        [],
    ]


def test_a_long_copy_of_a_long_claim_is_still_the_same(demo: Flask) -> None:
    claim = demo_claim("de-chemtrails")
    (match, *_) = ask(f"WICHTIG!!! {claim.text} Bitte teilen!")

    assert match.band is Band.SAME
