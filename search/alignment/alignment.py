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
from search.alignment.assertions import words_of
from search.alignment.dialect import with_words_of
from search.alignment.differences.calls import called_on, supposed
from search.alignment.differences.directions import directions
from search.alignment.differences.exchange import exchanged
from search.alignment.differences.names import added_places, other_names, replaced
from search.alignment.differences.numbers import other_things, other_values, same_values, unpaired
from search.alignment.differences.prepositions import other_directions
from search.alignment.differences.roles import swapped
from search.alignment.differences.signs import denied_by_signs
from search.alignment.differences.tense import tense_of
from search.alignment.differences.times import one_or_several, other_times
from search.alignment.pairing import How, Pairing, paired
from search.alignment.reading import Reading
from search.alignment.slips import is_slip
from search.alignment.units import Sentence, Sort, Unit, joined, shown
from search.facts.differences import Difference, DifferenceKind

# From these shares of the claim's words, and of those of the post's sentences that met it, the two are one sentence
# with changes. Below, a post is worded freely, and a small word more or less says nothing.
CLOSE_TO_CLAIM = 0.6
CLOSE_TO_POST = 0.5
# From these on a small word, a tense or who comes first tells something as well. Of 515 posts that are right answers to
# their claims, 90 were told apart without this bound, most of them by words that stood beside the claim.
VERY_CLOSE_TO_CLAIM = 0.75
VERY_CLOSE_TO_POST = 0.7
# What tells something in any two sentences that are close.
ALWAYS_TELLING = frozenset({DifferenceKind.OPPOSITE, DifferenceKind.NUMBER, DifferenceKind.DATE, DifferenceKind.DENIAL})
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
    # One sentence with hardly another word in it, and nobody can tell what that does.
    UNEXPLAINED = "unexplained"
    # Worded freely.
    FREE = "free"
    # Nobody can lay the two side by side: they are in other languages than the lists are for, or in two.
    UNREAD = "unread"


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
UNREAD = Alignment(Finding.UNREAD)


def aligned(post: Reading, claim: Reading) -> Alignment:
    """Lay a post against a claim that was read in the same language.

    Languages without lists are never the same by this, nor are texts that were cut.
    """
    if post.lang != claim.lang or post.lang not in lexicon.LANGUAGES:
        return UNREAD
    if not post.sentences or not claim.sentences:
        return FREE
    core, beside = _met(post, claim)
    theirs = claim.joined
    if not theirs.content:
        return FREE
    mine = post.joined if len(core) == len(post.sentences) else joined(core)
    mine, theirs = with_words_of(mine, theirs), with_words_of(theirs, mine)
    mine, theirs = _with_small_slips(mine, theirs), _with_small_slips(theirs, mine)
    pairing = paired(mine.content, theirs.content, post.lang)
    share = _share(theirs.content, pairing.claim)
    if not _is_close(mine, pairing, share):
        return Alignment(Finding.FREE, share=share)
    _take_off_needless(pairing, mine, theirs)
    is_very_close = _is_very_close(mine, theirs, pairing)
    slips = [(one, other) for one, other, how in pairing.pairs if how is How.SLIP]
    mine, theirs = _without_slips(mine, slips), _without_slips(theirs, ((other, one) for one, other in slips))
    supposing = tuple(supposed(mine, theirs))
    signs = denied_by_signs(post.sentences, claim.sentences)
    told = (*supposing, *signs, *_told(mine, theirs, pairing, beside), *_beside(beside))
    always = ALWAYS_TELLING.union(one.kind for one in supposing)
    # "Kaum" says of how many and how much at once.
    differences = tuple(dict.fromkeys(one for one in told if is_very_close or one.kind in always))
    finding = Finding.TELLING
    if not differences:
        differences = (*(replaced(pairing) if is_very_close else ()), *_left_open(mine, theirs, pairing))
        is_explained = not (told or pairing.post or pairing.claim) and same_values(mine, theirs)
        if differences:
            finding = Finding.CHANGED
        elif not is_explained and _has_nearly_all(mine, theirs, pairing):
            finding = Finding.UNEXPLAINED
        else:
            says_more = post.is_cut or claim.is_cut or not is_explained
            finding = Finding.FREE if says_more or _says_more_beside(beside) else Finding.SAME
    tight = finding is Finding.SAME and _is_tight(mine, theirs, beside, pairing)
    return Alignment(finding, differences, share, is_tight=tight)


