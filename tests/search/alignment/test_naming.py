"""What a word names, and whether another in its place is another."""

from __future__ import annotations

import pytest

from search.alignment.naming import sort_of_name, substitution
from search.alignment.reading import read
from search.alignment.units import Unit
from search.facts.differences import DifferenceKind


def unit(written: str, lang: str) -> Unit:
    text = f"Gestern kam {written} hierher." if lang == "de" else f"Yesterday {written} came here."
    return next(found for one in read(text, lang).sentences for found in one.units if found.written == written)


@pytest.mark.parametrize(
    "written,lang,kind",
    [
        ("Graz", "de", DifferenceKind.PLACE),
        ("Essen", "de", None),
        ("Ukrainer", "de", DifferenceKind.GROUP),
        ("Dienstag", "de", DifferenceKind.TIME),
        ("Strache", "de", DifferenceKind.NAME),
        ("Vertrag", "de", None),
        ("Leeds", "en", DifferenceKind.PLACE),
        ("Hobson", "en", DifferenceKind.NAME),
        ("bread", "en", None),
    ],
)
def test_a_word_names_something(written: str, lang: str, kind: DifferenceKind | None) -> None:
    assert sort_of_name(unit(written, lang), lang) is kind


@pytest.mark.parametrize(
    "one,other,lang,kind",
    [
        ("Graz", "Linz", "de", DifferenceKind.PLACE),
        ("Graz", "Strache", "de", DifferenceKind.NAME),
        ("Direktor", "Direktorin", "de", DifferenceKind.PERSON),
        ("Bauer", "Bäuerin", "de", DifferenceKind.PERSON),
        ("waiter", "waitress", "en", DifferenceKind.PERSON),
        ("Graz", "Vertrag", "de", None),
        ("Graz", "Dienstag", "de", None),
    ],
)
def test_another_word_in_its_place_is_another(one: str, other: str, lang: str, kind: DifferenceKind | None) -> None:
    assert substitution(unit(one, lang), unit(other, lang), lang) is kind
    assert substitution(unit(other, lang), unit(one, lang), lang) is kind
