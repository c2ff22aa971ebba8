"""Both halves of an index in memory, asked as one: vectors for the meaning, terms for the words and their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search.index.bm25 import LexicalIndex
from search.index.collection import Asked, Candidates, Top
from search.index.documents import Ids, Vectors
from search.index.faiss_index import VectorIndex
from search.text.terms import Field, Terms


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
        """Return the `top` best documents of each leg, with the scores of all of them in every leg."""
        return candidates_of(self.dense, self.lexical, asked, top=top)


def candidates_of(dense: VectorIndex, lexical: LexicalIndex, asked: Asked, *, top: int) -> Candidates:
    """Ask both halves, and let each score what the other has found."""
    # The vectors first: the scores of all words are then still close to the processor when their best are picked.
    near = _nearest(dense, asked.vector, top)
    by_words = lexical.search(asked.terms)
    tops = [near, *(by_words[each].top(top) for each in Field)]
    # What was removed a moment ago may stand in one half and not yet be gone from the other.
    union, vectors = dense.vectors_of(np.unique(np.concatenate([ids for ids, _ in tops])))
    scores = [vectors @ asked.vector, *(by_words[each].of(union) for each in Field)]
    return Candidates(
        tops=tuple(Top(tuple(ids.tolist()), tuple(values.tolist())) for ids, values in tops),
        documents=tuple(union.tolist()),
        # Columns, not an object for each document: three hundred of those would cost .15 ms.
        scores=tuple(tuple(values.tolist()) for values in scores),
    )


def vector_of(dense: VectorIndex, document: int) -> NDArray[np.float32] | None:
    """Return the vector of a document, shape (dimension,), or None if it is not held."""
    held, vectors = dense.vectors_of(np.array([document], np.int64))
    return vectors[0] if len(held) else None


def _nearest(dense: VectorIndex, vector: NDArray[np.float32], top: int) -> tuple[Ids, Vectors]:
    near, cosines = dense.search(vector[np.newaxis], top)
    ids, found = near[0][near[0] >= 0], cosines[0][near[0] >= 0]
    order = np.lexsort((ids, -found))
    return ids[order], found[order]
