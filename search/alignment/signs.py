"""Signs and spellings by which a sentence is denied or hidden: "❌", letters struck through, "n i c h t"."""

from __future__ import annotations

import re

from search.alignment import lexicon, small_words
from search.alignment.spelling import plain

_DENYING = re.compile("[❌❎✖🚫🤥🙅]")
# Combining strokes and lines through a letter.
_STROKE = re.compile("[\u0335-\u0338]")
_STRUCK = re.compile("(?:\\w[\u0335-\u0338]+)+")
_APART = re.compile(r"(?<![\w.'’-])[^\W\d_](?:([ .·_-])[^\W\d_](?!\w))(?:\1[^\W\d_](?!\w)){1,20}")
# Rows of letters, like vitamins, are no words; of three letters only these are.
_SHORT = frozenset({"nie", "not", "nix"})


def denying_signs(text: str) -> tuple[str, ...]:
    """Return the signs in a text that say that it is not so, and the letters that are struck through, each once."""
    found = [*_DENYING.findall(text), *_STRUCK.findall(text)]
    return tuple(dict.fromkeys(found))


def without_strokes(text: str) -> str:
    """Return a text without the strokes through its letters."""
    return _STROKE.sub("", text)


def put_together(text: str, lang: str) -> str:
    """Return a text in which a word whose letters stand apart is one: "n i c h t"."""
    return _APART.sub(lambda found: _word(found, lang), text)


def _word(found: re.Match[str], lang: str) -> str:
    letters = [letter for letter in re.split(re.escape(found[1]), found[0]) if letter]
    # What goes on with single letters is no part of the word: "n i c h t a".
    for end in range(len(letters), 2, -1):
        word = "".join(letters[:end])
        if word.casefold() in _SHORT if end == 3 else _is_word(word, lang):
            return " ".join([word, *letters[end:]])
    return found[0]


def _is_word(word: str, lang: str) -> bool:
    return small_words.is_small(plain(word, lang), lang) or lexicon.in_dictionary(word, lang)
