"""Sentences turned by rule: what is asked with them has no answer, however near the claim is that they were made of.

Probabilities are fitted on what people really sent, and hardly anybody sends the exact contrary of a claim. So where
the band `same` begins is tried out on such minimal pairs as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search.alignment.lexicon import LANGUAGES, is_place, is_time, lemma, opposites_of
from search.alignment.small_words import is_small
from search.alignment.spelling import plain

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[^.!?:\s] )[A-ZÄÖÜ][^\W\d_]{2,}")
_YEARS = range(1900, 2100)
# Behind these a "not" denies the sentence.
_VERBS = {
    "de": "ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können darf dürfen muss müssen",
    "en": "is are was were has have had will can could may must should did does",
}
_DENIABLE = {lang: re.compile(rf"\b(?:{'|'.join(verbs.split())})\b") for lang, verbs in _VERBS.items()}
_NO = {"de": "nicht", "en": "not"}


def contraries(text: str, lang: str, names: Sequence[str] = ()) -> Iterator[str]:
    """Yield what becomes of a German or English sentence by each rule that fits: nothing of one in another language.

    One word becomes its opposite, a number another one, a name another of `names`, two names change places, or the
    sentence is denied.
    """
    lang = lang.partition("-")[0].casefold()
    if lang in LANGUAGES:
        turned = (_denied(text, lang), _opposite(text, lang), _counted(text), _swapped(text), _renamed(text, names))
        yield from (other for other in turned if other and other != text)


def one_each(texts: Sequence[tuple[str, str]]) -> list[str | None]:
    """Return for each text with its language one contrary, the rules in turn, or None where no rule fits."""
    names = [found[0] for text, _ in texts for found in _names_in(text)]
    turned = []
    for number, (text, lang) in enumerate(texts):
        others = list(contraries(text, lang, names[number:] + names[:number]))
        turned.append(others[number % len(others)] if others else None)
    return turned


def _denied(text: str, lang: str) -> str:
    found = _DENIABLE[lang].search(text)
    return "" if found is None else f"{text[: found.end()]} {_NO[lang]}{text[found.end() :]}"


def _opposite(text: str, lang: str) -> str:
    for word in _WORD.finditer(text):
        others = opposites_of(plain(lemma(word[0], lang), lang), lang)
        if others and not is_small(plain(word[0], lang), lang):
            other = min(others)
            return _put(text, word, other.capitalize() if word[0][0].isupper() else other)
    return ""


def _counted(text: str) -> str:
    found = _NUMBER.search(text)
    if found is None:
        return ""
    number = int(found[0])
    return _put(text, found, str(number - 3 if number in _YEARS else 3 * number + 4))


def _swapped(text: str) -> str:
    """Let the first and the last name change places, unless the two are one: "New York"."""
    names = _names_in(text)
    if len(names) < 2 or not _WORD.search(text[names[0].end() : names[-1].start()]):
        return ""
    first, last = names[0], names[-1]
    return text[: first.start()] + last[0] + text[first.end() : last.start()] + first[0] + text[last.end() :]


def _renamed(text: str, names: Sequence[str]) -> str:
    for found in _names_in(text):
        other = next((name for name in names if name not in text and is_place(name) is is_place(found[0])), "")
        if other:
            return _put(text, found, other)
    return ""


def _names_in(text: str) -> list[re.Match[str]]:
    """Return the capitalised words inside a sentence, without months and days; in German these are its nouns."""
    return [found for found in _NAME.finditer(text) if not is_time(found[0].casefold())]


def _put(text: str, found: re.Match[str], word: str) -> str:
    return text[: found.start()] + word + text[found.end() :]
