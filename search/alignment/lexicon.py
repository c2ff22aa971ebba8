"""What is known about single German and English words: whether they are words at all, their base forms, what means
the same and what the opposite.

The lists stand in `data`, with their licences. Words come as they are written; what is asked of them is kept, because
the same words are asked again and again. A word that no list has is unknown: that says nothing else about it.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

import simplemma

from search.alignment import own_words
from search.alignment.spelling import plain

DATA = Path(__file__).parent / "data"
# Languages with lists. In every other one words are compared by their letters alone.
LANGUAGES = ("de", "en")
# Longer runs of letters are no words anybody knows; the kept answers are counted in words, not in letters.
_LONGEST = 60
_KEPT = 16_384


class WordList:
    """A sorted list of words in one string of bytes: a set of a hundred thousand words takes ten times the memory."""

    def __init__(self, path: Path) -> None:
        words = gzip.decompress(path.read_bytes()).split(b"\n")
        self._text = b"\n" + b"\n".join(sorted(word for word in words if word)) + b"\n"

    def __contains__(self, word: str) -> bool:
        sought = word.encode()
        low, high = 0, len(self._text) - 1
        # Both ends stand on a line break; the word, if it is there, begins between them.
        while low < high:
            start = self._text.rfind(b"\n", 0, (low + high) // 2 + 1)
            end = self._text.find(b"\n", start + 1)
            here = self._text[start + 1 : end]
            if here == sought:
                return True
            if here < sought:
                low = end
            else:
                high = start
        return False


@cache
def _names() -> WordList:
    return WordList(DATA / "names.txt.gz")


@cache
def _places() -> WordList:
    return WordList(DATA / "places.txt.gz")


@lru_cache(maxsize=_KEPT)
def lemma(word: str, lang: str) -> str:
    """Return the base form of a word, case-folded; of a name or an unknown word that is the word itself."""
    if lang not in LANGUAGES or len(word) > _LONGEST or (word[:1].isupper() and is_place(word)):
        return word.casefold()
    own = own_words.BASE_FORMS[lang].get(word.casefold())
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
def is_place(word: str) -> bool:
    """Return whether a town, region or country is called so."""
    return len(word) <= _LONGEST and word.casefold() in _places()


@lru_cache(maxsize=_KEPT)
def is_known(word: str, lang: str) -> bool:
    """Return whether a word, a name or a place is spelt like this."""
    if len(word) > _LONGEST:
        return False
    return in_dictionary(word, lang) or is_place(word) or word.casefold() in _names()


# -------------------------------------------------------------------------------------------- the same, the opposite


def _lines(name: str) -> Iterator[list[str]]:
    for line in gzip.decompress((DATA / name).read_bytes()).decode().splitlines():
        yield line.split(";")


@cache
def _synonyms(lang: str) -> Mapping[str, frozenset[int]]:
    groups: defaultdict[str, set[int]] = defaultdict(set)
    own = (line.split() for line in own_words.SYNONYMS[lang].strip().splitlines())
    for number, words in enumerate([*own, *_lines(f"synonyms.{lang}.txt.gz")]):
        for word in words:
            groups[plain(word, lang)].add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


@cache
def _opposites(lang: str) -> Mapping[str, frozenset[str]]:
    pairs: defaultdict[str, set[str]] = defaultdict(set)
    listed = list(_lines("antonyms.en.txt.gz")) if lang == "en" else []
    for line in own_words.OPPOSITES[lang].strip().splitlines():
        ones, others = (half.split() for half in line.split("|"))
        listed += [[one, other] for one in ones for other in others]
    for one, other in ((plain(one, lang), plain(other, lang)) for one, other in listed):
        pairs[one].add(other)
        pairs[other].add(one)
    return {word: frozenset(others) for word, others in pairs.items()}


@lru_cache(maxsize=_KEPT)
def mean_the_same(one: str, other: str, lang: str) -> bool:
    """Return whether two base forms, in one spelling, may mean the same; words have several meanings, so this proves little alone."""
    if lang not in LANGUAGES:
        return False
    groups = _synonyms(lang)
    return not groups.get(one, frozenset()).isdisjoint(groups.get(other, frozenset()))


@lru_cache(maxsize=_KEPT)
def are_opposites(one: str, other: str, lang: str) -> bool:
    """Return whether two base forms, in one spelling, say the opposite of each other."""
    if lang not in LANGUAGES or one == other:
        return False
    return other in _opposites(lang).get(one, frozenset()) or own_words.turned_round(one, other, lang)


# ------------------------------------------------------------------------------------------------ who somebody is


@lru_cache(maxsize=_KEPT)
def is_title(base: str) -> bool:
    """Return whether a base form is an office or a title that stands before a name."""
    return base in own_words.TITLES


@lru_cache(maxsize=_KEPT)
def is_people(base: str, lang: str) -> bool:
    """Return whether a base form names where people are from, what they believe, or a group they belong to."""
    stem = base.removesuffix("er").removesuffix("in").removesuffix("isch").removesuffix("ian").removesuffix("ish")
    return base in own_words.PEOPLES[lang] or (base != stem and stem in own_words.PEOPLE_STEMS)


@lru_cache(maxsize=_KEPT)
def is_common_noun(word: str) -> bool:
    """Return whether a German word that is also a place is far more often an everyday noun."""
    return word.casefold() in own_words.ALSO_PLACES
