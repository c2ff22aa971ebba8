"""Processes that search while the archive changes, and note every answer that was wrong.

Each document has a vector of its own for each version of it, so that an answer tells which version an index holds.
What the writer has begun and what it has committed stands on a board in shared memory.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import numpy as np
from flask import Flask

from core.db import db, writing
from search.index import change_log, faiss_index
from search.index.collection import Space
from search.index.documents import Vectors, document_id, owners_of
from search.index.live import LiveIndex

MODEL = "tiny-1"
COLLECTION = "claim"
DIMENSION = 32
# Small enough that every process trains its index anew while it is searched.
EXACT_UP_TO = 250
CHANGING = 12
# Documents that never change once they are there have numbers from here on, beyond 32 bits.
LASTING = 1 << 40
SAME = 0.99


class Board:
    """What the processes know of each other; each entry has one writer."""

    def __init__(self, context: BaseContext) -> None:
        self.begun: Any = context.RawArray("q", CHANGING)
        self.committed: Any = context.RawArray("q", CHANGING)
        self.lasting: Any = context.RawValue("q", 0)
        self.ready: Any = context.Semaphore(0)
        self.stop: Any = context.Event()


@dataclass(slots=True)
class Report:
    """What one reader saw: its searches, wrong answers in words, which versions of which document, kinds of index.

    A search must see what was committed before it began, so a change is seen after `slowest` seconds at most.
    """

    searches: int = 0
    wrong: list[str] = field(default_factory=list)
    versions: set[tuple[int, int]] = field(default_factory=set)
    slowest: float = 0.0
    starts: int = 0
    kinds: set[str] = field(default_factory=set)


def small_app(uri: str) -> Flask:
    """Return an app that has a database and nothing else, because it is up in no time."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = uri
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"timeout": 30}} if uri.startswith("sqlite") else {}
    db.init_app(app)
    return app


def live_index(folder: Path) -> LiveIndex:
    """Return what a process holds that starts now."""
    return LiveIndex(folder, collection=COLLECTION, space=lambda: Space(MODEL, DIMENSION))


def vector(document: int, version: int = 0) -> Vectors:
    """Return the vector of a version of a document, shape (DIMENSION,)."""
    made = np.random.default_rng([document, version]).normal(size=DIMENSION)
    return (made / np.linalg.norm(made)).astype(np.float32)


def is_buried(version: int) -> bool:
    """Whether a document has no vector in this version: before the first, and in every fourth."""
    return version % 4 == 0


def write_version(document: int, version: int) -> None:
    """Commit a version of a document."""
    with writing():
        if is_buried(version):
            change_log.bury(COLLECTION, document_id(document))
        else:
            new = change_log.NewVector(document_id(document), f"{version}", vector(document, version))
            change_log.store(COLLECTION, MODEL, [new])


def write_lasting(board: Board, count: int) -> None:
    """Commit further documents that will not change."""
    first = board.lasting.value
    with writing():
        change_log.store(
            COLLECTION,
            MODEL,
            [
                change_log.NewVector(document_id(LASTING + number), "lasting", vector(LASTING + number))
                for number in range(first, first + count)
            ],
        )
    board.lasting.value = first + count


def write(turns: int, board: Board, live: LiveIndex) -> None:
    """Add, correct and bury documents; now and then write a snapshot or make the index anew."""
    for turn in range(turns):
        document = turn % CHANGING
        version = board.committed[document] + 1
        board.begun[document] = version
        write_version(document, version)
        board.committed[document] = version
        if turn % 2 == 0:
            write_lasting(board, 10)
        if turn % 10 == 5:
            live.write_snapshot()
        if turn % 40 == 30:
            live.forget()
        # The readers are many and the processors few: let each have its turn.
        time.sleep(0.01)


def read(uri: str, folder: Path, number: int, board: Board, reports: Queue[Report]) -> None:
    """Search until told to stop; now and then start again from a snapshot, write one, or make the index anew."""
    faiss_index.EXACT_UP_TO = EXACT_UP_TO
    report = Report()
    random = np.random.default_rng(number)
    with small_app(uri).app_context():
        live = live_index(folder)
        live.follow()
        board.ready.release()
        while not board.stop.is_set():
            _look(live, board, report, document=int(random.integers(CHANGING)), random=random)
            report.kinds.add(str(live.build.kind if live.build else None))
            chance = random.random()
            if chance < 0.01:
                live = live_index(folder)
                report.starts += 1
            elif chance < 0.015:
                live.snapshot()
            elif chance < 0.02:
                live.forget()
        live.wait_for_training()
        db.engine.dispose()
    reports.put(report)


def _look(live: LiveIndex, board: Board, report: Report, *, document: int, random: np.random.Generator) -> None:
    """Search once for all versions a document may have, and for a document that must be there."""
    first = board.committed[document]
    lasting = LASTING + int(random.integers(board.lasting.value))
    versions = range(max(first - 1, 0), first + 3)
    queries = np.stack([vector(lasting), *(vector(document, version) for version in versions)])
    begun_at = time.monotonic()
    held = live.now()._held
    # All under one lock: a training that ends brings the index up to date between two questions.
    with held.lock.reading():
        found_documents, scores = held.index.search(queries, 5)
    ids = np.where(found_documents < 0, -1, owners_of(found_documents))
    report.slowest = max(report.slowest, time.monotonic() - begun_at)
    last = board.begun[document]
    report.searches += 1
    if (ids < 0).any() or any(len(set(row)) < len(row) for row in ids.tolist()):
        report.wrong.append(f"empty or doubled: {ids.tolist()}")
    if ids[0, 0] != lasting or scores[0, 0] < SAME:
        report.wrong.append(f"document {lasting} was not found")
    found = {
        version
        for version, row, row_scores in zip(versions, ids[1:], scores[1:], strict=True)
        if row[0] == document and row_scores[0] > SAME
    }
    report.versions |= {(document, version) for version in found}
    possible = {version for version in range(first, last + 1) if not is_buried(version)}
    must_be_there = len(possible) == last + 1 - first and last <= versions[-1]
    if not found <= possible or (must_be_there and len(found) != 1):
        report.wrong.append(f"document {document}: {found or 'nothing'} of {first} to {last}")
