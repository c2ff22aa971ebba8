"""PDQ, Meta's hash of pictures: the published algorithm, bit for bit.

The package `pdqhash` has no file that is ready for a machine without a compiler, and the algorithm is a page. From "The
TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" and its reference implementation (BSD), both by
Facebook, 2019.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

BITS = 256
# The picture is blurred, taken apart into so many rows and columns, and of its frequencies so many are kept each way.
SIDE = 64
KEPT = 16
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
# Twice a box blur; its window is so large a part of a side.
_BLURS = 2
_WINDOWS_IN_SIDE = 128
# The sum of all steps between neighbours that counts as one point of quality.
_STEPS_OF_A_POINT = 90
_BEST = 100

_DCT = np.sqrt(2 / SIDE) * np.cos(
    np.pi / 2 / SIDE * np.arange(1, KEPT + 1)[:, np.newaxis] * (2 * np.arange(SIDE)[np.newaxis, :] + 1)
)


def compute(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], int]:
    """Return the 256 bits of a picture and from 0 to 100 how much there is to recognise.

    `pixels` has rows, columns and either red, green and blue, or one lightness. The bits come in the order in which
    Meta's programs write them as hex digits.
    """
    luma = pixels.astype(np.float32)
    small = _decimated(_blurred(luma @ _LUMA if luma.ndim == 3 else luma))
    frequencies = _DCT @ small @ _DCT.T
    # Of an even number the lower of the two in the middle.
    median = np.sort(frequencies, axis=None)[BITS // 2 - 1]
    return (frequencies > median).ravel()[::-1], _quality(small)


def _blurred(luma: Floats) -> Floats:
    rows, columns = luma.shape
    for _ in range(_BLURS):
        luma = _box(luma, _window(columns))
        luma = _box(luma.T, _window(rows)).T
    return luma


def _window(side: int) -> int:
    return -(-side // _WINDOWS_IN_SIDE)


def _box(rows: Floats, window: int) -> Floats:
    """Return the mean of each place and its neighbours in its row; at both ends of those that are there."""
    length = rows.shape[1]
    # On an even window the one to the right counts more.
    right = (window + 2) // 2
    places = np.arange(length)
    first = np.maximum(places - (window - right), 0)
    last = np.minimum(places + right, length)
    sums = np.zeros((rows.shape[0], length + 1))
    np.cumsum(rows, axis=1, out=sums[:, 1:])
    means: Floats = (sums[:, last] - sums[:, first]) / (last - first)
    return means


def _decimated(luma: Floats) -> Floats:
    rows, columns = (((np.arange(SIDE) + 0.5) * side / SIDE).astype(int) for side in luma.shape)
    small: Floats = luma[np.ix_(rows, columns)]
    return small


def _quality(small: Floats) -> int:
    steps = sum(float(np.abs(np.trunc(np.diff(small, axis=axis) * 100 / 255)).sum()) for axis in (0, 1))
    return min(_BEST, int(steps / _STEPS_OF_A_POINT))
