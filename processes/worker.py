"""The process that works off the queue; it holds the model."""

from __future__ import annotations

import os

from app import create_whole_app
from core import jobs
from core.config import Config
from core.service.supervisor import follow_parent
from core.service.worker import run_worker
from intake.jobs import sweep

# Readers and editors wait for the web server; reports that are stored wait for nobody.
NICENESS = 5


def main() -> None:
    """Work until told to stop."""
    follow_parent()
    os.nice(NICENESS)
    app = create_whole_app()
    config: Config = app.extensions["settings"]
    with app.app_context():
        # What was left lying while no worker ran is taken up first.
        jobs.enqueue(sweep)
        run_worker(config.redis_url)


if __name__ == "__main__":
    main()
