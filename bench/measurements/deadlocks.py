"""Whether anything deadlocks on PostgreSQL: everything that writes goes on side by side, with slowed steps.

On a server of its own out of a wheel, or on the empty database that `--database` names.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from flask_migrate import upgrade
from sqlalchemy import func, select

from accounts import accounts
from accounts.models import Editor
from accounts.permissions import RoleName
from app import create_whole_app
from archive.imports import importing
from archive.imports.files import read_rows
from audit import trail
from bench.support.servers import postgres
from bench.support.side_by_side import Outcome, rounds
from core.config import PROJECT_FOLDER, Config
from core.db import db
from intake.models.cases import Case
from intake.models.reports import Submission

ROUNDS = 200
DEMO_CLAIMS = PROJECT_FOLDER / "archive" / "demo" / "claims.jsonl"


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it; `broken` names whatever ended with an error that is no refusal."""

    rounds: int
    seconds: float
    verbs_done: int
    deadlocks: int
    broken: str
    reports: int
    # Reports without a case at the end, and cases whose counter is wrong.
    waiting: int
    wrong_counters: int
    trail_is_whole: bool


def measure(count: int, database: str) -> Figures:
    """Run the rounds and return what became of them."""
    # `kill` ends the measurement, and with it the server, in order.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="gegencheck-bench-") as folder, _database(database) as url:
        own = Path(folder) / "data"
        config = Config.from_environment(
            {"DATA_DIR": str(own), "DATABASE_URL": url, "REDIS_URL": f"unix://{folder}/nobody.sock"}
        )
        app = create_whole_app(config)
        with app.app_context():
            upgrade()
            importing.import_rows(read_rows(DEMO_CLAIMS))
            email = accounts.create(email="bench@desk.test", role=RoleName.LEAD).email
            editor_id = db.session.scalars(select(Editor.id).where(Editor.email == email)).one()
        started = time.perf_counter()
        outcome = rounds(app, count, editor_id=editor_id)
        seconds = time.perf_counter() - started
        with app.app_context():
            found = _figures(outcome, count, seconds)
            db.session.remove()
            db.engine.dispose()
    return found


def _figures(outcome: Outcome, count: int, seconds: float) -> Figures:
    counted = select(func.count(Submission.id)).where(Submission.case_id == Case.id).scalar_subquery()
    return Figures(
        rounds=count,
        seconds=round(seconds, 1),
        verbs_done=outcome.done.total(),
        deadlocks=outcome.deadlocks,
        broken=", ".join(f"{what} × {times}" for what, times in sorted(outcome.broken.items())),
        reports=db.session.scalar(select(func.count(Submission.id))) or 0,
        waiting=db.session.scalar(select(func.count(Submission.id)).where(Submission.case_id.is_(None))) or 0,
        wrong_counters=db.session.scalar(select(func.count(Case.id)).where(Case.submission_count != counted)) or 0,
        trail_is_whole=trail.first_broken() is None,
    )


def _database(given: str) -> AbstractContextManager[str]:
    return nullcontext(given) if given else postgres()


@click.command(name="deadlocks")
@click.option("--rounds", "count", default=ROUNDS, show_default=True, help="How often everything goes on at once.")
@click.option("--database", default="", help="Address of an empty database of PostgreSQL.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(count: int, database: str, as_json: bool) -> None:
    """Look for deadlocks on PostgreSQL."""
    found = measure(count, database)
    print(
        json.dumps(asdict(found))
        if as_json
        else "\n".join(f"{name:16} {value}" for name, value in asdict(found).items())
    )
    if found.deadlocks or found.broken or found.wrong_counters or not found.trail_is_whole:
        sys.exit(1)


if __name__ == "__main__":
    main()
