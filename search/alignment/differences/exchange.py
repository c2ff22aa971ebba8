"""Two words that changed places in a sentence of which nothing else moved."""

from __future__ import annotations

from collections.abc import Sequence

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
    if is_row(mine.units[first.place + 1 : last.place]):
        return None
    return (first, last), (there, here)


def is_row(between: Sequence[Unit]) -> bool:
    """Return whether words only stand beside each other: next to each other, or in a row of names."""
    return all(_is_name(unit) or any(group is Group.CHOICE for group, _ in unit.groups) for unit in between)


def _is_name(unit: Unit) -> bool:
    return unit.sort is Sort.CONTENT and unit.written[0].isupper()
