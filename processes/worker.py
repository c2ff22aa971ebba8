"""The process that works off the queue; it holds the model."""

from __future__ import annotations

import os

from app import create_whole_app
from archive.jobs import embed_missing_claims
from core import jobs
from core.config import Config
from core.service.supervisor import follow_parent
from core.service.unseen import keep_unseen
from core.service.worker import run_worker
from intake.jobs import index_missing_cases, refill_cases, rematch_changed, renew_priorities, sweep

# Readers and editors wait for the web server; reports that are stored wait for nobody.
NICENESS = 5


def main() -> None:
    """Work until told to stop."""
    keep_unseen()
    follow_parent()
    os.nice(NICENESS)
    app = create_whole_app()
    config: Config = app.extensions["settings"]
    with app.app_context():
        catch_up()
        run_worker(config.redis_url)


def catch_up() -> None:
    """Take up first what was left lying while no worker ran, and what the one before was killed over.

    The queue begins no job a second time by itself; each of these looks in the database for what there is to do.
    """
    for work in (sweep, embed_missing_claims, index_missing_cases, refill_cases, rematch_changed, renew_priorities):
        jobs.enqueue(work)


if __name__ == "__main__":
    main()
