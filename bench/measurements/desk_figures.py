"""What the page of figures and the morning page take at a thousand reports and at a million."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click
import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import select

from accounts import accounts
from accounts.models import Editor
from accounts.permissions import RoleName
from app import create_whole_app
from bench.support import many_cases
from core.config import Config
from core.db import db, now
from review.figures import tallies

# Reports, and the cases that they are in.
SIZES = ((1_000, 300), (1_000_000, 300_000))
TIMES = 60
PAGES = {
    "this_week": "/desk/figures/?range=this-week",
    "four_weeks": "/desk/figures/?range=four-weeks",
    "ninety_days": "/desk/figures/?range=ninety-days",
    "this_year": "/desk/figures/?range=this-year",
    "morning": "/desk/start",
}
EMAIL, PASSWORD = "lead@bench.test", "four words nobody guesses"
# Nobody listens there: pages of the desk need no queue, and limits are counted in memory.
NO_QUEUE = "redis://127.0.0.1:1"


def measure(folder: Path, *, submissions: int, cases: int, database_url: str = "") -> dict[str, float]:
    """Build a desk in a folder, or in the empty database that an address names, and ask for its pages.

    Returns how many seconds it takes to build it and to count its days once, and of each page the 95th percentiles in
    milliseconds: of what a reader waits, and of the processor's time, which says the same on a busy machine.
    """
    environment = {"DATA_DIR": str(folder), "DATABASE_URL": database_url, "REDIS_URL": NO_QUEUE}
    app = create_whole_app(Config.from_environment(environment))
    with app.app_context():
        upgrade()
        moment = now()
        build = _seconds(lambda: many_cases.fill(db.engine, submissions=submissions, cases=cases, moment=moment))
        count = _seconds(lambda: _keep_all(moment))
    found = {"build_s": round(build, 1), "count_days_s": round(count, 1)}
    client = _signed_in(app)
    for name, path in PAGES.items():
        found[f"{name}_p95_ms"], found[f"{name}_cpu_p95_ms"] = _p95(client, path)
    return found


def _keep_all(moment: datetime) -> None:
    while tallies.keep_up(moment=moment):
        pass


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _signed_in(app: Flask) -> FlaskClient:
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


def _p95(client: FlaskClient, path: str) -> tuple[float, float]:
    """Return the 95th percentiles of asking for a page, waited and computed, after it was asked for once."""
    taken = []
    for _ in range(TIMES + 1):
        started = time.perf_counter(), time.process_time()
        answer = client.get(path)
        taken.append((time.perf_counter() - started[0], time.process_time() - started[1]))
        if answer.status_code != 200:
            raise click.ClickException(f"{path} answered {answer.status_code}.")
    waited, computed = np.percentile(taken[1:], 95, axis=0) * 1e3
    return round(float(waited), 1), round(float(computed), 1)


@click.command(name="desk_figures")
@click.option("--submissions", type=int, help="Measure one size alone: so many reports.")
@click.option("--cases", type=int, help="In so many cases.")
@click.option("--database-url", default="", help="An empty database for one size; else SQLite in a folder of its own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(submissions: int | None, cases: int | None, database_url: str, as_json: bool) -> None:
    """Measure the page of figures and the morning page on desks of two sizes, or of one."""
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


if __name__ == "__main__":
    main()
