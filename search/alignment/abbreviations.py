"""What is written short, written out: "z. B.", "EU", "NHS"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from search.alignment.tables import pairs

_WORD = re.compile(r"\w+")
# Dots stand between the letters of an abbreviation as often as they do not: "z. B.", "U.S.A.".
_BETWEEN_LETTERS = re.compile(r"(?<=\b\w) (?=\w\b)")


@dataclass(frozen=True, slots=True)
class _ShortForms:
    """The short forms of a language: one pattern with a group for each, and what the group is read as.

    `beginnings` are the words that one of them begins with; most sentences have none of them, and are not searched.
    """

    pattern: re.Pattern[str]
    read: tuple[str, ...]
    beginnings: frozenset[str]


@cache
def _short_forms(lang: str) -> _ShortForms:
    # The longest first: "U.S.A." is more than "U.S.".
    table = sorted(pairs(f"abbreviations.{lang}"), key=lambda pair: -len(pair[0]))
    beginnings: set[str] = set()
    groups = []
    for short, _ in table:
        letters = _BETWEEN_LETTERS.sub("", short)
        beginnings.add(_WORD.findall(letters)[0])
        if letters != short:
            beginnings.update(letters[:length] for length in range(1, len(letters)))
        groups.append(f"({_BETWEEN_LETTERS.sub('[. ]{0,2}', short)})")
    # A dot at the end of the sentence is not that of the abbreviation.
    pattern = re.compile(rf"\b(?:{'|'.join(groups)})\b(?:\.(?!\s*$))?", re.IGNORECASE)
    return _ShortForms(pattern, tuple(read for _, read in table), frozenset(beginnings))


def written_out(sentence: str, lang: str) -> str:
    """Return a German or English sentence with what it has in short written out."""
    forms = _short_forms(lang)
    if forms.beginnings.isdisjoint(_WORD.findall(sentence.lower())):
        return sentence
    return forms.pattern.sub(lambda found: forms.read[(found.lastindex or 1) - 1], sentence)
