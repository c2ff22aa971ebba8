"""Measuring the matching on labelled files: how often the right claim stands on top, and how fast."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from search.embedder import Embedder, Role
from search.imports import BrokenRow, ClaimRow, UnreadableFile, read_rows
from search.index import VectorIndex
from search.models import Claim

DEPTH = 10


class LabelledQuery(BaseModel):
    """A post and the ids of the claims that answer it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    text: str
    relevant: list[str]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of one run; ranks are cut at ten, times are in milliseconds a query."""

    queries: int
    claims: int
    map_at_5: float
    mrr: float
    success: dict[int, float]
    embed_texts_per_s: float
    search_p50_ms: float
    search_p95_ms: float

    def as_json(self) -> dict[str, float]:
        """Return the figures under the names that the field's benchmarks use."""
        return {
            "queries": self.queries,
            "claims": self.claims,
            "map@5": round(self.map_at_5, 4),
            "mrr": round(self.mrr, 4),
            **{f"s@{k}": round(value, 4) for k, value in self.success.items()},
            "embed_texts_per_s": round(self.embed_texts_per_s, 1),
            "search_p50_ms": round(self.search_p50_ms, 3),
            "search_p95_ms": round(self.search_p95_ms, 3),
        }


def read_queries(path: Path) -> list[LabelledQuery]:
    """Read labelled queries from JSONL.

    Errors: `UnreadableFile` naming the line that cannot be read; a measurement skips nothing.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UnreadableFile(f"{path.name} cannot be read: {reason}.") from error
    queries = [_query(path, number, raw) for number, raw in enumerate(lines, start=1) if raw.strip()]
    if not queries:
        raise UnreadableFile(f"{path.name} holds no query.")
    return queries


def _query(path: Path, line: int, raw: str) -> LabelledQuery:
    try:
        return LabelledQuery.model_validate_json(raw)
    except ValidationError as error:
        raise UnreadableFile(f"{path.name}, line {line}: {error}") from error


def read_claims(path: Path) -> list[ClaimRow]:
    """Read claims for a measurement.

    Errors: `UnreadableFile` naming the first broken line.
    """
    rows = []
    for row in read_rows(path):
        if isinstance(row, BrokenRow):
            raise UnreadableFile(f"{path.name}, line {row.line}: {row.reason}")
        rows.append(row)
    if not rows:
        raise UnreadableFile(f"{path.name} holds no claim.")
    return rows


def evaluate(embedder: Embedder, claims: Sequence[ClaimRow], queries: Sequence[LabelledQuery]) -> Evaluation:
    """Embed both sides, search each query alone, and score the ranks."""
    started = time.perf_counter()
    passages = embedder.embed([_passage(row) for row in claims], role=Role.PASSAGE)
    questions = embedder.embed([query.text for query in queries], role=Role.QUERY)
    embedding_seconds = time.perf_counter() - started
    index = VectorIndex(embedder.dimension)
    index.add(np.arange(len(claims), dtype=np.int64), passages)
    times, found = [], []
    for question in questions:
        started = time.perf_counter()
        ids, _ = index.search(question[np.newaxis], DEPTH)
        times.append((time.perf_counter() - started) * 1000)
        found.append([claims[i].id for i in ids[0] if i >= 0])
    hits = [
        [claim_id in set(query.relevant) for claim_id in ranked] for ranked, query in zip(found, queries, strict=True)
    ]
    return Evaluation(
        queries=len(queries),
        claims=len(claims),
        map_at_5=_mean(
            average_precision(row, relevant=len(query.relevant), cut=5)
            for row, query in zip(hits, queries, strict=True)
        ),
        mrr=_mean(1 / (row.index(True) + 1) if True in row else 0.0 for row in hits),
        success={k: _mean(float(any(row[:k])) for row in hits) for k in (1, 5, 10)},
        embed_texts_per_s=(len(claims) + len(queries)) / embedding_seconds,
        search_p50_ms=float(np.percentile(times, 50)),
        search_p95_ms=float(np.percentile(times, 95)),
    )


def average_precision(hits: Sequence[bool], *, relevant: int, cut: int) -> float:
    """Return the average precision at `cut` of one ranking, as the CheckThat! labs score it."""
    total, seen = 0.0, 0
    for rank, hit in enumerate(hits[:cut], start=1):
        if hit:
            seen += 1
            total += seen / rank
    return total / min(relevant, cut) if relevant else 0.0


def _mean(values: object) -> float:
    return float(np.mean(list(values)))  # type: ignore[call-overload]


def _passage(row: ClaimRow) -> str:
    return Claim(text=row.text, title=row.title, summary=row.summary).passage
