"""What the page of figures and the morning page take at a thousand reports and at a million."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask_migrate import upgrade

from app import create_whole_app
from bench.support import many_cases
from bench.support.asked_pages import NO_QUEUE, measure_sizes, p95, seconds, signed_in
from core.config import Config
from core.db import db, now
from review.figures import tallies

PAGES = {
    "this_week": "/desk/figures/?range=this-week",
    "four_weeks": "/desk/figures/?range=four-weeks",
    "ninety_days": "/desk/figures/?range=ninety-days",
    "this_year": "/desk/figures/?range=this-year",
    "morning": "/desk/start",
}


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
        build = seconds(lambda: many_cases.fill(db.engine, submissions=submissions, cases=cases, moment=moment))
        count = seconds(lambda: _keep_all(moment))
    found = {"build_s": round(build, 1), "count_days_s": round(count, 1)}
    client = signed_in(app)
    for name, path in PAGES.items():
        found[f"{name}_p95_ms"], found[f"{name}_cpu_p95_ms"] = p95(client, path)
    return found


def _keep_all(moment: datetime) -> None:
    while tallies.keep_up(moment=moment):
        pass


@click.command(name="desk_figures")
@click.option("--submissions", type=int, help="Measure one size alone: so many reports.")
@click.option("--cases", type=int, help="In so many cases.")
@click.option("--database-url", default="", help="An empty database for one size; else SQLite in a folder of its own.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(submissions: int | None, cases: int | None, database_url: str, as_json: bool) -> None:
    """Measure the page of figures and the morning page on desks of two sizes, or of one."""
    measure_sizes(measure, submissions=submissions, cases=cases, database_url=database_url, as_json=as_json)


if __name__ == "__main__":
    main()
