"""How search grows with the archive: the product's hybrid search beside what one would take instead of it.

`python -m bench search [--texts FILE.jsonl --vectors FILE.npy …] [--queries FILE.jsonl] [--sizes 1000,10000,…]
[--most-build-seconds 120] [--svg FILE] [--json]`. Rows of the JSONL files are claims, the arrays their embeddings by
the product's model, float32, in the same order; `--texts` and `--vectors` go in pairs. A size takes real documents as
far as they go, in random order, and beyond that mixtures of neighbours: half the text and a share of each vector.
Without files it runs with texts of our own. Every engine answers the same posts, one at a time, on one thread; only
ratios within one run count. The embedding of a post is not part of any time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter

import click
import numpy as np
import torch
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
from tqdm import tqdm

from archive.evaluation.labelled import passage, read_claims
from bench.measurements.embedding import demo_texts
from bench.measurements.index_scale import read_vectors
from bench.support import engines
from bench.support.engines import Builder, Documents, Engine, TooSlow
from bench.support.mixtures import Mixture, grown, halved, nearest
from bench.support.own_texts import own_claims
from core.charts import Axis, Line, Words, line_chart
from core.config import BUILT_MODEL_FOLDER
from search.index.documents import Ids, Vectors
from search.model.embedder import Embedder, Role, load_embedder
from search.ranking.fusion import Question
from search.ranking.judging import questions_of
from search.text.terms import Terms, terms_of

HYBRID, NUMPY, TORCH = "gegencheck, hybrid", "numpy, brute force", "sentence-transformers, semantic_search"
FTS5, PGVECTOR = "SQLite FTS5, any word", "PostgreSQL, pgvector HNSW"
OWN_CLAIMS = 400
OWN_SIZES = "1000,10000"
QUERIES = 200
# A slow engine answers fewer posts, but at least so many.
FEWEST_QUERIES = 25
MOST_SECONDS = 20.0
WARM_UP = 5
RECALL_AT = 10
# Milliseconds at the 95th percentile, for up to so many documents.
BUDGETS = {100_000: 20.0, 1_000_000: 50.0}
LEAST_RECALL = 0.99


@dataclass(frozen=True, slots=True)
class Row:
    """One engine at one size; times in milliseconds a post, nothing where building took too long.

    `recall` is the share of the ten nearest vectors that are found, `ratio` the time at the 95th percentile as a
    multiple of brute force. `stages` are 50th and 95th percentiles.
    """

    size: int
    engine: str
    p50: float | None = None
    p95: float | None = None
    ratio: float | None = None
    recall: float | None = None
    build_seconds: float | None = None
    bytes: float | None = None
    stages: dict[str, tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Real documents in halves, with their vectors and the rows of their nearest others."""

    vectors: Vectors
    near: Ids
    halves: Sequence[tuple[str, str]]
    terms: Sequence[tuple[Terms, Terms]]

    @classmethod
    def of(cls, texts: Sequence[str], langs: Sequence[str], vectors: Vectors) -> Source:
        """Take texts apart; a bar shows how far it is."""
        halves = [halved(text) for text in texts]
        both = tqdm(zip(halves, langs, strict=True), total=len(texts), unit=" texts", desc="reading", disable=None)
        terms = [(terms_of(first, lang or "de"), terms_of(second, lang or "de")) for (first, second), lang in both]
        return cls(vectors, nearest(vectors), halves, terms)

    def documents(self, sizes: Sequence[int]) -> Iterator[Documents]:
        """Yield the documents for each size; a larger one begins with those of the smaller ones."""
        mixtures = list(grown(self.near, max(sizes)))
        vectors = np.concatenate([mixture.vectors(self.vectors) for mixture in mixtures])
        texts = [text for mixture in mixtures for text in mixture.texts(self.halves)]
        for size in sizes:
            yield Documents(vectors[:size], texts[:size], partial(self._terms, mixtures, size))

    def _terms(self, mixtures: Sequence[Mixture], size: int) -> Iterator[Sequence[Terms]]:
        for mixture in mixtures:
            part = mixture.first(size)
            if len(part) == 0:
                return
            yield part.terms(self.terms)
            size -= len(part)


def contestants(most_build_seconds: float) -> dict[str, Builder]:
    """Return what builds each engine; brute force is the first, because the others are compared with it."""
    return {
        NUMPY: engines.brute_force,
        HYBRID: engines.product,
        TORCH: engines.semantic_search,
        FTS5: engines.full_text,
        PGVECTOR: partial(engines.hnsw, most_seconds=most_build_seconds),
    }


