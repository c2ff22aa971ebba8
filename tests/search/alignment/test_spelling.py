"""Words in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.alignment.spelling import plain, spelled


@pytest.mark.parametrize(
    "one,other,lang",
    [
        ("Bäcker", "baecker", "de"),
        ("Straße", "STRASSE", "de"),
        ("Corona-Impfung", "Coronaimpfung", "de"),
        ("Ayşe", "ayse", "de"),
        ("organise", "organize", "en"),
        ("harbour", "harbor", "en"),
        ("centre", "center", "en"),
        ("catalogue", "catalog", "en"),
        ("defence", "defense", "en"),
        ("travelled", "traveled", "en"),
        ("it's", "its", "en"),
    ],
)
def test_two_spellings_are_one(one: str, other: str, lang: str) -> None:
    assert plain(one, lang) == plain(other, lang)


@pytest.mark.parametrize(
    "one,other,lang",
    [
        ("schon", "schön", "de"),
        ("Hute", "Hüte", "de"),
        ("our", "or", "en"),
        ("rise", "rize", "en"),
        ("prise", "prize", "de"),
    ],
)
def test_other_words_stay_apart(one: str, other: str, lang: str) -> None:
    assert plain(one, lang) != plain(other, lang)


@given(st.text(max_size=20), st.sampled_from(["de", "en", "fr"]))
def test_a_spelling_is_small_and_has_no_signs(word: str, lang: str) -> None:
    found = plain(word, lang)

    assert not set(found) & set("-'’")
    assert found == found.casefold() or not found.isascii()


def test_a_text_is_spelled_word_by_word() -> None:
    assert spelled("Die Müllgebühr steigt!") == ("die", "muellgebuehr", "steigt")
