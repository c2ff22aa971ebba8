"""What stands in an index: the id of a document says whose text it is and which of its owner's texts."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ids: TypeAlias = NDArray[np.int64]
Vectors: TypeAlias = NDArray[np.float32]

PART_BITS = 16
MOST_PARTS = 1 << PART_BITS


def document_id(owner_id: int, part: int = 0) -> int:
    """Return the id of one text of an owner: part 0 is its own text, the others are further wordings.

    Errors: `ValueError` for a part that does not fit.
    """
    if not 0 <= part < MOST_PARTS:
        raise ValueError(f"a document has at most {MOST_PARTS} parts, so there is no part {part}")
    return (owner_id << PART_BITS) | part


def owners_of(document_ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the ids of the owners that documents belong to, same shape."""
    return np.right_shift(document_ids, PART_BITS)


def owner_of(document: int) -> int:
    """Return the id of the owner that a document belongs to."""
    return document >> PART_BITS


def part_of(document: int) -> int:
    """Return which text of its owner a document is."""
    return document & (MOST_PARTS - 1)
