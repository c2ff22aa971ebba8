"""Hostile senders: what they cost the readers and editors beside them, against a service of its own.

`mixed`: 1,000 reports of which 200 are hostile, against the harmless ones alone. `worst`: 64 look-ups and 128 reports
of the worst kind at once, while health, reports and the sign-in are asked for. `fuzzed`: thousands of texts through
look-up, form, API, import and worker.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime

import click
import numpy as np
import psutil  # type: ignore[import-untyped]
import redis
from rq import Queue
from rq.registry import FailedJobRegistry

from bench.support.callers import Answer, Caller, running
from bench.support.nasty_texts import corpus, nasty_texts
from bench.support.own_texts import own_claims
from bench.support.service import Service, wait_for
from core.jobs import QUEUE, SERIALIZER

SENDERS = 8
PAUSE_SECONDS = 0.05
MATCHING_SECONDS = 1_200.0
LONGEST = 20_000
# After so many texts every table is loaded and every buffer has its size.
WARM_AFTER = 0.2
CLAIM = "Ab Januar verbietet die Bundesregierung alle Holzöfen, steht in einem Papier, das niemand sehen darf."


# ---------------------------------------------------------------------------------------------------- mixed


@dataclass(frozen=True, slots=True)
class Mixed:
    """How harmless reports fare alone and beside hostile ones; delays are from the receipt to the case, in seconds."""

    harmless: int
    hostile: int
    refused: int
    server_errors: int
    waiting_at_the_end: int
    needs_a_person: int
    receipt_p95_s: float
    alone_p50_s: float
    alone_p95_s: float
    beside_p50_s: float
    beside_p95_s: float
    p50_ratio: float
    p95_ratio: float


def mixed(harmless: int = 800, hostile: int = 200) -> Mixed:
    """Send harmless reports alone, then again among hostile ones at the same pace, to a new service each time."""
    posts = own_claims(harmless)
    nasty = [text[:LONGEST] for text in (*corpus(), *nasty_texts(hostile, seed=7))][:hostile]
    alone, _, _ = _sent(posts, [])
    beside, answers, left = _sent(posts, nasty)
    seconds = [answer.seconds for answer in answers]
    return Mixed(
        harmless=len(beside),
        hostile=len(nasty),
        refused=sum(400 <= answer.status < 500 for answer in answers),
        server_errors=sum(answer.status >= 500 or not answer.status for answer in answers),
        waiting_at_the_end=left[0],
        needs_a_person=left[1],
        receipt_p95_s=_at(seconds, 95),
        alone_p50_s=_at(alone, 50),
        alone_p95_s=_at(alone, 95),
        beside_p50_s=_at(beside, 50),
        beside_p95_s=_at(beside, 95),
        p50_ratio=_at(beside, 50) / _at(alone, 50),
        p95_ratio=_at(beside, 95) / _at(alone, 95),
    )


def _sent(posts: Sequence[str], nasty: Sequence[str]) -> tuple[list[float], list[Answer], tuple[int, int]]:
    """Send posts, every so often a nasty one between; return the delays of the posts, the answers, and what is left."""
    every = len(posts) // len(nasty) if nasty else 0
    texts = list(posts)
    for number, text in enumerate(nasty):
        texts.insert(number * (every + 1), text)
    with running() as service:

        def send(numbered: tuple[int, str]) -> Answer:
            number, text = numbered
            time.sleep(PAUSE_SECONDS)
            return Caller(service.port, number % 500).json("/api/v1/submissions", {"kind": "check", "text": text})

        with ThreadPoolExecutor(SENDERS) as pool:
            answers = list(pool.map(send, enumerate(texts)))
        left = "SELECT count(*) FROM submission WHERE case_id IS NULL AND set_aside_at IS NULL"
        wait_for(lambda: service.count(left) == 0, seconds=MATCHING_SECONDS, what=lambda: service.output)
        aside = service.count("SELECT count(*) FROM submission WHERE set_aside_at IS NOT NULL")
        with service.database() as database:
            rows = database.execute("SELECT text, received_at, matched_at FROM submission").fetchall()
        harmless = set(posts)
        delays = [
            (datetime.fromisoformat(row["matched_at"]) - datetime.fromisoformat(row["received_at"])).total_seconds()
            for row in rows
            if row["text"] in harmless
        ]
        return delays, answers, (service.count(left), aside)


def _at(values: Sequence[float], percent: float) -> float:
    return round(float(np.percentile(values, percent)), 3)


# ---------------------------------------------------------------------------------------------------- worst


@dataclass(frozen=True, slots=True)
class Worst:
    """How long the longest of each took while the worst look-ups and reports were worked on, in seconds."""

    look_ups: int
    reports: int
    probes: int
    failed: int
    healthz_max_s: float
    report_max_s: float
    sign_in_max_s: float
    all_matched_after_s: float


def worst(look_ups: int = 64, reports: int = 128) -> Worst:
    """Ask and report the worst at once, and probe what others need until everything is matched."""
    blank = f"{CLAIM}{chr(10) * (LONGEST - len(CLAIM) - 8)} LG Eva"
    figures = " ".join(f"{number:04}" for number in range(1_000, 4_980))
    asked = [blank if number % 2 else f"{CLAIM} {figures}"[:LONGEST] for number in range(look_ups)]
    sent = [f"{CLAIM} {figures} {number:04}"[:LONGEST] for number in range(5_000, 5_000 + reports)]
    with running() as service:
        started = time.perf_counter()
        with ThreadPoolExecutor(look_ups + SENDERS) as pool:
            asking = [
                pool.submit(Caller(service.port, 1_000 + n).json, "/api/v1/lookup", {"text": text})
                for n, text in enumerate(asked)
            ]
            sending = [
                pool.submit(
                    Caller(service.port, 2_000 + n).json, "/api/v1/submissions", {"kind": "check", "text": text}
                )
                for n, text in enumerate(sent)
            ]
            probes = _probed(service, until=lambda: all(one.done() for one in (*asking, *sending)))
        answers = [one.result() for one in (*asking, *sending)]
        more = _probed(service, until=lambda: service.waiting() == 0)
        taken = time.perf_counter() - started
    for kind, found in more.items():
        probes[kind] += found
    everything = [*answers, *(probe for found in probes.values() for probe in found)]
    return Worst(
        look_ups=look_ups,
        reports=sum(answer.status == 202 for answer in answers),
        probes=sum(map(len, probes.values())),
        failed=sum(answer.status >= 500 or not answer.status for answer in everything),
        healthz_max_s=max(probe.seconds for probe in probes["healthz"]),
        report_max_s=max(probe.seconds for probe in probes["report"]),
        sign_in_max_s=max(probe.seconds for probe in probes["sign_in"]),
        all_matched_after_s=round(taken, 1),
    )


def _probed(service: Service, *, until: Callable[[], bool]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {"healthz": [], "report": [], "sign_in": []}
    password = service.one_time_password or ""
    end = time.monotonic() + MATCHING_SECONDS
    number = 0
    while True:
        number += 1
        caller = Caller(service.port, 3_000 + number)
        found["healthz"].append(caller.ask("GET", "/healthz"))
        found["report"].append(
            caller.form("/report/one-page", {"kind": "check", "text": f"Eine Probe, Nummer {number}."})
        )
        # Wrong on purpose but for its length: what is measured is that an answer comes, hashing included.
        found["sign_in"].append(caller.form("/desk/login", {"email": "lead@desk.test", "password": f"{password}x"}))
        if until() or time.monotonic() > end:
            return found
        time.sleep(0.2)


# --------------------------------------------------------------------------------------------------- fuzzed


@dataclass(slots=True)
class Fuzzed:
    """What thousands of nasty texts through every door left behind."""

    texts: int = 0
    imported: int = 0
    server_errors: int = 0
    failed_jobs: int = 0
    waiting: int = 0
    needs_a_person: int = 0
    machine_broke: int = 0
    half_written: int = 0
    web_grew_mb: float = 0.0
    worker_grew_mb: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)


def fuzzed(count: int = 20_000, *, seed: int = 0) -> Fuzzed:
    """Send nasty texts through look-up page, look-up API, form and API in turn, and import some as claims."""
    result = Fuzzed()
    with running() as service:
        texts = [text[:LONGEST] for text in (*corpus(), *nasty_texts(count, seed=seed))][:count]
        _import(service, texts[:: max(1, count // 500)], result)
        lock = threading.Lock()
        memory: dict[str, float] = {}
        process = {name: service.find(name) for name in ("web", "worker")}

        def send(numbered: tuple[int, str]) -> None:
            number, text = numbered
            caller = Caller(service.port, number % 5_000)
            answer = DOORS[number % len(DOORS)](caller, text)
            with lock:
                result.texts += 1
                result.statuses[f"{number % len(DOORS)}:{answer.status}"] += 1
                result.server_errors += answer.status >= 500 or not answer.status
                if result.texts == int(count * WARM_AFTER):
                    memory.update({name: one.memory_info().rss for name, one in process.items()})

        with ThreadPoolExecutor(SENDERS) as pool:
            list(pool.map(send, enumerate(texts)))
        left = "SELECT count(*) FROM submission WHERE case_id IS NULL AND set_aside_at IS NULL"
        wait_for(lambda: service.count(left) == 0, seconds=MATCHING_SECONDS, what=lambda: service.output)
        _look_back(service, process, memory, result)
    return result


DOORS: tuple[Callable[[Caller, str], Answer], ...] = (
    lambda caller, text: caller.json("/api/v1/lookup", {"text": text}),
    lambda caller, text: caller.form("/lookup", {"text": text}),
    lambda caller, text: caller.form("/report/one-page", {"kind": "check", "text": text, "url": _link(text)}),
    lambda caller, text: caller.json("/api/v1/submissions", {"kind": "scam", "text": text, "url": _link(text)}),
)


def _link(text: str) -> str:
    """Return what stands in the text as a link, if anything does; most of it is refused."""
    found = re.search(r"https?://\S{1,300}", text)
    return found[0] if found else ""


def _import(service: Service, texts: Sequence[str], result: Fuzzed) -> None:
    file = service.data_dir / "nasty.jsonl"
    rows = [{"id": f"n{n}", "text": text[:10_000], "lang": "de", "url": text[:200]} for n, text in enumerate(texts)]
    plain = [{"id": f"p{n}", "text": text[:10_000], "lang": "de", "title": text[:99]} for n, text in enumerate(texts)]
    file.write_text("\n".join(map(json.dumps, (*rows, *plain))), encoding="ascii")
    service.run_flask("claims", "import", str(file))
    result.imported = service.count("SELECT count(*) FROM claim WHERE external_id LIKE 'n%' OR external_id LIKE 'p%'")


def _look_back(service: Service, process: dict[str, psutil.Process], memory: dict[str, float], result: Fuzzed) -> None:
    grew = {name: (one.memory_info().rss - memory[name]) / 1e6 for name, one in process.items()}
    result.web_grew_mb, result.worker_grew_mb = round(grew["web"], 1), round(grew["worker"], 1)
    result.waiting = service.waiting()
    result.needs_a_person = service.count("SELECT count(*) FROM submission WHERE set_aside_at IS NOT NULL")
    result.machine_broke = service.count('SELECT count(*) FROM "case" WHERE matching_failed')
    result.half_written = service.count(
        'SELECT count(*) FROM (SELECT "case".id FROM "case" LEFT JOIN submission ON submission.case_id = "case".id '
        'GROUP BY "case".id HAVING "case".submission_count != count(submission.id))'
    )
    with redis.Redis(unix_socket_path=str(service.data_dir / "valkey" / "valkey.sock")) as client:
        queue = Queue(QUEUE, connection=client, serializer=SERIALIZER)
        result.failed_jobs = FailedJobRegistry(queue=queue).count


@click.command(name="hostile")
@click.argument("part", type=click.Choice(["mixed", "worst", "fuzzed"]))
@click.option("--count", default=20_000, show_default=True, help="How many texts `fuzzed` sends.")
@click.option("--seed", default=0, show_default=True, help="Which texts `fuzzed` sends.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(part: str, count: int, seed: int, as_json: bool) -> None:
    """Measure what hostile senders cost others."""
    parts: dict[str, Callable[[], Mixed | Worst | Fuzzed]] = {
        "mixed": mixed,
        "worst": worst,
        "fuzzed": lambda: fuzzed(count, seed=seed),
    }
    found = asdict(parts[part]())
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, value in found.items():
        click.echo(f"{name:22} {value}")


if __name__ == "__main__":
    main()
