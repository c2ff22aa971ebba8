"""What characters of a text mean to its readers, and how a post is tidied before it is searched for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from unicodedata import combining, normalize

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

# Latin, Greek and Cyrillic; scripts after these have no capitals to split a tag at.
_CASED = [chr(code) for code in range(0x530)]
_UPPER = "".join(letter for letter in _CASED if letter.isupper())
_LOWER = "".join(letter for letter in _CASED if letter.islower())

# Copied posts glue the picture's address to the last word, so it is cut out of the middle of one as well.
_URL = re.compile(r"(?:https?://|pic\.twitter\.com/|(?<![\w.])(?:www\.|t\.co/))[^\s<>\"]+", re.IGNORECASE)
# "— Jane Doe (@jane) November 5, 2020", as an embedded post ends when somebody copies it. Who said something and
# when are part of the claim; the handle is the name once more.
_HANDLE_IN_SIGNATURE = re.compile(r"((?:^|\s)[—–][^—–()]{1,80})\(@\w{1,30}\)((?:[\s\w.,:·]{1,40}\b\d{4})?)$")
_MENTION = re.compile(r"(?<![\w@])@(?=\w)")
_TAG = re.compile(r"(?<![\w#])#(\w+)")
# Before a capitalised word ("Stop|Corona", "AfD|Verbot") and before an abbreviation ("Stop|USA").
_WORD_IN_TAG = re.compile(
    rf"(?<=[{_LOWER}\d])(?=[{_UPPER}][{_LOWER}])"
    rf"|(?<=[{_UPPER}])(?=[{_UPPER}][{_LOWER}]{{2}})"
    rf"|(?<=[{_LOWER}])(?=[{_UPPER}]{{2,}}(?![{_LOWER}]))"
)
_SHOUTED_RUN = re.compile(rf"(?<!\w)[{_UPPER}]+(?:[^\w@#]+[{_UPPER}]+){{2,}}(?!\w)")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Abbreviations are shorter; a run without one longer word ("CDU, CSU, SPD") is a list of them and stays.
_LONGEST_ABBREVIATION = 4


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
    spelled = normalize("NFKC", text)
    bounded = len(spelled) <= max(MOST_TIMES_AS_LONG * len(text), SURELY_SPELLED_OUT)
    return spelled if bounded else normalize("NFC", text)


def clean_post(text: str) -> str:
    """Return `text` as the search reads it best: no addresses, no signs around names and tags, no shouting.

    A text that consists of nothing else is returned as it is, so that something can still be embedded.
    """
    plain = " ".join(compatible(text).split())
    cleaned = _URL.sub(" ", plain).rstrip()
    cleaned = _HANDLE_IN_SIGNATURE.sub(r"\1 \2", cleaned)
    cleaned = _MENTION.sub("", cleaned)
    cleaned = _TAG.sub(_spell_out, cleaned)
    cleaned = _SHOUTED_RUN.sub(_calm, cleaned)
    return " ".join(cleaned.split()) or plain


def _spell_out(tag: re.Match[str]) -> str:
    return _WORD_IN_TAG.sub(" ", tag[1]).replace("_", " ")


def _calm(run: re.Match[str]) -> str:
    """Write a shouted run as a sentence, which finds a little more than capitalising each word."""
    if all(len(word) <= _LONGEST_ABBREVIATION for word in _WORD.findall(run[0])):
        return run[0]
    return run[0].capitalize()
