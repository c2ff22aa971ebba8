"""Whether each of a thousand readers gets exactly one answer by mail while the process that sends is killed.

With a real mail server, on a database of SQLite or of PostgreSQL.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from flask_migrate import upgrade

from app import create_whole_app
from bench.support.servers import postgres, queue
from core.db import db
from core.outbox import outbox
from intake.contact import opening
from tests.support.desk import plain_case
from tests.support.installation import configured
from tests.support.killed_mail import AFTER, BEFORE, send_with_deaths, sender
from tests.support.mailing import environment, mail_server, readers, settle

READERS = 1_000
KILLED_EVERY = 20
KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it; without a fault `none` and `twice` are 0 and `shown_to_the_desk` is `killed_after`."""

    readers: int
    killed_before: int
    killed_after: int
    none: int
    once: int
    twice: int
    shown_to_the_desk: int
    seconds: float


def measure(kind: str, count: int, every: int) -> Figures:
    """Answer so many readers, with a death before and one after the last line at each so many letters."""
    database = postgres() if kind == "postgresql" else nullcontext("")
    with tempfile.TemporaryDirectory(prefix="gegencheck-bench-") as folder, database as url, mail_server() as server:
        own = {"DATABASE_URL": url, **environment(server)}
        config = configured(Path(folder) / "data", redis_url="", **own)
        with queue(config):
            app = create_whole_app(config)
            with app.app_context():
                upgrade()
                opening.make()
                case = plain_case()
                with sender(config, server) as sending:
                    addresses = readers(case, count)
                    settle(case)
                    started = time.perf_counter()
                    deaths = send_with_deaths(sending, server, every=every)
                    seconds = time.perf_counter() - started
                came = Counter(to for to, _ in server.got)
                figures = Figures(
                    readers=count,
                    killed_before=deaths[BEFORE],
                    killed_after=deaths[AFTER],
                    none=sum(1 for address in addresses if came[address] == 0),
                    once=sum(1 for address in addresses if came[address] == 1),
                    twice=sum(1 for address in addresses if came[address] > 1),
                    shown_to_the_desk=outbox.unsent_count(),
                    seconds=round(seconds, 1),
                )
                db.session.remove()
                db.engine.dispose()
    return figures


@click.command(name="letters")
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="Kind of database.")
@click.option("--readers", "count", default=READERS, show_default=True, help="How many are answered.")
@click.option("--every", default=KILLED_EVERY, show_default=True, help="At each so many letters two deaths.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(kind: str, count: int, every: int, as_json: bool) -> None:
    """Answer readers by mail, with deaths, and count what arrives."""
    found = measure(kind, count, every)
    print(
        json.dumps(asdict(found))
        if as_json
        else "\n".join(f"{name:20} {value}" for name, value in asdict(found).items())
    )
    if found.none or found.twice:
        sys.exit(1)


if __name__ == "__main__":
    main()