def _is_close(mine: Sentence, pairing: Pairing, share: float) -> bool:
    """Return whether two sentences are one with changes: most words of both are paired, or all but one."""
    if len(pairing.post) <= 1 and len(pairing.claim) <= 1 and pairing.pairs:
        return True
    return share >= CLOSE_TO_CLAIM and _share(mine.content, pairing.post) >= CLOSE_TO_POST


def _is_very_close(mine: Sentence, theirs: Sentence, pairing: Pairing) -> bool:
    """Return whether hardly any word is left over on either side, what says nothing about the claim left out."""
    # "Fängt … an" and "hört … auf" are two words each.
    return (len(pairing.post), len(pairing.claim)) == (2, 2) or _has_nearly_all(mine, theirs, pairing)


def _has_nearly_all(mine: Sentence, theirs: Sentence, pairing: Pairing) -> bool:
    if max(len(pairing.post), len(pairing.claim)) <= 1:
        return True
    here, there = _share(mine.content, pairing.post), _share(theirs.content, pairing.claim)
    return there >= VERY_CLOSE_TO_CLAIM and here >= VERY_CLOSE_TO_POST


def _says_more_beside(beside: Sequence[Sentence]) -> bool:
    """Return whether a sentence beside says something of which nobody can tell what it does to the claim."""
    return Addition.OTHER in map(addition_of, _said_beside(beside))


def _is_tight(mine: Sentence, theirs: Sentence, beside: Sequence[Sentence], pairing: Pairing) -> bool:
    is_near = pairing.loosest <= How.FORM and not _said_beside(beside)
    is_near = is_near and not any(unit.is_spoken for unit in (*mine.units, *theirs.units))
    is_near = is_near and tense_of(mine) is tense_of(theirs)
    return is_near and _in_order(pairing) and _same_small(mine, theirs)


def _said_beside(beside: Sequence[Sentence]) -> list[Sentence]:
    return [
        sentence
        for sentence in beside
        if not sentence.is_optional and not (sentence.is_head and addition_of(sentence) is Addition.HARMLESS)
    ]


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
        met = met or (sentence.is_head and _only_dates(sentence, claim))
        (core if met else beside).append(sentence)
    if not core and post.sentences:
        # Nothing but slips and other forms: the longest is the one.
        core = [max(post.sentences, key=lambda sentence: len(sentence.content))]
        beside.remove(core[0])
    return core, beside


def _only_dates(head: Sentence, claim: Reading) -> bool:
    """Return whether what stands in front of a colon is nothing but when, and the claim has it: "3. Mai: …"."""
    when = [unit for unit in head.units if unit.sort is not Sort.SMALL]
    there = [unit for sentence in claim.sentences for unit in sentence.units if unit.sort in {Sort.DATE, Sort.NUMBER}]
    return bool(when) and all(unit.sort is not Sort.CONTENT for unit in when) and not unpaired(when, there)


def _share(words: Sequence[Unit], left: Sequence[Unit]) -> float:
    return 1 - len(left) / len(words) if words else 0.0


def _same_small(mine: Sentence, theirs: Sentence) -> bool:
    """Return whether two sentences have the same small words, but for articles and what people put in to sound sure."""
    ours, others = (
        Counter(unit.form for unit in sentence.units if unit.sort is Sort.SMALL and not small_words.is_light(unit.form))
        for sentence in (mine, theirs)
    )
    return ours == others


def _in_order(pairing: Pairing) -> bool:
    places = [one.place for one, _, _ in sorted(pairing.pairs, key=lambda pair: pair[1].place)]
    return places == sorted(places)


def _take_off_needless(pairing: Pairing, mine: Sentence, theirs: Sentence) -> None:
    """Take off what only one side has and nobody misses: hashtags around it, and who somebody is ("Dr.")."""
    ours, others = (
        [_is_title(unit, sentence) for unit in left]
        for left, sentence in ((pairing.post, mine), (pairing.claim, theirs))
    )
    # "Stadt Salzburg" and "Land Salzburg" are two.
    is_other = any(ours) and any(others)
    for left, titles in ((pairing.post, ours), (pairing.claim, others)):
        kept = zip(list(left), titles, strict=True)
        left[:] = [unit for unit, is_title in kept if not unit.is_optional and (is_other or not is_title)]


