"""The search by words: BM25 over words and over parts of words, with documents that come, change and go.

The library that would do this on the shelf, tantivy, ranks with fixed parameters that cost German posts more than a
point and a half (docs/decisions/0014-own-lexical-index.md), and it would need a writer that all processes agree on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from search.index import segment_files
from search.index.collection import LENGTH_WEIGHT, SATURATION
from search.index.documents import Ids
from search.index.postings import Lists, Postings, Rows
from search.index.segments import Segment, merged
from search.text.terms import Counts, Field, Terms

# A query reads at most so many postings, of its rarest terms first: at a million documents the terms that half of them
# hold would cost most of the time and decide nothing.
MOST_POSTINGS = 500_000
# Postings are worked on so many at a time: a few small arrays, used again and again, stay close to the processor, where
# larger ones are asked of the system anew for every query. That made half of the time of a search.
AT_ONCE = 32_768
# So many scores tell from which one on a document may be among the best.
LOOKED_AT_FIRST = 16_384


@dataclass(frozen=True, eq=False)
class _State:
    """All segments at one moment; a search works on one state from its beginning to its end."""

    segments: tuple[Segment, ...]

    @cached_property
    def size(self) -> int:
        return sum(len(segment.ids) for segment in self.segments)

    @cached_property
    def average_lengths(self) -> list[float]:
        """How many terms a document has, one number a field."""
        return [
            max(
                sum(int(segment.postings[field].lengths.sum(dtype=np.int64)) for segment in self.segments)
                / max(self.size, 1),
                1e-9,
            )
            for field in Field
        ]


@dataclass(frozen=True, slots=True)
class Scores:
    """What one query scores in one field, for every document."""

    segments: tuple[Segment, ...]
    values: list[NDArray[np.float32]]

    def top(self, k: int) -> tuple[Ids, NDArray[np.float32]]:
        """Return the ids and scores of the k best documents, best first; fewer where fewer share a term."""
        found_ids, found = [], []
        for segment, values in zip(self.segments, self.values, strict=True):
            rows = _best_rows(segment, values, k)
            found_ids.append(segment.ids[rows])
            found.append(values[rows])
        ids = np.concatenate([np.empty(0, np.int64), *found_ids])
        scores = np.concatenate([np.empty(0, np.float32), *found])
        # By score, and among equals by id, so that the order does not depend on how documents came in.
        best = np.lexsort((ids, -scores))[:k]
        return ids[best], scores[best]

    def of(self, ids: Ids) -> NDArray[np.float32]:
        """Return the scores of documents, float32 in the order of `ids`; 0 for those that share no term."""
        scores = np.zeros(len(ids), np.float32)
        for segment, values in zip(self.segments, self.values, strict=True):
            present, rows = segment.rows_of(ids)
            scores[present] = values[rows[present]]
        return scores


class LexicalIndex:
    """Documents by their terms.

    Any number of threads may search while one changes it: a change makes a new state and puts it in place.
    """

    def __init__(self) -> None:
        self._state = _State(())

    def __len__(self) -> int:
        return sum(segment.held for segment in self._state.segments)

    def add(self, ids: Ids, terms: Sequence[Terms]) -> None:
        """Add documents under ids, shape (n,); an id that is present is replaced."""
        if len(ids) != len(terms):
            raise ValueError(f"{len(ids)} documents expected, not {len(terms)}")
        if len(ids) == 0:
            return
        # Of an id that is given twice, the last one counts.
        latest = {int(i): row for row, i in enumerate(ids)}
        order = sorted(latest)
        chosen = [terms[latest[i]] for i in order]
        fresh = Segment(
            np.array(order, np.int64),
            np.ones(len(order), np.bool_),
            tuple(Postings.of([document.fields[field] for document in chosen]) for field in Field),
        )
        segments = [segment.without(fresh.ids) for segment in self._state.segments]
        self._state = _State(_compacted([*segments, fresh]))

    def remove(self, ids: Ids) -> None:
        """Remove the ids; those that are not present do not matter."""
        if len(ids):
            self._state = _State(_compacted([segment.without(ids) for segment in self._state.segments]))

    def search(self, query: Terms) -> tuple[Scores, ...]:
        """Return the BM25 scores of a query, one `Scores` a field."""
        state = self._state
        # Asked for at once: of two large pieces of memory the system would take back both after each query, and give
        # them anew to the next, page by page. That made a quarter of the time in an index of a million documents.
        sums = np.zeros((len(Field), state.size), np.float32)
        return tuple(_scored(state, field, query.fields[field], sums[field]) for field in Field)

    def documents_of(self, owners: Ids) -> Ids:
        """Return all documents of some owners, int64 ascending; the owners ascend and stand there once."""
        found = [segment.documents_of(owners) for segment in self._state.segments]
        documents = np.concatenate([np.empty(0, np.int64), *found])
        return documents if len(found) == 1 else np.sort(documents)

    def copy(self) -> LexicalIndex:
        """Return an index with the same content that no longer changes with this one."""
        copied = LexicalIndex()
        copied._state = self._state
        return copied

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        state = self._state
        whole = len(state.segments) == 1 and state.segments[0].held == state.size
        segment_files.write(path, state.segments[0] if whole else merged(state.segments))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read an index back. Its lists stay on disk and are shared with other processes that read the same file.

        Errors: `ValueError` when the file does not hold what `save` writes, `OSError` when it cannot be read.
        """
        loaded = cls()
        loaded._state = _State((segment_files.read(path),))
        return loaded


