"""What is written short."""

from __future__ import annotations

import re

import pytest

from search.alignment.abbreviations import written_out
from search.alignment.lexicon import LANGUAGES
from search.alignment.tables import pairs


@pytest.mark.parametrize(
    "short,lang,read",
    [
        ("Das gilt z. B. für Linz", "de", "Das gilt zum Beispiel für Linz"),
        ("Das gilt z.B. für Linz", "de", "Das gilt zum Beispiel für Linz"),
        ("Das gilt zB für Linz", "de", "Das gilt zum Beispiel für Linz"),
        ("Der LKW der FF", "de", "Der Lastwagen der feuerwehr"),
        ("die Vereinigten Staaten von Amerika", "de", "die USA"),
        ("die Vereinten Nationen", "de", "die UN"),
        ("Covid-19 und COVID", "de", "Corona und Corona"),
        ("Prof. Huber", "de", "Professor Huber"),
        ("the U.S.A. and the U.K.", "en", "the USA and the UK."),
        ("in the US today", "en", "in the USA today"),
        ("10 mins by bike", "en", "10 minutes by bicycle"),
        ("Dept. of health", "en", "department of health"),
    ],
)
def test_a_short_form_is_written_out(short: str, lang: str, read: str) -> None:
    assert written_out(short, lang) == read


def test_the_dot_at_the_end_of_a_sentence_stays() -> None:
    assert written_out("Er fährt mit dem LKW.", "de") == "Er fährt mit dem Lastwagen."


@pytest.mark.parametrize(
    "text,lang", [("Die Agenda der Kunst", "de"), ("Ein Käufer zahlt bar", "de"), ("Thus it was done", "en")]
)
def test_the_letters_inside_a_word_are_no_short_form(text: str, lang: str) -> None:
    assert written_out(text, lang) == text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_short_form_of_the_table_is_found_however_it_is_written(lang: str) -> None:
    for short, read in pairs(f"abbreviations.{lang}"):
        spaced = re.sub(r"(?<=\b\w) (?=\w\b)", ". ", short)
        for form in {short, short.title(), spaced, spaced.replace(". ", "."), spaced.replace(". ", "")}:
            assert written_out(f"So {form} - dann", lang) == f"So {read} - dann"
