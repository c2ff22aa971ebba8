"""What makes two texts or two links the same thing."""

from __future__ import annotations

import pytest

from search.normalise import canonical_url, names_one_page, normalised, text_hash

SAME = [
    ("capitals", "STIMMT das?", "stimmt DAS?"),
    ("sharp s", "Große Straße", "GROSSE STRASSE"),
    ("white space", " Stimmt\t das?\r\n", "Stimmt das?"),
    ("a non-breaking space", "Stimmt\u00a0das?", "Stimmt das?"),
    ("a zero-width space", "Stim\u200bmt das?", "Stimmt das?"),
    ("a soft hyphen", "Nach\u00adricht", "Nachricht"),
    ("a direction mark", "\u200eStimmt das?\u200f", "Stimmt das?"),
    ("a byte order mark", "\ufeffStimmt das?", "Stimmt das?"),
    ("a zero byte", "Stimmt\x00 das?", "Stimmt das?"),
    ("two spellings of ü", "Mu\u0308nchen", "M\u00fcnchen"),
    ("wide letters", "Ｓｔｉｍｍｔ das?", "Stimmt das?"),
    ("a forwarded line", "Weitergeleitet\nStimmt das?", "Stimmt das?"),
    ("a forwarded line with arrows", "↪️ *Häufig weitergeleitet*\nStimmt das?", "Stimmt das?"),
    ("a forwarded message", "---------- Forwarded message ----------\nStimmt das?", "Stimmt das?"),
    ("forwarded many times", "Forwarded many times\nStimmt das?", "Stimmt das?"),
    ("a forwarded line in the middle", "Stimmt\nWeitergeleitete Nachricht:\ndas?", "Stimmt das?"),
]


@pytest.mark.parametrize("one,other", [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_what_changes_when_a_text_is_passed_on_does_not_matter(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)
    assert text_hash(one) == text_hash(other) != ""


@pytest.mark.parametrize(
    "one,other",
    [
        ("Stimmt das?", "Stimmt das"),
        ("5 Tote", "6 Tote"),
        ("Impfung schützt", "Impfung schützt nicht"),
        ("Der Brief wurde weitergeleitet an das Amt", "Der Brief wurde an das Amt"),
        ("schon", "schön"),
    ],
)
def test_texts_that_say_something_else_stay_apart(one: str, other: str) -> None:
    assert text_hash(one) != text_hash(other)


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\x00", "Weitergeleitet", "↪️ Häufig weitergeleitet"])
def test_a_text_of_which_nothing_is_left_has_no_hash(text: str) -> None:
    assert text_hash(text) == ""


PAGE = "example.org/a/b"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a/b",
        "http://example.org/a/b",
        "HTTPS://EXAMPLE.ORG/a/b",
        "https://www.example.org/a/b/",
        "https://m.example.org/a/b",
        "https://mobile.example.org/a/b",
        "https://example.org:443/a/b",
        "http://example.org:80/a/b",
        "https://example.org/a/b#comments",
        "https://example.org/a/b?utm_source=x&utm_medium=y",
        "https://example.org/a/b?fbclid=abc",
        "https://user:word@example.org/a/b",
    ],
)
def test_all_links_to_a_page_have_one_spelling(url: str) -> None:
    assert canonical_url(url) == PAGE


@pytest.mark.parametrize(
    "url,spelling",
    [
        ("https://example.org/watch?v=1&si=x", "example.org/watch?v=1"),
        ("https://example.org/?b=2&a=1", "example.org?a=1&b=2"),
        ("https://example.org/A", "example.org/A"),
        ("https://example.org:8443/a", "example.org:8443/a"),
        ("https://müller.example/ä", "xn--mller-kva.example/%C3%A4"),
        ("https://example.org/", "example.org"),
        ("https://wwwhat.example/", "wwwhat.example"),
    ],
)
def test_what_makes_another_page_stays_in_the_spelling(url: str, spelling: str) -> None:
    assert canonical_url(url) == spelling


@pytest.mark.parametrize(
    "url",
    [
        "",
        "no link",
        "mailto:a@example.org",
        "http://",
        "http://[",
        "http://example.org:99999/",
        "http://example.org:x/",
        "http://\udcff.example/",
        "https:///path",
    ],
)
def test_what_is_no_link_has_no_spelling_and_breaks_nothing(url: str) -> None:
    assert canonical_url(url) == ""


@pytest.mark.parametrize(
    "url,one_page",
    [
        ("https://example.org", False),
        ("https://example.org/", False),
        ("https://www.example.org/?utm_source=x", False),
        ("https://example.org/a", True),
        ("https://example.org/?p=1", True),
    ],
)
def test_the_front_door_of_a_site_is_not_one_page(url: str, one_page: bool) -> None:
    assert names_one_page(canonical_url(url)) is one_page
