"""Making a picture easy to read: grey, dark on light wherever it was the other way round, evenly lit, and in pieces."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter, ImageOps

# What is behind the words is looked for in a picture so many times smaller, within so many of its pixels: a letter is
# narrower than half of that, a bubble wider.
_SHRUNK = 6
_AROUND = 9
# A longer picture is cut, at lines where nothing is written.
TILE = 3000
_LOOKED_BACK = 900
# Rows of a picture that differ by less than this are quiet, in greys.
_QUIET = 24


def prepared(picture: Image.Image) -> Image.Image:
    """Return a picture in which only what stands out from its surroundings is dark.

    Words may be light or dark, on bubbles of any colour, in a room that is brighter on one side: taken against what is
    around them, all of them come out alike.
    """
    grey = ImageOps.grayscale(on_white(picture))
    small = grey.resize((max(1, grey.width // _SHRUNK), max(1, grey.height // _SHRUNK)), Image.Resampling.BOX)
    ground = small.filter(ImageFilter.MedianFilter(_AROUND)).resize(grey.size, Image.Resampling.BILINEAR)
    return ImageOps.autocontrast(ImageOps.invert(ImageChops.difference(grey, ground)), cutoff=(0.5, 0))


def enlarged(picture: Image.Image, times: int) -> Image.Image:
    """Return a picture so many times larger."""
    return picture.resize((picture.width * times, picture.height * times), Image.Resampling.LANCZOS)


def tiles(picture: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Yield the pieces of a prepared picture from top to bottom, each with the line that it begins at."""
    start = 0
    while start < picture.height:
        end = picture.height if picture.height - start <= TILE else _quiet_line(picture, start + TILE)
        yield start, picture.crop((0, start, picture.width, end))
        start = end


def _quiet_line(picture: Image.Image, before: int) -> int:
    """Return the middle of the last stretch of lines in which nothing is written; `before` where there is none."""
    band: NDArray[np.uint8] = np.asarray(picture.crop((0, before - _LOOKED_BACK, picture.width, before)))
    quiet = np.ptp(band, axis=1) < _QUIET
    if not quiet.any():
        return before
    last = int(np.flatnonzero(quiet)[-1])
    noisy = np.flatnonzero(~quiet[:last])
    first = int(noisy[-1]) + 1 if noisy.size else 0
    return before - _LOOKED_BACK + (first + last) // 2 + 1


def on_white(picture: Image.Image) -> Image.Image:
    """Return a picture in colours, on white where one could look through it."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")
    return picture.convert("RGB")
