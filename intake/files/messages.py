"""Which lines of a picture are its message: those that look and lie like most of the words, and what stands between.

Apps say who, when and how often in smaller letters, in another colour, at another edge or outside of the bubble. So no
list of what apps say is needed for what is left after `intake.files.furniture`, which knows the usual ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from intake.files.furniture import looks_like_name
from intake.files.lines import Line, is_speck, size_of
from intake.files.printing import Seen, parts_them
from intake.files.tesseract import Colour, Word

# Letters are of one size within this share of it; those of what stands around a message are smaller than this one.
_ALIKE = 0.14
# Of a single word less can be said.
_ALIKE_ALONE = 0.2
_SMALLER = 0.88
# Colours are one within this, from 0 to 255: letters that are painted on a picture, and what is behind two lines.
_INK = 45
_GROUND = 40
# That of a little picture is further from it.
_OWN_INK = 70
# Strokes of bold letters are thicker by at least this share.
_BOLDER = 1.3
# In heights of a capital letter: how far apart two lines of a message are at most with an empty line between them, and
# how far apart they begin.
_EMPTY_LINE = 3.4
_EDGE = 1.0
# A message follows itself within so many lines, whatever stands beside it.
_BESIDE = 4
# A line of so many words is one that somebody has written, and one of fewer where it ends like a sentence.
_PROSE = 4
_SENTENCE = 2
_ENDS = (".", "“", '"')
_GOES_ON = ("…", "..")
_CALLS = ("!", "?", ":")
# Another stretch with this share of the letters is a message, too, if its letters are not much smaller.
_AS_MUCH = 0.5
_HARDLY_SMALLER = 0.75
# Words stand apart from the line before them by so many heights of a capital letter.
_APART = 0.6
_COLUMN = 2.2
_LETTERS = 2
# "Std.", "Min."
_ABBREVIATED = 4
_MARK = 2
# The letters of a name over a message differ at least by this share in height or width, those of a label in contrast.
_HARDLY_OTHER = 0.95
_PALER = 0.8
_FEW_LINES = 2


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that follow each other and look alike."""

    lines: tuple[Line, ...]

    @property
    def letters(self) -> int:
        return sum(len(word.text) for line in self.lines for word in line.words)

    @property
    def size(self) -> float:
        return median(line.size for line in self.lines)

    @property
    def weight(self) -> float:
        return median(line.weight for line in self.lines)

    @property
    def top(self) -> int:
        return self.lines[0].top

    @property
    def bottom(self) -> int:
        return self.lines[-1].bottom

    @property
    def is_prose(self) -> bool:
        """Whether somebody has written it as a sentence."""
        if self.has_columns or self.is_cut:
            return False
        most = max(sum(map(_is_word, line.words)) for line in self.lines)
        return self.is_sentence or most >= _PROSE or self.words >= 2 * _PROSE

    @property
    def is_sentence(self) -> bool:
        """Whether it ends like a sentence."""
        last = self.lines[-1].words[-1].text
        if self.has_columns or self.is_cut or not self.words:
            return False
        return last.endswith(_CALLS) or (self.words >= _SENTENCE and last.endswith(_ENDS) and len(last) > _ABBREVIATED)

    @property
    def has_columns(self) -> bool:
        """Whether its words stand as far apart as buttons and counts do."""
        return all(map(_has_columns, self.lines))

    @property
    def is_cut(self) -> bool:
        """Whether it is one line that goes on elsewhere, or that asks for an answer."""
        return len(self.lines) == 1 and self.lines[0].text.endswith(_GOES_ON)

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(map(_is_word, (word for line in self.lines for word in line.words)))


def message_in(lines: Sequence[Line], seen: Seen) -> list[Line]:
    """Return the lines of a picture, given from top to bottom, that are its message, without marks in them."""
    blocks = _blocks([clean for line in lines if (clean := _without_marks(line)) is not None], seen)
    if not blocks:
        return []
    main = max(blocks, key=lambda block: (not block.has_columns, block.letters))
    kept = [line for block in blocks if block is not main and _stays(block, main) for line in block.lines]
    kept += main.lines[1:] if _begins_with_name(main) else main.lines
    return [_without_end(line, main.size) for line in sorted(kept, key=lambda line: line.top)]


def _blocks(lines: Sequence[Line], seen: Seen) -> list[_Block]:
    """Put together lines that follow each other: in one size, colour and place, with nothing drawn between them."""
    before: dict[int, int] = {}
    for number, line in enumerate(lines):
        following = range(number + 1, min(number + 1 + _BESIDE, len(lines)))
        after = next((other for other in following if other not in before and _follows(line, lines[other], seen)), None)
        if after is not None:
            before[after] = number
    chains: dict[int, list[Line]] = {}
    first: dict[int, int] = {}
    for number, line in enumerate(lines):
        first[number] = first[before[number]] if number in before else number
        chains.setdefault(first[number], []).append(line)
    return [_Block(tuple(chain)) for chain in chains.values()]


