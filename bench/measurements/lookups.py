"""Look-ups beside the model that they ask: how many a second eight callers get, and how much the model does alone.

Starts a service of its own with claims of our own, and asks it over HTTP as readers and programs would. The model is
measured in the same run, in turn with the look-ups, so that whatever else the machine does meanwhile weighs on both.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from http import HTTPStatus
from itertools import count, cycle, islice
from urllib.parse import urlencode

import click
import numpy as np
import psutil  # type: ignore[import-untyped]

from bench.support.callers import Answer, Caller, running
from bench.support.own_texts import own_claims
from bench.support.service import Service
from core.config import BUILT_MODEL_FOLDER
from search.model.embedder import Embedder, Role, load_embedder

CLAIMS = 500
CALLERS = 8
SECONDS = 6.0
ROUNDS = 5
# Asked before anything is measured: every thread has its stemmers and its connection then, as after a day of service.
WARM = 200

DOORS: dict[str, Callable[[Caller, str], Answer]] = {
    "api": lambda caller, text: caller.json("/api/v1/lookup", {"text": text}),
    "page": lambda caller, text: caller.ask(
        "POST", "/lookup", urlencode({"text": text}).encode(), "application/x-www-form-urlencoded"
    ),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured through one door; ratios are medians over the rounds, each against the model's same round."""

    claims: int
    callers: int
    looked_up: int
    failed: int
    model_per_s: float
    lookups_per_s: float
    # Look-ups a second over texts a second that the model alone embeds, one after the other in one thread.
    rate_ratio: float
    p50_ms: float
    p95_ms: float
    p95_ratio: float
    # What one look-up takes of the web server's processor time, and what one text takes of the model's.
    cpu_ms: float
    model_cpu_ms: float


@dataclass(frozen=True, slots=True)
class Round:
    """The answers to the callers, and how fast they and the model were."""

    answers: list[Answer]
    per_s: float
    model_per_s: float
    cpu_ms: float
    model_cpu_ms: float

    def at(self, percent: float) -> float:
        """Return the percentile of what an answer took, in milliseconds."""
        return float(np.percentile([answer.seconds for answer in self.answers], percent)) * 1e3


def measure(door: str, *, rounds: int, callers: int, seconds: float) -> Figures:
    """Let the model alone and the callers of a fresh service take turns, and return the figures."""
    # Ctrl-C and `kill` end the measurement, and with it the service, in order.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    texts = own_claims(10_000)
    # More than `asked_lately` keeps, so that each text is new to the service whenever its turn comes.
    claims, asked = texts[:CLAIMS], texts[CLAIMS:]
    embedder = load_embedder("", default_folder=BUILT_MODEL_FOLDER)
    numbered = zip(count(), cycle(asked), strict=False)
    with running(DEMO_CONTENT="0") as service:
        _import(service, claims)
        web = service.find("web")
        _asked(service.port, door, islice(numbered, WARM), callers, seconds=60)
        done = []
        for number in range(rounds):
            print(f"round {number + 1} of {rounds} …", file=sys.stderr, flush=True)
            model_per_s, model_cpu_ms = _model_alone(embedder, asked, seconds=seconds / 2)
            before = _cpu_seconds(web)
            answers, taken = _asked(service.port, door, numbered, callers, seconds=seconds)
            cpu_ms = (_cpu_seconds(web) - before) / len(answers) * 1e3
            done.append(Round(answers, len(answers) / taken, model_per_s, cpu_ms, model_cpu_ms))
    return _figures(done, claims=len(claims), callers=callers)


def _figures(done: Sequence[Round], *, claims: int, callers: int) -> Figures:
    return Figures(
        claims=claims,
        callers=callers,
        looked_up=sum(len(one.answers) for one in done),
        failed=sum(answer.status != HTTPStatus.OK for one in done for answer in one.answers),
        model_per_s=_median(one.model_per_s for one in done),
        lookups_per_s=_median(one.per_s for one in done),
        rate_ratio=_median(one.per_s / one.model_per_s for one in done),
        p50_ms=_median(one.at(50) for one in done),
        p95_ms=_median(one.at(95) for one in done),
        p95_ratio=_median(one.at(95) / one.at(50) for one in done),
        cpu_ms=_median(one.cpu_ms for one in done),
        model_cpu_ms=_median(one.model_cpu_ms for one in done),
    )


def _import(service: Service, claims: Sequence[str]) -> None:
    file = service.data_dir / "claims.jsonl"
    rows = [
        {"id": f"own-{number}", "text": text, "title": text.split(".")[0], "lang": "de", "verdict": "false"}
        for number, text in enumerate(claims)
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    service.run_flask("claims", "import", str(file))


def _asked(
    port: int, door: str, texts: Iterator[tuple[int, str]], callers: int, *, seconds: float
) -> tuple[list[Answer], float]:
    """Let so many callers ask one text after the other for some seconds; return the answers and the time it took."""
    lock = threading.Lock()
    started = time.perf_counter()

    def call(_caller: int) -> list[Answer]:
        answers = []
        while time.perf_counter() - started < seconds:
            with lock:
                number, text = next(texts, (0, ""))
            if not text:
                break
            # Each time another network, or the limit of look-ups from one would be what is measured.
            answers.append(DOORS[door](Caller(port, number), text))
        return answers

    with ThreadPoolExecutor(callers) as pool:
        answers = [answer for its in pool.map(call, range(callers)) for answer in its]
    return answers, time.perf_counter() - started


def _model_alone(embedder: Embedder, texts: Sequence[str], *, seconds: float) -> tuple[float, float]:
    """Embed one text after the other; return the texts a second, and the milliseconds of the processor for each."""
    started, used, done = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - started < seconds:
        embedder.embed([texts[done % len(texts)]], role=Role.QUERY)
        done += 1
    return done / (time.perf_counter() - started), (time.process_time() - used) / done * 1e3


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _median(values: Iterable[float]) -> float:
    return round(float(np.median([*values])), 3)


@click.command(name="lookups")
@click.option("--door", type=click.Choice([*DOORS]), default="api", show_default=True, help="Programs' or readers'.")
@click.option("--rounds", default=ROUNDS, show_default=True, help="How often the model and the callers take turns.")
@click.option("--callers", default=CALLERS, show_default=True, help="How many ask at once.")
@click.option("--seconds", default=SECONDS, show_default=True, help="How long they ask in each round.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(door: str, rounds: int, callers: int, seconds: float, as_json: bool) -> None:
    """Measure look-ups against the model alone."""
    found = asdict(measure(door, rounds=rounds, callers=callers, seconds=seconds))
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, value in found.items():
        click.echo(f"{name:14} {value}")


if __name__ == "__main__":
    main()
