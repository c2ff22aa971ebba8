"""What is known about single German and English words.

Whether they are words at all, their base forms, what means the same and what the opposite, and what they name.
The lists stand in `data`. Words come as they are written, base forms in the spelling that is compared; answers are
kept, because the same words are asked again and again. A word that no list has is unknown: that says nothing else
about it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

import simplemma

from search.alignment import tables
from search.alignment.opposites import negates, turned_round, unturned
from search.alignment.spelling import plain
from search.facts.vocabulary import places

# Languages with lists. In every other one words are compared by their letters alone.
LANGUAGES = ("de", "en")
# Longer runs of letters are no words anybody knows; the kept answers are counted in words, not in letters.
_LONGEST = 60
_KEPT = 16_384
# What `moments` reads "die Neunziger" as.
_DECADE = re.compile(r"(?:jahrzehnt|decade)\d0")


# ------------------------------------------------------------------------------------------------- words and forms


@cache
def _published(name: str) -> tables.SortedLines:
    return tables.published(name)


@cache
def _base_forms(lang: str) -> Mapping[str, str]:
    return {form.casefold(): base.casefold() for form, base in tables.pairs(f"base_forms.{lang}")}


@lru_cache(maxsize=_KEPT)
def lemma(word: str, lang: str) -> str:
    """Return the base form of a word, case-folded; of a name or an unknown word that is the word itself."""
    if lang not in LANGUAGES or len(word) > _LONGEST or (word[:1].isupper() and is_place(word)):
        return word.casefold()
    own = _base_forms(lang).get(word.casefold())
    if own is not None:
        return own
    found = simplemma.lemmatize(word, lang=lang, low_memory=True)
    if found == word and word[:1].isupper():
        # The first word of a sentence has its capital from standing there.
        found = simplemma.lemmatize(word.casefold(), lang=lang, low_memory=True)
    return found.casefold()


@lru_cache(maxsize=_KEPT)
def in_dictionary(word: str, lang: str) -> bool:
    """Return whether a dictionary of German or English has the word in this or another capitalisation."""
    if lang not in LANGUAGES or len(word) > _LONGEST:
        return False
    forms = {word, word.casefold(), word.capitalize()}
    return any(simplemma.is_known(form, lang=lang, low_memory=True) for form in forms)


@lru_cache(maxsize=_KEPT)
def is_small_word(word: str, lang: str) -> bool:
    """Return whether a dictionary has the word in small letters: a name is not in it so."""
    if lang not in LANGUAGES or len(word) > _LONGEST:
        return False
    return simplemma.is_known(word.casefold(), lang=lang, low_memory=True)


@lru_cache(maxsize=_KEPT)
def is_known(word: str, lang: str) -> bool:
    """Return whether a word, a name or a place is spelt like this."""
    if len(word) > _LONGEST:
        return False
    return in_dictionary(word, lang) or is_place(word) or word.casefold() in _published("names")


# -------------------------------------------------------------------------------------------- the same, the opposite


@cache
def _synonyms(lang: str) -> Mapping[str, frozenset[int]]:
    """Return the words of the own table, each with the numbers of the lines that it stands in."""
    groups: defaultdict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(tables.lines(f"synonyms.{lang}")):
        for word in line.split():
            groups[plain(word, lang)].add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


@cache
def _opposites(lang: str) -> Mapping[str, frozenset[str]]:
    """Return the words of the own table, each with those that say the opposite."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in tables.lines(f"opposites.{lang}"):
        ones, others = ([plain(word, lang) for word in half.split()] for half in line.split("|"))
        for one in ones:
            found[one].update(others)
        for other in others:
            found[other].update(ones)
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=_KEPT)
def mean_the_same(one: str, other: str, lang: str) -> bool:
    """Return whether two base forms may mean the same; words have several meanings, so this proves little alone."""
    if lang not in LANGUAGES:
        return False
    own = _synonyms(lang)
    if not own.get(one, frozenset()).isdisjoint(own.get(other, frozenset())):
        return True
    ours, others = (_beside(f"synonyms.{lang}", word) for word in (one, other))
    return not ours.isdisjoint(others)