def _is_title(unit: Unit, sentence: Sentence) -> bool:
    after = sentence.units[unit.place + 1 : unit.place + 2]
    is_before_name = bool(after) and after[0].sort is Sort.CONTENT and after[0].is_capital
    return is_before_name and lexicon.is_title(unit.lemma)


def _with_small_slips(sentence: Sentence, other: Sentence) -> Sentence:
    """Return a sentence in which misspelt small words of the other one are read as those."""
    small = [unit for unit in other.units if unit.sort is Sort.SMALL and len(unit.form) > 3]
    forms = {unit.form for unit in other.units}
    slips = {}
    for unit in sentence.content:
        if unit.form not in forms:
            meant = next((one for one in small if is_slip(unit, one, sentence.lang)), None)
            if meant is not None:
                slips[unit.place] = replace(unit, sort=Sort.SMALL, form=meant.form, groups=meant.groups)
    if not slips:
        # What was worked out of its words stays with it.
        return sentence
    return replace(sentence, units=tuple(slips.get(unit.place, unit) for unit in sentence.units))


def _without_slips(sentence: Sentence, slips: Iterable[tuple[Unit, Unit]]) -> Sentence:
    """Return a sentence in which misspelt words are read as those of the other one, so that its tense is seen."""
    meant = {unit.place: other for unit, other in slips if not lexicon.is_known(unit.written, sentence.lang)}
    if not meant:
        return sentence
    units = (
        replace(unit, form=meant[unit.place].form, lemma=meant[unit.place].lemma) if unit.place in meant else unit
        for unit in sentence.units
    )
    return replace(sentence, units=tuple(units))


# ------------------------------------------------------------------------------------------- what is telling


def _left_open(mine: Sentence, theirs: Sentence, pairing: Pairing) -> Iterator[Difference]:
    """Yield that only one side leaves open whether it is so: "Ich wünschte, dass …", "I hope …"."""
    known, is_one_sided = words_of(mine.lang), mine.is_open != theirs.is_open
    ours, others = (
        [unit for unit in left if (is_one_sided and sentence.is_open) or known.doubts(unit.written.casefold())]
        for left, sentence in ((pairing.post, mine), (pairing.claim, theirs))
    )
    if bool(ours) != bool(others) and _has_nearly_all(mine, theirs, pairing):
        yield Difference(DifferenceKind.WORD, shown(ours), shown(others))


def _told(mine: Sentence, theirs: Sentence, pairing: Pairing, beside: Sequence[Sentence]) -> Iterator[Difference]:
    yield from other_values(mine, theirs, beside)
    yield from other_things(mine, theirs, pairing)
    yield from directions(mine, theirs, pairing)
    yield from other_names(pairing, mine.lang)
    yield from added_places(mine, theirs, pairing, mine.lang)
    pairs = [(one, other) for one, other, how in pairing.pairs if how not in {How.COMPOUND, How.APART}]
    swap = swapped(mine, theirs, pairs)
    if swap is not None:
        ours, others = (sorted(units, key=lambda unit: unit.place) for units in zip(*swap, strict=True))
        yield Difference(DifferenceKind.ROLE, shown(ours), shown(others))
    elif (exchange := exchanged(mine, theirs)) is not None:
        yield Difference(DifferenceKind.ROLE, *map(shown, exchange))
    else:
        # Of two that changed places each stands behind the other's preposition; that is told once.
        yield from other_directions(mine, theirs, pairs)
    yield from called_on(mine, theirs, pairing)
    yield from other_times(mine, theirs, pairing)
    yield from one_or_several(mine, theirs, pairing)


def _beside(beside: Sequence[Sentence]) -> Iterator[Difference]:
    """Yield what the rest of the post does to the claim."""
    kinds = {
        Addition.DENIAL: DifferenceKind.DENIAL,
        Addition.CALL: DifferenceKind.CALL,
        Addition.CONDITION: DifferenceKind.CONDITION,
    }
    for sentence in beside:
        kind = kinds.get(addition_of(sentence))
        if kind is not None:
            yield Difference(kind, (sentence.raw,), ())
