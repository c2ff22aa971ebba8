"""How the vector index grows: exact against approximate search, with real vectors and mixtures of them.

`python -m bench index_scale --vectors FILE.npy [--vectors …] --queries FILE.npy [--sizes 10000,50000,100000] [--json]`.
The files hold float32 embeddings, one a row. A size takes them as they are, as far as they go; beyond that it is filled
with mixtures of a vector and one of its nearest, so that the neighbourhoods stay as dense as real ones.
Both kinds search the same vectors in one run; only ratios count, speeds drift with the machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter

import click
import numpy as np
import psutil  # type: ignore[import-untyped]

from bench.support.mixtures import grown, nearest
from core.config import PROJECT_FOLDER
from search.index.documents import Ids, Vectors
from search.index.faiss_index import EXACT_UP_TO, SAMPLE, Build, Kind, VectorIndex

K = 100
QUERIES = 200
# What is nearer to the tenth-best cosine than half precision can tell may as well stand in its place.
TIE = 1e-4


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of index at one size.

    Times in milliseconds a search of 100 results, or in seconds; `recall10_ties` counts a result that is as near as the
    right one; `score_error` is the largest difference of a score from the cosine of the full vectors.
    """

    size: int
    kind: str
    build_seconds: float
    load_seconds: float
    bytes_on_disk: float
    bytes_in_memory: float
    p50: float
    p95: float
    recall10: float
    recall10_ties: float
    recall100: float
    score_error: float


@dataclass(slots=True)
class Truth:
    """The best of all vectors shown so far, by full precision; ids and cosines, both (queries, K)."""

    queries: Vectors
    ids: Ids = field(init=False)
    cosines: Vectors = field(init=False)

    def __post_init__(self) -> None:
        self.ids = np.full((len(self.queries), K), -1, np.int64)
        self.cosines = np.full((len(self.queries), K), -2, np.float32)

    def settle(self) -> None:
        """Put the best first."""
        best = np.argsort(-self.cosines, axis=1)
        self.ids = np.take_along_axis(self.ids, best, axis=1)
        self.cosines = np.take_along_axis(self.cosines, best, axis=1)

    def show(self, first: int, vectors: Vectors) -> None:
        """Compare with further vectors, which have the ids from `first` on."""
        ids = np.broadcast_to(np.arange(first, first + len(vectors)), (len(self.queries), len(vectors)))
        cosines = np.concatenate([self.cosines, self.queries @ vectors.T], axis=1)
        ids = np.concatenate([self.ids, ids], axis=1)
        best = np.argpartition(-cosines, K - 1, axis=1)[:, :K]
        self.ids = np.take_along_axis(ids, best, axis=1)
        self.cosines = np.take_along_axis(cosines, best, axis=1)


def measure(real: Vectors, near: Ids, queries: Vectors, size: int) -> list[Row]:
    """Build both kinds over the same vectors, write them, read them back, and search."""
    print(f"measuring {size:,} vectors …", file=sys.stderr, flush=True)
    started = perf_counter()
    sample = real[np.random.default_rng(0).permutation(len(real))[:SAMPLE]]
    indexes = {Kind.EXACT: VectorIndex(real.shape[1])}
    indexes[Kind.APPROXIMATE] = VectorIndex.fitting(sample, count=max(size, EXACT_UP_TO + 1))
    seconds = {Kind.EXACT: 0.0, Kind.APPROXIMATE: perf_counter() - started}
    truth, first = Truth(queries), 0
    for mixture in grown(near, size):
        chunk = mixture.vectors(real)
        for kind, index in indexes.items():
            started = perf_counter()
            index.add(np.arange(first, first + len(chunk)), chunk)
            seconds[kind] += perf_counter() - started
        truth.show(first, chunk)
        first += len(chunk)
    truth.settle()
    return [_row(kind, indexes.pop(kind), seconds[kind], truth) for kind in Kind]


def _row(kind: Kind, built: VectorIndex, seconds: float, truth: Truth) -> Row:
    size, build = len(built), built.build
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        built.save(path)
        on_disk = path.stat().st_size
        load_seconds, in_memory = _loaded_apart(path, build)
    times = []
    for query in truth.queries:
        started = perf_counter()
        built.search(query[np.newaxis], K)
        times.append((perf_counter() - started) * 1e3)
    ids, scores = built.search(truth.queries, K)
    cosine_of = [dict(zip(*row, strict=True)) for row in zip(truth.ids.tolist(), truth.cosines.tolist(), strict=True)]
    errors = [
        abs(score - cosines[document])
        for cosines, row in zip(cosine_of, zip(ids.tolist(), scores.tolist(), strict=True), strict=True)
        for document, score in zip(*row, strict=True)
        if document in cosines
    ]
    return Row(
        size=size,
        kind=kind,
        build_seconds=seconds,
        load_seconds=load_seconds,
        bytes_on_disk=on_disk / size,
        bytes_in_memory=in_memory / size,
        p50=float(np.median(times)),
        p95=float(np.percentile(times, 95)),
        recall10=_recall(ids, truth.ids, 10),
        recall10_ties=float(np.mean(scores[:, :10] >= truth.cosines[:, 9:10] - TIE)),
        recall100=_recall(ids, truth.ids, K),
        score_error=max(errors),
    )


