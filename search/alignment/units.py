"""What a text is read as: sentences, and units in them, each a word, a number or a date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, wraps
from typing import Any, TypeVar

from search.alignment.small_words import Group, Values
from search.facts.reading import Fact

T = TypeVar("T")


class Sort(StrEnum):
    """What a unit is."""

    CONTENT = "content"
    SMALL = "small"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, number or date of a sentence.

    `form` is the spelling that is compared, `lemma` the base form in the same spelling. `fact` is the number or date.
    `is_optional` marks a hashtag at the end, `is_short` a word with a dot behind it inside a sentence,
    `is_named` a word that stands beside another one as a name does: "Stadtrat Huber", "Jana Huber", and `is_bare` a
    German noun that has no article, as names have none. `is_spoken` marks a word of a dialect that was read as one of
    the other sentence, and `is_particle` the part of a German verb that ends its clause.
    `written` is what is read, and `said` what stood in the text where that is something else.
    `clause` and `place` count clauses and units within the sentence.
    """

    written: str
    form: str
    lemma: str
    sort: Sort
    clause: int
    place: int
    is_capital: bool = False
    fact: Fact | None = None
    groups: Values = ()
    is_optional: bool = False
    is_short: bool = False
    is_named: bool = False
    is_bare: bool = False
    is_spoken: bool = False
    is_particle: bool = False
    lang: str = ""
    said: str = ""

    @property
    def shown(self) -> str:
        """What people are shown of it: what stood in the text."""
        return self.said or self.written


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence as units.

    `asks` when it is a question, `is_head` when it stood in front of a colon, `is_dialect` when it is not in the
    standard, `is_open` when a main clause before it leaves open whether it is true. `text` is as it is read, `raw` as
    it was written.
    """

    text: str
    lang: str
    units: tuple[Unit, ...]
    asks: bool
    is_head: bool = False
    is_dialect: bool = False
    is_open: bool = False
    raw: str = ""
    _worked_out: dict[object, Any] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def content(self) -> tuple[Unit, ...]:
        """The words that carry matter."""
        return tuple(unit for unit in self.units if unit.sort is Sort.CONTENT)

    @property
    def is_optional(self) -> bool:
        """Whether it is nothing but hashtags."""
        return all(unit.is_optional for unit in self.units)

    @cached_property
    def denials(self) -> tuple[Unit, ...]:
        """The words that say no."""
        return tuple(unit for unit in self.units if any(group is Group.NEGATION for group, _ in unit.groups))

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """Base forms of the words that carry matter."""
        return frozenset(unit.lemma for unit in self.content)

    @cached_property
    def forms(self) -> frozenset[str]:
        """All words in the spelling that is compared; a misspelt small word as the right one."""
        return frozenset(unit.form for unit in self.units)

    @cached_property
    def folded(self) -> frozenset[str]:
        """All words, small ones too, case-folded as they were written."""
        return frozenset(unit.written.casefold() for unit in self.units)


def shown(units: Iterable[Unit]) -> tuple[str, ...]:
    """Return what people are shown of units; several that were read from one turn of phrase are shown once."""
    found: list[str] = []
    for unit in units:
        if not (unit.said and found and found[-1] == unit.said):
            found.append(unit.shown)
    return tuple(found)


def kept(work: Callable[[Sentence], T]) -> Callable[[Sentence], T]:
    """Keep what a function works out of a sentence with the sentence: a claim is laid against many posts."""

    @wraps(work)
    def once(sentence: Sentence) -> T:
        known: dict[object, T] = sentence._worked_out  # noqa: SLF001 (the one place that fills it)
        if work not in known:
            known[work] = work(sentence)
        return known[work]

    return once


def joined(sentences: Sequence[Sentence]) -> Sentence:
    """Return some sentences, at least one, as one; their clauses stay apart."""
    if len(sentences) == 1:
        return sentences[0]
    units: list[Unit] = []
    clauses = 0
    for sentence in sentences:
        for unit in sentence.units:
            units.append(replace(unit, clause=unit.clause + clauses, place=len(units)))
        clauses = units[-1].clause + 1 if units else 0
    return Sentence(
        " ".join(one.text for one in sentences),
        sentences[0].lang,
        tuple(units),
        asks=False,
        is_dialect=any(one.is_dialect for one in sentences),
        is_open=any(one.is_open for one in sentences),
        raw=" ".join(one.raw for one in sentences),
    )
