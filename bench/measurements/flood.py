"""A flood from many networks, and honest readers meanwhile, against a service of its own.

What counts: every report has a receipt, honest ones soon; what says the same is one case and one line at the desk; the
memory does not grow with the flood.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import click
import numpy as np
from sqlalchemy import ColumnElement, func, select

from app import create_whole_app
from bench.support.callers import Answer, Caller, running
from bench.support.own_texts import own_claims
from bench.support.service import Service, wait_for
from core.config import Config
from core.db import db
from intake.models.reports import Held, Submission
from review.quarantine import page

COUNT = 20_000
NETWORKS = 200
IDENTICAL = 700
SENDERS = 8
# Honest readers, each from a network of their own, at such a distance.
HONEST_EVERY_SECONDS = 0.5
MATCHING_SECONDS = 600.0
# After so much of it every table is loaded and every buffer has its size.
WARM_AFTER = 0.2
MEGABYTE = 1024 * 1024
REPORTS = "/api/v1/submissions"
HONEST = "Stimmt das?"
BURST = "Bitte sofort weiterleiten: Ab Freitag werden alle Bankomaten im ganzen Land für eine Woche abgeschaltet!"


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it; seconds from sending to the receipt, megabytes from a fifth of the flood on to its end."""

    sent: int
    networks: int
    identical: int
    per_second: float
    receipts: int
    failed: int
    honest: int
    honest_receipts: int
    honest_p50_s: float
    honest_p95_s: float
    honest_max_s: float
    honest_that_wait: int
    let_on_at_once: int
    wait_their_turn: int
    lost: int
    cases_of_the_burst: int
    lines_of_the_burst: int
    reports_of_the_burst: int
    desk_page_ms: float
    web_grew_mb: float
    worker_grew_mb: float


def measure(count: int = COUNT) -> Figures:
    """Send the flood with honest reports beside it, and look at what is there afterwards."""
    texts = _texts(count)
    with running(DEMO_CONTENT="0", REPORTS_PER_NETWORK_PER_HOUR="5", REPORTS_PER_HOUR="600") as service:
        process = {name: service.find(name) for name in ("web", "worker")}
        memory: dict[str, float] = {}
        done, lock = [0], threading.Lock()

        def send(numbered: tuple[int, str]) -> Answer:
            number, text = numbered
            answer = Caller(service.port, number % NETWORKS).json(REPORTS, {"kind": "check", "text": text})
            with lock:
                done[0] += 1
                if done[0] == int(count * WARM_AFTER):
                    memory.update({name: one.memory_info().rss for name, one in process.items()})
            return answer

        started = time.perf_counter()
        with _honest(service) as honest, ThreadPoolExecutor(SENDERS) as pool:
            answers = list(pool.map(send, enumerate(texts)))
            taken = time.perf_counter() - started
        left = "SELECT count(*) FROM submission WHERE case_id IS NULL AND set_aside_at IS NULL AND held = 'no'"
        wait_for(lambda: service.count(left) == 0, seconds=MATCHING_SECONDS, what=lambda: service.output)
        grew = {name: (one.memory_info().rss - memory[name]) / MEGABYTE for name, one in process.items()}
        return _figures(service, _Flood(texts, answers, honest, taken), grew)


@dataclass(frozen=True, slots=True)
class _Flood:
    """What was sent and answered, and after how many seconds the last answer was here."""

    texts: Sequence[str]
    answers: Sequence[Answer]
    honest: Sequence[Answer]
    seconds: float


def _texts(count: int) -> list[str]:
    """Return what the flood says: claims of our own with numbers, and every so often the same."""
    every = COUNT // IDENTICAL
    claims = own_claims(1_000)
    return [
        BURST if number % every == 0 else f"{claims[number % len(claims)]} Nummer {number}." for number in range(count)
    ]


@contextmanager
def _honest(service: Service) -> Iterator[list[Answer]]:
    """Send honest reports until the block ends; gives what became of them."""
    answers: list[Answer] = []
    is_over = threading.Event()
    claims = own_claims(1_000)

    def report() -> None:
        while not is_over.wait(HONEST_EVERY_SECONDS):
            number = len(answers)
            text = f"{HONEST} {claims[-1 - number % len(claims)]}"
            answers.append(Caller(service.port, 1_000 + number).json(REPORTS, {"kind": "check", "text": text}))

    thread = threading.Thread(target=report)
    thread.start()
    try:
        yield answers
    finally:
        is_over.set()
        thread.join()


def _figures(service: Service, flood: _Flood, grew: dict[str, float]) -> Figures:
    seconds = [answer.seconds for answer in flood.honest]
    receipts, honest = (sum(answer.status == 202 for answer in some) for some in (flood.answers, flood.honest))
    app = create_whole_app(Config.from_environment({"DATA_DIR": str(service.data_dir)}))
    with app.app_context(), app.test_request_context():
        # What is loaded once is not what a page takes.
        page.page(Held.LATER)
        began = time.perf_counter()
        page.page(Held.LATER)
        page_ms = (time.perf_counter() - began) * 1_000
        lines = [line for line in page.page(Held.LATER, most=len(flood.texts)).lines if line.report.text == BURST]
        at_once = Submission.held == Held.NO
        return Figures(
            sent=len(flood.texts),
            networks=NETWORKS,
            identical=flood.texts.count(BURST),
            per_second=round(len(flood.texts) / flood.seconds, 1),
            receipts=receipts,
            failed=len(flood.answers) - receipts,
            honest=len(flood.honest),
            honest_receipts=honest,
            honest_p50_s=_at(seconds, 50),
            honest_p95_s=_at(seconds, 95),
            honest_max_s=_at(seconds, 100),
            honest_that_wait=_count(Submission.held == Held.LATER, Submission.text.startswith(HONEST)),
            let_on_at_once=_count(at_once),
            wait_their_turn=_count(Submission.held == Held.LATER),
            lost=receipts + honest - _count(),
            cases_of_the_burst=len(
                set(db.session.scalars(select(Submission.case_id).where(at_once, Submission.text == BURST)))
            ),
            lines_of_the_burst=len(lines),
            reports_of_the_burst=sum(line.reports for line in lines) + _count(at_once, Submission.text == BURST),
            desk_page_ms=round(page_ms, 1),
            web_grew_mb=round(grew["web"], 1),
            worker_grew_mb=round(grew["worker"], 1),
        )


def _count(*which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count(Submission.id)).where(*which)) or 0


def _at(values: Sequence[float], percent: float) -> float:
    return round(float(np.percentile(values, percent)), 3)


@click.command(name="flood")
@click.option("--count", default=COUNT, show_default=True, help="How many reports the flood has.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(count: int, as_json: bool) -> None:
    """Measure what a flood costs honest readers and the desk."""
    found = asdict(measure(count))
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, value in found.items():
        click.echo(f"{name:22} {value}")


if __name__ == "__main__":
    main()
