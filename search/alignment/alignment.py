"""A post laid against a claim, word for word: whether they say the same, and in what they differ.

Neither vectors nor shared words see a direction: "senkt" and "erhöht" are as near to each other as two spellings of
one word. So the sentences that met are laid side by side, and each difference is told apart: harmless, like another
form of a word, its slip, its synonym or a small word more; or telling, like its opposite, another number, place or
person, two nouns that changed places, or a "no" on one side only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from search.alignment import lexicon, small_words
from search.alignment.additions import Addition, addition_of
from search.alignment.differences import Difference, Telling
from search.alignment.naming import substitution
from search.alignment.pairing import How, Pairing, contrary, is_slip, paired
from search.alignment.reading import Reading, Sentence, Sort, Unit
from search.alignment.roles import swapped
from search.alignment.small_words import ALONE, Group
from search.alignment.tense import Tense, is_passive, is_preterite, tense_of
from search.facts.values import same_value

# From these shares of the claim's words, and of those of the post's sentences that met it, the two are one sentence
# with changes. Below, a post is worded freely, and a small word more or less says nothing.
CLOSE_TO_CLAIM = 0.6
CLOSE_TO_POST = 0.5
# A sentence of the post has met the claim with this share of its words in it.
MET = 0.34


class Finding(StrEnum):
    """What laying two texts side by side says."""

    # Word for word the same, but for what is harmless.
    SAME = "same"
    # They differ in what matters.
    TELLING = "telling"
    # One sentence with other words in it, of which nobody can tell whether they mean the same.
    CHANGED = "changed"
    # Worded freely.
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Alignment:
    """What came of it. `share` is that of the claim's words that the post has, 0 to 1.

    `is_tight` when nothing differs but spelling and small words, so that the two may be called one text.
    """

    finding: Finding
    differences: tuple[Difference, ...] = ()
    share: float = 0.0
    is_tight: bool = False

    @property
    def reverses(self) -> bool:
        """Whether the post says the opposite of the claim."""
        return any(difference.reverses for difference in self.differences)


FREE = Alignment(Finding.FREE)


def aligned(post: Reading, claim: Reading) -> Alignment:
    """Lay a post against a claim that was read in the same language.

    Languages without lists are never the same by this, nor are texts that were cut.
    """
    if post.lang != claim.lang or post.lang not in lexicon.LANGUAGES:
        return FREE
    if not post.sentences or not claim.sentences:
        return FREE
    core, beside = _met(post, claim)
    theirs = _joined(claim.sentences)
    if not theirs.content:
        return FREE
    mine = _joined(core)
    mine, theirs = _with_small_slips(mine, theirs), _with_small_slips(theirs, mine)
    pairing = paired(mine.content, theirs.content, post.lang)
    share = _share(theirs.content, pairing.claim)
    one_word = len(pairing.post) <= 1 and len(pairing.claim) <= 1 and bool(pairing.pairs)
    if not one_word and (share < CLOSE_TO_CLAIM or _share(mine.content, pairing.post) < CLOSE_TO_POST):
        return Alignment(Finding.FREE, share=share)
    pairing.post = list(_needed(pairing.post, mine))
    pairing.claim = list(_needed(pairing.claim, theirs))
    told = [*_told(mine, theirs, pairing), *_beside(beside)]
    if told:
        return Alignment(Finding.TELLING, tuple(told), share)
    replaced = _replaced(pairing)
    if replaced:
        return Alignment(Finding.CHANGED, tuple(replaced), share)
    others = [addition_of(sentence) for sentence in beside if not sentence.is_head and not sentence.is_optional]
    if pairing.post or pairing.claim or Addition.OTHER in others or post.is_cut or claim.is_cut:
        return Alignment(Finding.FREE, share=share)
    tight = pairing.loosest <= How.FORM and not others and _in_order(pairing) and _same_small(mine, theirs)
    return Alignment(Finding.SAME, share=share, is_tight=tight)


# -------------------------------------------------------------------------------------------- what met what


def _met(post: Reading, claim: Reading) -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences of a post that share enough with the claim, and the others."""
    lemmas = frozenset(lemma for sentence in claim.sentences for lemma in sentence.lemmas)
    forms = frozenset(unit.form for sentence in claim.sentences for unit in sentence.content)
    core: list[Sentence] = []
    beside: list[Sentence] = []
    for sentence in post.sentences:
        words = sentence.content
        shared = sum(unit.lemma in lemmas or unit.form in forms for unit in words)
        met = words and shared >= MET * len(words) and (shared > 1 or len(words) <= 2)
        (core if met else beside).append(sentence)
    if not core and post.sentences:
        # Nothing but slips and other forms: the longest is the one.
        core = [max(post.sentences, key=lambda sentence: len(sentence.content))]
        beside.remove(core[0])
    return core, beside


