"""Patterns with what they are read as, applied one after the other.

Most rules are about words that a sentence does not have. Each pattern is therefore asked first for letters without
which it matches nothing, and is only tried where they stand: looking for them takes a tenth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

ReadAs: TypeAlias = str | Callable[[re.Match[str]], str]

# What is no letter by itself: escapes, sets of letters.
_NO_LETTERS = re.compile(r"\\.|\[[^\]]{0,200}\]")
_LETTERS = re.compile(r"[a-zäöüß ]{2,}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, what it is read as, and letters of which some stand in every text that it matches."""

    pattern: re.Pattern[str]
    read_as: ReadAs
    needed: tuple[str, ...]


def rule(pattern: str, read_as: ReadAs, *, needed: Sequence[str] = ()) -> Rule:
    """Return a rule; capitals do not matter to it. `needed` are the letters, where its pattern does not show them."""
    return Rule(re.compile(pattern, re.IGNORECASE), read_as, tuple(needed) or needed_by(pattern))


def needed_by(pattern: str) -> tuple[str, ...]:
    """Return the letters that each branch of a pattern needs, in small ones; nothing if a branch needs none."""
    found = []
    for branch in _branches(_NO_LETTERS.sub("\0", pattern.lower())):
        letters = max(_LETTERS.findall(branch), key=len, default="")
        if not letters:
            return ()
        found.append(letters)
    return tuple(found)


def _branches(pattern: str) -> list[str]:
    """Return the branches of a pattern, each with what stands in no group and cannot be left out."""
    branches, depth = [""], 0
    for sign in pattern:
        if sign in "()":
            depth += 1 if sign == "(" else -1
            branches[-1] += "\0"
        elif depth:
            continue
        elif sign == "|":
            branches.append("")
        elif sign in "?*{":
            branches[-1] = branches[-1][:-1] + "\0"
        else:
            branches[-1] += sign
    return branches


def applied(rules: Iterable[Rule], text: str) -> str:
    """Return a text with what the rules find in it read as they say, in their order."""
    lowered = text.lower()
    for one in rules:
        if one.needed and not _has(one.needed, lowered):
            continue
        read = one.pattern.sub(one.read_as, text)
        if read != text:
            text, lowered = read, read.lower()
    return text


def _has(letters: Sequence[str], text: str) -> bool:
    return any(some in text for some in letters)
