"""Whatever writes may be killed with SIGKILL: a worker that starts afterwards finds all that is left to do.

Here at points where a deed stands and nobody was told of it, or where a job was half done; `bench kills` dies before
and after every commit of every step.
"""

from __future__ import annotations

from flask import Flask
from rq import Queue

from bench.support.deaths import Desk
from bench.support.dying import AFTER, BEFORE, dying
from core import jobs
from core.config import Config
from processes import clock, worker
from tests.support import factories

# Steps, and the commit over which they die.
POINTS = [
    ("report", BEFORE, 1),
    ("report", AFTER, 1),
    ("match", AFTER, 2),
    ("same", AFTER, 1),
    ("undo same", AFTER, 1),
    ("different", AFTER, 1),
    ("undo different", AFTER, 1),
    ("after undo different", AFTER, 1),
    ("reopen", AFTER, 1),
    ("split", AFTER, 1),
    ("import", AFTER, 1),
    ("retract", AFTER, 1),
    ("publish", AFTER, 1),
]


def test_a_death_loses_nothing_and_doubles_nothing(app: Flask, config: Config) -> None:
    with dying(config) as child:
        desk = Desk(config, child, factories.editor().id)
        desk.begin()
        for point in POINTS:
            assert desk.die(*point), f"{point} was never reached"

    assert desk.outcome.faults == []


def test_what_a_starting_worker_takes_up_comes_round_by_the_clock_as_well(app: Flask) -> None:
    worker.catch_up()

    queued = [job.func_name for job in Queue(jobs.QUEUE, connection=jobs.connection(), serializer="json").jobs]
    assert len(queued) > 1
    assert [name for name in queued if name not in clock.SCHEDULE] == []
