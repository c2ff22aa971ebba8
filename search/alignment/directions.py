"""What turns a sentence round: opposites, denials and small words, and those of them that undo each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from search.alignment.numbers import written
from search.alignment.pairing import Pairing, contrary
from search.alignment.reading import Sentence, Sort, Unit
from search.alignment.small_words import ALONE, Group
from search.facts.differences import Difference, DifferenceKind


def directions(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    """Yield what turns a post against a claim; the words of it are taken off what is left."""
    opposites = list(_opposites(pairing, mine.lang))
    yield from _directions(mine, theirs, pairing, opposites, list(_small(mine, theirs)))


def _opposites(pairing: Pairing, lang: str) -> Iterator[tuple[Unit, Unit]]:
    """Yield words of post and claim that say the opposite of each other, and take them off what is left."""
    for unit in list(pairing.post):
        other = next((one for one in pairing.claim if contrary(unit, one, lang)), None)
        if other is not None:
            pairing.post.remove(unit)
            pairing.claim.remove(other)
            yield unit, other


def _directions(
    mine: Sentence,
    theirs: Sentence,
    pairing: Pairing,
    opposites: Sequence[tuple[Unit, Unit]],
    small: Sequence[Difference],
) -> Iterator[Difference]:
    """Yield opposites and denials, but for those that undo each other: "nicht gefährlich" and "ungefährlich"."""
    ours, others = _denied(mine), _denied(theirs)
    contrary = [Difference(DifferenceKind.OPPOSITE, (one.written,), (other.written,)) for one, other in opposites]
    denying = {unit.written for unit, _ in (*ours, *others)}
    turning = [*contrary, *(found for found in small if _turns(found, denying))]
    rest = [found for found in small if found not in turning]
    more = len(ours) - len(others)
    if more and (more + len(turning)) % 2 == 0:
        # "Never without" is "always with".
        for left in (pairing.post, pairing.claim):
            left[:] = [unit for unit in left if unit.lemma not in _ALWAYS]
        yield from rest
        return
    yield from turning
    yield from rest
    if more:
        yield Difference(
            DifferenceKind.NEGATION, written(unit for unit, _ in ours), written(unit for unit, _ in others)
        )
        return
    same = {(one.place, other.place) for one, other, _ in pairing.pairs}
    for (ours_says, what), (theirs_says, denied) in zip(ours, others, strict=True):
        if what is not None and denied is not None and (what.place, denied.place) not in same:
            yield Difference(
                DifferenceKind.NEGATION, (ours_says.written, what.written), (theirs_says.written, denied.written)
            )


_ALWAYS = frozenset({"immer", "stets", "always", "every", "jedes"})


def _turns(difference: Difference, denying: set[str]) -> bool:
    """Return whether a difference between small words is undone by a "not": "nicht wenige" and "viele".

    "None" and "all" are not: the "no" is in the word itself.
    """
    if difference.kind is DifferenceKind.OPPOSITE:
        return True
    one_each = len(difference.post) == len(difference.claim) == 1
    return (
        difference.kind is DifferenceKind.QUANTITY
        and one_each
        and denying.isdisjoint((*difference.post, *difference.claim))
    )


def _denied(sentence: Sentence) -> list[tuple[Unit, Unit | None]]:
    """Return the words that say no, each with what it denies where it sets that against something else."""
    return [
        (unit, _what_is_denied(sentence, unit))
        for unit in sentence.units
        if any(group is Group.NEGATION for group, _ in unit.groups)
    ]


def _what_is_denied(sentence: Sentence, unit: Unit) -> Unit | None:
    before = sentence.units[unit.place - 1] if unit.place else None
    opens = before is None or before.clause != unit.clause or before.form in _CONTRAST
    goes_on = any(after.form in {"sondern", "but"} for after in sentence.units[unit.place + 1 :])
    if not (unit.form.startswith("kein") or opens or goes_on):
        return None
    for after in sentence.units[unit.place + 1 :]:
        if after.sort is Sort.CONTENT:
            return after
        if after.sort is not Sort.SMALL:
            break
    return None


_CONTRAST = frozenset({"und", "aber", "sondern", "and", "but", "nor"})


def _small(mine: Sentence, theirs: Sentence) -> Iterator[Difference]:
    """Yield the groups of small words in which the two have other values."""
    ours, others = _values(mine), _values(theirs)
    for group in Group:
        if group is Group.NEGATION:
            continue
        new, gone = ours[group] - others[group], others[group] - ours[group]
        if not new and not gone:
            continue
        if group is Group.CHOICE and not (new and gone):
            continue
        if (new and gone and _differ(group, set(new), set(gone))) or (group in ALONE and (new or gone)):
            yield Difference(_KINDS[group], _of(mine, group, new), _of(theirs, group, gone))


_KINDS = {
    Group.MODALITY: DifferenceKind.MODALITY,
    Group.QUANTITY: DifferenceKind.QUANTITY,
    Group.LIMIT: DifferenceKind.CONDITION,
    Group.DEGREE: DifferenceKind.QUANTITY,
    Group.CHOICE: DifferenceKind.CHOICE,
    Group.CONDITION: DifferenceKind.CONDITION,
    Group.WITH: DifferenceKind.OPPOSITE,
    Group.ORDER: DifferenceKind.TIME,
    Group.HEIGHT: DifferenceKind.OPPOSITE,
    Group.SIDE: DifferenceKind.OPPOSITE,
    Group.WAY: DifferenceKind.OPPOSITE,
    Group.PERSON: DifferenceKind.PERSON,
    Group.AGAIN: DifferenceKind.TIME,
}
_WAYS = ({"on", "off"}, {"in", "out"}, {"up", "down"})


def _differ(group: Group, new: set[str], gone: set[str]) -> bool:
    if group is Group.WAY:
        return any(new & way and gone & way and (new & way) != (gone & way) for way in _WAYS)
    return True


def _values(sentence: Sentence) -> dict[Group, Counter[str]]:
    found: dict[Group, Counter[str]] = {group: Counter() for group in Group}
    for unit in sentence.units:
        for group, value in unit.groups:
            found[group][value] += 1
    return found


def _of(sentence: Sentence, group: Group, values: Counter[str]) -> tuple[str, ...]:
    return tuple(
        unit.written for unit in sentence.units if any(mine is group and value in values for mine, value in unit.groups)
    )
