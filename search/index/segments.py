"""Documents that were indexed together: their ids, who of them is still there, and their postings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.index.documents import PART_BITS, Ids
from search.index.postings import Postings
from search.text.terms import Field


@dataclass(frozen=True, eq=False)
class Segment:
    """Documents that were indexed together. Ids ascend, so that a document is found by halving."""

    ids: Ids
    alive: NDArray[np.bool_]
    postings: tuple[Postings, ...]

    @cached_property
    def held(self) -> int:
        """How many documents are still there."""
        return int(self.alive.sum())

    def rows_of(self, ids: Ids) -> tuple[NDArray[np.bool_], Ids]:
        """Return which ids are alive here, and their rows (anything for the others)."""
        if len(self.ids) == 0:
            return np.zeros(len(ids), np.bool_), np.zeros(len(ids), np.int64)
        rows = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return (self.ids[rows] == ids) & self.alive[rows], rows

    def documents_of(self, owners: Ids) -> Ids:
        """Return all documents of some owners that are alive here, in the order of the owners."""
        starts: Ids = np.searchsorted(self.ids, owners << PART_BITS)
        sizes = np.searchsorted(self.ids, (owners + 1) << PART_BITS) - starts
        # One run of rows after the other: each begins where its owner's documents do.
        rows = np.arange(sizes.sum()) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
        found: Ids = self.ids[rows[self.alive[rows]]]
        return found

    def without(self, ids: Ids) -> Segment:
        """Return the segment without some documents; their postings stay until segments are merged."""
        present, rows = self.rows_of(ids)
        if not present.any():
            return self
        alive = self.alive.copy()
        alive[rows[present]] = False
        return Segment(self.ids, alive, self.postings)


def merged(segments: Sequence[Segment]) -> Segment:
    """Return one segment with the documents of several that are still there."""
    alive = [segment.alive for segment in segments]
    ids = np.concatenate([np.empty(0, np.int64), *(segment.ids[segment.alive] for segment in segments)])
    postings = [Postings.merged([segment.postings[field] for segment in segments], alive) for field in Field]
    order = np.argsort(ids, kind="stable")
    if not np.array_equal(order, np.arange(len(ids))):
        postings = [_reordered(field, order) for field in postings]
    return Segment(ids[order], np.ones(len(ids), np.bool_), tuple(postings))


def _reordered(postings: Postings, order: NDArray[np.int64]) -> Postings:
    """Number the rows anew so that row i is what row order[i] was."""
    place = np.empty(len(order), np.uint32)
    place[order] = np.arange(len(order), dtype=np.uint32)
    return Postings(postings.terms, postings.starts, place[postings.rows], postings.counts, postings.lengths[order])
