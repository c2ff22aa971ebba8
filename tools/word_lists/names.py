"""Spellings that people use and no dictionary has: most of them are names of persons and companies. From wordfreq."""

from __future__ import annotations

import re
from collections.abc import Mapping

import simplemma
import wordfreq

# Zipf scale: 3 is once in a million words. Rarer spellings are slips as often as names.
NAMED_FROM = 2.2
# A spelling is a slip of a word from which it is one letter away, and which is a hundred times as frequent.
SLIP_FROM = 2
SINGLE_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"


def names() -> set[str]:
    """Return names that are written often in German or English."""
    return {name for lang in ("de", "en") for name in _names(lang)}


def _names(lang: str) -> set[str]:
    frequencies = wordfreq.get_frequency_dict(lang, wordlist="best")
    often = {word: wordfreq.freq_to_zipf(frequency) for word, frequency in frequencies.items()}
    named = {word for word, zipf in often.items() if zipf >= NAMED_FROM and len(word) >= 3}
    single = filter(SINGLE_WORD.fullmatch, named)
    return {word for word in single if not _in_dictionary(word, lang) and not _is_slip(word, often, lang)}


def _is_slip(word: str, often: Mapping[str, float], lang: str) -> bool:
    """Return whether a spelling is the misspelling of a word."""
    near = {word[:at] + word[at + 1 :] for at in range(len(word))}
    near |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    near |= {word[:at] + letter + word[at:] for at in range(1, len(word) + 1) for letter in _LETTERS}
    near |= {word[:at] + letter + word[at + 1 :] for at in range(1, len(word)) for letter in _LETTERS}
    return any(often.get(one, 0) >= often[word] + SLIP_FROM and _in_dictionary(one, lang) for one in near - {word})


def _in_dictionary(word: str, lang: str) -> bool:
    return any(simplemma.is_known(form, lang=lang, low_memory=True) for form in (word, word.capitalize()))
