"""Hashes of pictures in memory, and all of them within a distance of one: FAISS over bits, searched whole.

Whole, because it is exact and fast enough: among a million hashes one question takes some milliseconds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import faiss
import numpy as np
from numpy.typing import NDArray

from search.pictures.hashing import BITS


class Near(NamedTuple):
    """A picture near to one that was asked for: its number, and in how many bits the two differ."""

    picture_id: int
    distance: int


class BinaryIndex:
    """Hashes by number; not safe to change while somebody searches."""

    def __init__(self) -> None:
        self._index = faiss.IndexBinaryIDMap2(faiss.IndexBinaryFlat(BITS))
        self._held: set[int] = set()

    def __len__(self) -> int:
        return len(self._held)

    def put(self, hashes: Mapping[int, bytes]) -> None:
        """Add hashes of 32 bytes, each in the place of an older one with its number."""
        self.drop(hashes)
        if hashes:
            self._index.add_with_ids(_rows(list(hashes.values())), np.fromiter(hashes, np.int64, len(hashes)))
            self._held.update(hashes)

    def drop(self, picture_ids: Collection[int]) -> None:
        """Remove pictures; those that are not held are no error."""
        gone = self._held.intersection(picture_ids)
        if gone:
            # Every hash is moved once for that, so those that are not there are not asked for.
            self._index.remove_ids(faiss.IDSelectorBatch(np.fromiter(gone, np.int64, len(gone))))
            self._held -= gone

    def near(self, asked: Sequence[bytes], *, within: int) -> list[list[Near]]:
        """Return for each hash those that differ from it in at most so many bits, the nearest first."""
        if not asked or not self._held:
            return [[] for _ in asked]
        # FAISS leaves out what is as far away as its radius.
        limits, distances, ids = self._index.range_search(_rows(asked), within + 1)
        found = []
        for start, end in pairwise(limits):
            order = np.lexsort((ids[start:end], distances[start:end]))
            its = zip(ids[start:end][order].tolist(), distances[start:end][order].tolist(), strict=True)
            found.append([Near(picture_id, int(distance)) for picture_id, distance in its])
        return found


def _rows(hashes: Sequence[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(hashes), dtype=np.uint8).reshape(len(hashes), BITS // 8)
