"""Mixtures of real documents: as many as a measurement wants, with neighbourhoods as dense as real ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.documents import Ids, Vectors
from search.text.terms import MOST_COUNTED, Counts, Field, Terms

NEAREST = 32
CHUNK = 20_000


def nearest(vectors: Vectors) -> Ids:
    """Return for each vector the rows of its nearest others, shape (n, m): `NEAREST`, or fewer where there are not."""
    count = min(NEAREST, len(vectors) - 1)
    found = np.empty((len(vectors), count), np.int64)
    for start in range(0, len(vectors), 1_000):
        cosines = vectors[start : start + 1_000] @ vectors.T
        np.fill_diagonal(cosines[:, start:], -2)
        found[start : start + 1_000] = np.argpartition(-cosines, count, axis=1)[:, :count]
    return found


@dataclass(frozen=True, slots=True)
class Mixture:
    """Some documents: the rows of the two real ones that each is made of, shape (n,), and the share of the first.

    Real documents are made of themselves alone.
    """

    one: Ids
    other: Ids
    share: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.one)

    def first(self, count: int) -> Mixture:
        """Return the first so many of the documents."""
        return Mixture(self.one[:count], self.other[:count], self.share[:count])

    def vectors(self, real: Vectors) -> Vectors:
        """Return the vectors of the documents at length one, shape (n, d)."""
        mixed = self.share[:, np.newaxis] * real[self.one] + (1 - self.share[:, np.newaxis]) * real[self.other]
        return np.asarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), np.float32)

    def texts(self, halves: Sequence[tuple[str, str]]) -> list[str]:
        """Return the texts of the documents: the first half of one, the second half of the other."""
        return [f"{halves[one][0]} {halves[other][1]}" for one, other in zip(self.one, self.other, strict=True)]

    def terms(self, halves: Sequence[tuple[Terms, Terms]]) -> list[Terms]:
        """Return the terms of those texts, put together from the terms of the halves."""
        firsts = [halves[one][0] for one in self.one]
        seconds = [halves[other][1] for other in self.other]
        fields = (
            _joined([terms.fields[field] for terms in firsts], [terms.fields[field] for terms in seconds])
            for field in Field
        )
        return [Terms(counts) for counts in zip(*fields, strict=True)]


def grown(near: Ids, size: int) -> Iterator[Mixture]:
    """Yield `size` documents in chunks: the real ones in random order, then mixtures of neighbours."""
    random = np.random.default_rng(0)
    real = random.permutation(len(near))[:size]
    for start in range(0, len(real), CHUNK):
        part = real[start : start + CHUNK]
        yield Mixture(part, part, np.ones(len(part), np.float32))
    for start in range(len(real), size, CHUNK):
        count = min(CHUNK, size - start)
        one = random.integers(len(near), size=count)
        other = near[one, random.integers(near.shape[1], size=count)]
        yield Mixture(one, other, random.uniform(0.2, 0.8, size=count).astype(np.float32))


def halved(text: str) -> tuple[str, str]:
    """Return the first and the second half of the words of a text."""
    words = text.split()
    return " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])


def _joined(firsts: Sequence[Counts], seconds: Sequence[Counts]) -> list[Counts]:
    """Return the terms of each first together with those of its second; all at once, because there are many."""
    both = [*firsts, *seconds]
    documents = np.repeat(np.arange(len(both)) % len(firsts), [len(counts.hashes) for counts in both])
    hashes = np.concatenate([counts.hashes for counts in both]).astype(np.uint64)
    counted = np.concatenate([counts.counts for counts in both])
    keys, places = np.unique(documents.astype(np.uint64) << np.uint64(32) | hashes, return_inverse=True)
    sums = np.minimum(np.bincount(places, weights=counted), MOST_COUNTED).astype(np.uint8)
    ends = np.searchsorted(keys >> np.uint64(32), np.arange(1, len(firsts), dtype=np.uint64))
    return [
        Counts(terms, counts)
        for terms, counts in zip(np.split(keys.astype(np.uint32), ends), np.split(sums, ends), strict=True)
    ]
