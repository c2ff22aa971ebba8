"""How the beginnings of texts, links and days are written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from core.web.display import defanged, excerpt, file_size, local_midnight


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


@pytest.mark.parametrize(
    "text, safe",
    [
        ("https://example.org/a.b?c=d.e", "hxxps://example[.]org/a.b?c=d.e"),
        ("http://example.org", "hxxp://example[.]org"),
        ("HTTPS://Example.ORG/", "HxxPS://Example[.]ORG/"),
        ("http:example.org", "hxxp:example[.]org"),
        ("https://user:word@sub.example.org:8443/#a.b", "hxxps://user:word@sub[.]example[.]org:8443/#a.b"),
        ("https://example。org", "hxxps://example[.]org"),
        ("www.example.org/a.b", "www[.]example[.]org/a.b"),
        (
            "Schaut: https://a.example/x und http://b.example. Danke.",
            "Schaut: hxxps://a[.]example/x und hxxp://b[.]example[.] Danke.",
        ),
        ("xhttps://example.org", "xhxxps://example[.]org"),
        ("Ein Satz. Noch einer: 3.500 Euro.", "Ein Satz. Noch einer: 3.500 Euro."),
        ("", ""),
    ],
)
def test_no_program_finds_a_link_in_what_is_defanged(text: str, safe: str) -> None:
    assert defanged(text) == safe
    assert defanged(safe) == safe, "what is defanged stays so"


def test_a_day_begins_where_the_readers_are(app: Flask) -> None:
    assert local_midnight(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert local_midnight(date(2026, 1, 1)) == datetime(2025, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "size, shown",
    [(0, "1 kB"), (23, "1 kB"), (12_345, "12 kB"), (999_400, "999 kB"), (1_000_000, "1.0 MB"), (3_449_000, "3.4 MB")],
)
def test_the_size_of_a_file_is_one_short_number(app: Flask, size: int, shown: str) -> None:
    assert file_size(size) == shown
