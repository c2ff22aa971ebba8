"""Where sentences end."""

from __future__ import annotations

import pytest

from search.text.sentences import sentences_of


@pytest.mark.parametrize(
    "text,sentences",
    [
        ("Erster Satz. Zweiter Satz!", ["Erster Satz.", "Zweiter Satz!"]),
        ("Wirklich?! Ja … Nein.", ["Wirklich?!", "Ja …", "Nein."]),
        ("Am 3. Oktober war es so weit. Dann nicht.", ["Am 3. Oktober war es so weit.", "Dann nicht."]),
        ("Das war 2015. Danach kam nichts.", ["Das war 2015.", "Danach kam nichts."]),
        ("Laut Dr. Muster, z. B. gestern. Stimmt das?", ["Laut Dr. Muster, z. B. gestern.", "Stimmt das?"]),
        ("Mr. Smith and Donald J. Trump met. They left.", ["Mr. Smith and Donald J. Trump met.", "They left."]),
        ("Es kostet 3 Mio. Euro. Viel!", ["Es kostet 3 Mio. Euro.", "Viel!"]),
        ("Er rief: „Halt!“ Dann lief er.", ["Er rief: „Halt!“", "Dann lief er."]),
        ("Überschrift\nErster Satz", ["Überschrift", "Erster Satz"]),
        ("ein Satz, der in\nder Zeile bricht", ["ein Satz, der in\nder Zeile bricht"]),
        ("ein Absatz\n\nnoch einer", ["ein Absatz", "noch einer"]),
        ("Das Wort usw. geht weiter. Ende", ["Das Wort usw. geht weiter.", "Ende"]),
        ("!!! ... 😀", []),
        ("", []),
        ("ohne Punkt", ["ohne Punkt"]),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in sentences_of(text)] == sentences


def test_a_sentence_knows_where_it_begins() -> None:
    text = "  Eins.  Zwei!\n Drei"
    assert [text[one.start : one.start + len(one.text)] for one in sentences_of(text)] == ["Eins.", "Zwei!", "Drei"]


@pytest.mark.parametrize("text", ["!" * 19_999 + "x", "!. " * 6_600, '"' * 20_000, "\n " * 10_000, "Ja. " * 5_000])
def test_hostile_texts_lose_nothing_that_can_be_read(text: str) -> None:
    kept = "".join(sentence.text for sentence in sentences_of(text))
    assert [char for char in kept if char.isalnum()] == [char for char in text if char.isalnum()]
