"""How alike two pictures are, in a word, and the one place where that is cut from their hashes.

None of it says "the same": a photo with another number painted on a sign is as close as one that was compressed again.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from search.pictures.hashing import LEAST_QUALITY

# Bits that differ. What is sent on is compressed, made smaller and framed: 95 % of such photos stay within this, and so
# do all in which one detail was changed.
CLOSE = 16
# Other words over the same photo, or a rim of 2 % cut off: 90 % stay within this. Of 7,140 pairs of different photos
# none came nearer than 98, but real photos are more alike than made ones, so the room between is not used up.
ALIKE = 40
# Pages of words all look alike: of 2,278 pairs of feeds with different words 6 % differ in fewer than 32 bits, and the
# nearest in 10. What is compressed again stays within this nine times of ten; the rest is known again by its words.
OF_PAPER = 8


class Likeness(LabelledEnum):
    """How alike two pictures are."""

    CLOSE = "close", _l("hardly any difference to be seen")
    ALIKE = "alike", _l("much in common")
    MIRRORED = "mirrored", _l("alike when mirrored")


def likeness(bits: int, qualities: tuple[int, int], *, is_mirrored: bool = False) -> Likeness | None:
    """Return how alike two pictures are that differ in so many bits, by the qualities of both; None if they are not."""
    if min(qualities) < LEAST_QUALITY:
        # Where most is paper, its mirror image is as good as itself.
        return Likeness.CLOSE if bits <= OF_PAPER and not is_mirrored else None
    if bits > ALIKE:
        return None
    if is_mirrored:
        return Likeness.MIRRORED
    return Likeness.CLOSE if bits <= CLOSE else Likeness.ALIKE
