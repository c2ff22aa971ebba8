"""The way of a report through the whole service: nothing lost, how fast, and with which suggestions.

Starts a service of its own, sends posts over HTTP as readers would, and reads every figure from its database.
"""

from __future__ import annotations

import json
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import click
import numpy as np

from archive.evaluation.labelled import LabelledQuery, read_claims, read_queries
from archive.imports.files import UnreadableFile
from bench.support.service import Service, ServiceFailed, wait_for
from core.config import BUILT_MODEL_FOLDER, PROJECT_FOLDER
from search.learning.metrics import average_precision
from search.model.embedder import ModelMissing, Role, load_embedder

DEMO_CLAIMS = PROJECT_FOLDER / "archive" / "demo" / "claims.jsonl"
SENDERS = 8
MATCHING_SECONDS = 1_800.0
STANDSTILL_SECONDS = 3.0
CUT = 5

# What readers write around a claim that they pass on.
WRAPPINGS = {
    "de": (
        "Stimmt das? {claim}",
        "Das wird gerade überall geteilt, bitte prüfen: {claim}",
        "Meine Nachbarin hat mir das geschickt und ich weiß nicht, was ich davon halten soll. {claim}",
    ),
    "en": (
        "Is this true? {claim}",
        "This is shared everywhere right now, please check it: {claim}",
        "My neighbour sent me this and I do not know what to make of it. {claim}",
    ),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One post and the answer to it."""

    query: LabelledQuery
    status: int
    reference: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it. Times are in seconds and, like everything but `posts` to `refused`, read from the database."""

    claims: int
    posts: int
    receipts: int
    refused: int
    stored: int
    # Receipts without a row, and rows beyond one for each receipt.
    lost: int
    doubled: int
    unmatched: int
    cases: int
    # Cases whose counter is not the number of their submissions.
    wrong_counters: int
    map_at_5: float
    accepted_per_s: float
    # From the first post on, so a worker that still reads its model counts against it.
    matched_per_s: float
    # From the first matched post on; and the rate of the model alone, on the same texts right afterwards.
    drained_per_s: float
    embedder_per_s: float
    drain_ratio: float
    match_p50_s: float
    match_p95_s: float


def demo_queries() -> list[LabelledQuery]:
    """Return posts made from the demo claims: each claim in every wrapping of its language."""
    return [
        LabelledQuery(id=f"{claim.id}-{number}", text=wrapping.format(claim=claim.text), relevant=[claim.id])
        for number in range(3)
        for claim in read_claims(DEMO_CLAIMS)
        for wrapping in WRAPPINGS.get(claim.lang, WRAPPINGS["en"])[number : number + 1]
    ]


def measure(claims: Path, queries: Sequence[LabelledQuery], *, kill_worker: bool, stop_queue: bool) -> Figures:
    """Send the posts through a fresh service and return the figures.

    Errors: `ServiceFailed` when the service cannot do its work.
    """
    # Ctrl-C and `kill` end the measurement, and with it the service, in order.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="gegencheck-bench-", ignore_cleanup_errors=True) as folder:
        service = Service(Path(folder) / "data", environment={"DEMO_CONTENT": "0", "TRUSTED_PROXIES": "1"})
        try:
            service.start()
            _say("importing claims …")
            service.run_flask("claims", "import", str(claims), "--json")
            _say(f"sending {len(queries)} posts …")
            sent = _send(service, queries, kill_worker=kill_worker, stop_queue=stop_queue)
            _say("waiting for the worker …")
            wait_for(
                lambda: service.waiting() == 0,
                seconds=MATCHING_SECONDS,
                what=lambda: f"{service.waiting()} submissions still wait:\n{service.output}",
            )
            with service.database() as database:
                found = figures(database, sent)
        finally:
            service.stop()
    _say("embedding the same texts without the service …")
    embedder_per_s = _embedder_rate([post.query.text for post in sent if post.reference])
    return replace(found, embedder_per_s=embedder_per_s, drain_ratio=round(found.drained_per_s / embedder_per_s, 2))


def _embedder_rate(texts: Sequence[str]) -> float:
    embedder = load_embedder("", default_folder=BUILT_MODEL_FOLDER)
    embedder.embed(texts[:8], role=Role.QUERY)
    started = time.perf_counter()
    embedder.embed(texts, role=Role.QUERY)
    return round(len(texts) / (time.perf_counter() - started), 1)


def _send(service: Service, queries: Sequence[LabelledQuery], *, kill_worker: bool, stop_queue: bool) -> list[Sent]:
    answered = threading.Semaphore(0)

    def send(numbered: tuple[int, LabelledQuery]) -> Sent:
        number, query = numbered
        status, body = service.submit(query.text, sender=number)
        answered.release()
        return Sent(query, status, body.get("reference"))

    troubles = []
    if kill_worker:
        troubles.append(threading.Thread(target=_kill_worker, args=(service, len(queries))))
    if stop_queue:
        troubles.append(threading.Thread(target=_stop_queue, args=(service, answered, len(queries))))
    for trouble in troubles:
        trouble.start()
    with ThreadPoolExecutor(SENDERS) as pool:
        sent = list(pool.map(send, enumerate(queries)))
    for trouble in troubles:
        trouble.join()
    return sent


def _kill_worker(service: Service, posts: int) -> None:
    """Kill the worker while it is at it: after its first batch, before its last."""
    worker = service.find("worker")
    wait_for(
        lambda: 1 < service.count("SELECT count(*) FROM submission WHERE case_id IS NOT NULL") < posts,
        seconds=MATCHING_SECONDS,
        what=lambda: "the worker was never caught in the middle",
        every=0.02,
    )
    worker.kill()
    _say("the worker was killed")


def _stop_queue(service: Service, answered: threading.Semaphore, posts: int) -> None:
    """Let the queue hang for a while after a third of the posts and kill it after two thirds."""
    queue = service.find("queue")
    for _ in range(posts // 3):
        answered.acquire()
    queue.suspend()
    _say("the queue hangs")
    time.sleep(STANDSTILL_SECONDS)
    queue.resume()
    for _ in range(posts // 3):
        answered.acquire()
    queue.kill()
    _say("the queue was killed")


def figures(database: sqlite3.Connection, sent: Sequence[Sent]) -> Figures:
    """Read from the database what became of the posts."""
    rows = database.execute("SELECT reference, received_at, matched_at FROM submission").fetchall()
    references = [post.reference for post in sent if post.reference]
    received = [_seconds(row["received_at"]) for row in rows]
    matched = [_seconds(row["matched_at"]) for row in rows if row["matched_at"]]
    waits = [_seconds(row["matched_at"]) - _seconds(row["received_at"]) for row in rows if row["matched_at"]]
    stored = {row["reference"] for row in rows}
    return Figures(
        claims=_number(database, "SELECT count(*) FROM claim"),
        posts=len(sent),
        receipts=len(references),
        refused=sum(400 <= post.status < 500 for post in sent),
        stored=len(rows),
        lost=sum(reference not in stored for reference in references),
        doubled=len(rows) - len(stored & set(references)),
        unmatched=len(rows) - len(matched),
        cases=_number(database, 'SELECT count(*) FROM "case"'),
        wrong_counters=_number(
            database,
            'SELECT count(*) FROM "case" WHERE submission_count != '
            '(SELECT count(*) FROM submission WHERE submission.case_id = "case".id)',
        ),
        map_at_5=round(_map(database, sent), 4),
        accepted_per_s=_rate(len(received), received),
        matched_per_s=_rate(len(matched), [min(received), *matched]),
        drained_per_s=_rate(len(matched) - 1, matched),
        embedder_per_s=0.0,
        drain_ratio=0.0,
        match_p50_s=round(float(np.percentile(waits, 50)), 2),
        match_p95_s=round(float(np.percentile(waits, 95)), 2),
    )


def _map(database: sqlite3.Connection, sent: Iterable[Sent]) -> float:
    ranked: dict[str, list[str]] = {}
    for row in database.execute(
        "SELECT submission.reference, claim.external_id FROM submission "
        "JOIN match ON match.case_id = submission.case_id JOIN claim ON claim.id = match.claim_id "
        "ORDER BY submission.id, match.rank"
    ):
        ranked.setdefault(row["reference"], []).append(row["external_id"])
    scores = [
        average_precision(
            [claim in post.query.relevant for claim in ranked.get(post.reference or "", ())],
            relevant=len(post.query.relevant),
            cut=CUT,
        )
        for post in sent
    ]
    return float(np.mean(scores))


def _number(database: sqlite3.Connection, query: str) -> int:
    with closing(database.execute(query)) as cursor:
        return int(cursor.fetchone()[0])


def _seconds(stored: str) -> float:
    return datetime.fromisoformat(f"{stored}+00:00").timestamp()


def _rate(count: int, moments: Sequence[float]) -> float:
    return round(count / max(max(moments) - min(moments), 1e-3), 1)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


FilePath = click.Path(path_type=Path)


@click.command(name="end_to_end")
@click.option("--claims", type=FilePath, help="JSONL of claims; without it, the demo claims.")
@click.option("--queries", type=FilePath, help="JSONL of posts: id, text, relevant.")
@click.option("--kill-worker", is_flag=True, help="Kill the worker in the middle.")
@click.option("--stop-queue", is_flag=True, help="Let the queue hang and then kill it in the middle.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(claims: Path | None, queries: Path | None, kill_worker: bool, stop_queue: bool, as_json: bool) -> None:
    """Send posts through a whole service and measure what comes of them."""
    if (claims is None) != (queries is None):
        raise click.UsageError("Give both --claims and --queries, or neither.")
    try:
        posts = read_queries(queries) if queries else demo_queries()
        found = measure((claims or DEMO_CLAIMS).absolute(), posts, kill_worker=kill_worker, stop_queue=stop_queue)
    except (ServiceFailed, UnreadableFile, ModelMissing) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    for name, value in asdict(found).items():
        click.echo(f"{name:16} {value}")


if __name__ == "__main__":
    main()
