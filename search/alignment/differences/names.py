"""Words that stand in each other's place, and what they name."""

from __future__ import annotations

from collections.abc import Iterator

from search.alignment import lexicon
from search.alignment.naming import sort_of_name, substitution
from search.alignment.pairing import Pairing
from search.alignment.units import Sentence, Sort, Unit
from search.facts.differences import Difference, DifferenceKind


def other_names(pairing: Pairing, lang: str) -> Iterator[Difference]:
    """Yield places, persons, groups and other names that stand for each other, and take them off what is left."""
    for unit, other in list(_in_place(pairing)):
        kind = substitution(unit, other, lang)
        if kind is not None:
            pairing.post.remove(unit)
            pairing.claim.remove(other)
            yield Difference(kind, (unit.shown,), (other.shown,))


def added_places(mine: Sentence, theirs: Sentence, pairing: Pairing, lang: str) -> Iterator[Difference]:
    """Yield a place that only one side names, right beside one that both name: there are several towns of a name."""
    for left, sentence, is_ours in ((pairing.post, mine, True), (pairing.claim, theirs, False)):
        for unit in list(left):
            beside = sentence.units[max(0, unit.place - 1) : unit.place + 2]
            both = [one for one in beside if one not in left]
            if _is_place(unit, lang) and any(_is_place(one, lang) for one in both):
                left.remove(unit)
                words = (unit.shown,)
                yield Difference(DifferenceKind.PLACE, words if is_ours else (), () if is_ours else words)


def _is_place(unit: Unit, lang: str) -> bool:
    # "University" and "Hall" are towns as well.
    is_named = lang == "de" or not lexicon.is_small_word(unit.written, lang)
    return unit.sort is Sort.CONTENT and is_named and sort_of_name(unit, lang) is DifferenceKind.PLACE


def replaced(pairing: Pairing) -> list[Difference]:
    """Return the words that stand in each other's place, whatever they are."""
    return [Difference(DifferenceKind.WORD, (unit.shown,), (other.shown,)) for unit, other in _in_place(pairing)]


def _in_place(pairing: Pairing) -> Iterator[tuple[Unit, Unit]]:
    """Yield words of the post with those of the claim in their place: between the same words, or the only ones left."""
    anchors = [(one.place, other.place) for one, other, _ in pairing.pairs]
    left = list(pairing.claim)
    for unit in pairing.post:
        gap = _gap(unit.place, [mine for mine, _ in anchors], [theirs for _, theirs in anchors])
        near = [other for other in left if gap[0] < other.place < gap[1]]
        alone = len(pairing.post) == len(pairing.claim) == 1
        other = near[0] if near else (left[0] if alone and left else None)
        if other is not None:
            left.remove(other)
            yield unit, other


def _gap(place: int, mine: list[int], theirs: list[int]) -> tuple[int, int]:
    """Return between which places of the claim a word of the post would stand, by the words round it."""
    before = max(((here, there) for here, there in zip(mine, theirs, strict=True) if here < place), default=(-1, -1))
    after = min(
        ((here, there) for here, there in zip(mine, theirs, strict=True) if here > place), default=(10**6, 10**6)
    )
    return (before[1], after[1]) if before[1] < after[1] else (after[1], before[1])
