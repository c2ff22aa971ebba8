"""The lines of a picture that was read: how large their letters are, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from statistics import median

from intake.files.tesseract import Colour, Print, Word

# How much of its box a word fills, against a capital letter: "nur" has neither long strokes nor tails.
_TALL = frozenset("bdfhkltßäöüABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ij!?%&/")
_TAILS = frozenset("gjpqyçQ,;")
_MARKED = frozenset("ÄÖÜÁÉÍÓÚÀÈÊÎÔÛÇ")
_SMALL = 0.72
_TAIL = 0.24
_MARK = 0.25
_SPECK = 3
_SURE_SPECK = 0.75
# What a machine is so unsure of is a speck, a picture or a sign that is no letter.
_STROKES = frozenset("|Il_/")
_APART = 0.7
_NOISE = 0.3
_NOISE_OF_SIGNS = 0.75
_A_WORD = 4


@dataclass(frozen=True)
class Line:
    """One line of words, from left to right."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """Its words with blanks between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def size(self) -> float:
        """How high its capital letters are or would be, in pixels."""
        return float(median(map(size_of, [word for word in self.words if not is_speck(word)] or self.words)))

    @property
    def left(self) -> int:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.words[-1].right

    @property
    def middle(self) -> float:
        """Half way from where it begins to where it ends."""
        return (self.left + self.right) / 2

    @cached_property
    def ink(self) -> Colour | None:
        """The colour of its letters; None where it was not looked at."""
        return _middle_of([look.ink for look in self._looks])

    @cached_property
    def ground(self) -> Colour | None:
        """The colour behind it; None where it was not looked at."""
        return _middle_of([look.ground for look in self._looks])

    @cached_property
    def weight(self) -> float:
        """How thick its strokes are, as a share of the height of its capital letters; 0 where it was not looked at."""
        strokes = [look.stroke for look in self._looks]
        return median(strokes) / self.size if strokes and self.size else 0.0

    @cached_property
    def _looks(self) -> list[Print]:
        # Of several letters where there are any: signs and little pictures have colours of their own.
        long = [word for word in self.words if len(word.text) > _SPECK]
        return [word.look for word in long or self.words if word.look is not None]

    @cached_property
    def top(self) -> int:
        """Its upper edge."""
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> int:
        """Its lower edge."""
        return max(word.bottom for word in self.words)

    def without(self, last: int) -> Line | None:
        """Return it without its last words; None when nothing is left."""
        return Line(self.words[:-last]) if 0 < last < len(self.words) else None


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Return lines from top to bottom, without what is no word."""
    found = []
    for _, group in groupby(words, key=lambda word: word.line):
        kept = tuple(sorted((word for word in group if not _is_noise(word)), key=lambda word: word.left))
        kept = _without_edges(kept)
        if kept:
            found.append(Line(kept))
    return sorted(found, key=lambda line: (line.top + line.bottom) / 2)


def size_of(word: Word) -> float:
    """Return how high a capital letter of a word is or would be, in pixels."""
    letters = set(word.text)
    share = 1.0 if letters & (_TALL | _MARKED) else _SMALL
    share += (_MARK if letters & _MARKED else 0.0) + (_TAIL if letters & _TAILS else 0.0)
    return (word.bottom - word.top) / share


def is_speck(word: Word) -> bool:
    """Return whether a word is so short and so unsure that it is rather a piece of a picture beside words."""
    return len(word.text) <= _SPECK and word.sure < _SURE_SPECK


def body_size(lines: Iterable[Line]) -> float:
    """Return how large most of the words are, in pixels; 0 without a line."""
    sizes = sorted((line.size, len(line.text)) for line in lines)
    half, seen = sum(count for _, count in sizes) / 2, 0
    for size, count in sizes:
        seen += count
        if seen >= half:
            return size
    return 0.0


def _middle_of(colours: Sequence[Colour]) -> Colour | None:
    if not colours:
        return None
    red, green, blue = (int(median(part)) for part in zip(*colours, strict=True))
    return red, green, blue


def _without_edges(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return a line without the edges of bubbles and screens, which are read as strokes at some distance from it."""
    if len(words) > 1 and words[-1].text in _STROKES and words[-1].left - words[-2].right > _APART * size_of(words[-2]):
        return words[:-1]
    if len(words) > 1 and words[0].text in _STROKES and words[1].left - words[0].right > _APART * size_of(words[1]):
        return words[1:]
    return words


def _is_noise(word: Word) -> bool:
    letters = sum(map(str.isalnum, word.text))
    return letters < _A_WORD and word.sure < (_NOISE if letters else _NOISE_OF_SIGNS)
