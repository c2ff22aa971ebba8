"""One spelling for words that are written in several: no capitals, umlauts, accents and hyphens; American English."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from search.text.words import tokens

_BRITISH = (
    (re.compile(r"is(e|ed|es|ing|ation|ations|er|ers)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|ing)$"), r"yz\1"),
    (re.compile(r"our(s|ed|ing|ite|ites|able|ful|less|hood)?$"), r"or\1"),
    (re.compile(r"([bcdfghpt])re(s|d)?$"), r"\1er\2"),
    (re.compile(r"ll(ed|er|ers|ing)$"), r"l\1"),
    (re.compile(r"ogue(s)?$"), r"og\1"),
    (re.compile(r"([ei])nce(s|d)?$"), r"\1nse\2"),
)


@lru_cache(maxsize=16_384)
def plain(word: str, lang: str) -> str:
    """Return a word in the spelling that is compared: small, without hyphens, accents and umlauts."""
    word = word.casefold()
    if lang == "de":
        word = word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    word = "".join(sign for sign in normalize("NFKD", word) if not "\u0300" <= sign <= "\u036f")
    word = word.replace("-", "").replace("'", "").replace("’", "")
    if lang == "en" and len(word) > 4:
        for pattern, read_as in _BRITISH:
            word = pattern.sub(read_as, word)
    return word


def spelled(text: str) -> tuple[str, ...]:
    """Return the words of a text in one spelling whatever its language, in order."""
    return tuple(plain(word, "de") for word in tokens(text))
