"""Small words that turn a sentence: one of them more or less, and it says something else.

Each stands in a group with its value in it. Two sentences that agree in all else are held against each other group by
group. Words that are in none of the groups, like articles, say nothing by themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from search.alignment import tables
from search.alignment.lexicon import LANGUAGES
from search.alignment.spelling import plain
from search.facts.vocabulary import FUNCTION_WORDS


class Group(StrEnum):
    """What a small word settles; the name of its section in `data/own/small_words`."""

    NEGATION = "negation"
    MODALITY = "modality"
    QUANTITY = "quantity"
    LIMIT = "limit"
    DEGREE = "degree"
    CHOICE = "choice"
    CONDITION = "condition"
    WITH = "with"
    ORDER = "order"
    HEIGHT = "height"
    SIDE = "side"
    WAY = "way"
    PERSON = "person"
    AGAIN = "again"
    PHASE = "phase"


# In these one side's word counts even where the other side has none of the group.
ALONE = frozenset({Group.NEGATION, Group.MODALITY, Group.LIMIT, Group.DEGREE, Group.AGAIN})

# What a remark, a greeting or a head may not have in it: it would settle something.
SETTLING = frozenset({Group.NEGATION, Group.LIMIT, Group.CONDITION})

Values = tuple[tuple[Group, str], ...]


@cache
def _values(lang: str) -> Mapping[str, Values]:
    """Return the small words of a language, each with what it settles."""
    # "Muss" and "muß" are one word, and say so once.
    found: defaultdict[str, dict[tuple[Group, str], None]] = defaultdict(dict)
    table = tables.sections(f"small_words.{lang}")
    for group in Group:
        for line in table.get(group, ()):
            value, _, words = line.partition(": ")
            for word in words.split():
                found[plain(word, lang)][group, value] = None
    return {word: tuple(values) for word, values in found.items()}


@cache
def _section(name: str, lang: str) -> frozenset[str]:
    lines = tables.sections(f"small_words.{lang}")[name]
    return frozenset(plain(word, lang) for line in lines for word in line.split())


@cache
def _empty(lang: str) -> frozenset[str]:
    """Return the words of a language that say nothing by themselves."""
    function_words = (plain(word, lang) for word in FUNCTION_WORDS[lang])
    return _section("filler", lang).union(function_words).difference(_values(lang))


def values_of(word: str, lang: str) -> Values:
    """Return what a word, in one spelling, settles: its groups, each with its value; empty for most words."""
    if lang not in LANGUAGES:
        return ()
    if lang == "de" and word.startswith("kein"):
        return ((Group.NEGATION, "no"),)
    return _values(lang).get(word, ())


def is_empty(word: str, lang: str) -> bool:
    """Return whether a word, in one spelling, says nothing by itself."""
    return lang in LANGUAGES and word in _empty(lang)


def is_small(word: str, lang: str) -> bool:
    """Return whether a word, in one spelling, is a small word of a language, whether or not it settles anything."""
    return is_empty(word, lang) or bool(values_of(word, lang))


def is_light(word: str) -> bool:
    """Return whether a word, in one spelling, is an article or a particle, so that a text is the same without it."""
    return any(word in _section("light", lang) for lang in LANGUAGES)
