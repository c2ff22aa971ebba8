"""Words that look alike: what a machine reads in a picture is the same text with l for I, O for 0 or a blank less."""

from __future__ import annotations

from collections.abc import Sequence

# Letters and figures that are one stroke, or one ring, in the typefaces of telephones. No two figures become one.
_ALIKE = str.maketrans({"I": "l", "|": "l", "1": "l", "O": "0", "o": "0"})
_LIKE_FIGURES = frozenset("Il|Oo")
# What stands round words, and in them. A sign that is none of these says something: a cross, a line through letters.
_AROUND = "\"'„“”‚‘’»«()[].,;:!?…"
_MARKS = frozenset(_AROUND + "-–—/\n\t")
# So many words are read as one, or one as so many.
_MOST = 3


def spelled_like(text: str, other: str) -> str:
    """Return a text with those words in the spelling of another that look the same there.

    "in lowa" beside "in Iowa" becomes that, and so does "ina letter" beside "in a letter". Nothing that looks otherwise
    is touched, and no number becomes another one.
    """
    mine, theirs = text.split(" "), other.split()
    known = set(theirs)
    unknown = [number for number, word in enumerate(mine) if word not in known]
    if not unknown:
        return text
    seen = _by_look(theirs)
    found, at = [], 0
    while at < len(mine):
        taken = next((n for n in range(1, _MOST + 1) if _is_other(mine[at : at + n], known, seen)), 0)
        found.append(seen[_look(mine[at : at + taken])] if taken else mine[at])
        at += taken or 1
    return " ".join(found)


def _is_other(words: Sequence[str], known: set[str], seen: dict[str, str]) -> bool:
    """Return whether some words, one of them at least not in the other text, look like what stands there."""
    return any(word not in known for word in words) and bool(look := _look(words)) and look in seen


def _by_look(words: Sequence[str]) -> dict[str, str]:
    """Return what stands in a text by how it looks: its words, and several together."""
    found: dict[str, str] = {}
    for most in range(1, _MOST + 1):
        for at in range(len(words) - most + 1):
            found.setdefault(_look(words[at : at + most]), " ".join(words[at : at + most]))
    return found


def _look(words: Sequence[str]) -> str:
    """Return how some words look when they are written as one; nothing for what must stay as it is.

    What stands in a number belongs to it: "1,5" and "-5" are not "15" and "5", and a number grows by no other word.
    """
    if len(words) > 1 and any(map(_is_number, words)):
        return ""
    bare = "".join(words).strip(_AROUND)
    if not all(sign.isalnum() or sign in _MARKS or sign in "|_" for sign in bare):
        return ""
    if _is_number(bare):
        return "#" + bare.translate(_ALIKE)
    return "".join(sign for sign in bare if sign not in _MARKS).translate(_ALIKE)


def _is_number(word: str) -> bool:
    """Return whether a word is a number, or is one that was misread: figures, and letters only that look like some."""
    return any(map(str.isdigit, word)) and all(not sign.isalpha() or sign in _LIKE_FIGURES for sign in word)
