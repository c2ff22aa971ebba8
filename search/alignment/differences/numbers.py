"""Numbers and dates of two sentences held against each other: their values, their order, and what they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.alignment.differences.prepositions import are_contrary
from search.alignment.pairing import Pairing
from search.alignment.units import Sentence, Sort, Unit, shown
from search.facts.differences import Difference, DifferenceKind
from search.facts.values import same_value


def other_values(mine: Sentence, theirs: Sentence, beside: Sequence[Sentence]) -> Iterator[Difference]:
    """Yield numbers and dates that are others, or the same in another order with other things after them.

    A side that only says more contradicts nothing, nor does a number that stands in a sentence beside.
    """
    for sort, kind in ((Sort.NUMBER, DifferenceKind.NUMBER), (Sort.DATE, DifferenceKind.DATE)):
        ours, others = _of_sort(mine, sort), _of_sort(theirs, sort)
        new, missing = unpaired(ours, others), unpaired(others, ours)
        missing = unpaired(missing, [unit for sentence in beside for unit in _of_sort(sentence, sort)])
        turned = len(ours) == len(others) > 1 and not all(map(_same_fact, ours, others))
        if new and missing:
            yield Difference(kind, shown(new), shown(missing))
        elif (
            not new
            and not missing
            and _stand_elsewhere(_of_what(mine, sort), _of_what(theirs, sort), mine.lang, turned=turned)
        ):
            yield Difference(kind, shown(ours), shown(others))


def _stand_elsewhere(ours: set[tuple[str, str]], others: set[tuple[str, str]], lang: str, *, turned: bool) -> bool:
    """Return whether the same numbers stand behind other words: in turn, or one behind "by" that was behind "to"."""
    return (turned and ours != others) or any(
        mine == theirs and are_contrary(before, there, lang)
        for mine, before in ours - others
        for theirs, there in others - ours
    )


def same_values(mine: Sentence, theirs: Sentence) -> bool:
    """Return whether each number and date of one sentence stands in the other as well."""
    ours, others = ([*_of_sort(one, Sort.NUMBER), *_of_sort(one, Sort.DATE)] for one in (mine, theirs))
    return not unpaired(ours, others) and not unpaired(others, ours)


def _of_sort(sentence: Sentence, sort: Sort) -> list[Unit]:
    return [unit for unit in sentence.units if unit.sort is sort]


def unpaired(ours: Sequence[Unit], others: Sequence[Unit]) -> list[Unit]:
    """Return the numbers and dates that say the same as none of the others."""
    return [unit for unit in ours if not any(_same_fact(unit, other) for other in others)]


def other_things(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    """Yield the same number of other things: "fünf Gramm" and "fünf Kilo", "six per cent" and "six pounds"."""
    here, there = _things(mine, pairing.post), _things(theirs, pairing.claim)
    for value in here.keys() | there.keys():
        ours, others = here.get(value), there.get(value)
        known = [unit.fact.unit for unit in (*mine.units, *theirs.units) if unit.fact and unit.lemma == value]
        if (ours is not None and (others is not None or any(known))) or (others is not None and any(known)):
            left = [one for one in (ours, others) if one is not None]
            pairing.post = [unit for unit in pairing.post if unit not in left]
            pairing.claim = [unit for unit in pairing.claim if unit not in left]
            yield Difference(DifferenceKind.NUMBER, shown([ours] if ours else []), shown([others] if others else []))


def _things(sentence: Sentence, left: Sequence[Unit]) -> dict[str, Unit]:
    """Return what is left of a sentence and stands right after a number, by the number's value."""
    found = {}
    for number in sentence.units:
        after = sentence.units[number.place + 1 : number.place + 3]
        # What has its unit counts that already: after "10.000 Euro" stands something else.
        if number.sort is Sort.NUMBER and number.fact is not None and not number.fact.unit:
            thing = next((unit for unit in after if unit.sort is Sort.CONTENT), None)
            if thing is not None and thing in left:
                found[number.lemma] = thing
    return found


def _same_fact(one: Unit, other: Unit) -> bool:
    if one.fact is None or other.fact is None or one.sort is not other.sort:
        return False
    return same_value(one.fact, other.fact)


def _of_what(sentence: Sentence, sort: Sort) -> set[tuple[str, str]]:
    """Return the numbers of a sentence, each with the word before it and the next word of matter after it."""
    found = set()
    for number, unit in enumerate(sentence.units):
        if unit.sort is sort:
            before = sentence.units[number - 1].form if number else ""
            found.add((unit.lemma, before))
    return found
