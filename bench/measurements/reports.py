"""What taking in and matching a report costs, beside the least that it could: a bare view, and the model alone.

One run, the same machine, so that ratios can be told: a bare Flask view that inserts one row, the service while its
worker is stopped, the service while its worker drains the backlog, and the model's own rate on the same texts.
"""

from __future__ import annotations

import http.client
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from random import Random

import click
import numpy as np
import psutil  # type: ignore[import-untyped]

from bench.support.bare_view import READY
from bench.support.callers import Caller, running
from bench.support.own_texts import PROOF, WHAT, WHO
from bench.support.service import Service, free_port, wait_for
from core.config import BUILT_MODEL_FOLDER, PROJECT_FOLDER
from search.model.embedder import Role, load_embedder

SENDERS = 8
POSTS = 2_000
# The backlog of the first part, and what is sent while it is drained.
SHARE_WHILE_STOPPED = 0.7
MATCHING_SECONDS = 300.0
BATCH = 64

WHERE = ("in unserer Gruppe", "bei meiner Schwester", "im Betrieb", "am Stammtisch", "im Verein", "beim Friseur")


@dataclass(frozen=True, slots=True)
class Sending:
    """How one server took posts: how many a second, and the 50th and 95th percentile in milliseconds."""

    per_s: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it; ratios are to the bare view, and of the drain to the model."""

    posts: int
    bare_per_s: float
    bare_p95_ms: float
    stopped_per_s: float
    stopped_p95_ms: float
    draining_per_s: float
    draining_p95_ms: float
    drained_per_s: float
    model_per_s: float
    stopped_ratio: float
    stopped_p95_ratio: float
    draining_ratio: float
    draining_p95_ratio: float
    drain_ratio: float
    lost: int


def own_posts(count: int) -> list[str]:
    """Return so many different posts of two to four sentences."""
    random = Random(9)

    def post(number: int) -> str:
        rumours = [f"{random.choice(WHO)} {random.choice(WHAT)}." for _ in range(random.randint(1, 2))]
        heard = f"Das hat {random.choice(WHERE)} jemand erzählt, es war Nachricht {number}."
        return " ".join([*rumours, random.choice(PROOF), heard])

    return [post(number) for number in range(count)]


def measure(count: int) -> Figures:
    """Send posts to the bare view and to a service, let it drain, and return the figures."""
    posts = own_posts(count)
    cut = int(count * SHARE_WHILE_STOPPED)
    bare = _bare(posts[:cut])
    with running(DEMO_CONTENT="1") as service:
        worker = service.find("worker")
        # The first report loads the model of the worker, and the first requests fill the caches of the web server.
        _send(_poster(service.port, "/api/v1/submissions"), posts[:SENDERS])
        _drained(service)
        _suspend(worker, service)
        stopped = _send(_poster(service.port, "/api/v1/submissions"), posts[SENDERS:cut])
        worker.resume()
        draining = _send(_poster(service.port, "/api/v1/submissions"), posts[cut:])
        sent_until = datetime.now().astimezone()
        _drained(service)
        drained_per_s = _drain_rate(service, after=sent_until)
        lost = count - service.count("SELECT count(*) FROM submission")
    model_per_s = _model_rate(posts[:cut])
    return Figures(
        posts=count,
        bare_per_s=bare.per_s,
        bare_p95_ms=bare.p95_ms,
        stopped_per_s=stopped.per_s,
        stopped_p95_ms=stopped.p95_ms,
        draining_per_s=draining.per_s,
        draining_p95_ms=draining.p95_ms,
        drained_per_s=drained_per_s,
        model_per_s=model_per_s,
        stopped_ratio=round(stopped.per_s / bare.per_s, 2),
        stopped_p95_ratio=round(stopped.p95_ms / bare.p95_ms, 2),
        draining_ratio=round(draining.per_s / bare.per_s, 2),
        draining_p95_ratio=round(draining.p95_ms / bare.p95_ms, 2),
        drain_ratio=round(drained_per_s / model_per_s, 2),
        lost=lost,
    )


def _bare(posts: Sequence[str]) -> Sending:
    with tempfile.TemporaryDirectory(prefix="gegencheck-bench-") as folder:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.support.bare_view", folder, str(port)],
            cwd=PROJECT_FOLDER,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            if process.stdout is None or READY not in process.stdout.readline():
                raise click.ClickException("The bare view did not start.")
            _send(_poster(port, "/rows"), posts[:SENDERS])
            return _send(_poster(port, "/rows"), posts)
        finally:
            process.terminate()
            process.wait()


def _poster(port: int, path: str) -> Callable[[tuple[int, str]], float]:
    def post(numbered: tuple[int, str]) -> float:
        number, text = numbered
        answer = Caller(port, number).json(path, {"kind": "check", "text": text})
        if answer.status != http.client.ACCEPTED:
            raise click.ClickException(f"{path} answered {answer.status}: {answer.body}")
        return answer.seconds

    return post


def _send(post: Callable[[tuple[int, str]], float], posts: Sequence[str]) -> Sending:
    started = time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as pool:
        seconds = list(pool.map(post, enumerate(posts)))
    per_s = len(posts) / (time.perf_counter() - started)
    p50, p95 = np.percentile(seconds, [50, 95]) * 1e3
    return Sending(round(per_s, 1), round(float(p50), 1), round(float(p95), 1))


def _suspend(worker: psutil.Process, service: Service) -> None:
    """Stop the worker where it holds no lock: the database would be shut to everybody else."""
    while True:
        worker.suspend()
        database = sqlite3.connect(service.data_dir / "gegencheck.db", timeout=0.1)
        with closing(database), suppress(sqlite3.OperationalError):
            database.execute("BEGIN IMMEDIATE")
            return
        worker.resume()
        time.sleep(0.1)


def _drained(service: Service) -> None:
    wait_for(
        lambda: service.waiting() == 0,
        seconds=MATCHING_SECONDS,
        what=lambda: f"{service.waiting()} reports still wait:\n{service.output}",
    )


def _drain_rate(service: Service, *, after: datetime) -> float:
    """Return how many reports a second were matched while nobody sent any more."""
    with service.database() as database:
        rows = database.execute("SELECT matched_at FROM submission ORDER BY matched_at").fetchall()
    moments = [datetime.fromisoformat(f"{row['matched_at']}+00:00").timestamp() for row in rows]
    later = [moment for moment in moments if moment > after.timestamp()]
    # A batch has nearly one moment: those of the first one were worked on before it.
    return round(len([moment for moment in later if moment > later[0] + 0.05]) / (later[-1] - later[0]), 1)


def _model_rate(posts: Sequence[str]) -> float:
    embedder = load_embedder("", default_folder=BUILT_MODEL_FOLDER)
    embedder.embed(posts[:BATCH], role=Role.QUERY)
    started = time.perf_counter()
    for start in range(0, len(posts), BATCH):
        embedder.embed(posts[start : start + BATCH], role=Role.QUERY)
    return round(len(posts) / (time.perf_counter() - started), 1)


@click.command(name="reports")
@click.option("--count", default=POSTS, show_default=True, help="How many posts are sent to the service.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(count: int, as_json: bool) -> None:
    """Measure what a report costs beside a bare view, and the drain beside the model."""
    found = asdict(measure(count))
    if as_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:20} {value}")


if __name__ == "__main__":
    main()
