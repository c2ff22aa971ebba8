"""The index of one process: starts from a snapshot, follows the database, and is trained anew when it has outgrown."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import structlog
from flask import current_app
from flask.ctx import AppContext
from numpy.typing import NDArray

from search.index import change_log, history, snapshots
from search.index.bm25 import LexicalIndex
from search.index.collection import Asked, Candidates, Space
from search.index.faiss_index import Build, VectorIndex
from search.index.halves import candidates_of, vector_of
from search.index.locks import ReadersWriter, SharedRun

log = structlog.get_logger(__name__)

# So many changes are made at a time, and searches go on in between: in an index of a million vectors, adding a thousand
# takes some 10 ms and taking a thousand out some 100 ms.
CHANGED_AT_ONCE = 1_000
# After a training that failed the next one is tried this much later.
RETRY_SECONDS = 60.0


@dataclass(slots=True)
class _Held:
    """An index, and the change up to which it is complete; it may hold parts of later changes already."""

    index: VectorIndex
    # None while an index is trained anew: the terms need no training, and are taken over at the end.
    lexical: LexicalIndex | None = None
    seq: int = 0
    lock: ReadersWriter = field(default_factory=ReadersWriter)


@dataclass(frozen=True, slots=True)
class Now:
    """An index that holds at least what was committed when it was asked for; it pulls nothing itself."""

    _held: _Held

    def candidates(self, asked: Asked, *, top: int) -> Candidates:
        """Return the `top` best owners of each leg, with the best scores of all of them in every leg."""
        with self._held.lock.reading():
            return candidates_of(self._held.index, _lexical(self._held), asked, top=top)


class LiveIndex:
    """A collection (`search.index.collection`) that each process holds in memory, by FAISS and a BM25 of our own.

    Every search that begins after a commit sees that commit: it answers after a pull that began later than itself.
    Searches run side by side. A new index is made beside the one that answers, which is complete all the while, and
    takes its place after it has caught up.
    """

    def __init__(self, folder: Path, *, collection: str, space: Callable[[], Space]) -> None:
        """Hold nothing yet; `space` is asked when the model is first needed, which removing never does."""
        self._folder = folder
        self._collection = collection
        self._ask_space = space
        self._pulls = SharedRun()
        # Only ever set within a run of `_pulls`, and by then complete.
        self._held: _Held | None = None
        self._on_disk: tuple[int, Build] | None = None
        self._trainer: threading.Thread | None = None
        self._no_training_before = 0.0

    @cached_property
    def _space(self) -> Space:
        return self._ask_space()

    @property
    def size(self) -> int:
        """How many documents are held."""
        return 0 if self._held is None else len(self._held.index)

    @property
    def is_being_made(self) -> bool:
        """Whether it is read for the first time right now: at a start without a snapshot that takes minutes."""
        return self._held is None and self._pulls.is_going_on

    @property
    def seq(self) -> int:
        """The last change of the database that is in the index."""
        return 0 if self._held is None else self._held.seq

    @property
    def build(self) -> Build | None:
        """How the index that answers was made; None before the first search."""
        return None if self._held is None else self._held.index.build

    def add(self, new: Sequence[change_log.NewVector]) -> None:
        """Add documents, each replacing an older one with its number; call inside `writing()`."""
        change_log.store(self._collection, self._space.model_id, new)

    def remove(self, document: int) -> None:
        """Remove a document from the vectors of every model, if it is there; call inside `writing()`."""
        change_log.bury(self._collection, document)

    def remove_owner(self, owner: int) -> None:
        """Remove all documents of an owner, as `remove` does; call inside `writing()`."""
        change_log.bury_owner(self._collection, owner)

    def now(self) -> Now:
        """Pull what is newer, and return the index as it stands, for several questions in a row."""
        return Now(self._followed())

    def candidates(self, asked: Asked, *, top: int) -> Candidates:
        """Return the `top` best owners of each leg, with the best scores of all of them in every leg."""
        return self.now().candidates(asked, top=top)

    def follow(self) -> int:
        """Pull what is newer, and return the last change that is in the index."""
        return self._followed().seq

    def vector_of(self, document: int) -> NDArray[np.float32] | None:
        """Return the vector that is held of a document, shape (dimension,), or None if there is none."""
        held = self._followed()
        with held.lock.reading():
            return vector_of(held.index, document)

    def rebuild(self) -> None:
        """Make the index anew from the database alone, and write a snapshot of it; meanwhile the old one answers."""
        self.forget()
        self.write_snapshot()

    def snapshot(self) -> None:
        """Write a snapshot unless this process has written or read the very same one; does not wait for a training."""
        held = self._followed()
        if (held.seq, held.index.build) != self._on_disk:
            self._write()

    def write_over(self) -> None:
        """Write a snapshot where something changed, and drop all before it: what was removed stands in no file then."""
        self.snapshot()
        snapshots.drop_older(self._folder, collection=self._collection)

    def write_snapshot(self) -> snapshots.Manifest:
        """Bring the index up to date, wait until it is trained for its size, and write it to disk."""
        self._followed()
        self.wait_for_training()
        return self._write()

    def wait_for_training(self) -> None:
        """Wait until no training is going on in this process."""
        trainer = self._trainer
        if trainer is not None:
            trainer.join()

    def forget(self) -> None:
        """Make the index anew from the database alone; until that is done, the old one answers."""
        made = self._empty()
        self._follow(made)
        if made.index.is_outgrown:
            trained = self._fitting(made)
            trained.lexical = _lexical(made)
            # Changes since then are found again; what is there already is replaced.
            trained.seq = made.seq
            made = trained
        self._replace(made)
        self._on_disk = None

    def _followed(self) -> _Held:
        """Return an index that holds whatever was committed before this call."""
        self._pulls.run(self._pull)
        held = self._held
        if held is None:
            raise RuntimeError("a pull has left no index behind")
        return held

    def _pull(self) -> None:
        held = self._held or self._started()
        self._follow(held)
        self._held = held
        self._train_if_outgrown(held)

    def _follow(self, held: _Held) -> None:
        """Bring an index up to date; broken off, it goes on from its `seq`, and what it holds already is replaced."""
        space = self._space
        for page in change_log.changes(self._collection, space.model_id, dimension=space.dimension, after=held.seq):
            for start in range(0, max(len(page.gone), len(page.ids), len(page.words)), CHANGED_AT_ONCE):
                part = slice(start, start + CHANGED_AT_ONCE)
                with held.lock.writing():
                    held.index.remove(page.gone[part])
                    held.index.remove(page.words[part])
                    held.index.add(page.ids[part], page.vectors[part])
                    if held.lexical is not None:
                        held.lexical.remove(page.gone[part])
                        held.lexical.add(page.ids[part], page.terms[part])
                        held.lexical.add(page.words[part], page.word_terms[part])
            held.seq = page.seq

    def _replace(self, made: _Held) -> None:
        """Let another index answer from now on, after it has caught up; whoever still searches in the old one may."""

        def swap() -> None:
            self._follow(made)
            if made.lexical is None and self._held is not None:
                self._follow(self._held)
                made.lexical = self._held.lexical
            self._held = made

        self._pulls.run_alone(swap)

    def _train_if_outgrown(self, held: _Held) -> None:
        """Start a training beside the searches; called within a pull, so without a race."""
        going_on = self._trainer is not None and self._trainer.is_alive()
        if not held.index.is_outgrown or going_on or time.monotonic() < self._no_training_before:
            return
        context = current_app.app_context()
        self._trainer = threading.Thread(target=self._train, args=(context, held), name="index-training", daemon=True)
        self._trainer.start()

    def _train(self, context: AppContext, held: _Held) -> None:
        try:
            with context:
                made = self._fitting(held)
                self._replace(made)
        except Exception as error:
            # Whatever went wrong, the old index goes on answering; only slower than it could.
            self._no_training_before = time.monotonic() + RETRY_SECONDS
            log.error("index_not_trained", kind=type(error).__name__, reason=str(error))
        else:
            log.info("index_trained", collection=self._collection, vectors=len(made.index), kind=made.index.build.kind)

    def _fitting(self, held: _Held) -> _Held:
        """Return an index of the kind that suits the size of another, filled from the database."""
        with held.lock.reading():
            count, sample = len(held.index), held.index.sample()
        made = _Held(VectorIndex.fitting(sample, count=count))
        self._follow(made)
        return made

    def _write(self) -> snapshots.Manifest:
        """Write the index that answers now.

        A copy is written, because a change must not wait for the disk, nor a search for such a change.
        """
        held = self._held
        if held is None:
            raise RuntimeError("there is nothing to write before the first search")
        with (
            snapshots.draft(self._folder, collection=self._collection) as path,
            snapshots.draft(self._folder, collection=self._collection) as terms_path,
        ):
            with held.lock.reading():
                copied, lexical, seq = held.index.copy(), _lexical(held).copy(), held.seq
            copied.save(path)
            lexical.save(terms_path)
            manifest = snapshots.publish(
                path,
                terms_path,
                collection=self._collection,
                model_id=self._space.model_id,
                dimension=self._space.dimension,
                count=len(copied),
                seq=seq,
                build=copied.build,
                past=history.past(self._collection, self._space.model_id, up_to=seq),
            )
        self._on_disk = (seq, copied.build)
        return manifest

    def _started(self) -> _Held:
        """Return the index of the newest snapshot, or an empty one."""
        found = snapshots.newest(
            self._folder, collection=self._collection, model_id=self._space.model_id, dimension=self._space.dimension
        )
        if found is None:
            return self._empty()
        manifest = found.manifest
        # A database that was put back from a backup knows another past than the snapshot, and is believed.
        if not history.shares_past(self._collection, self._space.model_id, up_to=manifest.seq, past=manifest.past):
            log.warning("snapshot_refused", seq=manifest.seq, reason="the database knows another past")
            snapshots.clear(self._folder, collection=self._collection)
            return self._empty()
        self._on_disk = (manifest.seq, manifest.build)
        return _Held(found.index, found.lexical, manifest.seq)

    def _empty(self) -> _Held:
        return _Held(VectorIndex(self._space.dimension), LexicalIndex())


def _lexical(held: _Held) -> LexicalIndex:
    """Return the terms of an index that answers; only one that is still being trained has none."""
    if held.lexical is None:
        raise RuntimeError("an index without terms was asked")
    return held.lexical
