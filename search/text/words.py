"""How texts are taken apart for the search by words: tokens, stems, stop words, and parts of words."""

from __future__ import annotations

import re
import threading
from functools import cache

import Stemmer
from stop_words import AVAILABLE_LANGUAGES, get_stop_words

from search.text.language import LANGUAGES

GRAM = 4
_TOKEN = re.compile(r"\w+")


def listed(text: str) -> tuple[str, ...]:
    """Return the words of a list that is written as running text."""
    return tuple(text.split())


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case, in order."""
    return _TOKEN.findall(text.lower())


def stems(text: str, lang: str) -> list[str]:
    """Return the stems of a text without its stop words, in order."""
    stop, stemmer = _stop_words(_name(lang)), _stemmer(lang)
    kept = [word for word in tokens(text) if word not in stop]
    return kept if stemmer is None else list(stemmer.stemWords(kept))


def grams(text: str) -> list[str]:
    """Return the runs of `GRAM` characters in the words of a text, with an edge mark at each end of a word.

    They need no language: they find German compounds, typing errors, and words of languages without a stemmer.
    """
    found: list[str] = []
    for word in tokens(text):
        marked = f"_{word}_"
        if len(marked) <= GRAM:
            found.append(marked)
        else:
            found.extend(marked[start : start + GRAM] for start in range(len(marked) - GRAM + 1))
    return found


@cache
def _stop_words(name: str) -> frozenset[str]:
    return frozenset(get_stop_words(name)) if name in AVAILABLE_LANGUAGES else frozenset()


class _Stemmers(threading.local):
    """The stemmers of one thread by the name of their language: they are not thread-safe."""

    def __init__(self) -> None:
        self.by_name: dict[str, Stemmer.Stemmer] = {}


_STEMMERS = _Stemmers()
_STEMMED = frozenset(Stemmer.algorithms())


def _stemmer(lang: str) -> Stemmer.Stemmer | None:
    name = _name(lang)
    if name not in _STEMMED:
        return None
    if name not in _STEMMERS.by_name:
        _STEMMERS.by_name[name] = Stemmer.Stemmer(name)
    return _STEMMERS.by_name[name]


def _name(lang: str) -> str:
    """Return the English name of a language we know; whatever else a text is marked as makes no entry anywhere."""
    return LANGUAGES[lang].name.lower() if lang in LANGUAGES else ""
