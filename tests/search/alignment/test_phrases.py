"""Turns of phrase in one form."""

from __future__ import annotations

import pytest

from search.alignment.phrases import spelled_out, unasked


@pytest.mark.parametrize(
    "asked,lang",
    [
        ("Stimmt es, dass der Turm fällt", "de"),
        ("Ist es wirklich wahr, dass der Turm fällt", "de"),
        ("Könnt ihr bitte prüfen, ob der Turm fällt", "de"),
        ("Ich habe gerade gelesen, dass der Turm fällt", "de"),
        ("Weiß jemand, ob der Turm fällt", "de"),
        ("„Man hört, dass der Turm fällt", "de"),
    ],
)
def test_what_asks_is_taken_off_a_german_sentence(asked: str, lang: str) -> None:
    assert unasked(asked, lang) == "der Turm fällt"


@pytest.mark.parametrize(
    "asked",
    ["Is it true that the tower falls", "Can you check whether the tower falls", "I just heard that the tower falls"],
)
def test_what_asks_is_taken_off_an_english_sentence(asked: str) -> None:
    assert unasked(asked, "en") == "the tower falls"


@pytest.mark.parametrize("told", ["Der Turm stimmt, dass ist wahr", "Il est vrai que la tour tombe"])
def test_what_does_not_ask_stays(told: str) -> None:
    assert unasked(told, "de") == told
    assert unasked(told, "fr") == told


@pytest.mark.parametrize(
    "said,read,lang",
    [
        ("I don't know", "I do not know", "en"),
        ("They won't come", "They will not come", "en"),
        ("He cannot swim", "He can not swim", "en"),
        ("Dogs do not have to swim", "Dogs not neednot swim", "en"),
        ("It no longer rains", "It not rains", "en"),
        ("rather than water", "but not water", "en"),
        ("No. 5 lives", "number 5 lives", "en"),
        ("Open on Sat. from ten", "Open on Saturday from ten", "en"),
        ("WHO says so", "WHO says so", "en"),
        ("half of all trees", "50 percent of trees", "en"),
        ("Er kommt nicht mehr", "Er kommt nicht", "de"),
        ("Gibt's hier Wasser", "Gibt es hier Wasser", "de"),
        ("die Hälfte der Bäume", "50 Prozent der Bäume", "de"),
        ("Lehrer:innen streiken", "Lehrer streiken", "de"),
        ("Tout est dit", "Tout est dit", "fr"),
    ],
)
def test_a_turn_of_phrase_is_brought_to_one_form(said: str, read: str, lang: str) -> None:
    assert spelled_out(said, lang) == read
