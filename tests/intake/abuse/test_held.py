"""Doubts refuse nothing: the report is stored with its receipt, and only waits before a machine looks for its case."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from intake.abuse.doubts import Doubt, held_for
from intake.models.reports import Channel, Held, Submission
from intake.reports import submissions, waiting
from tests.support import factories


def sent(*doubts: Doubt, **fields: str) -> Submission:
    """Send a report that is doubted, from a network."""
    receipt = submissions.submit(
        {"kind": "check", "text": factories.POST, **fields},
        channel=Channel.FORM,
        doubts=frozenset(doubts),
        network="0a1b2c3d",
    )
    assert submissions.status(receipt.receipt).reference == receipt.reference
    return db.session.scalars(select(Submission).where(Submission.reference == receipt.reference)).one()


@pytest.mark.parametrize(
    "doubts, held",
    [
        ((), Held.NO),
        ((Doubt.TOO_FAST,), Held.LATER),
        ((Doubt.NO_PROOF,), Held.LATER),
        ((Doubt.NETWORK, Doubt.SITE), Held.LATER),
        ((Doubt.TRAP,), Held.QUARANTINE),
        ((Doubt.FORGED_PROOF,), Held.QUARANTINE),
        ((Doubt.TRAP, Doubt.SITE), Held.QUARANTINE),
    ],
)
def test_a_doubt_decides_what_a_report_waits_for(doubts: tuple[Doubt, ...], held: Held) -> None:
    assert held_for(doubts) is held


def test_who_says_that_somebody_is_in_danger_waits_for_no_turn() -> None:
    assert held_for({Doubt.NETWORK}, is_danger=True) is Held.NO
    assert held_for({Doubt.TRAP}, is_danger=True) is Held.QUARANTINE
    assert held_for({Doubt.NETWORK, Doubt.DANGERS}, is_danger=True) is Held.LATER


def test_what_is_held_back_has_a_receipt_and_no_worker_takes_it_up(app: Flask) -> None:
    held = sent(Doubt.NETWORK, Doubt.SITE)
    assert (held.held, held.doubts) == (Held.LATER, ["network", "site"])
    assert waiting.take() == []
    assert not waiting.is_waiting(held.id)
    assert waiting.age_of_oldest() is None

    other = sent()
    assert waiting.take() == [other.id]


def test_only_what_waits_its_turn_remembers_a_line_of_networks(app: Flask) -> None:
    assert sent(Doubt.NETWORK).line == "0a1b"
    assert sent(Doubt.TRAP).line is None
    assert sent().line is None
