"""Proofs of work as a browser makes them, and an installation on which very many reports are coming in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask

from app import create_app
from core.config import Config
from intake.abuse import load, proof_of_work
from intake.abuse.proof_of_work import Challenge, hash_of
from tests.support.browsing import Browser
from tests.support.databases import let_go
from tests.support.installation import changed

# So few reports in five minutes are a flood in these tests.
BUSY_FROM = 3
# Where no store answers.
NOBODY = "redis://127.0.0.1:1"


@contextmanager
def other_app(config: Config, **environment: str) -> Iterator[Flask]:
    """Give another process of the same installation, with settings that differ as the environment says."""
    app = create_app(changed(config, **environment))
    app.testing = True
    with app.app_context():
        yield app
    let_go(app)


@contextmanager
def busy(config: Config, **environment: str) -> Iterator[Flask]:
    """Give the app of an installation on which a flood is coming in."""
    with other_app(config, BUSY_REPORTS=str(BUSY_FROM), **environment) as app:
        flood()
        yield app


def flood(times: int = 1) -> None:
    """Have so many reports come in that the service is busy, and that many times over."""
    for _ in range(BUSY_FROM * times):
        load.count_report()


def solved(challenge: Challenge) -> str:
    """Return the proof of a challenge."""
    return f"{challenge.signed}.{number_of(challenge.nonce, challenge.target, challenge.most)}"


def proof(level: int = 0) -> str:
    """Return a proof that is worth something."""
    return solved(proof_of_work.challenge(level))


def number_of(nonce: str, target: str, most: int) -> int:
    """Find the number behind a challenge."""
    return next(number for number in range(most) if hash_of(nonce, number) == target)


def fetched(client: Browser) -> str:
    """Ask for a challenge as a program does; return its proof."""
    told: Mapping[str, Any] = client.get("/api/v1/challenge").get_json()
    return f"{told['challenge']}.{number_of(told['nonce'], told['target'], told['most'])}"
