"""The index of one process: starts from a snapshot and follows the database."""

from __future__ import annotations

import threading
from pathlib import Path

import structlog

from search import snapshots, vectors
from search.index import Ids, VectorIndex, Vectors

log = structlog.get_logger(__name__)


class LiveIndex:
    """An index that pulls what is newer before it answers; safe to use from many threads."""

    def __init__(self, folder: Path, *, collection: str, model_id: str, dimension: int) -> None:
        self._folder = folder
        self._collection = collection
        self._model_id = model_id
        self._dimension = dimension
        self._lock = threading.Lock()
        self._index: VectorIndex | None = None
        self.seq = 0
        self._snapshot_seq = -1

    def __len__(self) -> int:
        return 0 if self._index is None else len(self._index)

    def search(self, queries: Vectors, k: int) -> tuple[Ids, Vectors]:
        """Return ids and cosines of the k nearest, both (n, k), best first; -1 where there are fewer."""
        with self._lock:
            return self._followed().search(queries, k)

    def write_snapshot_if_changed(self) -> None:
        """Write a snapshot unless this process has written or read the very same one."""
        with self._lock:
            self._followed()
            unchanged = self.seq == self._snapshot_seq
        if not unchanged:
            self.write_snapshot()

    def write_snapshot(self) -> snapshots.Manifest:
        """Bring the index up to date and write it to disk."""
        with self._lock:
            manifest = snapshots.write(
                self._folder,
                self._followed(),
                collection=self._collection,
                model_id=self._model_id,
                seq=self.seq,
                mark=vectors.mark(self._collection, self._model_id, self.seq),
            )
            self._snapshot_seq = manifest.seq
            return manifest

    def forget(self) -> None:
        """Throw the index away; the next use builds it from the database alone."""
        with self._lock:
            self._index, self.seq = VectorIndex(self._dimension), 0

    def _followed(self) -> VectorIndex:
        if self._index is None:
            self._index, self.seq = self._started()
            self._snapshot_seq = self.seq
        for page in vectors.changes(self._collection, self._model_id, dimension=self._dimension, after=self.seq):
            self._index.remove(page.gone)
            self._index.add(page.ids, page.vectors)
            self.seq = page.seq
        return self._index

    def _started(self) -> tuple[VectorIndex, int]:
        """Return the index of the newest snapshot and how far it reaches, or an empty one."""
        found = snapshots.newest(
            self._folder, collection=self._collection, model_id=self._model_id, dimension=self._dimension
        )
        if found is None:
            return VectorIndex(self._dimension), 0
        index, manifest = found
        # A database that was put back from a backup knows another past than the snapshot, and is believed.
        if manifest.mark != vectors.mark(self._collection, self._model_id, manifest.seq):
            log.warning("snapshot_refused", seq=manifest.seq, reason="the database knows another past")
            snapshots.clear(self._folder, collection=self._collection)
            return VectorIndex(self._dimension), 0
        return index, manifest.seq