@lru_cache(maxsize=_KEPT)
def _beside(name: str, word: str) -> frozenset[str]:
    """Return what stands beside a word in a published list."""
    return frozenset((_published(name).after(word) or "").split())


@lru_cache(maxsize=_KEPT)
def are_opposites(one: str, other: str, lang: str) -> bool:
    """Return whether two base forms say the opposite of each other."""
    if lang not in LANGUAGES or one == other:
        return False
    if other in _opposites(lang).get(one, frozenset()) or turned_round(one, other, lang):
        return True
    return lang == "en" and other in _beside("opposites.en", one)


@cache
def _complements(section: str, lang: str) -> frozenset[tuple[str, str]]:
    """Return the pairs of an own table of which one is what the other is not, both ways round."""
    found: set[tuple[str, str]] = set()
    for line in tables.sections(f"complements.{lang}")[section]:
        ones, others = (plain(half, lang).split() for half in line.split("|"))
        found.update((one, other) for one in ones for other in others)
    return frozenset(found | {(other, one) for one, other in found})


def are_complements(one: tuple[str, str], other: tuple[str, str], lang: str) -> bool:
    """Return whether one word, given by form and base form, is what the other is not: "dead" and "alive".

    "Fall" is no such word of "rise": what does not fall need not rise.
    """
    if lang not in LANGUAGES:
        return False
    # English states have one form: "opened" and "open" are two.
    bases = (one, other) if lang == "de" else (one[:1], other[:1])
    states = _complements("states", lang)
    if any((mine, theirs) in states for mine in bases[0] for theirs in bases[1]):
        return True
    return (one[1], other[1]) in _complements("verbs", lang) or negates(one[1], other[1])


@lru_cache(maxsize=_KEPT)
def _complements_of(word: str, lang: str) -> tuple[str, ...]:
    pairs = _complements("states", lang) | _complements("verbs", lang)
    return tuple(sorted(other for one, other in pairs if one == word))


@lru_cache(maxsize=_KEPT)
def are_nearly_complements(one: str, other: str, lang: str) -> bool:
    """Return whether one base form means what the other is not: "unusual" and "common".

    By two steps words drift apart, so this counts only where a "not" on one side has to be made up for.
    """
    return any(
        mean_the_same(contrary, theirs, lang)
        for mine, theirs in ((one, other), (other, one))
        for contrary in (*unturned(mine), *_complements_of(mine, lang))
    )


def opposites_of(word: str, lang: str) -> frozenset[str]:
    """Return the base forms that are listed as saying the opposite of one."""
    own = _opposites(lang).get(word, frozenset())
    return own | _beside("opposites.en", word) if lang == "en" else own


# ------------------------------------------------------------------------------------------------ what a word names


@cache
def _words(name: str, *langs: str) -> frozenset[str]:
    return frozenset().union(*(tables.words(name, lang) for lang in langs))


def is_title(base: str) -> bool:
    """Return whether a base form is an office or a title that stands before a name."""
    return base in _words("titles", *LANGUAGES)


def is_time(base: str) -> bool:
    """Return whether a base form names a time: a day, a month, a part of the day."""
    return base in _words("times", *LANGUAGES) or _DECADE.fullmatch(base) is not None


@lru_cache(maxsize=_KEPT)
def is_people(base: str, lang: str) -> bool:
    """Return whether a base form names where people are from, what they believe, or a group they belong to."""
    stem = base.removesuffix("er").removesuffix("in").removesuffix("isch").removesuffix("ian").removesuffix("ish")
    return base in _words("peoples", lang) or (base != stem and stem in _words("people_stems", "de"))


@lru_cache(maxsize=_KEPT)
def is_place(word: str) -> bool:
    """Return whether a town, region or country is called so."""
    folded = word.casefold()
    return len(word) <= _LONGEST and (folded in places() or folded in _published("places"))


def is_everyday_word(word: str) -> bool:
    """Return whether a German word that is also a place is far more often an everyday one."""
    return plain(word, "de") in _words("everyday_places", "de")
