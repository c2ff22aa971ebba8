"""What was typed into the search box is understood without any syntax."""

from __future__ import annotations

import pytest

from core.web.display import defanged, refanged
from review.searching.typed import LONGEST, Typed

REFERENCE = "GC-2026-004217"
LINK = "example.org/a"


@pytest.mark.parametrize(
    "typed, number, is_named",
    [
        ("58", 58, False),
        (" 0058 ", 58, False),
        ("５８", 58, False),
        ("#58", 58, True),
        ("# 58", 58, True),
        ("Fall 58", 58, True),
        ("case #58", 58, True),
        ("Fall Nr. 58", 58, True),
        ("nr 58", 58, True),
        ("58 Tote", None, False),
        ("Fall", None, False),
        ("0", None, False),
        ("9999999999", None, False),
        ("-58", None, False),
        ("5.000", None, False),
    ],
)
def test_a_number_may_be_that_of_a_case(typed: str, number: int | None, is_named: bool) -> None:
    read = Typed.read(typed)
    assert (read.number, read.is_named) == (number, is_named)


@pytest.mark.parametrize(
    "typed",
    [
        *(REFERENCE, "gc-2026-004217", "GC-2026-4217", "GC 2026 004217", " GC–2026—004217 ", "GC2026004217"),
        *("GC\u00a0-\u00a02026\u00a0-\u00a0004217", "GC\u20112026\u2011004217", "\u202aGC-2026-004217\u202c"),
    ],
)
def test_a_reference_is_known_however_it_was_written_down(typed: str) -> None:
    read = Typed.read(typed)
    assert read.references == (REFERENCE,)
    assert read.is_reference


def test_a_reference_among_words_is_known_too() -> None:
    read = Typed.read(f"Frage zu {REFERENCE}, bitte")
    assert (read.references, read.is_reference, read.text) == ((REFERENCE,), False, "Frage zu , bitte")
    assert Typed.read("GCHQ-2026-1").references == ()
    assert len(Typed.read(" ".join(f"GC-2026-{number}" for number in range(1, 30))).references) == 5


@pytest.mark.parametrize(
    "typed",
    [
        *("https://example.org/a", "http://www.example.org/a?utm_source=x", "hxxps://example[.]org/a", "example.org/a"),
        *(
            "hxxp://www[.]example[.]org/a",
            "HXXPS://example[.]org/a",
            "hxxps[:]//example(.)org/a",
            "<https://example.org/a>",
        ),
    ],
)
def test_a_link_is_known_in_whatever_spelling(typed: str) -> None:
    read = Typed.read(typed)
    assert (read.links, read.text) == ((LINK,), "")
    assert read.words, "a text that mentions the link holds the words it is made of"


def test_a_link_among_words_is_looked_for_beside_them() -> None:
    read = Typed.read("Stimmt das: https://example.org/a wirklich?")
    assert (read.links, read.text) == ((LINK,), "Stimmt das: wirklich?")


@pytest.mark.parametrize(
    "link",
    ["https://example.org/a?b=c.d", "http://www.example.org", "www.example.org/a", "https://a.b.example.org:81/"],
)
def test_a_link_from_our_own_pages_is_the_one_that_was_sent(link: str) -> None:
    assert refanged(defanged(link)) == link


@pytest.mark.parametrize("typed", ["", " ", "?!", "%_*\"'", "\u202e\u200b", "„“"])
def test_signs_alone_ask_nothing(typed: str) -> None:
    assert not Typed.read(typed)


@pytest.mark.parametrize(
    "typed", ["gc" * 50_000, "1" * 100_000, "https://a.at/ " * 8_000, "\0" * 100_000, "gc" + " " * 90_000]
)
def test_only_so_much_is_read(typed: str) -> None:
    assert len(Typed.read(typed).text) <= LONGEST
