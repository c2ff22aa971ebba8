"""Whom a message greets before it says something, and how it takes its leave; neither says anything of the claim."""

from __future__ import annotations

import re
from functools import cache

from search.alignment.assertions import WORD, denies, words_of
from search.alignment.lexicon import LANGUAGES, in_dictionary, is_small_word, is_title, lemma
from search.alignment.small_words import SETTLING, is_small, values_of
from search.alignment.spelling import plain
from search.alignment.tables import sections

# "Sehr geehrte Damen und Herren": so many words may follow those that greet.
_MOST_WORDS = 5
_LONGEST = 80
# "Lieber tot als rot" greets nobody.
_COMPARING = frozenset({"als", "as", "statt", "than", "wie"})


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
    if found is None or _says_something(found["greeting"], lang) or not _is_addressed(found, lang):
        return sentence
    rest = re.match(r"[,!:–-]+ *(?=\w)", sentence[found.end() :])
    return sentence if rest is None else sentence[found.end() + rest.end() :]


def greets(sentence: str, lang: str) -> bool:
    """Return whether a sentence only greets or takes its leave: "Mit freundlichen Grüßen, Petra", "Cheers"."""
    words = WORD.findall(sentence)
    if lang not in LANGUAGES or not 0 < len(words) <= _MOST_WORDS + 1 or _says_something(sentence, lang):
        return False
    found = _beginning("greeting", lang).match(sentence) or _beginning("leave", lang).match(sentence)
    if found is None:
        return False
    # "Thanks to the mayor" greets nobody: after it stand names and small words.
    after = WORD.findall(sentence[_greeted(found) :])
    return all((word[0].isupper() and not is_title(plain(word, lang))) or _may_follow(word, lang) for word in after)


def _greeted(found: re.Match[str]) -> int:
    """Return where the words end that greet, and whom they greet begins."""
    return max(found.end("begins"), found.end("addresses"))


def _is_addressed(found: re.Match[str], lang: str) -> bool:
    """Return whether in front of a sentence nothing stands behind a greeting but whom it greets.

    "Dear" and "Liebe" have somebody after them, whatever he is called; "Tag des Lehrers" is no greeting.
    """
    after = WORD.findall(found["greeting"][_greeted(found) - found.start("greeting") :])
    known = words_of(lang).addressed
    only_names = all(word[0].isupper() or word.casefold() in known for word in after)
    return all(
        word.casefold() in known
        or is_title(lemma(word, lang))
        or _is_called(word, lang, by_any_noun=only_names or found["addresses"] is not None)
        or (_may_follow(word, lang) and word.casefold() not in _COMPARING)
        for word in after
    )


def _is_called(word: str, lang: str, *, by_any_noun: bool) -> bool:
    """Return whether a word may be what somebody is called; in capitals every word looks like that."""
    is_word = is_small_word(word, lang) or (lang == "de" and in_dictionary(word, lang))
    if word.isupper() and len(word) > 1:
        return not is_word
    return word[0].isupper() and (by_any_noun or not is_word)


def _may_follow(word: str, lang: str) -> bool:
    return is_small(plain(word, lang), lang) or _remarks(word, lang)


def _remarks(word: str, lang: str) -> bool:
    return word.casefold() in words_of(lang).remarks


def _says_something(text: str, lang: str) -> bool:
    words = [word.casefold() for word in WORD.findall(text)]
    if denies(words, lang):
        return True
    return any(group in SETTLING for word in words for group, _ in values_of(plain(word, lang), lang))
