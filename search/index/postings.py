"""Inverted lists of one field of some documents: built at once, never changed, merged, kept in flat arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from search.text.terms import Counts

Rows: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists to read: where each starts, how many postings it has, and what its term weighs; all of shape (n,)."""

    starts: Rows
    sizes: Rows
    weights: NDArray[np.float32]

    def in_pieces(self, most: int) -> Lists:
        """Return the same lists without the empty ones, and those with more than `most` postings in pieces."""
        pieces = -(-self.sizes // most)
        first = np.repeat(np.cumsum(pieces) - pieces, pieces)
        shifts = (np.arange(len(first)) - first) * most
        return Lists(
            np.repeat(self.starts, pieces) + shifts,
            np.minimum(np.repeat(self.sizes, pieces) - shifts, most),
            np.repeat(self.weights, pieces),
        )

    def parts(self, enough: int) -> Iterator[Lists]:
        """Yield the lists in their order, some at a time: about so many postings."""
        turns = np.flatnonzero(np.diff(np.cumsum(self.sizes) // enough)) + 1
        for start, end in pairwise([0, *turns.tolist(), len(self.sizes)]):
            part = slice(start, end)
            yield Lists(self.starts[part], self.sizes[part], self.weights[part])


@dataclass(frozen=True, slots=True)
class Postings:
    """For each term the documents that hold it; documents are rows 0 … n-1 here, whatever their ids are.

    `terms` uint32 (t,) ascending; `starts` int64 (t + 1,): the postings of term i are at starts[i] … starts[i+1];
    `rows` uint32 and `counts` uint8 (p,): who holds it and how often; `lengths` uint32 (n,): terms a document.
    """

    terms: NDArray[np.uint32]
    starts: NDArray[np.int64]
    rows: NDArray[np.uint32]
    counts: NDArray[np.uint8]
    lengths: NDArray[np.uint32]

    @classmethod
    def of(cls, documents: Sequence[Counts]) -> Postings:
        """Return the postings of documents, in their order."""
        sizes = [len(document.hashes) for document in documents]
        return cls._sorted(
            np.concatenate([np.empty(0, np.uint32), *(document.hashes for document in documents)]),
            np.repeat(np.arange(len(documents), dtype=np.uint32), sizes),
            np.concatenate([np.empty(0, np.uint8), *(document.counts for document in documents)]),
            np.array([document.length for document in documents], np.uint32),
        )

    @classmethod
    def merged(cls, parts: Sequence[Postings], kept: Sequence[NDArray[np.bool_]]) -> Postings:
        """Return one for several, with only the rows that are kept; rows are numbered on from part to part."""
        hashes, rows = [np.empty(0, np.uint32)], [np.empty(0, np.uint32)]
        counts, lengths = [np.empty(0, np.uint8)], [np.empty(0, np.uint32)]
        first = 0
        for part, keep in zip(parts, kept, strict=True):
            # Where a row goes; those that are not kept are never looked up.
            moved = (np.cumsum(keep) - 1 + first).astype(np.uint32)
            alive = keep[part.rows]
            hashes.append(np.repeat(part.terms, np.diff(part.starts))[alive])
            rows.append(moved[part.rows[alive]])
            counts.append(part.counts[alive])
            lengths.append(part.lengths[keep])
            first += int(keep.sum())
        return cls._sorted(
            np.concatenate(hashes), np.concatenate(rows), np.concatenate(counts), np.concatenate(lengths)
        )

    @classmethod
    def _sorted(
        cls,
        hashes: NDArray[np.uint32],
        rows: NDArray[np.uint32],
        counts: NDArray[np.uint8],
        lengths: NDArray[np.uint32],
    ) -> Postings:
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        begins = np.ones(len(ordered), np.bool_)
        np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
        starts = np.append(np.flatnonzero(begins), len(ordered)).astype(np.int64)
        return cls(ordered[begins], starts, rows[order], counts[order], lengths)

    def spans(self, hashes: NDArray[np.uint32]) -> tuple[Rows, Rows]:
        """Return where the postings of each term start and how many there are; none for an unknown term."""
        if len(self.terms) == 0:
            return np.zeros(len(hashes), np.int64), np.zeros(len(hashes), np.int64)
        places = np.minimum(np.searchsorted(self.terms, hashes), len(self.terms) - 1)
        known = self.terms[places] == hashes
        starts = self.starts[places]
        return starts, np.where(known, self.starts[places + 1] - starts, 0)

    def read(self, lists: Lists) -> tuple[Rows, NDArray[np.uint8]]:
        """Return the rows and counts of all postings of some lists, one list after the other."""
        # Copied list by list: five times as fast as picking each posting by its position.
        ends = (lists.starts + lists.sizes).tolist()
        spans = [slice(start, end) for start, end in zip(lists.starts.tolist(), ends, strict=True)]
        rows = np.concatenate([np.empty(0, np.uint32), *(self.rows[span] for span in spans)])
        counts = np.concatenate([np.empty(0, np.uint8), *(self.counts[span] for span in spans)])
        return rows.astype(np.int64), counts
