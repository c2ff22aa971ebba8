"""A pair while it is made: words, some of them marked as the ones that tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MARK = "\x01"
# What may hang on a word without being part of it.
AROUND = " .,;:!?\"'„“”»«()[]…–-"


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim and a post as words, whether both say the same, and what kind of change lies between them."""

    claim: list[str]
    post: list[str]
    same: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A finished pair. `claim_marks` and `post_marks` are the characters, from and to, of words that tell."""

    lang: str
    kind: str
    same: bool
    claim: str
    post: str
    source: str
    edits: list[str] = field(default_factory=list)
    claim_marks: list[tuple[int, int]] = field(default_factory=list)
    post_marks: list[tuple[int, int]] = field(default_factory=list)


def mark(words: Iterable[str]) -> list[str]:
    """Return words marked as telling."""
    return [MARK + word.lstrip(MARK) for word in words]


def is_marked(word: str) -> bool:
    """Say whether a word is one that tells."""
    return word.startswith(MARK)


def bare(word: str) -> str:
    """Return a word without its mark and what hangs on it."""
    return word.lstrip(MARK).strip(AROUND)


def in_place_of(word: str, other: str) -> list[str]:
    """Return another word or words in a word's case and with what hangs on it."""
    core = bare(word)
    before, _, after = word.lstrip(MARK).partition(core)
    if core[:1].isupper() and not other[:1].isupper():
        other = other[:1].upper() + other[1:]
    return (before + other + after).split(" ")


def joined(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of words, and where those that tell stand in it."""
    text, marks = "", []
    for word in words:
        plain = word.replace(MARK, "")
        if not plain:
            continue
        text += " " if text else ""
        if is_marked(word):
            marks.append((len(text), len(text) + len(plain)))
        text += plain
    return text, marks
