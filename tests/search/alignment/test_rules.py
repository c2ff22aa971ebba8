"""Patterns that are tried only where the letters stand that they need."""

from __future__ import annotations

import re

import pytest

from search.alignment.rules import applied, needed_by, rule


@pytest.mark.parametrize(
    "pattern,needed",
    [
        (r"\bno longer\b|\bnot any ?more\b", ("no longer", "not any")),
        (r"\b(?:es ist )?kein(?:en?)? zweifel", (" zweifel",)),
        (r"\bcolou?r\b", ("colo",)),
        (r"\b(in|an|auf)['’]?s(?= )", ()),
        (r"\bya\b|x", ()),
        (r"(?<=not )allowed to\b", ("allowed to",)),
        (r"a{2}bcd", ("bcd",)),
    ],
)
def test_the_letters_that_a_pattern_needs_are_read_off_it(pattern: str, needed: tuple[str, ...]) -> None:
    assert needed_by(pattern) == needed


@pytest.mark.parametrize(
    "pattern,text",
    [
        (r"\bno longer\b|\bnot any ?more\b", "It is NOT ANYMORE so"),
        (r"\bgehen sie (?:bitte )?weg\b", "Gehen Sie weg"),
        (r"\bkein(?:en?)? (?:scherz|witz)", "Keinen Witz"),
    ],
)
def test_every_text_that_a_pattern_matches_has_letters_it_needs(pattern: str, text: str) -> None:
    assert re.search(pattern, text, re.IGNORECASE)
    assert applied([rule(pattern, "")], text) != text


def test_rules_are_applied_in_their_order_to_what_the_last_one_left() -> None:
    assert applied([rule("one", "two"), rule("two", "three"), rule("one", "never")], "ONE") == "three"


def test_letters_can_be_named_where_a_pattern_does_not_show_them() -> None:
    assert applied([rule("[ab]x", "", needed=("ax",))], "bx") == "bx"
