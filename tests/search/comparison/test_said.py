"""A text that is held against many others is read once."""

from __future__ import annotations

from search.alignment.alignment import Finding
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
            explain(said, Said(other, "de"))
        said.facts_of(LETTER)
    assert counted.with_text(LETTER) == {"compared": 1, "facts_of": 1, "sentences_of": 2}


def test_what_was_read_for_one_other_says_the_same_about_the_next() -> None:
    said = Said(LETTER, "de")
    together = [explain(said, Said(other, "de")) for other in OTHERS]
    assert together == [explain(Said(LETTER, "de"), Said(other, "de")) for other in OTHERS]
    assert [said.is_almost(other) for other in (LETTER + "!!!", *OTHERS)] == [True, False, False, False]


def test_what_was_read_of_the_other_text_is_not_read_again() -> None:
    other = Said(f"{LETTER} Bitte weiterleiten!", "de")
    with calls("compared") as counted:
        assert all(Said(f"{LETTER}{'!' * number}", "de").is_almost(other) for number in range(1, 4))
    assert counted.with_whole(other.text) == {"compared": 1}


def test_a_text_is_read_anew_for_one_in_another_language() -> None:
    english = Said("In May 2024 the mayor of Graz asked every household for one hundred and five euros.", "en")
    other = Said("In May 2024 the mayor of Graz asked every household for one hundred and five euro.", "de")
    assert english.is_almost(other) == english.is_almost(Said(other.text, "en"))
    with calls("facts_of") as counted:
        english.is_almost(other)
    # The whole for the comparison, and as the one sentence that it is.
    assert counted.with_whole(other.text) == {"facts_of": 2}


def test_a_short_text_with_half_of_the_words_in_common_is_in_the_same_language_whatever_was_guessed() -> None:
    claim = Said("Brown bears escaped Hull zoo", "en")

    assert Said("Brown bears escaped Hull zoo!", "da").laid_against(claim).finding is Finding.SAME
    assert Said("Brune bjørne flygtede fra zoo", "da").laid_against(claim).finding is Finding.UNREAD
