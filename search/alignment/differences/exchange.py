"""Two words that changed places in a sentence of which nothing else moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from search.alignment.small_words import Group
from search.alignment.units import Sentence, Sort, Unit


def exchanged(mine: Sentence, theirs: Sentence) -> tuple[tuple[Unit, Unit], tuple[Unit, Unit]] | None:
    """Return the two words of each sentence that stand in each other's place, if that is all that differs.

    Who turns a sentence round moves its small words with it: "in Graz tanzt Anna", "Anna tanzt in Graz". Where they
    stay and two other words do not, each has the other's part. What is only counted up, "Graz, Linz und Wien", has
    no parts.
    """
    if len(mine.units) != len(theirs.units):
        return None
    pairs = zip(mine.units, theirs.units, strict=True)
    moved = [(one, other) for one, other in pairs if one.form != other.form]
    if len(moved) != 2:
        return None
    (first, there), (last, here) = moved
    if (first.form, last.form) != (here.form, there.form) or first.sort is not Sort.CONTENT:
        return None
    if is_row(mine.units[first.place : last.place + 1]) or _are_neighbours(first, last):
        return None
    return (first, last), (there, here)


def is_row(units: Sequence[Unit]) -> bool:
    """Return whether words only stand in a row: "Graz, Linz und Wien", "bears, wolves and foxes".

    In a row a comma or an "and" stands between each and the next; only a name may have several words. In a headline in
    capitals every word looks like a name.
    """
    inside = units[1:-1]
    if units[0].clause == units[-1].clause and not any(map(_is_choice, inside)):
        return False
    apart = all(one.clause != next_.clause or _is_choice(one) or _is_choice(next_) for one, next_ in pairwise(units))
    return all(_is_choice(unit) or (unit.sort is Sort.CONTENT and (apart or _is_name(unit))) for unit in inside)


def _are_neighbours(first: Unit, last: Unit) -> bool:
    return last.place == first.place + 1 and not (first.written.isupper() and last.written.isupper())


def _is_choice(unit: Unit) -> bool:
    return any(group is Group.CHOICE for group, _ in unit.groups)


def _is_name(unit: Unit) -> bool:
    return unit.written[0].isupper() and not unit.written.isupper()
