"""What a text has to hold for the words that somebody typed into a search box."""

from __future__ import annotations

import time

import pytest

from search.text.typed_words import TypedWords
from tests.support.budget import allowed

TEXT = "Die Impfungen in Straßburg: 5000 Häuser ohne „grünen Pass“, sagt Müller."


@pytest.mark.parametrize(
    "typed",
    [
        *("impfung", "IMPFUNGEN", "Impf", "Haus", "Häuser", "hauser", "muller", "Strassburg", "burg", "5000", "pass"),
        *("die Impfung in Straßburg", "das Haus von Müller", '"ohne grünen Pass"', "„5000 Häuser“ Impfung"),
        *("im\u200bpfung", "\u202eImpfung\u202c"),
    ],
)
def test_words_are_found_with_other_endings_accents_and_in_compounds(typed: str) -> None:
    assert TypedWords.read(typed).are_in(TEXT)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "500",
            "50000",
            "Impfung Wien",
            "ass",
            '"5000 Haus"',
            '"Häuser 5000"',
            '"ohne Pass"',
            "Impfung „ohne Straßburg“",
        ),
        "Wahl",
    ],
)
def test_numbers_short_words_and_phrases_are_taken_at_their_word(typed: str) -> None:
    assert not TypedWords.read(typed).are_in(TEXT)


def test_little_words_only_count_where_there_are_no_others() -> None:
    assert TypedWords.read("die Impfung und der").are_in("Impfung")
    assert TypedWords.read("und der").are_in("Ja, und der Hund?")
    assert not TypedWords.read("und der").are_in("Ja, der Hund?")


@pytest.mark.parametrize("typed", ["", "  ", "?!…", "%_*", '""', "„“", "\u202e\u200b"])
def test_signs_alone_are_no_words(typed: str) -> None:
    assert not TypedWords.read(typed)


@pytest.mark.parametrize(
    "typed, marked",
    [
        ("impfung haus", ["Impfungen", "Häuser"]),
        ('"5000 häuser" pass', ["5000 Häuser", "Pass"]),
        ("Strassburg", ["Straßburg"]),
        ("Ufer", []),
    ],
)
def test_whole_words_are_marked_where_they_stand(typed: str, marked: list[str]) -> None:
    assert [TEXT[start:end] for start, end in TypedWords.read(typed).places(TEXT)] == marked


@pytest.mark.parametrize("typed", ["und " * 25_000, '"' * 100_000, "ä\u0301" * 50_000, '"a b c" ' * 12_000])
def test_no_text_takes_long(typed: str) -> None:
    started = time.process_time()
    words = TypedWords.read(typed)
    words.are_in(typed)
    list(words.places(typed[:20_000]))
    assert time.process_time() - started < allowed(5), (
        "some tenths of a second are usual; what grows with the square takes hours"
    )
