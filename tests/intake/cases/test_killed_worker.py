"""A worker that is killed with SIGKILL between two statements: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import signal
import subprocess
import sys

from flask import Flask
from sqlalchemy import func, select

from audit import trail
from core.config import PROJECT_FOLDER, Config
from core.db import db
from intake.cases import joining, rematching
from intake.models.cases import Case, CaseKey, Match
from intake.models.reports import Submission
from intake.reports import waiting
from search.index.models import Vector
from tests.support import factories
from tests.support.matched import TEXTS

# Runs one verb in a process of its own, which ends itself before the n-th statement that writes.
PROGRAM = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from app import create_app
from core.db import db
from intake.cases import joining, rematching
from tests.support.installation import configured

verb, last, folder, database, queue = sys.argv[1:]
app = create_app(configured(Path(folder), redis_url=queue, DATABASE_URL=database))
with app.app_context():
    written = 0
    def note(_conn, _cursor, statement, *_rest):
        global written
        written += not statement.lstrip().startswith(("SELECT", "BEGIN", "PRAGMA"))
        if written == int(last):
            os.kill(os.getpid(), signal.SIGKILL)
    event.listen(db.engine, "before_cursor_execute", note)
    {"match": joining.match_all_waiting, "rematch": rematching.rematch_changed}[verb]()
"""


def killed(config: Config, verb: str, *, at: int) -> bool:
    """Return whether the process was killed before its end."""
    arguments = [verb, str(at), str(config.data_dir), config.database_url, config.redis_url]
    done = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], cwd=PROJECT_FOLDER, check=False, timeout=120)
    assert done.returncode in {0, -signal.SIGKILL}
    return done.returncode != 0


def state() -> tuple[int, ...]:
    """Return what there is: cases, keys, matches, vectors of cases, and reports that wait."""
    db.session.rollback()
    counted = (
        select(func.count(Case.id)),
        select(func.count(CaseKey.id)),
        select(func.count(Match.id)),
        select(func.count(Vector.id)).where(Vector.collection == "case", Vector.data.is_not(None)),
        select(func.count(Submission.id)).where(Submission.case_id.is_(None)),
    )
    return tuple(db.session.scalar(one) or 0 for one in counted)


def assert_counters_are_right() -> None:
    for case in db.session.scalars(select(Case)):
        stands = select(func.count(Submission.id)).where(Submission.case_id == case.id)
        assert db.session.scalar(stands) == case.submission_count
    assert trail.first_broken() is None


def test_a_worker_that_matches_is_killed_in_the_middle_of_it(app: Flask, config: Config) -> None:
    factories.claim()
    for text in (*TEXTS[:3], TEXTS[0], factories.POST):
        factories.report(text)
    for statement in (2, 5, 8):
        free()
        assert killed(config, "match", at=statement)
        assert (state()[0], state()[4]) == (0, 5), "the batch is there as a whole or not at all"
        assert_counters_are_right()

    free()
    joining.match_all_waiting()
    assert (state()[0], state()[1], state()[3:]) == (4, 4, (4, 0))
    assert_counters_are_right()


def test_a_worker_that_asks_again_is_killed_in_the_middle_of_it(app: Flask, config: Config) -> None:
    factories.report(factories.POST)
    joining.match_all_waiting()
    rematching.rematch_changed()
    claim = factories.claim(factories.POST)
    for statement in (2, 3):
        assert killed(config, "rematch", at=statement)

    assert rematching.rematch_changed() == 1, "what was not noted as done is done again"
    assert [match.claim_id for match in db.session.scalars(select(Match))] == [claim.id]
    assert state()[0] == 1
    assert rematching.rematch_changed() == 0


def free() -> None:
    """Let the reports that a killed worker held be taken again as if nobody had tried."""
    held = db.session.scalars(select(Submission.id).where(Submission.case_id.is_(None))).all()
    for submission in held:
        waiting._change([submission], {Submission.held_until: None, Submission.attempts: 0})
