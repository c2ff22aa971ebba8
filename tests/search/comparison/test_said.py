"""A text that is held against many others is read once."""

from __future__ import annotations

from search.comparison.explanation import explain
from search.comparison.said import Said
from tests.support.counting import calls

LETTER = "Ab dem 1. März verlangt die Stadt Graz von jedem Haushalt 40 Euro für das Wasser aus der Leitung."
OTHERS = [
    LETTER.replace("40", "90"),
    "Die Stadt Graz verlangt keine neue Gebühr für Wasser.",
    "Im März wird das Wasser in Graz teurer, für jeden Haushalt um 40 Euro.",
]


def test_comparing_and_explaining_read_the_text_once() -> None:
    said = Said(LETTER, "de")
    with calls("facts_of", "sentences_of", "compared") as counted:
        for other in OTHERS:
            said.is_almost(other)
            explain(said, [other], "de")
        said.facts_of(LETTER)
    assert counted.with_text(LETTER) == {"compared": 1, "facts_of": 1, "sentences_of": 1}


def test_what_was_read_for_one_other_says_the_same_about_the_next() -> None:
    said = Said(LETTER, "de")
    together = [explain(said, [other], "de") for other in OTHERS]
    assert together == [explain(Said(LETTER, "de"), [other], "de") for other in OTHERS]
    assert [said.is_almost(other) for other in (LETTER + "!!!", *OTHERS)] == [True, False, False, False]
