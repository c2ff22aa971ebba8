"""The minimal pairs are what the measurement says of them, and its figures are right."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from bench.measurements.opposites import Figures, Pair, Seen, as_json, measure, read_pairs
from search.ranking.bands import Band


def pair(name: str, expect: str) -> Pair:
    return Pair(name, "de", f"kind of {name}", expect, "Ein Satz.", "Ein Beitrag.", held_out=False, join=False)


def test_there_are_enough_pairs_of_enough_kinds_in_both_languages_and_none_twice() -> None:
    shown, held_out = read_pairs(held_out=False), read_pairs(held_out=True)
    pairs = [*shown, *held_out]
    assert len(pairs) >= 600
    assert len({one.kind for one in pairs}) >= 20
    assert len({one.id for one in pairs}) == len({(one.claim, one.post) for one in pairs}) == len(pairs)
    counts = Counter((one.lang, one.expect) for one in pairs)
    assert set(counts) == {(lang, expect) for lang in ("de", "en") for expect in ("opposite", "same")}
    assert min(counts.values()) >= 150
    assert len(held_out) >= len(pairs) / 4
    assert not [one.id for one in pairs if one.join and one.expect == "opposite"]
    assert {one.kind for one in held_out} - {one.kind for one in shown}, "some kinds nobody has seen"


def test_the_figures_can_be_reckoned_by_hand() -> None:
    seen = [
        Seen(pair("a", "opposite"), Band.SAME, joined=False),
        Seen(pair("b", "opposite"), Band.LIKELY, joined=True),
        Seen(pair("c", "opposite"), Band.LIKELY, joined=False),
        Seen(pair("d", "opposite"), None, joined=False),
        Seen(pair("e", "same"), Band.SAME, joined=True),
    ]
    assert Figures.of(seen[:4]) == Figures(pairs=4, same=0.5, joined=0.25, likely=0.5)
    figures = as_json(seen)
    assert (figures["opposite same"], figures["same joined"]) == (0.5, 1)
    assert isinstance(figures["kinds"], list)
    assert len(figures["kinds"]) == 5


def test_pairs_go_through_the_product() -> None:
    closing, spinach = "Der Zoo in Graz schließt im Mai.", "Spinat hat viel Eisen."
    copy = replace(pair("copy", "same"), claim=closing, post=closing)
    other = replace(pair("other", "opposite"), claim=spinach, post="Mein Fahrrad ist blau und steht am Bahnhof.")
    one, two = measure([copy, other])
    assert (one.band, one.joined) == (Band.SAME, True)
    assert (two.band, two.joined) == (None, False)
