"""The vector index in memory; the only place that knows FAISS."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import faiss
import numpy as np
from numpy.typing import NDArray

# Searches of many requests run side by side already; threads within one search only wait for each other.
faiss.omp_set_num_threads(1)

Vectors: TypeAlias = NDArray[np.float32]
Ids: TypeAlias = NDArray[np.int64]


class VectorIndex:
    """Exact inner-product search over L2-normalised vectors, each under its own id.

    Not safe for use by several threads at once; whoever shares one holds a lock.
    """

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add vectors, shape (n, dimension), under ids, shape (n,); an id that is present is replaced."""
        if vectors.shape != (len(ids), self.dimension):
            raise ValueError(f"{len(ids)} vectors of {self.dimension} numbers expected, not {vectors.shape}")
        if len(ids) == 0:
            return
        self.remove(ids)
        self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.ascontiguousarray(ids, np.int64))

    def remove(self, ids: Ids) -> None:
        """Remove the ids; those that are not present do not matter."""
        if len(ids) and len(self):
            self._index.remove_ids(faiss.IDSelectorBatch(np.ascontiguousarray(ids, np.int64)))

    def search(self, queries: Vectors, k: int) -> tuple[Ids, Vectors]:
        """Return for each query the ids and scores of its k nearest, both of shape (n, k), best first.

        Where fewer than k vectors are held, the rest of a row is id -1.
        """
        if len(queries) == 0 or len(self) == 0:
            return np.full((len(queries), k), -1, np.int64), np.zeros((len(queries), k), np.float32)
        scores, ids = self._index.search(np.ascontiguousarray(queries, np.float32), k)
        return ids, scores

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Read an index back.

        Errors: `ValueError` when the file does not hold what `save` writes.
        """
        try:
            inner = faiss.read_index(str(path))
        except RuntimeError as error:
            raise ValueError(f"{path.name} is not a readable index") from error
        if not isinstance(inner, faiss.IndexIDMap2):
            raise ValueError(f"{path.name} holds another kind of index")
        loaded = cls(inner.d)
        loaded._index = inner
        return loaded
