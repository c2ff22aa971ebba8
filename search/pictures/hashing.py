"""What a picture is recognised by: PDQ, a hash of 256 bits of which few change when it is sent on.

PDQ looks at the whole picture, so a black bar above and below changes half of its bits: of 120 photos in frames and in
the screenshots of a viewer it knows 20 again, without the frame all of them. So what lies round a picture is taken off
before it is hashed, on whichever side it was added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from search.pictures import pdq

BITS = 256
# As large as what PDQ was made for; of anything larger it takes memory by its size and sees no more.
LONGEST_SIDE = 512
# Below this PDQ says itself that there is too little in a picture to know it again by.
LEAST_QUALITY = 50
# The quality of what is mostly paper: a page of words, a chat, a drawing. See `search.pictures.likeness`.
OF_PAPER = 40
# So much of a picture has one of three lightnesses when it is mostly paper: of 240 screenshots of chats and feeds at
# least .80, however small or often compressed, of 320 photos with and without words on them at most .50.
PAPER = 0.65
_TONES = 3
_TONE_WIDTH = 7

# A row belongs to a frame when nearly all of it has the lightness of the edge; a clock or some buttons may stand in it.
_SAME_TONE = 16
_FRAME = 0.8
# So much of it has that lightness where a line of words goes through it: the strip that is put above or below a photo.
_WORDS = 0.4
# A frame ends at once, and with a row that is empty. Where it fades, it is the sky or a wall.
_BEHIND_FRAME = 0.25
_END = 3
# What would leave less than this of a side was no frame.
_LEAST_LEFT = 0.3

# Mirrored left and right, every second coefficient of a row turns its sign, and with it its bit.
_MIRROR = bytes([0x55]) * (BITS // 8)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a picture is recognised by: 64 hex digits, and from 0 to 100 how much there is to recognise."""

    hash: str
    quality: int


def fingerprint_of(picture: Image.Image) -> Fingerprint | None:
    """Return what a picture is recognised by, right way up; None where there is too little in it."""
    inner = _small(_unframed(picture.convert("RGB")))
    bits, quality = pdq.compute(np.asarray(inner))
    if quality < LEAST_QUALITY:
        return None
    packed = np.packbits(np.asarray(bits, dtype=np.uint8)).tobytes()
    return Fingerprint(packed.hex(), min(int(quality), OF_PAPER) if _is_paper(inner) else int(quality))


def bits_of(picture_hash: str) -> bytes:
    """Return a hash as its 32 bytes. Errors: `ValueError` for anything else than 64 hex digits."""
    bits = bytes.fromhex(picture_hash)
    if len(bits) * 8 != BITS:
        raise ValueError("a hash of a picture has 64 hex digits")
    return bits


def mirrored(bits: bytes) -> bytes:
    """Return about what the mirrored picture would have: of 120 photos at most 22 of the 256 bits differ."""
    return bytes(one ^ other for one, other in zip(bits, _MIRROR, strict=True))


def distance(one: bytes, other: bytes) -> int:
    """Return in how many of the 256 bits two hashes differ; two pictures of anything differ in half of them."""
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def _small(picture: Image.Image) -> Image.Image:
    shrink = LONGEST_SIDE / max(picture.size)
    if shrink >= 1:
        return picture
    size = (max(1, round(picture.width * shrink)), max(1, round(picture.height * shrink)))
    return picture.resize(size, Image.Resampling.BOX)


def _unframed(picture: Image.Image) -> Image.Image:
    """Return a picture without what was put round it in one lightness: a border, bars, the screen of a viewer."""
    small = _small(picture)
    light = np.asarray(small.convert("L")).astype(np.int16)
    height, width = light.shape
    top, bottom = _frame(light), _frame(light[::-1])
    if height - top - bottom < _LEAST_LEFT * height:
        return picture
    inside = light[top : height - bottom].T
    left, right = _frame(inside), _frame(inside[::-1])
    if width - left - right < _LEAST_LEFT * width or top + bottom + left + right == 0:
        return picture
    across, down = picture.width / width, picture.height / height
    return picture.crop(
        (round(left * across), round(top * down), round((width - right) * across), round((height - bottom) * down))
    )


def _frame(light: NDArray[np.int16]) -> int:
    """Return how many rows from the first on are a frame or a strip of words, shape (rows, columns)."""
    tone = np.median(light[0])
    share = (np.abs(light - tone) <= _SAME_TONE).mean(axis=1)
    words = np.flatnonzero(share < _WORDS)
    if not len(words):
        return len(light)
    # Of the rows that may end it, only those that the photo follows at once.
    ends = 1 + np.flatnonzero(share[: words[0]] >= _FRAME)
    for end in ends[::-1][:_END]:
        if share[end : end + _END].min() <= _BEHIND_FRAME:
            return int(end)
    return 0


def _is_paper(picture: Image.Image) -> bool:
    counts = np.bincount(np.asarray(picture.convert("L")).ravel(), minlength=256).astype(np.float64)
    whole, found = counts.sum(), 0.0
    for _ in range(_TONES):
        near = np.convolve(counts, np.ones(_TONE_WIDTH), "same")
        middle = int(near.argmax())
        found += float(near[middle])
        counts[max(0, middle - _TONE_WIDTH // 2) : middle + _TONE_WIDTH // 2 + 1] = 0
    return found >= PAPER * float(whole)
