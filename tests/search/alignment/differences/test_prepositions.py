"""Prepositions in the place of others."""

from __future__ import annotations

import pytest

from search.alignment.alignment import Finding, aligned
from search.alignment.differences.prepositions import are_contrary
from search.alignment.reading import read
from search.facts.differences import DifferenceKind


@pytest.mark.parametrize(
    "one,other,lang,expected",
    [
        ("aus", "nach", "de", True),
        ("nach", "aus", "de", True),
        ("in", "im", "de", False),
        ("aus", "aus", "de", False),
        ("from", "to", "en", True),
        ("at", "in", "en", False),
    ],
)
def test_some_prepositions_are_against_each_other(one: str, other: str, lang: str, expected: bool) -> None:
    assert are_contrary(one, other, lang) is expected


def test_a_noun_behind_another_preposition_is_told_with_it() -> None:
    found = aligned(read("Sie kommen nach Syrien.", "de"), read("Sie kommen aus Syrien.", "de"))

    assert found.finding is Finding.TELLING
    assert [(one.kind, one.post, one.claim) for one in found.differences] == [
        (DifferenceKind.WORD, ("nach", "Syrien"), ("aus", "Syrien"))
    ]


def test_a_no_may_undo_it() -> None:
    post, claim = "Der Hund ging nicht aus dem Haus.", "Der Hund blieb in dem Haus."
    found = aligned(read(post, "de"), read(claim, "de"))

    assert DifferenceKind.WORD not in {difference.kind for difference in found.differences}