def _follows(line: Line, after: Line, seen: Seen) -> bool:
    size = max(line.size, after.size)
    gap = after.top - line.bottom
    alike = _ALIKE if min(len(line.words), len(after.words)) > 1 else _ALIKE_ALONE
    if abs(line.size - after.size) > alike * size or not -size < gap < _EMPTY_LINE * size:
        return False
    in_place = min(abs(line.left - after.left), abs(line.middle - after.middle)) < _EDGE * size
    return in_place and _looks_like(line, after) and not _parted(line, after, seen)


def _looks_like(line: Line, other: Line) -> bool:
    if _differ(line.ink, other.ink, _INK) or _differ(line.ground, other.ground, _GROUND):
        return False
    thin, thick = sorted((line.weight, other.weight))
    return not thin or thick < thin * _BOLDER


def _is_word(word: Word) -> bool:
    return sum(map(str.isalpha, word.text)) >= _LETTERS


def _has_columns(line: Line) -> bool:
    """Return whether the words of a line stand as far apart as buttons and counts do."""
    return any(following.left - word.right > _COLUMN * line.size for word, following in pairwise(line.words))


def _differ(one: Colour | None, other: Colour | None, most: int) -> bool:
    return one is not None and other is not None and max(abs(a - b) for a, b in zip(one, other, strict=True)) > most


def _parted(line: Line, after: Line, seen: Seen) -> bool:
    left, right = max(line.left, after.left), min(line.right, after.right)
    return right > left and parts_them(seen, left, right, line.bottom + 1, after.top - 1)


def _stays(block: _Block, main: _Block) -> bool:
    """Return whether lines that are not of the main stretch belong to a message all the same."""
    size = block.size
    if main.top < block.top and block.bottom < main.bottom and size > main.size * _HARDLY_SMALLER:
        # A line of another look in the middle of it: a link, or what somebody wanted to stress.
        return abs(block.lines[0].left - main.lines[0].left) < _EDGE * main.size or block.is_prose
    if size > main.size * (1 + _ALIKE):
        # A headline.
        return block.is_prose and _contrast(block) > _PALER * _contrast(main)
    if size < main.size * _SMALLER:
        return size > main.size * _HARDLY_SMALLER and block.letters > _AS_MUCH * main.letters
    if _differ(block.lines[0].ink, main.lines[0].ink, _INK):
        return block.letters > _AS_MUCH * main.letters
    if block.weight > main.weight * _BOLDER and len(block.lines) == 1:
        # A name or a title, unless it calls out something.
        return block.is_sentence
    return block.is_prose


def _begins_with_name(main: _Block) -> bool:
    """Return whether the first line of a message is who wrote it, in letters that are nearly the same.

    It ends although the first word of the next one would have had room, which no line of a paragraph does.
    """
    if len(main.lines) <= _FEW_LINES:
        return False
    name, first = main.lines[:2]
    room = max(line.right for line in main.lines) - name.right
    needs = first.words[0].right - first.words[0].left + _APART * main.size
    looks_other = name.size < main.size * _HARDLY_OTHER or name.weight * _HARDLY_OTHER > main.weight
    return looks_like_name(name) and room > needs and looks_other


def _contrast(block: _Block) -> int:
    line = block.lines[0]
    if line.ink is None or line.ground is None:
        return 0
    return max(abs(a - b) for a, b in zip(line.ink, line.ground, strict=True))


def _without_end(line: Line, size: float) -> Line:
    """Return a line without what stands at some distance after it in smaller or paler letters, as a time does."""
    for at, (word, following) in enumerate(pairwise(line.words), start=1):
        rest = line.words[at:]
        is_apart = following.left - word.right > _APART * size
        if is_apart and all(_is_beside(one, line, size) or is_speck(one) for one in rest):
            return Line(line.words[:at])
    return line


def _is_beside(word: Word, line: Line, size: float) -> bool:
    ink = None if word.look is None else word.look.ink
    return size_of(word) < size * _SMALLER or _differ(ink, line.ink, _INK)


def _without_marks(line: Line) -> Line | None:
    """Return a line without pictures that were read as letters: short, and in a colour of their own."""
    kept = tuple(word for word in line.words if not _is_mark(word, line))
    return replace(line, words=kept) if kept else None


def _is_mark(word: Word, line: Line) -> bool:
    is_short = len(word.text) <= _MARK or not any(map(str.isalnum, word.text))
    return is_short and word.look is not None and _differ(word.look.ink, line.ink, _OWN_INK)
