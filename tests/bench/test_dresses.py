"""The dresses change what they say they change, and the pairs in other languages are what the bench says of them."""

from __future__ import annotations

from collections import Counter

from bench.measurements import dresses, languages


def test_every_dress_changes_some_claim_and_keeps_it_inside() -> None:
    made = [one for claim in dresses.CLAIMS for one in dresses.dressed(claim)]
    assert {one.dress for one in made if one.dress.startswith("inside")} == {
        f"inside: {name}" for name in dresses.INSIDE
    }
    assert len({one.text for one in made}) >= 600
    assert all(one.claim in one.text for one in made if not one.dress.startswith("inside"))


def test_short_claims_are_among_them() -> None:
    assert sum(len(claim.split()) < 8 for claim in dresses.CLAIMS) >= len(dresses.CLAIMS) * 0.25


def test_six_languages_have_twenty_posts_each_and_some_about_nothing() -> None:
    pairs = languages.read_pairs()
    assert len({pair.id for pair in pairs}) == len({pair.post for pair in pairs}) == len(pairs)
    about, unrelated = (Counter(pair.lang for pair in pairs if bool(pair.claim) is there) for there in (True, False))
    assert len(about) == len(unrelated) == 6
    assert min(about.values()) >= 20
    assert min(unrelated.values()) >= 10


def test_the_shares_can_be_reckoned_by_hand() -> None:
    def seen(claim: str, *, found: bool, others: int) -> languages.Seen:
        return languages.Seen(languages.Pair("x", "fr", claim, "Un texte"), found, others, "related")

    figures = languages.as_json(
        [seen("A", found=True, others=0), seen("B", found=False, others=1), seen("", found=False, others=0)]
    )
    assert (figures["fr found"], figures["fr unrelated shown"]) == (0.5, 0)