def measure(
    source: Source, questions: Sequence[Question], sizes: Sequence[int], most_build_seconds: float
) -> list[Row]:
    """Let every engine answer the questions at every size."""
    rows: list[Row] = []
    seconds_each: dict[str, float] = {}
    for documents in source.documents(sorted(sizes)):
        exact: list[Ids] = []
        yardstick = 0.0
        for name, build in contestants(most_build_seconds).items():
            print(f"{len(documents):,} documents: {name} …", file=sys.stderr, flush=True)
            row = Row(len(documents), name)
            # What took long for a tenth of the documents need not be tried.
            if seconds_each.get(name, 0.0) * len(documents) <= most_build_seconds:
                with suppress(TooSlow), build(documents) as engine:
                    seconds_each[name] = engine.seconds / len(documents)
                    times, found = _timed(engine, questions)
                    exact = exact or [ids for ids in found if ids is not None]
                    yardstick = yardstick or _percentiles(times)[1]
                    row = _row(row, engine, times=times, yardstick=yardstick, recall=_recall(found, exact))
            rows.append(row)
    return rows


def _row(empty: Row, engine: Engine, *, times: Sequence[float], yardstick: float, recall: float | None) -> Row:
    p50, p95 = _percentiles(times)
    # The first searches, which were for warming up, count in no stage either.
    stages = {
        stage: _percentiles([seconds * 1e3 for seconds in spent[WARM_UP:]]) for stage, spent in engine.stages.items()
    }
    return replace(
        empty,
        p50=p50,
        p95=p95,
        ratio=p95 / yardstick,
        recall=recall,
        build_seconds=engine.seconds,
        bytes=engine.bytes / empty.size,
        stages=stages or None,
    )


def _timed(engine: Engine, questions: Sequence[Question]) -> tuple[list[float], list[Ids | None]]:
    """Return milliseconds and results of one question after the other, until enough are answered or time is up."""
    for question in questions[:WARM_UP]:
        engine.search(question)
    times: list[float] = []
    found: list[Ids | None] = []
    end = perf_counter() + MOST_SECONDS
    for question in questions:
        started = perf_counter()
        found.append(engine.search(question))
        times.append((perf_counter() - started) * 1e3)
        if perf_counter() > end and len(times) >= FEWEST_QUERIES:
            break
    return times, found


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    return float(np.percentile(times, 50)), float(np.percentile(times, 95))


def _recall(found: Sequence[Ids | None], exact: Sequence[Ids]) -> float | None:
    shares = [
        len(set(one[:RECALL_AT].tolist()) & set(right[:RECALL_AT].tolist())) / RECALL_AT
        for one, right in zip(found, exact, strict=False)
        if one is not None
    ]
    return float(np.mean(shares)) if shares else None


def within_budget(rows: Sequence[Row]) -> dict[str, bool]:
    """Say of the product's rows which keep the budget: the time for so many documents, and the recall."""
    kept = {}
    for row in rows:
        if row.engine == HYBRID and row.p95 is not None and row.recall is not None:
            limit = next((budget for size, budget in BUDGETS.items() if row.size <= size), None)
            kept[f"{row.size} documents"] = row.recall >= LEAST_RECALL and (limit is None or row.p95 <= limit)
    return kept


def table(rows: Sequence[Row], real: int) -> str:
    """Return the figures as Markdown: the engines, then the stages of the product's search."""
    lines = [
        f"{real:,} real documents, beyond them mixtures.",
        "",
        "| documents | engine | p50 / p95 ms | p95, ratio to brute force | recall@10 | build s | bytes a document |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = [f"{row.size:,}", row.engine]
        if row.p50 is None or row.p95 is None or row.ratio is None:
            cells += ["not built in time", "–", "–", "–", "–"]
        else:
            recall = "–" if row.recall is None else f"{row.recall:.4f}"
            cells += [f"{row.p50:.2f} / {row.p95:.2f}", f"{row.ratio:.2f}", recall]
            cells += [f"{row.build_seconds:.1f}", f"{row.bytes:,.0f}"]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "| documents | stage of the hybrid search | p50 / p95 ms |", "|---|---|---|"]
    lines += [
        f"| {row.size:,} | {stage} | {p50:.2f} / {p95:.2f} |"
        for row in rows
        for stage, (p50, p95) in (row.stages or {}).items()
    ]
    return "\n".join(lines)


