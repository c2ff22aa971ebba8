"""How words are printed: the colour of their letters, of what is behind them, and how thick their strokes are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from intake.files.tesseract import Print, Word

Pixels = NDArray[np.uint8]

# Around a word, in pixels: what is seen there is what it stands on.
_MARGIN = 2
# Letters stand out from their ground by at least this, from 0 to 255; less is noise.
_STANDS_OUT = 24
# Strokes run on for less than this share of the height of their word; what is longer is a line or a bar of a letter.
_STROKE = 0.5
# Rows between two lines show an edge when they differ from what is above them by more than this.
_EDGE = 14


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture in its colours, and how many times larger the places of words are."""

    pixels: Pixels
    times: int = 1

    @classmethod
    def of(cls, picture: Image.Image, times: int = 1) -> Seen:
        """Look at a picture."""
        return cls(np.asarray(picture.convert("RGB")), times)

    def part(self, left: int, top: int, right: int, bottom: int) -> NDArray[np.int16]:
        """Return a part of it, given by places of words; empty outside of it."""
        by = self.times
        rows, columns = (max(0, top // by), max(0, -(-bottom // by))), (max(0, left // by), max(0, -(-right // by)))
        return self.pixels[slice(*rows), slice(*columns)].astype(np.int16)


def printed(words: Sequence[Word], seen: Seen) -> list[Word]:
    """Return words with how each of them is printed."""
    return [replace(word, look=_print(word, seen)) for word in words]


def _print(word: Word, seen: Seen) -> Print | None:
    margin = _MARGIN * seen.times
    part = seen.part(word.left - margin, word.top - margin, word.right + margin, word.bottom + margin)
    if min(part.shape[:2]) < 2 * _MARGIN:
        return None
    edges = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    ground = np.median(edges, axis=0)
    # In whole numbers: a picture of letters that are as large as itself would else take half a gigabyte.
    apart = np.abs(part - ground.astype(np.int16)).max(axis=2)
    most = float(np.percentile(apart, 97))
    if most < _STANDS_OUT:
        return None
    letters = apart > most / 2
    ink = np.median(part[apart >= most * 0.85], axis=0)
    return Print(_colour(ink), _colour(ground), _stroke(letters, word.bottom - word.top, seen.times))


def _colour(found: NDArray[np.float64]) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in found)
    return red, green, blue


def _stroke(letters: NDArray[np.bool_], high: int, times: int) -> float:
    """Return how far dark pixels run on from left to right, on average, in places of words."""
    padded = np.pad(letters, ((0, 0), (1, 1))).astype(np.int8)
    changes = np.diff(padded, axis=1)
    lengths = np.nonzero(changes == -1)[1] - np.nonzero(changes == 1)[1]
    lengths = lengths[lengths * times < high * _STROKE]
    return float(lengths.mean()) * times if lengths.size else 0.0


def parts_them(seen: Seen, left: int, right: int, top: int, bottom: int) -> bool:
    """Return whether something is drawn across the stretch between two lines: the edge of a bubble, or a rule.

    Only what goes through from left to right counts: a picture between two lines of a message does not.
    """
    part = seen.part(left, top, right, bottom)
    if part.shape[0] < 2 or part.shape[1] < 2:
        return False
    rows = np.median(part, axis=1)
    steps = np.abs(np.diff(rows, axis=0)).max(axis=1)
    spread = np.abs(part - rows[:, None]).max(axis=2)
    plain = np.percentile(spread, 80, axis=1) < _EDGE
    return bool(((steps > _EDGE) & (plain[1:] | plain[:-1])).any())
