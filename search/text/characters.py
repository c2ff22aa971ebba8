"""What characters of a text mean to its readers: which are seen, which turn it, and one spelling for all alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from unicodedata import category, combining, normalize

# C0 and C1 controls but for tab, line feed and carriage return; and U+FFFD, which stands where bytes
# could not be read.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ud800-\udfff]")
# What opens an override, embedding or isolate can make a text look like another one. The plain direction marks
# that messengers add around numbers turn nothing, nor does a closing character that a copy has left over: they stay.
TURNERS = re.compile(r"[\u202a\u202b\u202d\u202e\u2066-\u2068]")
# In a link none of them has any business.
TURNERS_IN_LINK = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# Unicode has signs in these planes only; the others hold ideographs or nothing (a test walks them all).
SIGNS = (*range(0x20000), *range(0xE0000, 0xE1000))
# No script puts so many marks on one letter (UAX #15 draws the line here as well), and putting them in order takes
# the square of their number.
MOST_MARKS = 30
# One sign may stand for a sentence (U+FDFA for eighteen letters). A few of them are spelled out; of a text that would
# become many times as long, which only one made to cost time does, letters stay as they are.
MOST_TIMES_AS_LONG = 3
SURELY_SPELLED_OUT = 1_000

# What takes a place and shows nothing, though Unicode calls it a letter, a symbol or a mark.
_BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\U00016fe4\U0001d159")
# Raised figures and fractions behind a digit: written small they would run into it ("10\u00b2" is not 102).
_RAISED = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b", "0123456789-")
_POWER = re.compile(r"(?<=\d)[\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207b]+")
_FRACTION = re.compile(r"(?<=\d)(?=[\u00bc-\u00be\u2150-\u215f\u2189])")


def class_of(codes: Iterable[int]) -> str:
    """Return the class of a regular expression that matches the characters with these ascending codes."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "[" + "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in runs) + "]"


@cache
def _too_many_marks() -> re.Pattern[str]:
    mark = class_of(code for code in SIGNS if all(map(combining, normalize("NFKD", chr(code)))))
    return re.compile(f"({mark}{{{MOST_MARKS}}}){mark}++")


def compatible(text: str) -> str:
    """Return the text in NFKC, the one spelling of all that looks the same, in time that grows with its length."""
    if text.isascii():
        return text
    text = _too_many_marks().sub(r"\1", text)
    text = _FRACTION.sub(" ", _POWER.sub(lambda raised: f"^{raised[0].translate(_RAISED)}", text))
    spelled = normalize("NFKC", text)
    bounded = len(spelled) <= max(MOST_TIMES_AS_LONG * len(text), SURELY_SPELLED_OUT)
    return spelled if bounded else normalize("NFC", text)


def is_blank(text: str) -> bool:
    """Return whether a text shows nothing to anybody: only spaces and characters made to be unseen."""
    return not any(map(_is_seen, text))


def _is_seen(char: str) -> bool:
    # A mark alone stands on nothing. Controls are refused for what they are, and what is not assigned may be a picture
    # newer than this Python.
    kind = category(char)
    return not char.isspace() and kind[0] not in "ZM" and kind != "Cf" and not _is_made_unseen(char)


def _is_made_unseen(char: str) -> bool:
    return char in _BLANK_LETTERS or "\U000e0000" <= char <= "\U000e0fff"
