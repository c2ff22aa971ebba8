"""Each kind of harmless edit is the same as the claim, and each kind of reversal is told from it, pair by pair.

A kind is a module of tables beside this one: what it calls `SAME…` is harmless, and `OTHER…` says something else.
"""

from __future__ import annotations

from types import ModuleType

import pytest

from search.alignment.alignment import Finding, aligned
from search.alignment.reading import read
from tests.search.alignment.kinds import (
    days_and_times,
    dialect,
    double_negation,
    left_open,
    other_words,
    reversals_in_english,
    reversals_in_german,
    round_a_claim,
    rows_and_capitals,
    turns_of_phrase,
)
from tests.search.alignment.kinds.misses import MISSED, is_told, pairs

KINDS = (
    days_and_times,
    dialect,
    double_negation,
    left_open,
    other_words,
    reversals_in_english,
    reversals_in_german,
    round_a_claim,
    rows_and_capitals,
    turns_of_phrase,
)


def lines(kind: ModuleType, begins: str) -> list[list[str]]:
    return [pair for name, table in vars(kind).items() if name.startswith(begins) for pair in pairs(table)]


SAME = [pair for kind in KINDS for pair in lines(kind, "SAME")]
OTHER = [pair for kind in KINDS for pair in lines(kind, "OTHER")]


@pytest.mark.parametrize("lang,claim,post", SAME)
def test_a_harmless_edit_leaves_the_claim_the_same(lang: str, claim: str, post: str) -> None:
    assert aligned(read(post, lang), read(claim, lang)).finding is Finding.SAME


@pytest.mark.parametrize("lang,claim,post", OTHER)
def test_what_says_something_else_is_never_the_same(lang: str, claim: str, post: str) -> None:
    assert is_told(lang, claim, post)


def test_every_miss_stands_in_a_table() -> None:
    assert set(MISSED) <= {" | ".join(pair) for pair in OTHER}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_pairs(kind: ModuleType) -> None:
    assert len(lines(kind, "OTHER")) > 5


@pytest.mark.parametrize("bound", ["More than", "Over", "Fewer than", "Under", "At least", "At most", "Up to"])
@pytest.mark.parametrize("amount", ["20", "twenty"])
def test_an_amount_is_another_than_its_bound(bound: str, amount: str) -> None:
    post, claim = (read(f"{text} people died in Hull.", "en") for text in (f"{bound} {amount}", amount))

    assert aligned(post, claim).finding is not Finding.SAME
