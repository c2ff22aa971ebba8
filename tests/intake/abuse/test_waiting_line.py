"""Those who wait are let in oldest first, but nobody stands behind the thousands of somebody else's flood."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from core.config import Config
from core.db import db, now, writing
from intake import jobs
from intake.abuse import budgets, waiting_line
from intake.abuse.doubts import Doubt
from intake.models.reports import Channel, Held, Submission
from intake.models.retention import Why
from intake.reports import submissions, waiting
from intake.retention import erasing
from tests.support.databases import let_go
from tests.support.installation import changed


def held_back(network: str, *, count: int = 1, doubt: Doubt = Doubt.NETWORK) -> list[int]:
    """Send reports of a network that are held back; return their ids."""
    ids = []
    for number in range(count):
        receipt = submissions.submit(
            {"kind": "check", "text": f"Nummer {number} aus dem Netz {network}: Milch gibt es nur noch auf Karte."},
            channel=Channel.FORM,
            doubts=frozenset({doubt}),
            network=network,
        )
        ids.append(db.session.scalars(select(Submission.id).where(Submission.reference == receipt.reference)).one())
    return ids


def let_in() -> set[int]:
    """Return who is not held back any more."""
    db.session.rollback()
    return set(db.session.scalars(select(Submission.id).where(Submission.held == Held.NO)))


def test_who_waited_alone_is_not_behind_the_flood(app: Flask) -> None:
    flood = held_back("aaaa", count=waiting_line.PACE * 2)
    more = held_back("bbbb", count=waiting_line.PACE)
    (alone,) = held_back("cccc")

    assert waiting_line.let_in() == waiting_line.PACE
    assert alone in let_in()
    assert flood[0] in let_in()
    assert more[0] in let_in()


def test_of_two_hundred_lines_the_one_with_a_single_report_comes_first(app: Flask) -> None:
    for network in range(60):
        held_back(f"{network:04x}", count=2)
    (alone,) = held_back("cccc")
    waiting_line.let_in()
    assert alone in let_in()


def test_nobody_waits_for_ever(app: Flask) -> None:
    ids = held_back("aaaa", count=50)
    while waiting_line.let_in():
        pass
    assert let_in() == set(ids)
    assert waiting_line.let_in() == 0


def test_what_is_let_in_is_as_if_it_had_never_waited_but_why_it_did_is_known(app: Flask) -> None:
    (one,) = held_back("aaaa")
    jobs.sweep()
    report = db.session.get_one(Submission, one, populate_existing=True)
    assert report.case_id is not None
    assert (report.held, report.line, report.alike, report.doubts) == (Held.NO, None, None, ["network"])


def test_the_quarantine_is_no_line(app: Flask) -> None:
    held_back("aaaa", doubt=Doubt.TRAP)
    assert waiting_line.let_in() == 0


def test_when_the_hour_is_used_up_only_a_trickle_is_let_in(config: Config) -> None:
    app = create_app(changed(config, REPORTS_PER_HOUR="1"))
    with app.app_context():
        held_back("aaaa", count=10)
        assert [waiting_line.let_in() for _ in range(3)] == [waiting_line.TRICKLE] * 3
    let_go(app)


def test_while_the_worker_is_behind_only_a_trickle_is_let_in(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_line, "BEHIND", 3)
    for number in range(3):
        submissions.submit({"kind": "check", "text": f"Eine gewöhnliche Meldung, {number}."}, channel=Channel.API)
    held_back("aaaa", count=10)
    assert waiting_line.let_in() == waiting_line.TRICKLE


def test_one_that_was_erased_is_not_let_in(app: Flask) -> None:
    (one,) = held_back("aaaa")
    assert erasing.erase([one], why=Why.READER) == 1
    assert waiting_line.let_in() == 0


def test_one_that_is_let_in_takes_one_place_of_the_hour(config: Config) -> None:
    app = create_app(changed(config, REPORTS_PER_HOUR="3", REPORTS_PER_NETWORK_PER_HOUR="0"))
    with app.app_context():
        held_back("aaaa")
        assert waiting_line.let_in() == 1
        assert [budgets.has_room_for_one_more() for _ in range(3)] == [True, True, False]
    let_go(app)


def test_the_wait_for_the_worker_begins_when_a_report_is_let_in(app: Flask) -> None:
    (one,) = held_back("aaaa")
    with writing() as session:
        session.get_one(Submission, one).received_at = now() - timedelta(hours=5)
    waiting_line.let_in()
    age = waiting.age_of_oldest()
    assert age is not None
    assert age < timedelta(minutes=5)
