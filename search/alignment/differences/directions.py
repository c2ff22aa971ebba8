"""What turns a sentence round: opposites, denials and small words, and those of them that undo each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from search.alignment import lexicon
from search.alignment.pairing import Pairing, contrary
from search.alignment.small_words import ALONE, Group
from search.alignment.units import Sentence, Sort, Unit, shown
from search.facts.differences import Difference, DifferenceKind

# A word that says no, and what it denies where it sets that against something else.
_Denied: TypeAlias = tuple[Unit, Unit | None]


def directions(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    """Yield what turns a post against a claim; the words of it are taken off what is left.

    What undoes each other is not told: "nicht gefährlich" and "ungefährlich".
    """
    ours, others = _denied(mine), _denied(theirs)
    denying = {unit.shown for unit, _ in (*ours, *others)}
    small = list(_small(mine, theirs))
    undoing, contraries = _opposites(pairing, mine.lang, _are_complements), _opposites(pairing, mine.lang, contrary)
    undoing += [found for found in small if _turns(found, denying, mine, theirs)]
    more = len(ours) - len(others)
    turns = len(undoing) + _not_without(mine, theirs)
    if more and (more + turns) % 2 and (nearly := _opposites(pairing, mine.lang, _nearly, most=1)):
        undoing += nearly
        turns += 1
    turning = [*contraries, *undoing]
    # Not to lower is not to raise.
    is_undone = more != 0 and (more + turns) % 2 == 0 and not contraries
    if is_undone:
        # "Never without" is "always with".
        for left in (pairing.post, pairing.claim):
            left[:] = [unit for unit in left if unit.lemma not in _ALWAYS]
        yield from _some(mine, theirs)
    else:
        yield from turning
    yield from (found for found in small if found not in turning)
    yield from _compared(mine, theirs)
    if not is_undone:
        yield from _denials(mine, theirs, ours, others, pairing)
        if not more:
            yield from _without(mine, theirs)


def _compared(mine: Sentence, theirs: Sentence) -> Iterator[Difference]:
    """Yield that something is more than another thing in one, and as much in the other."""
    ours, others = _compares(mine), _compares(theirs)
    if ours and others and ours[0].form != others[0].form:
        yield Difference(DifferenceKind.QUANTITY, shown(ours), shown(others))


def _compares(sentence: Sentence) -> list[Unit]:
    """Return the word by which a sentence compares: "than", or the second of "as … as"; nothing if it does not."""
    more, (first, last) = ("als", ("so", "wie")) if sentence.lang == "de" else ("than", ("as", "as"))
    firsts = [unit.place for unit in sentence.units if unit.form == first]
    for unit in sentence.units:
        if unit.form == more or (unit.form == last and firsts and unit.place - 2 in firsts):
            return [unit]
    return []


def _opposites(
    pairing: Pairing, lang: str, are: Callable[[Unit, Unit, str], bool], most: int | None = None
) -> list[Difference]:
    """Return words of post and claim that say the opposite of each other, and take them off what is left."""
    found: list[Difference] = []
    for unit in list(pairing.post):
        other = next((one for one in pairing.claim if are(unit, one, lang)), None)
        if other is not None and len(found) != most:
            pairing.post.remove(unit)
            pairing.claim.remove(other)
            found.append(Difference(DifferenceKind.OPPOSITE, (unit.shown,), (other.shown,)))
    return found


def _are_complements(one: Unit, other: Unit, lang: str) -> bool:
    return lexicon.are_complements((one.form, one.lemma), (other.form, other.lemma), lang)


def _nearly(one: Unit, other: Unit, lang: str) -> bool:
    return lexicon.are_nearly_complements(one.lemma, other.lemma, lang)


def _denials(
    mine: Sentence, theirs: Sentence, ours: Sequence[_Denied], others: Sequence[_Denied], pairing: Pairing
) -> Iterator[Difference]:
    """Yield that one side says no more often, or says it of something else."""
    if len(ours) != len(others):
        here, there = (shown(unit for unit, _ in denied) for denied in (ours, others))
        yield Difference(DifferenceKind.NEGATION, here, there)
        return
    if _of_all(mine, ours) != _of_all(theirs, others):
        # "Not all" are some, and "none" are none.
        yield Difference(DifferenceKind.QUANTITY, shown(no for no, _ in ours), shown(no for no, _ in others))
        return
    same = {(one.place, other.place) for one, other, _ in pairing.pairs}
    for (our_no, ours_denied), (their_no, theirs_denied) in zip(ours, others, strict=True):
        if ours_denied is None or theirs_denied is None or (ours_denied.place, theirs_denied.place) in same:
            continue
        yield Difference(DifferenceKind.NEGATION, shown((our_no, ours_denied)), shown((their_no, theirs_denied)))


def _of_all(sentence: Sentence, denied: Sequence[_Denied]) -> list[bool]:
    """Return for each word that says no whether it says so of all: "not all", "nicht jeder"."""
    after = [sentence.units[no.place + 1 : no.place + 2] for no, _ in denied]
    return [any((Group.QUANTITY, "all") in unit.groups for unit in units) for units in after]


_ALWAYS = frozenset({"immer", "stets", "always", "every", "jedes"})


def _turns(difference: Difference, denying: set[str], mine: Sentence, theirs: Sentence) -> bool:
    """Return whether a difference between small words is undone by a "not": "nicht wenige" and "viele".

    "None" and "all" are not: the "no" is in the word itself.
    """
    values = [
        {value for unit in sentence.units if unit.shown in words for _, value in unit.groups}
        for sentence, words in ((mine, difference.post), (theirs, difference.claim))
    ]
    if not all(values):
        return False
    if difference.kind is DifferenceKind.OPPOSITE:
        # Who is not for something need not be against it.
        return values[0] | values[1] <= _UNDOING
    if difference.kind is not DifferenceKind.QUANTITY or not len(difference.post) == len(difference.claim) == 1:
        return False
    return denying.isdisjoint((*difference.post, *difference.claim))


_UNDOING = frozenset({"with", "without"})


def _denied(sentence: Sentence) -> list[_Denied]:
    """Return the words of a sentence that say no."""
    return [(unit, _what_is_denied(sentence, unit)) for unit in sentence.denials]


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


def _not_without(mine: Sentence, theirs: Sentence) -> int:
    """Return how often one side says "not without" where the other has neither "with" nor "without"."""
    found = 0
    for says, other in ((mine, theirs), (theirs, mine)):
        ours, others = _values(says), _values(other)
        if others[Group.WITH]:
            continue
        if others[Group.QUANTITY]["all"] and ours[Group.WITH]["without"]:
            # "No dog without" is "every dog with", wherever the words stand.
            found += 1
        else:
            found += sum(
                (Group.NEGATION, "no") in before.groups and (Group.WITH, "without") in unit.groups
                for before, unit in pairwise(says.units)
            )
    return found


def _without(mine: Sentence, theirs: Sentence) -> Iterator[Difference]:
    """Yield that one side says "without" where the other says neither that nor "with"."""
    here, there = (_values(sentence)[Group.WITH] for sentence in (mine, theirs))
    if here["without"] != there["without"] and not (here and there):
        ours, others = _of(mine, Group.WITH, here), _of(theirs, Group.WITH, there)
        yield Difference(DifferenceKind.CONDITION, ours, others)


def _some(mine: Sentence, theirs: Sentence) -> Iterator[Difference]:
    """Yield that one side says it of some: "nobody without" is "all with", and not "some with"."""
    here, there = (_values(sentence)[Group.QUANTITY] for sentence in (mine, theirs))
    new, gone = here - there, there - here
    if new and gone:
        # Told already, or one of those that undo each other.
        return
    for says_no, values in ((mine, gone), (theirs, new)):
        if values.keys() - {"all"} and any(map(_is_of_all, says_no.units)):
            yield Difference(DifferenceKind.QUANTITY, _of(mine, Group.QUANTITY, new), _of(theirs, Group.QUANTITY, gone))


def _is_of_all(no: Unit) -> bool:
    return no.form.startswith("kein") or no.form in {"niemand", "nobody", "no"}


_CONTRAST = frozenset({"und", "aber", "sondern", "and", "but", "nor"})


def _small(mine: Sentence, theirs: Sentence) -> Iterator[Difference]:
    """Yield the groups of small words in which the two have other values."""
    ours, others = _values(mine), _values(theirs)
    for group, kind in _KINDS.items():
        if group in ours or group in others:
            new, gone = ours[group] - others[group], others[group] - ours[group]
            is_told = (new and gone and _differ(group, set(new), set(gone))) or _counts_alone(group, new + gone)
            if is_told or (group is Group.QUANTITY and (_of_some(mine, theirs) or _of_some(theirs, mine))):
                yield Difference(kind, _of(mine, group, new), _of(theirs, group, gone))


def _counts_alone(group: Group, values: Counter[str]) -> bool:
    """Return whether words on one side count where the other has none of their group; "few" are hardly any."""
    return bool(values) and (group in ALONE or "few" in values)


def _of_some(says: Sentence, other: Sentence) -> bool:
    """Return whether one side says of some what the other says of all of a kind: "manche Schulen" and "Schulen".

    That there are some is no more than that there are any.
    """
    there = _values(other)
    if there[Group.QUANTITY] or there[Group.LIMIT] or len(says.denials) != len(other.denials):
        return False
    for unit in says.units:
        if (Group.QUANTITY, "some") in unit.groups and unit.form != "etwas":
            return _THERE_ARE.isdisjoint(before.form for before in says.units[: unit.place])
    return False


_THERE_ARE = frozenset({"gibt", "gab", "hat", "haben", "hatte", "hatten", "there", "has", "have", "had"})

# In the order in which they are told; a "no" is counted by itself, with the opposites.
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
    Group.PHASE: DifferenceKind.TIME,
}
_WAYS = ({"on", "off"}, {"in", "out"}, {"up", "down"})


def _differ(group: Group, new: set[str], gone: set[str]) -> bool:
    if group is Group.WAY:
        return any(new & way and gone & way and (new & way) != (gone & way) for way in _WAYS)
    return True


def _values(sentence: Sentence) -> defaultdict[Group, Counter[str]]:
    found: defaultdict[Group, Counter[str]] = defaultdict(Counter)
    for unit in sentence.units:
        for group, value in unit.groups:
            found[group][value] += 1
    return found


def _of(sentence: Sentence, group: Group, values: Counter[str]) -> tuple[str, ...]:
    return shown(
        unit for unit in sentence.units if any(mine is group and value in values for mine, value in unit.groups)
    )
