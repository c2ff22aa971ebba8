"""After an update that reads texts and links in another way, what is stored is known by what new texts ask for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from archive import rehashing, wordings
from archive.matching import find_matches
from archive.models import Claim, KeptApart, Wording
from core.db import db, now, writing
from search.ranking.bands import Band, Lane
from search.text.content import content_of
from tests.support import factories

LINK = "https://m.beispiel.example/artikel/7?utm_source=chat"
SAID = "Achtung: Der grüne Messenger will ab Montag Gebühren von allen!"
OTHER = "Im Stadtpark wurde heute Früh ein entlaufener Löwe gesehen."


def rehash() -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    rehashing.rehash(joined=lambda gone, stays: joined.append((gone, stays)))
    db.session.expire_all()
    return joined


def age(table: type[Claim | Wording | KeptApart], **older: str) -> None:
    """Leave rows as a version before would have stored them."""
    with writing() as session:
        session.execute(update(table).values(**older), execution_options={"synchronize_session": False})


def lanes_of(text: str = "", url: str = "") -> list[Lane]:
    (found,) = find_matches([content_of(text, url)])
    return [lane for match in found.matches for lane in match.lanes]


def keep_apart(claim: Claim, text: str, *, digest: str) -> KeptApart:
    with writing():
        pair = wordings.keep_apart(claim.id, text, "de")
        assert pair is not None
        pair.text_hash = digest
    return pair


def pairs() -> list[KeptApart]:
    db.session.rollback()
    return list(db.session.scalars(select(KeptApart).order_by(KeptApart.id)))


def test_a_claim_from_before_is_found_by_its_words_and_its_link_again(app: Flask) -> None:
    claim = factories.claim(url=LINK)
    expected = (claim.text_hash, claim.canonical_url)
    age(Claim, text_hash="old", canonical_url="old")
    assert Lane.EXACT_TEXT not in lanes_of(factories.CLAIM.upper())
    assert lanes_of(url=LINK) == []

    assert rehash() == []

    assert (claim.text_hash, claim.canonical_url) == expected
    assert Lane.EXACT_TEXT in lanes_of(factories.CLAIM.upper())
    assert lanes_of(url="https://beispiel.example/artikel/7") == [Lane.SAME_LINK]


def test_a_wording_from_before_is_found_by_its_words_again(app: Flask) -> None:
    claim = factories.claim()
    with writing():
        wordings.learn(claim.id, SAID, "de")
    age(Wording, text_hash="old")

    rehash()

    (found,) = find_matches([content_of(SAID.upper())])
    assert (found.matches[0].claim.id, found.matches[0].band) == (claim.id, Band.SAME)
    assert found.matches[0].lanes[0] is Lane.EXACT_TEXT


def test_more_rows_than_a_page_are_all_brought_up_to_date(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehashing, "PAGE", 2)
    claims = [factories.claim(f"Die Behauptung Nummer {number} lautet so.") for number in range(5)]
    expected = {claim.id: claim.text_hash for claim in claims}
    age(Claim, text_hash="old")

    rehash()

    assert dict(db.session.execute(select(Claim.id, Claim.text_hash)).all()) == expected


def test_what_is_up_to_date_is_not_written_again(app: Flask) -> None:
    claim = factories.claim()
    before = claim.updated_at

    rehash()
    rehash()

    assert claim.updated_at == before


def test_a_pair_kept_apart_is_known_by_its_words_again(app: Flask) -> None:
    claim = factories.claim()
    pair = keep_apart(claim, SAID, digest="old")

    assert rehash() == []

    assert pair.text_hash == content_of(SAID).text_hash
    with writing():
        again = wordings.keep_apart(claim.id, SAID.upper(), "de")
    assert again is pair


def test_of_two_pairs_of_a_claim_that_are_now_one_the_older_stays(app: Flask) -> None:
    claim, other = factories.claim(), factories.claim(OTHER)
    kept = [
        keep_apart(claim, SAID, digest="old 1"),
        keep_apart(claim, f"{SAID} 🙏", digest="old 2"),
        keep_apart(other, SAID.upper(), digest="old 3"),
        keep_apart(claim, OTHER, digest="old 4"),
    ]
    first, second, third, fourth = (pair.id for pair in kept)

    joined = rehash()

    assert joined == [(second, first)]
    assert [pair.id for pair in pairs()] == [first, third, fourth]


@pytest.mark.parametrize("taken_back", [0, 1, 2], ids=["none", "the older", "both"])
def test_what_stays_stands_if_one_of_them_stood(app: Flask, taken_back: int) -> None:
    claim = factories.claim()
    older, younger = keep_apart(claim, SAID, digest="old 1"), keep_apart(claim, f"{SAID} 🙏", digest="old 2")
    since = younger.learned_at
    with writing():
        for pair in (older, younger)[:taken_back]:
            pair.taken_back_at = now()
        db.session.add_all([older, younger])

    rehash()

    (stays,) = pairs()
    assert (stays.taken_back_at is None) is (taken_back < 2)
    assert (stays.learned_at == since) is (taken_back == 1)


def test_a_pair_may_get_the_hash_that_its_neighbour_had(app: Flask) -> None:
    """Both change at once: for a moment, one could be in the place of the other."""
    claim = factories.claim()
    said, other = content_of(SAID).text_hash, content_of(OTHER).text_hash
    first = keep_apart(claim, SAID, digest="old")
    second = keep_apart(claim, OTHER, digest=said)
    with writing():
        first.text_hash = other
        db.session.add(first)

    assert rehash() == []

    assert [pair.text_hash for pair in pairs()] == [said, other]
    assert (first.id, second.id) == tuple(pair.id for pair in pairs())


def test_a_text_of_which_nothing_is_left_keeps_the_hash_it_had(app: Flask) -> None:
    claim = factories.claim()
    kept = [keep_apart(claim, SAID, digest=f"old {number}") for number in range(2)]
    with writing():
        for pair in kept:
            pair.text = "Weitergeleitet"
            db.session.add(pair)

    assert rehash() == []
    assert [pair.text_hash for pair in pairs()] == ["old 0", "old 1"]


def test_broken_off_in_the_middle_it_can_be_done_again(app: Flask) -> None:
    claim = factories.claim()
    keep_apart(claim, SAID, digest="old 1")
    keep_apart(claim, f"{SAID} 🙏", digest="old 2")
    age(Claim, text_hash="old")

    def break_off(_gone: int, _stays: int) -> None:
        raise ZeroDivisionError

    told: Callable[[int, int], None] = break_off
    with pytest.raises(ZeroDivisionError):
        rehashing.rehash(joined=told)
    assert [pair.text_hash for pair in pairs()] == ["old 1", "old 2"]

    assert len(rehash()) == 1
    assert claim.text_hash == content_of(factories.CLAIM).text_hash
