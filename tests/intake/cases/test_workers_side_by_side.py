"""Workers that match at the same time: copies end in one case, and nobody's report is lost or counted twice."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy import func, select

from core.db import db
from intake.cases import joining
from intake.models.cases import Case, CaseKey, Match
from intake.models.reports import Submission
from tests.support import factories
from tests.support.side_by_side import side_by_side


def test_workers_side_by_side_make_one_case_of_copies(app: Flask) -> None:
    factories.claim()
    for _ in range(20):
        factories.report()
    ready = threading.Barrier(2)

    def match() -> int:
        ready.wait(10)
        return joining.match_all_waiting()

    with side_by_side(app) as start:
        runs = [start(match) for _ in range(2)]

    assert sum(run.result() for run in runs) == 20, "nobody's report is counted by both"
    case = db.session.scalars(select(Case)).one()
    assert case.submission_count == 20
    assert db.session.scalar(select(func.count()).select_from(CaseKey)) == 1
    assert db.session.scalar(select(func.count()).where(Submission.case_id == case.id)) == 20
    assert db.session.scalar(select(func.count(Match.id.distinct()))) == len(case.matches) > 0


def test_reports_that_are_sent_while_workers_match_all_end_in_one_case(app: Flask) -> None:
    sending = threading.Event()

    def send() -> None:
        for _ in range(10):
            factories.report()

    def match() -> int:
        done = 0
        while not sending.is_set():
            done += joining.match_all_waiting()
        return done + joining.match_all_waiting()

    with side_by_side(app) as start:
        workers = [start(match) for _ in range(2)]
        for sender in [start(send) for _ in range(3)]:
            sender.result()
        sending.set()

    assert sum(worker.result() for worker in workers) == 30
    assert db.session.scalars(select(Case)).one().submission_count == 30
