"""Cutting a text into sentences, with German and English abbreviations and ordinals in mind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.text.words import listed

# A dot after these does not end a sentence.
_ABBREVIATIONS = frozenset(
    listed(
        "dr prof mag hr fr st str nr abs ca bzw usw etc vgl evtl ggf inkl bspw sog tel mio mrd tsd jh dipl ing"
        " mr mrs ms jr sr vs inc co corp gov sen gen lt col approx dept est jan feb mär apr jun jul aug sep"
        " sept okt oct nov dez dec z b d h u a s o i e g p m"
    )
)
# Looking back keeps a long run of marks from being read again from each of them.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'“”»«’)\]]*+(?=\s|$)|\n\s*\n|\n")
_LAST_WORD = re.compile(r"(?:^|[^\w])(\w{1,12})$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without the space around it, and where it begins in its text."""

    text: str
    start: int


def sentences_of(text: str) -> list[Sentence]:
    """Return the sentences of a text in order.

    A line break ends one unless the text goes on in small letters; a part without a letter or digit is none.
    """
    found: list[Sentence] = []
    start = 0
    for end in _END.finditer(text):
        if _ends(text, end):
            _add(found, text, start, end.end())
            start = end.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    part = text[start:end]
    if any(map(str.isalnum, part)):
        found.append(Sentence(part.strip(), start + len(part) - len(part.lstrip())))


def _ends(text: str, end: re.Match[str]) -> bool:
    following = text[end.end() : end.end() + 2].strip()[:1]
    if following.islower() and end[0] in {".", "\n"}:
        # An abbreviation, or a line that was broken because a picture was narrow.
        return False
    if end[0] != ".":
        return True
    last = _LAST_WORD.search(text, max(0, end.start() - 14), end.start())
    if last is None:
        return True
    word = last[1]
    # "am 3. Oktober", "im 2. Stock", "Donald J. Trump"; a year or a larger number does end a sentence.
    ordinal, initial = word.isdigit() and len(word) <= 2, word.isupper() and len(word) == 1
    return not (ordinal or initial or word.casefold() in _ABBREVIATIONS)
