"""The words of a page are taken out by a process that may break."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from core.fetching import reading
from core.fetching.fetching import Page
from core.fetching.outcomes import NotFetched, Outcome
from core.fetching.reading import Words, words_of

ARTICLE = """<!doctype html><head><meta charset="utf-8"><title>Der  Fall
 Müller</title><meta property="og:description" content="Kurz gesagt: nein."><style>p{}</style>
<body><header>Menü</header><nav>Start</nav><main><h1>Überschrift</h1><p>Eins &amp; <b>zwei</b>.<p>Drei
<script>alert("x")</script></main><footer>Impressum</footer>"""


def page(body: str | bytes, content_type: str = "text/html") -> Page:
    return Page("https://site.de/", 200, content_type, body if isinstance(body, bytes) else body.encode())


def test_the_words_of_an_article_are_told_from_what_stands_around_them() -> None:
    assert words_of(page(ARTICLE)) == Words("Der Fall Müller", "Kurz gesagt: nein.\nÜberschrift\nEins & zwei.\nDrei")


@pytest.mark.parametrize(
    "body, content_type, words",
    [
        ("nur <b> Text", "text/plain", Words("", "nur <b> Text")),
        ("<p>Grüße".encode("latin-1"), "text/html; charset=iso-8859-1", Words("", "Grüße")),
        ("<p>Gr\xfc\xdfe".encode("utf-16"), "text/html", Words("", "Grüße")),
        ("<head><title>A<body>B</title><body>C", "text/html", Words("AB", "C")),
        ("<head><title>A</title><p>B<body><p>C", "text/html", Words("A", "C")),
        ('<meta name="twitter:title" content="A"><div>B', "text/html", Words("A", "B")),
        ("<p>a\u202eb\u200b\x07c", "text/html", Words("", "a b c")),
        ("", "text/html", Words("", "")),
    ],
)
def test_pages_are_read_as_they_come(body: str | bytes, content_type: str, words: Words) -> None:
    assert words_of(page(body, content_type)) == words


def test_of_a_long_page_the_beginning_is_kept() -> None:
    read = words_of(page(f"<title>{'t' * 1000}</title><p>{'wort ' * 50_000}"))
    assert (len(read.title), len(read.text)) == (300, 20_000)


@pytest.mark.parametrize("piece", [b"<a ", b"<!--", b"<nav>", b"<![CDATA[", b"<", b"&#1;", b"<a b='", b"\x00"])
def test_hostile_pages_cost_a_bounded_time(piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_SECONDS", 0.7)
    begun = time.monotonic()
    with suppress(NotFetched):
        assert len(words_of(page(piece * (2_000_000 // len(piece)))).text) <= 20_000
    assert time.monotonic() - begun < 5


def test_a_child_process_that_is_ended_is_no_crash_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_SECONDS", 0.01)
    with pytest.raises(NotFetched) as refused:
        words_of(page("<p>a"))
    assert refused.value.outcome is Outcome.UNREADABLE


def test_a_content_type_that_no_command_line_takes_is_no_crash() -> None:
    with pytest.raises(NotFetched, match="unreadable"):
        words_of(page("<p>a", "text/html; charset=\x00"))


def test_the_child_process_has_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is started without the environment, where the secrets of an installation may stand."""
    monkeypatch.setenv("PYTHONPATH", "/nonexistent")
    monkeypatch.setenv("PYTHONSTARTUP", "/nonexistent")
    assert words_of(page("<p>a")) == Words("", "a")
