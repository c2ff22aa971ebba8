"""Whom a message greets before it says something, and how it takes its leave; neither says anything of the claim."""

from __future__ import annotations

import re
from functools import cache

from search.alignment.assertions import denies, words_of
from search.alignment.lexicon import LANGUAGES, is_title
from search.alignment.small_words import Group, is_small, values_of
from search.alignment.spelling import plain
from search.alignment.tables import sections

# "Sehr geehrte Damen und Herren": so many words may follow those that greet.
_MOST_WORDS = 5
_LONGEST = 80
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# What may not stand in a greeting: it would settle something.
_SETTLING = frozenset({Group.NEGATION, Group.LIMIT, Group.CONDITION})


@cache
def _beginning(name: str, lang: str) -> re.Pattern[str]:
    """Return what begins as the lines of a section do; a line that ends in a dash needs a word after it."""
    lines = sections(f"greetings.{lang}")[name]
    whole = "|".join(sorted((re.escape(line) for line in lines if not line.endswith(" -")), key=len, reverse=True))
    addressing = "|".join(re.escape(line.removesuffix(" -")) for line in lines if line.endswith(" -"))
    words = rf"(?: [\w.'’-]+){{{{{{}},{_MOST_WORDS}}}}}"
    start = rf"(?P<begins>{whole})(?!\w){words.format(0)}"
    start += rf"|(?P<addresses>{addressing})(?!\w){words.format(1)}" if addressing else ""
    return re.compile(rf"^\W*(?P<greeting>{start})", re.IGNORECASE)


def ungreeted(sentence: str, lang: str) -> str:
    """Return a sentence without the greeting in front of it: "Liebe Redaktion, …", "Hello there! …"."""
    if lang not in LANGUAGES:
        return sentence
    found = _beginning("greeting", lang).match(sentence[:_LONGEST])
    if found is None or _says_something(found["greeting"], lang):
        return sentence
    rest = re.match(r"[,!:–-]+ *(?=\w)", sentence[found.end() :])
    return sentence if rest is None else sentence[found.end() + rest.end() :]


def greets(sentence: str, lang: str) -> bool:
    """Return whether a sentence only greets or takes its leave: "Mit freundlichen Grüßen, Petra", "Cheers"."""
    words = _WORD.findall(sentence)
    if lang not in LANGUAGES or not 0 < len(words) <= _MOST_WORDS + 1 or _says_something(sentence, lang):
        return False
    found = _beginning("greeting", lang).match(sentence) or _beginning("leave", lang).match(sentence)
    if found is None:
        return False
    # "Thanks to the mayor" greets nobody: after it stand names and small words.
    after = sentence[max(found.end("begins"), found.end("addresses")) :]
    return all(
        (word[0].isupper() and not is_title(plain(word, lang)))
        or is_small(plain(word, lang), lang)
        or _remarks(word, lang)
        for word in _WORD.findall(after)
    )


def _remarks(word: str, lang: str) -> bool:
    return word.casefold() in words_of(lang).remarks


def _says_something(text: str, lang: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    if denies(words, lang):
        return True
    return any(group in _SETTLING for word in words for group, _ in values_of(plain(word, lang), lang))
