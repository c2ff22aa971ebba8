"""How the beginnings of texts are written."""

from __future__ import annotations

import pytest

from core.web.display import excerpt


@pytest.mark.parametrize(
    "text,shown",
    [
        ("", ""),
        (" \n ", ""),
        ("kurz", "kurz"),
        ("  in\nzwei\t Zeilen ", "in zwei Zeilen"),
        ("genau zwanzig Zeichen", "genau zwanzig …"),
        ("genau zwanzig Buchst", "genau zwanzig Buchst"),
        ("x" * 30, "x" * 20 + " …"),
    ],
)
def test_the_beginning_is_one_line_cut_between_words(text: str, shown: str) -> None:
    assert excerpt(text, 20) == shown