def as_json(rows: Sequence[Row], real: int) -> dict[str, object]:
    """Return all figures, and those that `make bench` prints under a name of their own."""
    figures: dict[str, object] = {"real_documents": real}
    for row in rows:
        if row.p95 is not None:
            name = f"{row.size} {row.engine.split(',')[0]}"
            figures |= {f"{name} p95 ms": row.p95, f"{name} ratio": row.ratio}
    return figures | {"within_budget": within_budget(rows), "rows": [asdict(row) for row in rows]}


def chart(rows: Sequence[Row]) -> str:
    """Return how the time of each engine grows, as an SVG file."""
    sizes = sorted({row.size for row in rows})
    names = list(dict.fromkeys(row.engine for row in rows))
    slowest = max(row.p95 for row in rows if row.p95 is not None)
    fastest = min(row.p95 for row in rows if row.p95 is not None)
    decades = range(int(np.floor(np.log10(fastest))), int(np.ceil(np.log10(slowest))) + 1)
    found = {(row.size, row.engine): row.p95 for row in rows}
    return line_chart(
        [Line(name, [(size, found.get((size, name))) for size in sizes]) for name in names],
        x=Axis("documents", [(size, f"{size:,}") for size in sizes], logarithmic=True),
        y=Axis(
            "milliseconds for one post, 95th percentile", [(10.0**e, f"{10.0**e:g}") for e in decades], logarithmic=True
        ),
        words=Words(
            "How search grows with the archive",
            "Time of one search over the number of documents, both scales logarithmic. "
            + " ".join(f"{row.engine}: {row.p95:.3g} ms for {row.size:,}." for row in rows if row.p95 is not None),
        ),
        key="search-growth",
        standalone=True,
    )


def own_source(embedder: Embedder) -> Source:
    """Return claims of our own as documents."""
    texts = own_claims(OWN_CLAIMS)
    return Source.of(texts, [""] * len(texts), embedder.embed(texts, role=Role.PASSAGE))


def _source(texts: Sequence[Path], vectors: Sequence[Path], embedder: Embedder) -> Source:
    if len(texts) != len(vectors):
        raise click.UsageError("--texts and --vectors go in pairs")
    if not texts:
        return own_source(embedder)
    rows = [row for path in texts for row in read_claims(path)]
    found = read_vectors(vectors)
    if len(rows) != len(found):
        raise click.UsageError(f"{len(rows)} texts but {len(found)} vectors")
    return Source.of([passage(row) for row in rows], [row.lang for row in rows], found)


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(help=__doc__)
@click.option("--texts", multiple=True, type=_FILE)
@click.option("--vectors", multiple=True, type=_FILE)
@click.option("--queries", type=_FILE, help='JSONL with a "text" in each line; posts of our own without it.')
@click.option("--sizes", default=OWN_SIZES, show_default=True, help="Numbers of documents, with commas.")
@click.option("--most-build-seconds", default=120.0, show_default=True, help="What takes longer to build is left out.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Write the growth curve to a file.")
@click.option("--json", "as_one_object", is_flag=True, help="Print one JSON object.")
def main(
    *,
    texts: tuple[Path, ...],
    vectors: tuple[Path, ...],
    queries: Path | None,
    sizes: str,
    most_build_seconds: float,
    svg: Path | None,
    as_one_object: bool,
) -> None:
    """Measure each size and print the figures; fails when a budget is missed."""
    torch.set_num_threads(1)
    embedder = load_embedder("", default_folder=BUILT_MODEL_FOLDER)
    source = _source(texts, vectors, embedder)
    lines = queries.read_text(encoding="utf-8").splitlines() if queries else []
    posts = [json.loads(line)["text"] for line in lines] or demo_texts()
    chosen = [posts[place] for place in np.random.default_rng(1).permutation(len(posts))[:QUERIES]]
    questions = questions_of(chosen, embedder=embedder)
    with threadpool_limits(1):
        rows = measure(source, questions, [int(size) for size in sizes.split(",")], most_build_seconds)
    if svg:
        svg.write_text(chart(rows) + "\n", encoding="utf-8")
    print(json.dumps(as_json(rows, len(source.vectors))) if as_one_object else table(rows, len(source.vectors)))
    sys.exit(0 if all(within_budget(rows).values()) else 1)


if __name__ == "__main__":
    main()
