"""In which language and script a text is written."""

from __future__ import annotations

import pytest

from search.text.language import Tongue, script_of


@pytest.mark.parametrize(
    "text,script",
    [
        ("Graz brennt", "LATIN"),
        ("17 Ο σκύλος", "GREEK"),
        ("კატა", "GEORGIAN"),
        ("แมว", "THAI"),
        ("बिल्ली", "DEVANAGARI"),
        ("Москва, eigentlich Moskau in Russland", "LATIN"),
        ("!? 12", ""),
        ("", ""),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    "one,other,alike",
    [
        (("de", "LATIN"), ("de", "LATIN"), True),
        (("de", "LATIN"), ("en", "LATIN"), False),
        (("", "LATIN"), ("en", "LATIN"), True),
        (("und", "LATIN"), ("en", "LATIN"), True),
        (("", "GEORGIAN"), ("en", "LATIN"), False),
        (("de", ""), ("de", "LATIN"), True),
        (("sr", "CYRILLIC"), ("sr", "LATIN"), False),
    ],
)
def test_two_texts_are_in_one_language_as_far_as_that_is_known(
    one: tuple[str, str], other: tuple[str, str], alike: bool
) -> None:
    assert Tongue(*one).is_that_of(Tongue(*other)) is Tongue(*other).is_that_of(Tongue(*one)) is alike
