"""What makes two texts the same post, without any model: letters, not their dress.

The hash joins reports for certain, so it only forgives what passing a post on does to it. Numbers, names,
negations, flags and every emoji that says yes, no, up or down stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from search.text.characters import SIGNS, compatible
from search.text.links import links_in
from search.text.spelling import in_one_spelling
from search.text.wrapping import undressed

# Raise it with every change to what `normalised` returns, to `search.text.links.canonical_url`, to what has matter, or
# to `search.text.content.content_of`: what is stored was made by the version before, and nothing new would meet it. The
# next start then works it out again (`intake.cases.rehashing`).
VERSION = 4

# Enough for any post; a text of nothing but links must not cost more than another one.
MOST_LINKS = 20

# „"‚So?‘"“ is as deep as anybody quotes.
_MOST_QUOTED = 3

# Under so few words an emoji may be the whole point ("🐀 raus"), above it is decoration.
_FEWEST_WORDS = 8

_QUOTES = dict.fromkeys("„“”‟«»〝〞", '"') | dict.fromkeys("‚‘’‛‹›`′ʹʼ", "'")
_DASHES = dict.fromkeys("‐‒–—―−⸺⸻", "-")
# Emoji that stand for a sign are that sign.
_SIGNS = {"❗": "!", "❕": "!", "❓": "?", "❔": "?"}
_SHAPES = _QUOTES | _DASHES | _SIGNS
# Never decoration: yes and no, up and down, ten, and the faiths. Flags are letters and no emoji here.
_SAYING = frozenset("✅✔☑👍❌✖✗✘🚫⛔👎⬆⬇↗↘▲▼📈📉🔺🔻🔼🔽➕➖🔟✝☦☪✡🕎☸")
_EMOJI = (
    (0x2190, 0x21FF),
    (0x2300, 0x27BF),
    (0x2900, 0x297F),
    (0x2B00, 0x2BFF),
    (0x1F000, 0x1F0FF),
    (0x1F300, 0x1FAFF),
)
# Faces and alarms only say how somebody feels about it, also beside few words; a clown is called by its face.
_FEELINGS = ((0x1F600, 0x1F64F), (0x1F910, 0x1F92F), (0x1F970, 0x1F97A), (0x1F6A8, 0x1F6A8), (0x26A0, 0x26A0),
             (0x1F446, 0x1F449), (0x203C, 0x203C), (0x1F4E2, 0x1F4E3), (0x1F525, 0x1F525))  # fmt: skip
_MEANT = frozenset("🤡🤓🤠🤖🤥🙈🙉🙊😺😸😹😻😼😽🙀😿😾🙅🙆")
_SKIN_TONES = (0x1F3FB, 0x1F3FF)
# Variation selectors, the frame of a keycap, and joiners that take no place.
_UNSEEN = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x180B, 0x180F), (0x20E3, 0x20E3), (0x034F, 0x034F), _SKIN_TONES)
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")

_RUN_OF_MARKS = re.compile(r"[!?]{2,}")
# In front of a digit a repeated sign may be part of the number.
_REPEATED = re.compile(r"([.,;:*=~#_-])\1++(?!\d)")
_SPACE_BEFORE_SIGN = re.compile(r"(?<=\D) (?=[!?.,;:])| (?=[!?.,;:](?!\d))")
# Bold and italics of messengers; `~struck out~` is not among them, because it takes back what it marks.
_EMPHASIS = re.compile(r"(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])|(?<!\w)_([^\s_](?:[^_\n]*[^\s_])?)_(?!\w)")
# What ends a sentence at the end of a text, and quotation marks round the whole, are the hand of whoever writes it
# down; a question mark asks.
_ENDS = re.compile(r"(?<![?.!…\s])[.!…\s]++$")
_OUTER_QUOTES = re.compile(r"^(?:\"([^\"]+)\"|'([^']+)')$")


def _seen(char: str) -> str:
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Cs"} and not char.isspace() else char


def _with_emoji(char: str) -> str:
    if char not in _MEANT and _within(ord(char), _FEELINGS):
        return " "
    if char in _BLANKS or _within(ord(char), _UNSEEN):
        return ""
    return _SHAPES.get(char, _seen(char))


def _plain(char: str) -> str:
    # Digits in circles are numbers and arrows between words are signs: neither is of these kinds. A space,
    # because an emoji often stands where a space would.
    decorates = unicodedata.category(char) in {"So", "Cn"} and _within(ord(char), _EMOJI)
    return " " if decorates and char not in _SHAPES and char not in _SAYING else _with_emoji(char)


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


@dataclass(frozen=True, slots=True)
class _Tables:
    """For `str.translate`: the characters that `_seen`, `_with_emoji` and `_plain` change, with what they become."""

    seen: Mapping[int, str]
    with_emoji: Mapping[int, str]
    plain: Mapping[int, str]


@cache
def _tables() -> _Tables:
    # Worked out whole: a table that learns what it meets grows with what strangers send, to a million entries.
    return _Tables(_changed_by(_seen), _changed_by(_with_emoji), _changed_by(_plain))


def _changed_by(counted_as: Callable[[str], str]) -> Mapping[int, str]:
    return {code: became for code in SIGNS if (became := counted_as(chr(code))) != chr(code)}


def normalised(text: str) -> str:
    """Return the text without what changes when it is passed on.

    Gone are letter case (with it the difference of ß and ss: capitals and Swiss spelling do not have it), the shape of
    quotes and dashes, quotes round the whole, the mark at its end unless it asks, decoration, invisible characters,
    white space, and what messengers, mail programs and people put round it. Amounts, times, dates and contractions
    have one spelling each. Umlauts stay: `schon` is not `schön`. Links stand there in their canonical spelling.
    """
    text = undressed(text)
    bare = text.translate(_tables().plain)
    plain = _tidied(bare)
    if len(plain.split()) >= _FEWEST_WORDS:
        return plain
    whole = text.translate(_tables().with_emoji)
    return _tidied(whole) if whole != bare else plain


def text_hash(text: str) -> str:
    """Return the hash of the normalised text, 64 hex digits; empty for a text of which nothing is left."""
    return hash_of(normalised(text))


def hash_of(plain: str) -> str:
    """Return the hash of a text that is normalised already; empty for nothing."""
    return sha256(plain.encode()).hexdigest() if plain else ""


def without_unseen(text: str) -> str:
    """Return the text without control characters, zero-width and direction marks, which may hide in a link."""
    return text.translate(_tables().seen)


def _tidied(text: str) -> str:
    plain = _SPACE_BEFORE_SIGN.sub("", " ".join("".join(_pieces(text)).split()))
    for _ in range(_MOST_QUOTED):
        bare = _OUTER_QUOTES.sub(r"\1\2", _ENDS.sub("", plain)).strip()
        # Of a text that is nothing else the marks are what it says.
        if bare == plain or not any(map(str.isalnum, bare)):
            break
        plain = bare
    return plain


def _pieces(text: str) -> Iterator[str]:
    """Yield the text piece by piece: links keep the letter case of their path, which tells pages apart."""
    done = 0
    for link in links_in(text, most=MOST_LINKS):
        yield _small(text[done : link.start])
        yield link.canonical
        done = link.end
    yield _small(text[done:])


def _small(text: str) -> str:
    # The Turkish dotted capital I becomes two characters; the second is not seen.
    small = compatible(text.casefold()).replace("i\u0307", "i")
    small = _RUN_OF_MARKS.sub(lambda run: "?" if "?" in run[0] else "!", _EMPHASIS.sub(r"\1\2", small))
    return in_one_spelling(_REPEATED.sub(r"\1", small))
