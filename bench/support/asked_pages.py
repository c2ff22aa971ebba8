"""Asking for pages of the desk over and over, as somebody who may open all of them."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import click
import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts import accounts
from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db

# Reports, and the cases that they are in.
SIZES = ((1_000, 300), (1_000_000, 300_000))
TIMES = 60
EMAIL, PASSWORD = "lead@bench.test", "four words nobody guesses"
# Nobody listens there: pages of the desk need no queue, and limits are counted in memory.
NO_QUEUE = "redis://127.0.0.1:1"


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def signed_in(app: Flask) -> FlaskClient:
    """Return a client in which a lead has signed in."""
    with app.app_context():
        once = accounts.create(email=EMAIL, role=RoleName.LEAD).password
        made = db.session.scalars(select(Editor).where(Editor.email == EMAIL)).one()
        accounts.choose_password(made.id, current=once, new=PASSWORD, repeated=PASSWORD)
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', client.get("/desk/login").text)
    if token is None:
        raise click.ClickException("The page for signing in has no form.")
    client.post("/desk/login", data={"email": EMAIL, "password": PASSWORD, "csrf_token": token[1]})
    return client


def p95(client: FlaskClient, path: str) -> tuple[float, float]:
    """Return the 95th percentiles of asking for a page, waited and computed, after it was asked for once."""
    taken = []
    for _ in range(TIMES + 1):
        started = time.perf_counter(), time.process_time()
        answer = client.get(path)
        taken.append((time.perf_counter() - started[0], time.process_time() - started[1]))
        if answer.status_code >= 400:
            raise click.ClickException(f"{path} answered {answer.status_code}.")
    waited, computed = np.percentile(taken[1:], 95, axis=0) * 1e3
    return round(float(waited), 1), round(float(computed), 1)


class Measure(Protocol):
    """Measures a desk of so many reports in so many cases, which it builds in a folder or an empty database."""

    def __call__(self, folder: Path, /, *, submissions: int, cases: int, database_url: str) -> Mapping[str, float]:
        """Return what was found, by name."""


def measure_sizes(
    measure: Measure, *, submissions: int | None, cases: int | None, database_url: str, as_json: bool
) -> None:
    """Measure desks of both sizes, or of one that is named, and print what was found."""
    sizes = SIZES if submissions is None or cases is None else ((submissions, cases),)
    if database_url and len(sizes) > 1:
        raise click.UsageError("Name --submissions and --cases, too: two desks do not fit into one database.")
    found: dict[str, float] = {}
    for reports, its_cases in sizes:
        with tempfile.TemporaryDirectory(prefix="gegencheck-bench-") as folder:
            measured = measure(Path(folder), submissions=reports, cases=its_cases, database_url=database_url)
        found |= {f"{name}_at_{reports}": value for name, value in measured.items()}
    if as_json:
        click.echo(json.dumps(found))
        return
    for name, value in found.items():
        click.echo(f"{name:34} {value:>10,}")
