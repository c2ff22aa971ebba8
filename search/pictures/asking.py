"""Whose pictures are like some that were sent, and how alike the most alike of each are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import TypeAlias

from search.pictures.hashing import Fingerprint, bits_of, mirrored
from search.pictures.likeness import ALIKE, Likeness, likeness
from search.pictures.live import LivePictures

# A picture that goes round stands in thousands of reports; so many of the nearest are looked at.
LOOKED_AT = 2_000

# For pictures by number: whose they are, and their qualities. Those that are gone, or not for those who ask, are left
# out.
Owners: TypeAlias = Callable[[Sequence[int]], Mapping[int, tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Sight:
    """How alike two pictures are, and in how many of 256 bits their hashes differ."""

    likeness: Likeness
    bits: int


def look(index: LivePictures, pictures: Sequence[Fingerprint], owners: Owners) -> Mapping[int, Sight]:
    """Return who has a picture like one of some, also a mirrored one, the most alike first."""
    if not pictures:
        return {}
    straight = [bits_of(one.hash) for one in pictures]
    near = index.near([*straight, *map(mirrored, straight)], within=ALIKE)
    # The numbers of pictures and what they were near to, whose second half are the mirrored ones.
    found = nsmallest(
        LOOKED_AT, ((one.distance, one.picture_id, number) for number, some in enumerate(near) for one in some)
    )
    known = owners(sorted({picture_id for _, picture_id, _ in found})) if found else {}
    sights: dict[int, Sight] = {}
    for bits, picture_id, number in found:
        if picture_id not in known:
            continue
        owner, quality = known[picture_id]
        asked, is_mirrored = pictures[number % len(pictures)], number >= len(pictures)
        alike = likeness(bits, (asked.quality, quality), is_mirrored=is_mirrored)
        if alike is not None:
            sight = Sight(alike, bits)
            sights[owner] = min(sights.get(owner, sight), sight, key=_order)
    return dict(sorted(sights.items(), key=lambda item: _order(item[1])))


def _order(sight: Sight) -> tuple[int, int]:
    return list(Likeness).index(sight.likeness), sight.bits