def _scored(state: _State, field: Field, query: Counts, sums: NDArray[np.float32]) -> Scores:
    """Add up in `sums`, zeros of the length of all segments, what each document scores."""
    if len(query.hashes) == 0:
        return Scores((), [])
    spans = [segment.postings[field].spans(query.hashes) for segment in state.segments]
    frequency = np.zeros(len(query.hashes), np.int64)
    for _, sizes in spans:
        frequency += sizes
    chosen = _rarest(frequency)
    rarity = np.log1p((state.size - frequency[chosen] + 0.5) / (frequency[chosen] + 0.5))
    # A word that a long post repeats counts for more, but not each time as much again.
    weights = (rarity * np.sqrt(query.counts[chosen], dtype=np.float32) * (SATURATION + 1)).astype(np.float32)
    values: list[NDArray[np.float32]] = []
    first = 0
    for segment, (starts, sizes) in zip(state.segments, spans, strict=True):
        values.append(sums[first : first + len(segment.ids)])
        lists = Lists(starts[chosen], sizes[chosen], weights).in_pieces(AT_ONCE)
        _add_up(segment.postings[field], lists, state.average_lengths[field], values[-1])
        first += len(segment.ids)
    return Scores(state.segments, values)


def _add_up(postings: Postings, lists: Lists, average: float, sums: NDArray[np.float32]) -> None:
    """Add to the sum of each row what each of the terms that were asked for gains it."""
    for part in lists.parts(AT_ONCE):
        rows, counted = postings.read(part)
        counts = counted.astype(np.float32)
        norms = postings.lengths.take(rows).astype(np.float32)
        norms *= SATURATION * LENGTH_WEIGHT / average
        norms += SATURATION * (1 - LENGTH_WEIGHT)
        norms += counts
        counts /= norms
        counts *= np.repeat(part.weights, part.sizes)
        np.add.at(sums, rows, counts)


def _best_rows(segment: Segment, values: NDArray[np.float32], k: int) -> Rows:
    """Return the rows of the k highest values above 0 that are still there; of equal ones the first."""
    # The k-th best of some rows is at most the k-th best of all: whatever is below it need not be looked at again.
    step = max(len(values) // LOOKED_AT_FIRST, 1)
    some = values[::step][segment.alive[::step]]
    floor = np.partition(some, len(some) - k)[len(some) - k] if len(some) > k else np.float32(0)
    rows = np.flatnonzero(values >= floor if floor > 0 else values > 0)
    rows = rows[segment.alive[rows]]
    if len(rows) <= k:
        return rows
    found = values[rows]
    last = np.partition(found, len(rows) - k)[len(rows) - k]
    above = rows[found > last]
    return np.concatenate([above, rows[found == last][: k - len(above)]])


def _rarest(frequency: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places of the terms to read: known ones, the rarest first, within `MOST_POSTINGS`."""
    order = np.argsort(frequency, kind="stable")
    order = order[frequency[order] > 0]
    within = np.cumsum(frequency[order]) <= MOST_POSTINGS
    # The rarest one is read anyway, or a text of frequent words alone would find nothing.
    within[:1] = True
    return order[within]


def _compacted(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Merge the last segments while they are of similar size: few segments, and each document moved few times."""
    # Documents that are gone still count in frequencies and lengths: at half of a segment that is too many.
    kept = [
        segment if 2 * segment.held > len(segment.ids) else merged([segment]) for segment in segments if segment.held
    ]
    while len(kept) > 1 and len(kept[-1].ids) * 2 >= len(kept[-2].ids):
        kept[-2:] = [merged(kept[-2:])]
    return tuple(kept)
