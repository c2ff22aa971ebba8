"""Whether the time of an answer tells somebody who guesses receipts how near they came.

Three kinds of receipts are asked for in turns, in an order drawn by chance: unknown ones, unknown ones that differ from
a real one in the last sign only, and real ones. By the interface no difference is allowed: answers leave at full steps.
By the verb the third takes longer, since there is a row to read: the measurement does see differences.
"""

from __future__ import annotations

import json
import math
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import numpy as np
from flask import Flask
from flask_migrate import upgrade

from app import create_whole_app
from bench.support.servers import queue
from core.db import db
from core.refusals import InvalidInput
from intake.models.reports import Channel
from intake.reports import receipts, submissions
from tests.support.installation import configured

TRIES = 10_000
REPORTS = 300
SEED = 20261127
# Fewer than a network may ask in a minute.
OF_ONE_NETWORK = 100
FAR, NEAR, REAL = "unknown", "all but the last sign", "real"


@dataclass(frozen=True, slots=True)
class Compared:
    """How two samples of times differ: in the median, by the test of Welch, and by that of Mann and Whitney.

    `effect` is Cliff's delta: 0 where a longer time says nothing, 1 where it says all.
    """

    median_microseconds: float
    difference_microseconds: float
    welch_t: float
    welch_p: float
    rank_p: float
    effect: float


def compared(first: Sequence[float], second: Sequence[float]) -> Compared:
    """Compare two samples of seconds."""
    errors = statistics.variance(first) / len(first) + statistics.variance(second) / len(second)
    t = (statistics.fmean(second) - statistics.fmean(first)) / math.sqrt(errors)
    rank_sum = float(_ranks([*first, *second])[len(first) :].sum())
    pairs = len(first) * len(second)
    larger = rank_sum - len(second) * (len(second) + 1) / 2
    z = (larger - pairs / 2) / math.sqrt(pairs * (len(first) + len(second) + 1) / 12)
    middle = statistics.median(first)
    return Compared(
        round(middle * 1e6, 1),
        round((statistics.median(second) - middle) * 1e6, 2),
        round(t, 2),
        # With samples as large as these both follow the normal distribution.
        round(math.erfc(abs(t) / math.sqrt(2)), 4),
        round(math.erfc(abs(z) / math.sqrt(2)), 4),
        round(2 * larger / pairs - 1, 4),
    )


def _ranks(values: Sequence[float]) -> np.ndarray:
    _, inverse, counts = np.unique(np.array(values), return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: np.ndarray = (ends - (counts - 1) / 2)[inverse]
    return ranks


def timed(ask: Callable[[str], None], real: Sequence[str], tries: int) -> Mapping[str, list[float]]:
    """Ask for receipts of each kind so many times, and return how many seconds each took.

    All are drawn before the first is asked for: what is done just before it changes how long an answer takes.
    """
    drawn = random.Random(SEED)
    kinds = [kind for _ in range(tries) for kind in drawn.sample((FAR, NEAR, REAL), 3)]
    asked = [(kind, _drawn(kind, real, drawn)) for kind in kinds]
    took: dict[str, list[float]] = {FAR: [], NEAR: [], REAL: []}
    for kind, secret in asked:
        began = time.perf_counter()
        ask(secret)
        took[kind].append(time.perf_counter() - began)
    return took


def _drawn(kind: str, real: Sequence[str], drawn: random.Random) -> str:
    secret = receipts.new_secret() if kind is FAR else drawn.choice(real)
    if kind is not NEAR:
        return secret
    # Another one of the last digits that are chosen, with the check digits that it then has: one slip is told as such
    # without a look into the database, and would tell how long that takes.
    number = int(secret.replace("-", "")[: receipts.LENGTH - 2])
    return receipts.with_check_digits(number - number % 10 + (number + drawn.randrange(1, 10)) % 10)


def by_verb(receipt: str) -> None:
    """Look a report up as every page does."""
    try:
        submissions.reported(receipt)
    except InvalidInput:
        pass
    finally:
        db.session.rollback()


def by_interface(app: Flask) -> Callable[[str], None]:
    """Return how a program asks, with everything that stands around the look-up; its network changes now and then."""
    client, asked = app.test_client(), iter(range(10**9))

    def ask(receipt: str) -> None:
        network = next(asked) // OF_ONE_NETWORK
        answer = client.get(
            "/api/v1/submissions/status",
            headers={"Authorization": f"Bearer {receipt}"},
            environ_overrides={"REMOTE_ADDR": f"10.{network >> 16}.{network >> 8 & 255}.{network & 255}"},
        )
        if answer.status_code not in {200, 404}:
            raise RuntimeError(f"answered with {answer.status_code}")

    return ask


def measure(tries: int) -> dict[str, dict[str, float]]:
    """Return how the kinds differ, by the verb and by the interface."""
    with tempfile.TemporaryDirectory(prefix="gegencheck-bench-") as folder:
        config = configured(Path(folder) / "data", redis_url="")
        with queue(config):
            app = create_whole_app(config)
            with app.app_context():
                upgrade()
                real = [_sent(number) for number in range(REPORTS)]
                db.session.remove()
                took = {"verb": timed(by_verb, real, tries)}
                db.session.remove()
            with app.app_context():
                took["interface"] = timed(by_interface(app), real, tries)
                db.session.remove()
                db.engine.dispose()
    return {
        f"{way}, {FAR} against {other}": asdict(compared(found[FAR], found[other]))
        for way, found in took.items()
        for other in (NEAR, REAL)
    }


def _sent(number: int) -> str:
    text = f"Beitrag {number} behauptet, dass ab morgen das Wasser abgestellt wird."
    return submissions.submit({"kind": "check", "text": text, "language": "de"}, channel=Channel.API).receipt


@click.command(name="receipt_timing")
@click.option("--tries", default=TRIES, show_default=True, help="How often each kind is asked for.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(tries: int, as_json: bool) -> None:
    """Ask for receipts that are known, unknown, and nearly right, and compare the times."""
    found = measure(tries)
    if as_json:
        print(json.dumps(found))
        return
    for name, figures in found.items():
        print(name, *(f"  {figure:26} {value}" for figure, value in figures.items()), sep="\n")


if __name__ == "__main__":
    main()