def _joined(sentences: Sequence[Sentence]) -> Sentence:
    if len(sentences) == 1:
        return sentences[0]
    units: list[Unit] = []
    clauses = 0
    for sentence in sentences:
        for unit in sentence.units:
            units.append(replace(unit, clause=unit.clause + clauses, place=len(units)))
        clauses = units[-1].clause + 1 if units else 0
    return Sentence(" ".join(one.text for one in sentences), sentences[0].lang, tuple(units), asks=False)


def _share(words: Sequence[Unit], left: Sequence[Unit]) -> float:
    return 1 - len(left) / len(words) if words else 0.0


def _same_small(mine: Sentence, theirs: Sentence) -> bool:
    """Return whether two sentences have the same small words, but for articles and what people put in to sound sure."""
    ours, others = (
        Counter(unit.form for unit in sentence.units if unit.sort is Sort.SMALL and unit.form not in small_words.LIGHT)
        for sentence in (mine, theirs)
    )
    return ours == others


def _in_order(pairing: Pairing) -> bool:
    places = [one.place for one, _, _ in sorted(pairing.pairs, key=lambda pair: pair[1].place)]
    return places == sorted(places)


def _needed(left: Sequence[Unit], sentence: Sentence) -> Iterator[Unit]:
    """Yield words that only one side has, without hashtags around it and what only says who somebody is ("Dr.")."""
    for unit in left:
        after = sentence.units[unit.place + 1 : unit.place + 2]
        is_title = lexicon.is_title(unit.lemma) and after and after[0].sort is Sort.CONTENT and after[0].is_capital
        if not unit.is_optional and not is_title:
            yield unit


def _with_small_slips(sentence: Sentence, other: Sentence) -> Sentence:
    """Return a sentence in which misspelt small words of the other one are read as those."""
    small = [unit for unit in other.units if unit.sort is Sort.SMALL and len(unit.form) > 3]
    forms = {unit.form for unit in other.units}
    units = []
    for unit in sentence.units:
        if unit.sort is Sort.CONTENT and unit.form not in forms:
            meant = next((one for one in small if is_slip(unit, one, sentence.lang)), None)
            if meant is not None:
                unit = replace(unit, sort=Sort.SMALL, form=meant.form, groups=meant.groups)
        units.append(unit)
    return replace(sentence, units=tuple(units))


# ------------------------------------------------------------------------------------------- what is telling


