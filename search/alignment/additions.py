"""What a post says beside the claim: that it is denied, that people should act, or nothing that matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from search.alignment import lexicon
from search.alignment.reading import PARTICLES
from search.alignment.small_words import Group
from search.alignment.tables import sections
from search.alignment.units import Sentence, Sort, Unit


class Addition(StrEnum):
    """What a sentence beside those that met does."""

    HARMLESS = "harmless"
    DENIAL = "denial"
    CALL = "call"
    CONDITION = "condition"
    OTHER = "other"


# "Nur in Graz gehört" settles something, "hier in Graz gehört" does not.
_SETTLING = frozenset({Group.NEGATION, Group.LIMIT, Group.CONDITION})


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language that tell what a sentence does; `data/own/additions` says what each section is."""

    denying: frozenset[str]
    denying_beginnings: tuple[str, ...]
    true: frozenset[str]
    negative: frozenset[str]
    calling: frozenset[str]
    demanding: frozenset[str]
    self: frozenset[str]
    asking: frozenset[str]
    heads: frozenset[str]
    saying: frozenset[str]
    saying_beginnings: tuple[str, ...]

    def denies(self, word: str) -> bool:
        """Return whether a word by itself says that something is not true."""
        return word in self.denying or word.startswith(self.denying_beginnings)

    def says(self, word: str) -> bool:
        """Return whether a word tells who or what is quoted."""
        return word in self.saying or word.startswith(self.saying_beginnings)


@cache
def _words(lang: str) -> _Words:
    table = sections(f"additions.{lang}")
    words = {name: {word.casefold() for line in lines for word in line.split()} for name, lines in table.items()}
    denying, denying_beginnings = _parted(words["denying"])
    saying, saying_beginnings = _parted(words["saying"])
    return _Words(
        denying=denying,
        denying_beginnings=denying_beginnings,
        true=frozenset(words["true"]),
        negative=frozenset(words["not"]),
        calling=frozenset(words["calling"]),
        demanding=frozenset(words["demanding"]),
        self=frozenset(words["self"]),
        asking=frozenset(words["asking"]),
        heads=frozenset(words["heads"]),
        saying=saying,
        saying_beginnings=saying_beginnings,
    )


def _parted(words: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return whole words and, without their star, the beginnings of words."""
    whole = frozenset(word for word in words if not word.endswith("*"))
    return whole, tuple(word.removesuffix("*") for word in words if word.endswith("*"))


def addition_of(sentence: Sentence) -> Addition:
    """Return what a sentence that did not meet the claim adds to it."""
    if sentence.lang not in lexicon.LANGUAGES:
        return Addition.OTHER
    if not sentence.asks and denies([unit.written.casefold() for unit in sentence.units], sentence.lang):
        return Addition.DENIAL
    if sentence.is_head:
        return _of_head(sentence)
    if not sentence.content:
        return Addition.HARMLESS
    if not sentence.asks and _calls(sentence):
        return Addition.CALL
    if sentence.asks:
        is_harmless = not sentence.folded.isdisjoint(_words(sentence.lang).asking)
    else:
        is_harmless = _is_of_the_writer(sentence) and not _is_loud(sentence)
    return Addition.HARMLESS if is_harmless else Addition.OTHER


def _of_head(head: Sentence) -> Addition:
    """Return what stands in front of a colon: where it was heard, "In Graz", or who says so."""
    if _only_introduces(head):
        return Addition.HARMLESS
    before = (None, *head.units)
    settled = any(_settles(unit, after) for after, unit in zip(before, head.units, strict=False))
    return Addition.CONDITION if settled else Addition.OTHER


def _settles(unit: Unit, after: Unit | None) -> bool:
    """Return whether a word says where, when, how many or on what condition."""
    if unit.groups or unit.sort in {Sort.NUMBER, Sort.DATE}:
        return True
    # Persons are called like towns; what stands in a town has a small word before it.
    is_place = after is not None and after.sort is Sort.SMALL and lexicon.is_place(unit.written)
    return unit.sort is Sort.CONTENT and (is_place or lexicon.is_time(unit.lemma))


def denies(words: Sequence[str], lang: str) -> bool:
    """Return whether words, case-folded and in their order, say that something is not true."""
    if lang not in lexicon.LANGUAGES:
        return False
    known = _words(lang)
    for place, word in enumerate(words):
        # "Kein Scherz", "this is no joke" says that it is true.
        if known.denies(word) and known.negative.isdisjoint(words[max(0, place - 2) : place]):
            return True
    return not known.negative.isdisjoint(words) and not known.true.isdisjoint(words)


def _only_introduces(head: Sentence) -> bool:
    """Return whether what stands in front of a colon settles nothing: "Gerade gehört", not "Nur in Bayern"."""
    known, words = _words(head.lang), [unit.written.casefold().rstrip("'’") for unit in head.units]
    if any(map(known.says, words)):
        return _SETTLING.isdisjoint(group for unit in head.units for group, _ in unit.groups)
    return all(
        word in known.heads or (unit.sort is Sort.SMALL and not unit.groups)
        for word, unit in zip(words, head.units, strict=True)
    )


def _is_of_the_writer(sentence: Sentence) -> bool:
    return not sentence.folded.isdisjoint(_words(sentence.lang).self)


def _is_loud(sentence: Sentence) -> bool:
    return sentence.text.rstrip().endswith("!")


def _calls(sentence: Sentence) -> bool:
    known, words = _words(sentence.lang), sentence.folded
    if not words.isdisjoint(known.demanding):
        return True
    if not words.isdisjoint(known.calling) and not _is_of_the_writer(sentence):
        return True
    return _is_loud(sentence) and _is_imperative(sentence)


def _is_imperative(sentence: Sentence) -> bool:
    """Return whether a clause begins with a verb that tells people to act."""
    before = -1
    for unit in sentence.units:
        if unit.clause != before and _tells(unit):
            return True
        before = unit.clause
    return False


def _tells(first: Unit) -> bool:
    if first.groups or first.sort is not Sort.CONTENT:
        return False
    word = first.written.casefold()
    base = lexicon.lemma(word, first.lang)
    if first.lang == "de":
        return base.endswith("n") and word.endswith(("t", "e")) and first.form not in PARTICLES
    return base == word and lexicon.in_dictionary(word, "en")
