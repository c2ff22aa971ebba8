"""Masks slurs, so that a text can be told from others and is not read by whoever did not choose to.

A masked word keeps its first letter and its length: `N••••`. Whether a text insults somebody is not asked: where a
report quotes a word, it is masked as well, and opening shows it. Lists take `masked`; pages take `segments`, of which
each masked word can be opened.

What hides a slur from a machine is read as far as people commonly do it: digits and signs for letters (`N3ger`), one or
two letters starred out (`N*ger`), letters apart (`J u d e n s a u`), marks between (`Juden-Sau`). Everything takes time
in proportion to the text: no pattern repeats what it may also begin with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

from review.care.slur_words import WORDS

DOT = "•"
# Letters that make a slur across marks and gaps; fewer come together by chance, as in “as-is”.
SHORTEST_BROKEN = 5

Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text; joined, the pieces are the text. One that `is_slur` is shown as `mask` until it is opened."""

    text: str
    is_slur: bool

    @property
    def mask(self) -> str:
        """The first letter, and a dot for each that follows."""
        return self.text[:1] + DOT * (len(self.text) - 1)


def segments(text: str) -> tuple[Segment, ...]:
    """Return a text cut into what may be read at once and words that are masked."""
    found, position = [], 0
    for start, end in slurs(text):
        if start > position:
            found.append(Segment(text[position:start], is_slur=False))
        found.append(Segment(text[start:end], is_slur=True))
        position = end
    if position < len(text):
        found.append(Segment(text[position:], is_slur=False))
    return tuple(found)


def masked(text: str) -> str:
    """Return a text with its slurs masked, for lists and titles."""
    return "".join(piece.mask if piece.is_slur else piece.text for piece in segments(text))


def slurs(text: str) -> list[Span]:
    """Return from where to where the slurs of a text stand, in their order; none touches another."""
    folded = text.translate(_FOLDED)
    found = [*_plain(folded), *_disguised(folded)]
    return _joined(found)


# What stands for a letter, one for one, so that places in the folded text are those of the text.
_LEET = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "€": "e"}


def _folded(character: str) -> str:
    """Return the small letter without its accent; umlauts stay, because they make other words."""
    small = character.lower()
    if small in "äöüß":
        return small
    return unicodedata.normalize("NFD", small)[0]


_FOLDED = str.maketrans({chr(code): _folded(chr(code)) for code in range(0x41, 0x250)} | _LEET)

_Trie: TypeAlias = "dict[str, _Trie]"

# At the end of a word in the trie: whether a compound may go on, whether inflections may follow, or neither.
_ENDS = {
    "-": "",
    "+": r"(?:e(?:n|r|s|m|rn)?|n|s|in(?:nen)?)?(?![^\W_])",
    "!": r"(?![^\W_])",
}
_SPELLINGS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))


def _spelt(word: str) -> set[str]:
    return reduce(lambda found, pair: found | {one.replace(*pair) for one in found}, _SPELLINGS, {word})


def _trie(words: Iterable[str]) -> _Trie:
    root: _Trie = {}
    for word in words:
        stem, end = (word[:-1], word[-1]) if word[-1] in "-!" else (word, "+")
        for spelling in _spelt(stem.removeprefix("-")):
            node = root
            for letter in spelling:
                node = node.setdefault(letter, {})
            node[end] = {}
    return root


def _pattern(node: _Trie, stars: str = "", *, inside: bool = False) -> str:
    """Return a pattern for the words of a trie; any letter but the first may be one of `stars` instead."""
    ways = []
    for key, below in node.items():
        letter = f"[{key}{stars}]" if inside and stars else key
        ways.append(_ENDS[key] if key in _ENDS else letter + _pattern(below, stars, inside=True))
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


_STARS = "*#•"
# Between letters that belong together: marks that are drawn, and characters that nobody sees.
_JOINTS = r"\-._|/·*#•\u00ad\u200b-\u200d\u2060"

_ALL = [word for words in WORDS.values() for word in words.split()]
_BEGINNING = _trie(word for word in _ALL if not word.startswith("-"))
_ANYWHERE = _trie(word for word in _ALL if word.startswith("-"))
_SLUR = re.compile(rf"(?<![^\W_])(?:{_pattern(_BEGINNING)})|{_pattern(_ANYWHERE)}")
# Only from the beginning of a word: a star in a compound says little.
_STARRED_SLUR = re.compile(_pattern(_trie(word.removeprefix("-") for word in _ALL), _STARS))
_BROKEN_WORD = re.compile(rf"(?<![^\W_])[^\W_]+(?:[{_JOINTS}]{{1,2}}[^\W_]+)+")
_LETTERS_APART = re.compile(r"(?<![^\W_])[^\W_](?:[ .][^\W_]){3,}(?![^\W_])")


def _plain(folded: str) -> Iterator[Span]:
    """Yield the words that hold a slur as it is spelt; each word is looked at once, so none is too long."""
    position = 0
    while (found := _SLUR.search(folded, position)) is not None:
        start, end = found.start(), _end_of_word(folded, found.end())
        while start > position and folded[start - 1].isalnum():
            start -= 1
        yield start, end
        position = end


def _end_of_word(folded: str, position: int) -> int:
    while position < len(folded) and folded[position].isalnum():
        position += 1
    return position


def _disguised(folded: str) -> Iterator[Span]:
    """Yield what becomes a slur once stars count as letters, or marks and gaps between its letters are taken out."""
    for broken in (*_BROKEN_WORD.finditer(folded), *_LETTERS_APART.finditer(folded)):
        places = [place for place in range(*broken.span()) if folded[place].isalnum()]
        for start, end in _plain("".join(folded[place] for place in places)):
            if end - start >= SHORTEST_BROKEN:
                yield places[start], places[end - 1] + 1
        starred = _STARRED_SLUR.match(broken[0])
        # A word of stars alone has been masked already, by whoever wrote it.
        if starred is not None and sum(letter in _STARS for letter in starred[0]) * 2 < len(starred[0]):
            yield broken.start(), _end_of_word(folded, broken.start() + starred.end())


def _joined(spans: list[Span]) -> list[Span]:
    """Return the spans in their order, with those that touch each other made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
