"""The same noun or number behind a preposition that says something else: "aus Syrien" and "nach Syrien"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from search.alignment.differences.roles import parts_of
from search.alignment.tables import lines
from search.alignment.units import Sentence, Unit
from search.facts.differences import Difference, DifferenceKind


def other_directions(mine: Sentence, theirs: Sentence, pairs: Sequence[tuple[Unit, Unit]]) -> Iterator[Difference]:
    """Yield nouns that both have, each behind a preposition that is none for the other.

    Where one says "no" more often the direction is turned by that: who did not leave *from* stayed *in*.
    """
    if len(mine.denials) != len(theirs.denials):
        return
    ours, others = parts_of(mine), parts_of(theirs)
    for one, other in pairs:
        here, there = ours.get(one.place), others.get(other.place)
        if here and there and are_contrary(here.preposition, there.preposition, mine.lang):
            words = (here.preposition, one.shown), (there.preposition, other.shown)
            yield Difference(DifferenceKind.WORD, *words)


def are_contrary(one: str, other: str, lang: str) -> bool:
    """Return whether two prepositions, in small letters, tell of another thing or direction."""
    return one != other and frozenset({one, other}) in _contrary(lang)


@cache
def _contrary(lang: str) -> frozenset[frozenset[str]]:
    halves = (line.split(" | ") for line in lines(f"prepositions.{lang}"))
    return frozenset(frozenset(pair) for one, other in halves for pair in product(one.split(), other.split()))