def _told(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    yield from _facts(mine, theirs)
    yield from _counted(mine, theirs, pairing)
    opposites = list(_opposites(pairing, mine.lang))
    small = list(_small(mine, theirs))
    yield from _directions(mine, theirs, pairing, opposites, small)
    yield from _names(pairing, mine.lang)
    pairs = [(one, other) for one, other, how in pairing.pairs if how not in {How.COMPOUND, How.APART}]
    swap = swapped(mine, theirs, pairs)
    if swap is not None:
        ours, others = zip(*swap, strict=True)
        ours, others = (sorted(units, key=lambda unit: unit.place) for units in (ours, others))
        yield Difference(Telling.ROLE, _written(ours), _written(others))
    yield from _times(mine, theirs, pairing)
    yield from _numbers_of_things(mine, theirs, pairing)


def _written(units: Iterable[Unit]) -> tuple[str, ...]:
    return tuple(unit.written for unit in units)


def _facts(mine: Sentence, theirs: Sentence) -> Iterator[Difference]:
    """Yield numbers and dates that are others, or the same in another order with other things after them."""
    for sort, kind in ((Sort.NUMBER, Telling.NUMBER), (Sort.DATE, Telling.DATE)):
        ours = [unit for unit in mine.units if unit.sort is sort]
        others = [unit for unit in theirs.units if unit.sort is sort]
        new = [unit for unit in ours if not any(_same_fact(unit, other) for other in others)]
        missing = [unit for unit in others if not any(_same_fact(unit, other) for other in ours)]
        if new or missing:
            yield Difference(kind, _written(new), _written(missing))
        elif len(ours) == len(others) > 1 and not all(map(_same_fact, ours, others)):
            if _of_what(mine, sort) != _of_what(theirs, sort):
                yield Difference(kind, _written(ours), _written(others))


def _counted(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    """Yield the same number of other things: "fünf Gramm" and "fünf Kilo", "six per cent" and "six pounds"."""
    here, there = _things(mine, pairing.post), _things(theirs, pairing.claim)
    for value in here.keys() | there.keys():
        ours, others = here.get(value), there.get(value)
        known = [unit.fact.unit for unit in (*mine.units, *theirs.units) if unit.fact and unit.lemma == value]
        if (ours is not None and (others is not None or any(known))) or (others is not None and any(known)):
            left = [one for one in (ours, others) if one is not None]
            pairing.post = [unit for unit in pairing.post if unit not in left]
            pairing.claim = [unit for unit in pairing.claim if unit not in left]
            yield Difference(
                Telling.NUMBER, _written([ours] if ours else []), _written([others] if others else [])
            )


def _things(sentence: Sentence, left: Sequence[Unit]) -> dict[str, Unit]:
    """Return what is left of a sentence and stands right after a number, by the number's value."""
    found = {}
    for number in sentence.units:
        after = sentence.units[number.place + 1 : number.place + 3]
        if number.sort is Sort.NUMBER:
            thing = next((unit for unit in after if unit.sort is Sort.CONTENT), None)
            if thing is not None and thing in left:
                found[number.lemma] = thing
    return found


def _same_fact(one: Unit, other: Unit) -> bool:
    return one.fact is not None and other.fact is not None and same_value(one.fact, other.fact)


def _of_what(sentence: Sentence, sort: Sort) -> set[tuple[str, str]]:
    """Return the numbers of a sentence, each with the word before it and the next word of matter after it."""
    found = set()
    for number, unit in enumerate(sentence.units):
        if unit.sort is sort:
            before = sentence.units[number - 1].form if number else ""
            found.add((unit.lemma, before))
    return found


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
    contrary = [Difference(Telling.OPPOSITE, (one.written,), (other.written,)) for one, other in opposites]
    no = {unit.written for unit, _ in (*ours, *others)}
    turning = [*contrary, *(found for found in small if _turns(found, no))]
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
        yield Difference(Telling.NEGATION, _written(unit for unit, _ in ours), _written(unit for unit, _ in others))
        return
    same = {(one.place, other.place) for one, other, _ in pairing.pairs}
    for (no, what), (nein, denied) in zip(ours, others, strict=True):
        if what is not None and denied is not None and (what.place, denied.place) not in same:
            yield Difference(Telling.NEGATION, (no.written, what.written), (nein.written, denied.written))


_ALWAYS = frozenset({"immer", "stets", "always", "every", "jedes"})


def _turns(difference: Difference, no: set[str]) -> bool:
    """Return whether a difference between small words is undone by a "not": "nicht wenige" and "viele".

    "None" and "all" are not: the "no" is in the word itself.
    """
    if difference.kind is Telling.OPPOSITE:
        return True
    one_each = len(difference.post) == len(difference.claim) == 1
    return difference.kind is Telling.QUANTITY and one_each and no.isdisjoint((*difference.post, *difference.claim))


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
        if new and gone and _differ(group, set(new), set(gone)) or (group in ALONE and (new or gone)):
            yield Difference(_KINDS[group], _of(mine, group, new), _of(theirs, group, gone))


_KINDS = {
    Group.MODALITY: Telling.MODALITY,
    Group.QUANTITY: Telling.QUANTITY,
    Group.LIMIT: Telling.CONDITION,
    Group.DEGREE: Telling.QUANTITY,
    Group.CHOICE: Telling.CHOICE,
    Group.CONDITION: Telling.CONDITION,
    Group.WITH: Telling.OPPOSITE,
    Group.ORDER: Telling.TIME,
    Group.HEIGHT: Telling.OPPOSITE,
    Group.SIDE: Telling.OPPOSITE,
    Group.WAY: Telling.OPPOSITE,
    Group.PERSON: Telling.PERSON,
    Group.AGAIN: Telling.TIME,
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


def _names(pairing: Pairing, lang: str) -> Iterator[Difference]:
    """Yield places, persons, groups and other names that stand for each other, and take them off what is left."""
    for unit, other in list(_in_place(pairing)):
        kind = substitution(unit, other, lang)
        if kind is not None:
            pairing.post.remove(unit)
            pairing.claim.remove(other)
            yield Difference(kind, (unit.written,), (other.written,))


def _replaced(pairing: Pairing) -> list[Difference]:
    return [Difference(Telling.WORD, (unit.written,), (other.written,)) for unit, other in _in_place(pairing)]


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
    after = min(((here, there) for here, there in zip(mine, theirs, strict=True) if here > place), default=(10**6, 10**6))
    return (before[1], after[1]) if before[1] < after[1] else (after[1], before[1])


def _times(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    """Yield that one tells of the past and the other does not, where their verbs show it."""
    here, there = tense_of(mine), tense_of(theirs)
    if here is there or Tense.PAST not in {here, there}:
        return
    ours, others = _verbs(mine), _verbs(theirs)
    if not ours and not others:
        return
    if mine.lang == "de" and {here, there} == {Tense.PAST, Tense.PRESENT} and not _shows(ours, others, pairing):
        return
    yield Difference(Telling.TIME, ours, others)


_AUXILIARIES = frozenset(
    "ist sind war waren wird werden wurde wurden hat haben hatte hatten is are was were will has have had did usedto".split()
)


def _verbs(sentence: Sentence) -> tuple[str, ...]:
    found = [unit.written for unit in sentence.units if unit.written.casefold() in _AUXILIARIES]
    if found:
        return tuple(found)
    return tuple(unit.written for unit in sentence.content if is_preterite(unit))[:1]


def _shows(ours: Sequence[str], others: Sequence[str], pairing: Pairing) -> bool:
    """Return whether present and past stand against each other in the same verb."""
    if ours and others:
        return True
    return any(is_preterite(one) != is_preterite(other) for one, other, _ in pairing.pairs if one.lemma == other.lemma)


def _numbers_of_things(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    """Yield that one person or thing has become several: in what has happened, that is another report."""
    if tense_of(mine) is not Tense.PAST or is_passive(mine) != is_passive(theirs):
        return
    for one, other, how in pairing.pairs:
        if how is How.FORM and one.lemma == other.lemma and one.form != other.form and _is_plural(one, other, mine, theirs):
            yield Difference(Telling.QUANTITY, (one.written,), (other.written,))


def _is_plural(one: Unit, other: Unit, mine: Sentence, theirs: Sentence) -> bool:
    short, long = sorted((one.form, other.form), key=len)
    if mine.lang == "en":
        return one.form == one.lemma != other.form and long == short + "s" or (
            other.form == other.lemma != one.form and long == short + "s"
        )
    if not (one.written[0].isupper() and other.written[0].isupper()):
        return False
    return _verb_number(mine) != _verb_number(theirs)


def _verb_number(sentence: Sentence) -> frozenset[str]:
    """Return the finite verb of a German sentence as far as it shows whether it is about one or several."""
    found = set()
    for unit in sentence.units:
        word = unit.written.casefold()
        if word in {"ist", "war", "wird", "wurde", "hat", "hatte"}:
            found.add("one")
        elif word in {"sind", "waren", "werden", "wurden", "haben", "hatten"}:
            found.add("several")
        elif is_preterite(unit):
            found.add("several" if word.endswith("n") else "one")
    return frozenset(found)


def _beside(beside: Sequence[Sentence]) -> Iterator[Difference]:
    """Yield what the rest of the post does to the claim."""
    kinds = {Addition.DENIAL: Telling.DENIAL, Addition.CALL: Telling.CALL}
    for sentence in beside:
        kind = kinds.get(addition_of(sentence))
        if kind is not None:
            yield Difference(kind, (sentence.text,), ())
