"""Words that were read in a picture are held against those that somebody typed."""

from __future__ import annotations

import pytest

from search.comparison.as_seen import spelled_like
from search.comparison.said import Said

TYPED = "The moon landing was filmed in a hangar in Iowa, Will Illing admitted it in a letter from 2010."


@pytest.mark.parametrize(
    "read",
    [
        TYPED.replace("Iowa", "lowa"),
        TYPED.replace("in a letter", "ina letter"),
        TYPED.replace("hangar", "han gar"),
        TYPED.replace("Will Illing", "WiIl lIling"),
        TYPED.replace("2010", "2O1O"),
        TYPED.replace("Iowa", "1owa"),
        TYPED.replace("Iowa, Will", "lowa,Will"),
    ],
)
def test_what_looks_the_same_is_spelled_as_it_was_typed(read: str) -> None:
    assert spelled_like(read, TYPED) == TYPED
    assert Said(read, "en").is_almost(TYPED)
    assert Said(TYPED, "en").is_almost(read)


@pytest.mark.parametrize("read", [TYPED.replace("2010", "2011"), TYPED.replace("Iowa", "Ohio"), "Nothing of that"])
def test_what_looks_otherwise_stays_as_it_was_read(read: str) -> None:
    assert spelled_like(read, TYPED) == read
    assert not Said(read, "en").is_almost(TYPED)


@pytest.mark.parametrize(
    "one, other",
    [
        ("um 1,5 Prozent", "um 15 Prozent"),
        ("um 1 5 Prozent", "um 15 Prozent"),
        ("bei -5 Grad", "bei 5 Grad"),
        ("mit 2:1 gewonnen", "mit 21 gewonnen"),
        ("um 1.5 Prozent", "um 15 Prozent"),
        ("nur 15% davon", "nur 15 davon"),
        ("am 1/2 davon", "am 12 davon"),
        ("der Mond Io ist kalt", "der Mond 10 ist kalt"),
        ("das ist wahr❌ sagt er", "das ist wahr sagt er"),
        ("das ist w̶a̶h̶r̶ sagt er", "das ist wahr sagt er"),
    ],
)
def test_what_a_sign_or_a_blank_says_is_not_lost(one: str, other: str) -> None:
    assert spelled_like(one, other) == one
    assert spelled_like(other, one) == other


def test_no_number_becomes_another_one() -> None:
    numbers = [str(number) for number in range(1200)]
    assert [spelled_like(f"{number} Euro", f"{number + 1} Euro") for number in range(1199)] == [
        f"{number} Euro" for number in numbers[:1199]
    ]


def test_line_breaks_and_words_that_both_have_are_left_alone() -> None:
    assert spelled_like("Das war in lglau.\n\nUnd in Ulm.", "Das war in Iglau. Und in Ulm.") == (
        "Das war in Iglau. Und in Ulm."
    )
