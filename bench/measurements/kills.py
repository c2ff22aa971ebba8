"""Whether SIGKILL loses or doubles anything: everything that writes dies before and after each of its commits.

On a database of SQLite, and on one of PostgreSQL on a server of its own out of a wheel.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass

import click
from flask_migrate import upgrade
from sqlalchemy import select

from accounts import accounts
from accounts.models import Editor
from accounts.permissions import RoleName
from app import create_whole_app
from bench.support.deaths import Desk
from bench.support.dying import dying
from bench.support.servers import postgres, queue
from core.config import Config
from core.db import db

ROUNDS = 1
POSTGRESQL = "postgresql"
KINDS = ("sqlite", POSTGRESQL)


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it on one kind of database; `faults` names whatever was lost, doubled, half done or left over."""

    database: str
    seconds: float
    steps: int
    deaths: int
    faults: list[str]


def measure(kind: str, count: int, chosen: tuple[str, ...]) -> Figures:
    """Let every step, or each of those chosen, die at each of its commits, `count` times over."""
    # `kill` ends the measurement, and with it its servers, in order.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="gegencheck-bench-") as folder, _database(kind) as url:
        config = Config.from_environment({"DATA_DIR": f"{folder}/data", "DATABASE_URL": url})
        with queue(config):
            app = create_whole_app(config)
            with app.app_context(), dying(config) as child:
                upgrade()
                email = accounts.create(email="bench@desk.test", role=RoleName.LEAD).email
                desk = Desk(config, child, db.session.scalars(select(Editor.id).where(Editor.email == email)).one())
                desk.begin()
                started = time.perf_counter()
                steps = list(chosen or desk.steps())
                for step in steps * count:
                    known = len(desk.outcome.faults)
                    desk.live(step)
                    deaths, new = desk.outcome.deaths[step], desk.outcome.faults[known:]
                    print(f"{kind}: {step}, {deaths} deaths, {len(new)} faults {new}", file=sys.stderr, flush=True)
                seconds = time.perf_counter() - started
                db.session.remove()
                db.engine.dispose()
    return Figures(kind, round(seconds, 1), len(steps), desk.outcome.deaths.total(), desk.outcome.faults)


def _database(kind: str) -> AbstractContextManager[str]:
    return postgres() if kind == POSTGRESQL else nullcontext("")


@click.command(name="kills")
@click.option("--rounds", "count", default=ROUNDS, show_default=True, help="How often each step dies at each commit.")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, default=KINDS, help="Kind of database.")
@click.option("--step", "steps", multiple=True, help="A step by its name, instead of all.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(count: int, kinds: tuple[str, ...], steps: tuple[str, ...], as_json: bool) -> None:
    """Kill whatever writes, and look for what is lost or doubled."""
    found = {kind: measure(kind, count, steps) for kind in kinds}
    if as_json:
        print(
            json.dumps({f"{kind}_{name}": value for kind, one in found.items() for name, value in asdict(one).items()})
        )
    else:
        for one in found.values():
            print("\n".join(f"{name:10} {value}" for name, value in asdict(one).items()))
    if any(one.faults for one in found.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
