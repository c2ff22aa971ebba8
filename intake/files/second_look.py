"""Reading lines with doubtful words once more, alone and large: two readings that agree are surer than each of them.

The first reading sees the whole picture, evened out and perhaps small. The second one sees only the lines in question,
each in its own contrast and in the size that Tesseract reads best, so that what misled the first one is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageOps

from intake.files.lines import Line
from intake.files.printing import Seen
from intake.files.tesseract import COLUMN, Program, Unread, Word

# How high capital letters are made, in pixels, and what is left free around a line, in such heights.
_SIZE = 34.0
_FREE = 0.45
_BETWEEN = 40
# Tiny letters over the whole width of a large picture would become a strip that takes tens of megabytes.
_LONGEST = 8_000
# Of more lines than these the reading is bad altogether: a photograph of a wall, and no text.
MOST_LINES = 24
# Two boxes are of one word when they share so much of what both cover.
_SAME_PLACE = 0.6


@dataclass(frozen=True, slots=True)
class _Strip:
    """A line as it is read again: its picture, where it stands in the whole, and how places were changed."""

    line: int
    picture: Image.Image
    left: float
    scale: float
    top: int = 0


def looked_again(
    lines: Sequence[Line], seen: Seen, program: Program, language: str, *, sure: float, until: float
) -> list[Line]:
    """Return lines in which the words of those with a doubtful one were compared with a second reading.

    Where there is no second reading, because the time is over or the program fails, the first one holds.
    """
    doubtful = [number for number, line in enumerate(lines) if any(word.sure < sure for word in line.words)]
    strips = [strip for number in doubtful if (strip := _strip(number, lines[number], seen)) is not None]
    if not strips or len(strips) > MOST_LINES:
        return list(lines)
    strips, whole = _stacked(strips)
    try:
        read = program.words_in(whole, language, until=until, mode=COLUMN)
    except Unread:
        return list(lines)
    found = list(lines)
    for strip in strips:
        below = strip.top + strip.picture.height
        again = [word for word in read if strip.top <= (word.top + word.bottom) / 2 < below]
        placed = [(word, strip.left + word.left / strip.scale, strip.left + word.right / strip.scale) for word in again]
        found[strip.line] = replace(
            lines[strip.line], words=tuple(_compared(word, placed) for word in lines[strip.line].words)
        )
    return found


def _strip(number: int, line: Line, seen: Seen) -> _Strip | None:
    free = round(line.size * _FREE)
    left, top = max(0, line.left - free), max(0, line.top - free)
    part = seen.part(left, top, line.right + free, line.bottom + free)
    if not part.size or not line.size:
        return None
    grey = ImageOps.grayscale(Image.fromarray(part.astype(np.uint8)))
    if np.median(np.asarray(grey)) < 128:
        grey = ImageOps.invert(grey)
    scale = _SIZE / line.size
    size = (max(1, round(grey.width * seen.times * scale)), max(1, round(grey.height * seen.times * scale)))
    if max(size) > _LONGEST:
        return None
    large = grey.resize(size, Image.Resampling.BICUBIC)
    return _Strip(number, ImageOps.autocontrast(large, cutoff=(0.5, 2)), left - _BETWEEN / scale, scale)


def _stacked(strips: Sequence[_Strip]) -> tuple[list[_Strip], Image.Image]:
    """Put strips below each other on white."""
    wide = max(strip.picture.width for strip in strips) + 2 * _BETWEEN
    high = sum(strip.picture.height + _BETWEEN for strip in strips) + _BETWEEN
    whole, top, placed = Image.new("L", (wide, high), 255), _BETWEEN, []
    for strip in strips:
        whole.paste(strip.picture, (_BETWEEN, top))
        placed.append(replace(strip, top=top))
        top += strip.picture.height + _BETWEEN
    return placed, whole


def _compared(word: Word, again: Sequence[tuple[Word, float, float]]) -> Word:
    """Return a word as it stands after a second reading: surer where both agree, and less sure where they do not."""
    for other, left, right in again:
        shared = min(word.right, right) - max(word.left, left)
        if shared < _SAME_PLACE * (max(word.right, right) - min(word.left, left)):
            continue
        if other.text == word.text:
            return replace(word, sure=1 - (1 - word.sure) * (1 - other.sure))
        better, worse = (other, word) if other.sure > word.sure else (word, other)
        return replace(word, text=better.text, sure=better.sure * (1 - worse.sure))
    return word
