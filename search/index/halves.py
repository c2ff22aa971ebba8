"""Both halves of an index in memory, asked as one: vectors for the meaning, terms for the words and their parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.index.bm25 import LexicalIndex
from search.index.collection import NOT_EMBEDDED, Asked, Candidates, Top
from search.index.documents import Ids, Vectors, owners_of
from search.index.faiss_index import VectorIndex
from search.text.terms import Field, Terms

# While too few owners are among the best documents of a leg, this many times more are asked for, up to so many.
GROWTH = 4
MOST_DOCUMENTS = 32_768


@dataclass(slots=True)
class Halves:
    """An index without a database, for what is measured or fitted on a file. One thread at a time may change it."""

    dense: VectorIndex
    lexical: LexicalIndex = field(default_factory=LexicalIndex)

    @classmethod
    def empty(cls, dimension: int) -> Halves:
        """Return an index that holds nothing yet."""
        return cls(VectorIndex(dimension))

    def __len__(self) -> int:
        return len(self.dense)

    def add(self, ids: Ids, vectors: Vectors, terms: Sequence[Terms]) -> None:
        """Add documents; an id that is present is replaced."""
        self.dense.add(ids, vectors)
        self.lexical.add(ids, terms)

    def remove(self, ids: Ids) -> None:
        """Remove documents; those that are not present do not matter."""
        self.dense.remove(ids)
        self.lexical.remove(ids)

    def candidates(self, asked: Asked, *, top: int) -> Candidates:
        """Return the `top` best owners of each leg, with the best scores of all of them in every leg."""
        return candidates_of(self.dense, self.lexical, asked, top=top)


@dataclass(frozen=True, slots=True)
class _Best:
    owners: Ids
    documents: Ids
    scores: Vectors


def candidates_of(dense: VectorIndex, lexical: LexicalIndex, asked: Asked, *, top: int) -> Candidates:
    """Ask both halves, and let each score what the other has found."""
    # The vectors first: the scores of all words are then still close to the processor when their best are picked.
    near = _best_owners(lambda count: _nearest(dense, asked.vector, count), top)
    by_words = lexical.search(asked.terms)
    tops = [near, *(_best_owners(by_words[each].top, top) for each in Field)]
    found = lexical.documents_of(np.unique(np.concatenate([each.owners for each in tops])))
    # The one half may hold what the other does not: what has no vector yet, or no terms.
    documents = np.union1d(found, near.documents)
    embedded, vectors = dense.vectors_of(documents)
    cosines = np.full(len(documents), NOT_EMBEDDED, np.float32)
    cosines[np.searchsorted(documents, embedded)] = vectors @ asked.vector
    owners, firsts = np.unique(owners_of(documents), return_index=True)
    legs = [cosines, *(by_words[each].of(documents) for each in Field)]
    best = [_best_of_each(scores, firsts) for scores in legs]
    return Candidates(
        tops=tuple(Top(tuple(each.owners.tolist()), tuple(each.scores.tolist())) for each in tops),
        owners=tuple(owners.tolist()),
        # Columns, not an object for each owner: three hundred of those would cost .15 ms.
        scores=tuple(tuple(scores[rows].tolist()) for scores, rows in zip(legs, best, strict=True)),
        documents=tuple(tuple(documents[rows].tolist()) for rows in best),
    )


def _best_owners(ranked: Callable[[int], tuple[Ids, Vectors]], top: int) -> _Best:
    """Return the `top` best owners, each with its best document, best first.

    `ranked` gives so many of the best documents. More are asked for while too few owners are among them, because
    one with two hundred texts must not take the places of others.
    """
    count = top + top // 2
    while True:
        documents, scores = ranked(count)
        owners = owners_of(documents)
        firsts = np.sort(np.unique(owners, return_index=True)[1])[:top]
        if len(firsts) == top or len(documents) < count or count >= MOST_DOCUMENTS:
            return _Best(owners[firsts], documents[firsts], scores[firsts])
        count = min(count * GROWTH, MOST_DOCUMENTS)


def _best_of_each(scores: Vectors, firsts: Ids) -> Ids:
    """Return where the best score of each owner stands, of equals the first; `firsts` is where each one's begin."""
    if len(firsts) == len(scores):
        return firsts
    highest = np.repeat(np.maximum.reduceat(scores, firsts), np.diff(firsts, append=len(scores)))
    places = np.flatnonzero(scores == highest)
    return places[np.searchsorted(places, firsts)]


def vector_of(dense: VectorIndex, document: int) -> NDArray[np.float32] | None:
    """Return the vector of a document, shape (dimension,), or None if it is not held."""
    held, vectors = dense.vectors_of(np.array([document], np.int64))
    return vectors[0] if len(held) else None


def _nearest(dense: VectorIndex, vector: NDArray[np.float32], top: int) -> tuple[Ids, Vectors]:
    near, cosines = dense.search(vector[np.newaxis], top)
    ids, found = near[0][near[0] >= 0], cosines[0][near[0] >= 0]
    order = np.lexsort((ids, -found))
    return ids[order], found[order]
