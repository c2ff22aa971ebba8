"""Everything that writes goes on at the same time on PostgreSQL, each step slowed, and nobody deadlocks."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from audit import trail
from bench.support.side_by_side import PLACES, rounds, run
from core.db import db, next_number, writing
from intake.models.cases import Case, Match
from intake.models.reports import Submission
from tests.support import factories

# `python -m bench deadlocks` has two hundred.
ROUNDS = 6

pytestmark = pytest.mark.postgresql_only("on SQLite one writer at a time has the whole database")


def test_match_rematch_answer_import_and_retract_go_on_side_by_side(app: Flask) -> None:
    editor_id = factories.editor().id
    for place in PLACES:
        factories.claim(f"Eine Nachricht kostet in {place} Geld.", external_id=f"place-{place}")

    outcome = rounds(app, ROUNDS, editor_id=editor_id)

    db.session.rollback()
    assert (outcome.deadlocks, outcome.broken) == (0, {})
    assert min(outcome.done[verb] for verb in ("match", "rematch", "import", "retract", "embed")) == ROUNDS
    assert db.session.scalar(select(func.count(Submission.id)).where(Submission.case_id.is_(None))) == 0
    for case in db.session.scalars(select(Case)):
        stands = select(func.count(Submission.id)).where(Submission.case_id == case.id)
        assert db.session.scalar(stands) == case.submission_count
    assert db.session.scalars(select(func.count(Match.id))).one() > 0, "somebody had something to answer"
    assert trail.first_broken() is None


def test_two_who_take_their_locks_in_another_order_are_seen(app: Flask) -> None:
    # On a busy machine one could otherwise have taken and given back both before the other begins.
    both_hold_one = threading.Barrier(2)

    def take(name: str, other: str) -> None:
        with writing():
            next_number(name)
            both_hold_one.wait(60)
            next_number(other)

    with writing():
        for name in ("one", "other"):
            next_number(name)

    outcome = run(app, {"first": lambda _: take("one", "other"), "second": lambda _: take("other", "one")}, 3)

    assert outcome.deadlocks == 3
