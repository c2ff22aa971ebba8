"""The vector index in memory; the only place that knows FAISS."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np

from search.index.documents import Ids, Vectors

# Up to here every vector is compared, which takes 1.0 ms for 20,000 real vectors of 384 numbers and grows with their
# number (7.4 ms for 100,000); an approximate index takes 2 ms for 100,000 (docs/measurements.md, "Scale").
EXACT_UP_TO = 20_000
# An index is trained anew when it holds this many times more, or fewer, vectors than it was trained for.
GROWTH = 4
# What the short codes put first is compared again in full, this many for each query. Measured against exact search
# with 1,000,000 vectors: recall@10 is .974 with 500, .988 with 1,000 and .994 with 2,000.
CANDIDATES = 2_000
# Short codes are learned from so many vectors; FAISS looks at 4,096 of them for 16 centroids.
SAMPLE = 8_192

_INNER_PRODUCT = faiss.METRIC_INNER_PRODUCT


class Kind(StrEnum):
    """How an index searches."""

    EXACT = "exact"
    APPROXIMATE = "approximate"


@dataclass(frozen=True, slots=True)
class Build:
    """How an index was made: its kind, the half bytes of a short code, and how many vectors it was trained for."""

    kind: Kind
    code_parts: int = 0
    trained_for: int = 0


class VectorIndex:
    """Inner-product search over L2-normalised vectors, each under its own id; scores are cosines to 1e-4.

    Vectors are held in half precision, as in the database. A new index is exact: it compares them all. A trained one
    ranks all vectors by short codes first, half a byte for every second number, and compares only the best again.

    Many threads may search at once; nobody may search while another thread adds or removes. Whoever shares an index
    sees to that.
    """

    def __init__(self, dimension: int) -> None:
        self._take(faiss.IndexIDMap(_rows(dimension)), Build(Kind.EXACT))

    @classmethod
    def fitting(cls, sample: Vectors, *, count: int) -> Self:
        """Return an empty index of the kind that suits `count` vectors like those of `sample`, shape (n, dimension)."""
        dimension = sample.shape[1]
        made = cls(dimension)
        if count > EXACT_UP_TO:
            parts = dimension // 2 if dimension % 2 == 0 else dimension
            codes = faiss.IndexPQFastScan(dimension, parts, 4, _INNER_PRODUCT)
            # FAISS would print a warning for a small sample; how good an index is, is measured elsewhere.
            codes.pq.cp.min_points_per_centroid = 1
            _stay_in_this_thread()
            codes.train(np.ascontiguousarray(sample, np.float32))
            refined = faiss.IndexRefine(codes, _rows(dimension))
            made._take(faiss.IndexIDMap(refined), Build(Kind.APPROXIMATE, parts, count))
        return made

    def _take(self, index: faiss.IndexIDMap, build: Build) -> None:
        """Take an index of FAISS as one's own.

        It consists of the ids at each position around the full vectors, or around both short codes and full vectors.
        FAISS and its type hints do not agree on what its parts offer, so these have none.
        """
        self.build = build
        self.dimension: int = index.d
        self._index = index
        inner: Any = faiss.downcast_index(index.index)
        self._refined: Any = inner if isinstance(inner, faiss.IndexRefine) else None
        self._codes: Any = None if self._refined is None else faiss.downcast_index(inner.base_index)
        self._rows: Any = inner if self._refined is None else faiss.downcast_index(inner.refine_index)
        positions: Any = faiss.MapLong2Long()
        self._positions = positions
        if len(self):
            documents = faiss.rev_swig_ptr(index.id_map.data(), len(self)).copy()
            positions.add(documents, np.arange(len(self)))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def is_outgrown(self) -> bool:
        """Whether an index trained for what is held now should take its place."""
        if self._codes is None:
            return len(self) > EXACT_UP_TO
        return not self.build.trained_for <= len(self) * GROWTH <= self.build.trained_for * GROWTH**2

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add vectors, shape (n, dimension), under ids, shape (n,); an id that is present is replaced."""
        if vectors.shape != (len(ids), self.dimension):
            raise ValueError(f"{len(ids)} vectors of {self.dimension} numbers expected, not {vectors.shape}")
        if len(ids) == 0:
            return
        # Of an id that is given twice the later vector holds, as if they had been added one by one.
        last = {int(document): number for number, document in enumerate(ids)}
        chosen = np.fromiter(last.values(), np.int64, len(last))
        _stay_in_this_thread()
        documents = np.ascontiguousarray(ids[chosen], np.int64)
        self.remove(documents)
        first = len(self)
        self._index.add_with_ids(np.ascontiguousarray(vectors[chosen], np.float32), documents)
        self._positions.add(documents, np.arange(first, len(self), dtype=np.int64))

    def remove(self, ids: Ids) -> None:
        """Remove the ids; those that are not present do not matter."""
        if len(ids) == 0:
            return
        asked = np.unique(np.ascontiguousarray(ids, np.int64))
        for document in asked[self._positions.search_multiple(asked) >= 0]:
            # Asked again, because each one that is taken out moves another.
            self._take_out(self._positions.search(int(document)))

    def search(self, queries: Vectors, k: int) -> tuple[Ids, Vectors]:
        """Return for each query the ids and scores of its k nearest, both of shape (n, k), best first.

        Where fewer than k vectors are held, the rest of a row is id -1.
        """
        if len(queries) == 0 or len(self) == 0:
            return np.full((len(queries), k), -1, np.int64), np.zeros((len(queries), k), np.float32)
        _stay_in_this_thread()
        wanted: Any = None
        if self._codes is not None:
            wanted = faiss.IndexRefineSearchParameters()
            wanted.k_factor = max(1.0, CANDIDATES / k)
        scores, ids = self._index.search(np.ascontiguousarray(queries, np.float32), k, params=wanted)
        return ids, scores

    def vectors_of(self, ids: Ids) -> tuple[Ids, Vectors]:
        """Return those of the ids that are held, shape (m,), and their vectors, shape (m, dimension)."""
        asked = np.ascontiguousarray(ids, np.int64)
        if len(asked) == 0:
            return asked, np.empty((0, self.dimension), np.float32)
        positions = self._positions.search_multiple(asked)
        held = positions >= 0
        return asked[held], self._vectors_at(positions[held])

    def sample(self) -> Vectors:
        """Return up to `SAMPLE` of the vectors, the same ones each time, shape (n, dimension)."""
        chosen = np.random.default_rng(0).permutation(len(self))[:SAMPLE]
        return self._vectors_at(np.sort(chosen))

    def copy(self) -> VectorIndex:
        """Return an index with the same content that no longer changes with this one."""
        copied = VectorIndex(self.dimension)
        index: Any = faiss.clone_index(self._index)
        copied._take(index, self.build)
        return copied

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path, build: Build) -> VectorIndex:
        """Read back an index that was made as `build` says.

        Errors: `ValueError` when the file does not hold what `save` writes for such an index.
        """
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise ValueError(f"{path.name} is not a readable index") from error
        if not isinstance(index, faiss.IndexIDMap):
            raise ValueError(f"{path.name} holds another kind of index")
        loaded = cls(index.d)
        loaded._take(index, build)
        if not loaded._is_as_built():
            raise ValueError(f"{path.name} holds another kind of index")
        return loaded

    def _vectors_at(self, positions: Ids) -> Vectors:
        if len(positions) == 0:
            return np.empty((0, self.dimension), np.float32)
        _stay_in_this_thread()
        found: Vectors = self._rows.reconstruct_batch(np.ascontiguousarray(positions))
        return found

    def _is_as_built(self) -> bool:
        rows, codes = self._rows, self._codes
        parts = [part for part in (self._index, self._refined, codes, rows) if part is not None]
        if any(
            (part.ntotal, part.d, part.metric_type) != (len(self), self.dimension, _INNER_PRODUCT) for part in parts
        ):
            return False
        if not isinstance(rows, faiss.IndexScalarQuantizer) or rows.sq.qtype != faiss.ScalarQuantizer.QT_fp16:
            return False
        if codes is None:
            return self.build == Build(Kind.EXACT)
        return (
            isinstance(codes, faiss.IndexPQFastScan)
            and (self.build.kind, self.build.code_parts) == (Kind.APPROXIMATE, codes.M)
            and self.build.trained_for > 0
        )

    def _take_out(self, position: int) -> None:
        """Put the last vector into the place of another, so that removing one takes no longer in a large index."""
        last = len(self) - 1
        documents = faiss.rev_swig_ptr(self._index.id_map.data(), last + 1)
        rows = faiss.rev_swig_ptr(self._rows.codes.data(), (last + 1) * self._rows.code_size)
        rows = rows.reshape(last + 1, self._rows.code_size)
        gone, moved = int(documents[position]), int(documents[last])
        documents[position], rows[position] = moved, rows[last]
        self._index.id_map.resize(last)
        self._rows.codes.resize(last * self._rows.code_size)
        self._rows.ntotal = self._index.ntotal = last
        if self._codes is not None:
            _take_out_code(self._codes, position)
            self._refined.ntotal = last
        # The map cannot forget an id, but it can say that it stands nowhere.
        self._positions.add(np.array([moved, gone]), np.array([position, -1]))