def _recall(found: Ids, right: Ids, k: int) -> float:
    return float(
        np.mean([len(set(a) & set(b)) / k for a, b in zip(found[:, :k].tolist(), right[:, :k].tolist(), strict=True)])
    )


def _loaded_apart(path: Path, build: Build) -> tuple[float, int]:
    """Return how many seconds a fresh process takes to load an index, and by how many bytes it grows."""
    command = "import sys; from bench.measurements.index_scale import print_load; print_load(*sys.argv[1:])"
    arguments = [str(path), build.kind, str(build.code_parts), str(build.trained_for)]
    done = subprocess.run(
        [sys.executable, "-c", command, *arguments], cwd=PROJECT_FOLDER, stdout=subprocess.PIPE, text=True, check=True
    )
    seconds, grown_by = json.loads(done.stdout)
    return seconds, grown_by


def print_load(path: str, kind: str, code_parts: str, trained_for: str) -> None:
    """Load an index, search once, and print the seconds it took and the bytes it needs."""
    process = psutil.Process()
    before, started = process.memory_info().rss, perf_counter()
    index = VectorIndex.load(Path(path), Build(Kind(kind), int(code_parts), int(trained_for)))
    seconds = perf_counter() - started
    index.search(np.ones((1, index.dimension), np.float32), K)
    print(json.dumps([seconds, process.memory_info().rss - before]))


def read_vectors(paths: Sequence[Path]) -> Vectors:
    """Return the rows of all files at length one."""
    vectors = np.concatenate([np.load(path, allow_pickle=False) for path in paths]).astype(np.float32)
    return np.ascontiguousarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def table(rows: Sequence[Row], real: int) -> str:
    """Return the figures as a Markdown table, one line a size; ratios are approximate to exact."""
    titles = (
        "vectors",
        "exact, p50 / p95 ms",
        "approximate, p50 / p95 ms",
        "ratio of p95",
        "recall@10",
        "with ties",
        "recall@100",
        "score error",
        "build s",
        "load s",
        "bytes a vector, memory / disk",
    )
    lines = [
        f"{real:,} real vectors, beyond them mixtures. The product is exact up to {EXACT_UP_TO:,}.",
        "",
        f"| {' | '.join(titles)} |",
        f"|{'---|' * len(titles)}",
    ]
    for exact, short in zip(rows[::2], rows[1::2], strict=True):
        lines.append(
            f"| {exact.size:,} | {exact.p50:.2f} / {exact.p95:.2f} | {short.p50:.2f} / {short.p95:.2f} "
            f"| {short.p95 / exact.p95:.2f} | {short.recall10:.4f} | {short.recall10_ties:.4f} | {short.recall100:.4f} "
            f"| {short.score_error:.5f} | {exact.build_seconds:.1f} / {short.build_seconds:.1f} "
            f"| {exact.load_seconds:.2f} / {short.load_seconds:.2f} "
            f"| {short.bytes_in_memory:.0f} / {short.bytes_on_disk:.0f} |"
        )
    return "\n".join(lines)


@click.command(help=__doc__)
@click.option("--vectors", "vector_files", multiple=True, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--queries", "query_files", multiple=True, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--sizes", default="10000,50000,100000", help="Numbers of vectors, with commas.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(vector_files: tuple[Path, ...], query_files: tuple[Path, ...], sizes: str, as_json: bool) -> None:
    """Measure each size and print the figures."""
    real, asked = read_vectors(vector_files), read_vectors(query_files)
    queries = asked[np.random.default_rng(1).permutation(len(asked))[:QUERIES]]
    near = nearest(real)
    rows = [row for size in sizes.split(",") for row in measure(real, near, queries, int(size))]
    if as_json:
        print(json.dumps({"real_vectors": len(real), "queries": len(queries), "rows": [asdict(row) for row in rows]}))
    else:
        print(table(rows, len(real)))


if __name__ == "__main__":
    main()
