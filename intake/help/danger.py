"""Hears in a text that somebody may hurt themselves, or that somebody is threatened.

It is better to offer help once too often than once too seldom; but whoever sends in a newspaper's report must not be
asked how they are. So the phrases are those of people who speak of themselves, of those close to them, or to somebody;
a quotation with the name of whoever said it is left out, and so is what says no. What is found is shown in the same
moment and neither kept nor logged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache

from intake.help.lines import DATA


class Need(StrEnum):
    """What a text may ask for; the value begins the names of the files with its phrases."""

    SELF_HARM = "self_harm"
    THREAT = "threat"


def needs_of(text: str) -> frozenset[Need]:
    """Return what a text may ask for. Takes time in proportion to the text."""
    told = _words(_without_news(text))
    told = _pattern(_HARMLESS).sub(" ", told)
    return frozenset(need for need in Need if _is_said(need, told))


LANGUAGES = ("de", "en")
_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "'": "", "’": "", "`": "", "´": "", "\u00ad": ""})
_ENDS = re.compile(r"[.!?;:…\n\r]+|(?:^| )[-–—] ")
_APART = re.compile(r"[^\w|]+")
# Words that say no. Where a phrase has one of them itself, it is meant.
_NO = "nicht|nie|niemals|kein|keine|keinen|keiner|not|never|no|dont|doesnt|didnt|wont|wouldnt"
# These say no to what follows, too: “Niemals würde ich …”.
_NEVER = frozenset(["nie", "niemals", "never"])
_BEFORE = 3
# No three words are longer together.
_LOOK = 100


def _words(text: str) -> str:
    """Return the words of a text, each with a space behind it, and a stroke before and behind each sentence."""
    folded = text.casefold().translate(_SPELLINGS)
    return f" | {_APART.sub(' ', _ENDS.sub(' | ', folded)).strip()} | "


def _is_said(need: Need, told: str) -> bool:
    said = _pattern(need.value).finditer(told)
    return any(not _is_never(told[max(0, found.start() - _LOOK) : found.start()]) for found in said)


def _is_never(before: str) -> bool:
    """Return whether one of the last words before a phrase says that it will never be so."""
    return not _NEVER.isdisjoint(before.rpartition("|")[2].split()[-_BEFORE:])


# ------------------------------------------------------------------------------------------- what newspapers quote

_QUOTE = re.compile(r"[„“\"»«]([^„“”\"»«]{1,600})[“”\"»«]")
# So many characters around a quotation are looked at for who said it.
_AROUND = 60
_SAID = re.compile(
    r"\b(?:sagt\w*|schrieb\w*|erklärt\w*|berichtet\w*|zitiert\w*|rief|heißt es|laut|so (?:der|die|das|ein\w*)|soll"
    r"|said|says|wrote|told|according|tweeted|posted)\b",
    re.IGNORECASE,
)
# Whoever speaks of themselves, or of somebody close to them, tells no news.
_CLOSE = re.compile(r"\b(?:ich|mir|mich|uns|wir|mein\w*|unser\w*|i|me|my|us|our|we)\b", re.IGNORECASE)


def _without_news(text: str) -> str:
    """Return a text without quotations that somebody far away is said to have uttered."""
    return _QUOTE.sub(lambda quote: " " if _is_news(text, quote) else quote[0], text)


def _is_news(text: str, quote: re.Match[str]) -> bool:
    around = f"{text[max(0, quote.start() - _AROUND) : quote.start()]} … {text[quote.end() : quote.end() + _AROUND]}"
    return _SAID.search(around) is not None and _CLOSE.search(around) is None


# -------------------------------------------------------------------------------------------------------- phrases

_HARMLESS = "harmless"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    # The look behind stands before all of them: once for each character, not once for each phrase.
    return re.compile(f"(?<= )(?:{'|'.join(map(_phrase, _lines(name)))})")


def _lines(name: str) -> Iterator[str]:
    for language in LANGUAGES:
        yield from (DATA / f"{name}.{language}.txt").read_text(encoding="utf-8").splitlines()


def _phrase(line: str) -> str:
    return "".join(map(_part, line.split()))


def _part(part: str) -> str:
    if part == "..":
        return rf"(?:(?!(?:{_NO}) )[^ |]+ ){{0,4}}?"
    if part == "|":
        return r"\| "
    if part.startswith("["):
        return f"(?:{_any_of(part[1:-1].split('/'))} )?"
    return f"{_any_of(part.split('/'))} "


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word).replace(r"\*", "[^ |]*") for word in words) + ")"