def _take_out_code(codes: Any, position: int) -> None:  # noqa: ANN401 (FAISS types)
    """Put the last short code into the place of another.

    FAISS interleaves the codes of 32 vectors; its packer finds one among them. The place of the last is wiped, because
    the next code to be added is written with a bitwise or.
    """
    last = codes.ntotal - 1
    packer = codes.get_CodePacker()
    blocks = faiss.rev_swig_ptr(codes.codes.get(), codes.codes.size()).reshape(-1, 1, packer.block_size)
    block, offset = divmod(last, packer.nvec)
    moved = packer.unpack_1(blocks[block], offset)
    packer.pack_1(moved, position % packer.nvec, blocks[position // packer.nvec])
    packer.pack_1(np.zeros_like(moved), offset, blocks[block])
    codes.ntotal = last
    codes.ntotal2 = -(-last // packer.nvec) * packer.nvec
    codes.codes.resize(codes.ntotal2 // packer.nvec * packer.block_size)


def _stay_in_this_thread() -> None:
    """Keep FAISS from using more threads than the one that calls it; call before whatever computes.

    Searches of many requests run side by side already: threads within one search only wait for each other, and do so
    busily. OpenMP keeps this number for each thread anew, so it is not enough to say it once.
    """
    faiss.omp_set_num_threads(1)


def _rows(dimension: int) -> faiss.IndexScalarQuantizer:
    return faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, _INNER_PRODUCT)
