"""How texts are taken apart for the search by words: languages, tokens, stems, stop words, and parts of words."""

from __future__ import annotations

import re
import threading
from functools import cache

import Stemmer
from lingua import Language, LanguageDetector, LanguageDetectorBuilder
from stop_words import AVAILABLE_LANGUAGES, get_stop_words

# What readers of a German-speaking desk send, and what travels to them from elsewhere. Others count as unknown.
LANGUAGES: dict[str, Language] = {
    "de": Language.GERMAN,
    "en": Language.ENGLISH,
    "fr": Language.FRENCH,
    "it": Language.ITALIAN,
    "es": Language.SPANISH,
    "pt": Language.PORTUGUESE,
    "nl": Language.DUTCH,
    "pl": Language.POLISH,
    "cs": Language.CZECH,
    "hu": Language.HUNGARIAN,
    "ro": Language.ROMANIAN,
    "tr": Language.TURKISH,
    "ru": Language.RUSSIAN,
    "uk": Language.UKRAINIAN,
    "ar": Language.ARABIC,
    "fa": Language.PERSIAN,
    "hr": Language.CROATIAN,
    "sr": Language.SERBIAN,
    "bs": Language.BOSNIAN,
    "sl": Language.SLOVENE,
    "sq": Language.ALBANIAN,
    "sv": Language.SWEDISH,
    "da": Language.DANISH,
    "el": Language.GREEK,
    "hi": Language.HINDI,
}
# The beginning of a text tells its language; reading on would only cost time.
READ_FOR_LANGUAGE = 400
# A language that is only a little likelier than the next one is a guess.
SUREST_BY = 0.10

GRAM = 4
_TOKEN = re.compile(r"\w+")


def language_of(text: str) -> str:
    """Return the language of a text as ISO 639-1, or nothing when it is too short or too mixed to tell."""
    # The detector takes nothing that cannot be written in UTF-8: halves of a character say nothing anyway.
    beginning = text[:READ_FOR_LANGUAGE].encode("utf-8", "replace").decode()
    found = _detector().detect_language_of(beginning)
    return "" if found is None else str(found.iso_code_639_1.name).lower()


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
def _detector() -> LanguageDetector:
    # The fuller models find two in a hundred more for half a gigabyte and five seconds.
    builder = LanguageDetectorBuilder.from_languages(*LANGUAGES.values()).with_low_accuracy_mode()
    return builder.with_minimum_relative_distance(SUREST_BY).build()


@cache
def _stop_words(name: str) -> frozenset[str]:
    return frozenset(get_stop_words(name)) if name in AVAILABLE_LANGUAGES else frozenset()


class _Stemmers(threading.local):
    """The stemmers of one thread by the name of their language: two threads must not use one at once."""

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
