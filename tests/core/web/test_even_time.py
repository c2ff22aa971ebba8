"""How long an answer takes tells nobody whether a receipt is one of ours."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import count

import pytest
from flask import Flask

from core.db import db
from core.web import even_time, limits
from intake.public.views import RECEIPTS
from intake.reports import receipts
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields

# Every address that a receipt may be posted to.
PLACES = ["/status", "/status/copy", "/status/erase", "/status/withdraw", "/status/add", "/objection"]


@dataclass(slots=True)
class Clock:
    """A clock on which each answer takes longer than the one before it."""

    seconds: float = 0.0
    began: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    takes: count[int] = field(default_factory=lambda: count(1))

    def monotonic(self) -> float:
        """Return the moment: the first time that it is asked for in a request, and then when the answer is there."""
        if len(self.began) == len(self.left):
            self.began.append(self.seconds)
        else:
            self.seconds += 0.007 * next(self.takes)
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Let the time of waiting be over."""
        self.seconds += seconds
        self.left.append(self.seconds)

    @property
    def steps(self) -> list[float]:
        """After how many steps each answer left."""
        return [(left - began) / even_time.STEP_SECONDS for began, left in zip(self.began, self.left, strict=True)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(even_time, "time", clock)
    return clock


@pytest.mark.parametrize("place", PLACES)
def test_a_known_receipt_is_answered_at_a_full_step_as_an_unknown_one_is(app: Flask, clock: Clock, place: str) -> None:
    browser, known = Browser(app), factories.report().receipt
    token = hidden_fields(browser.get("/status").text)
    clock.began.clear()
    for receipt in (known, receipts.new_secret(), "no receipt at all"):
        browser.post(place, data={**token, "receipt": receipt})
    assert clock.steps == pytest.approx([1, 1, 1])


def test_a_program_is_answered_at_a_full_step_for_either(app: Flask, clock: Clock) -> None:
    browser = Browser(app)
    for receipt in (factories.report().receipt, receipts.new_secret(), receipts.new_secret(), receipts.new_secret()):
        browser.get("/api/v1/submissions/status", headers={"Authorization": f"Bearer {receipt}"})
    # The last one took longer than a step.
    assert clock.steps == pytest.approx([1, 1, 1, 2])


def test_a_page_without_a_receipt_waits_for_nothing(app: Flask, clock: Clock) -> None:
    assert Browser(app).get("/status").status_code == 200
    assert not clock.left


def test_whoever_asks_too_often_is_answered_at_once(app: Flask, clock: Clock) -> None:
    browser = Browser(app)
    for _ in range(120):
        browser.post("/status", data={})
    assert len(clock.left) == 120
    assert browser.post("/status", data={}).status_code == 429
    assert len(clock.left) == 120


def test_who_waits_holds_no_connection_to_the_database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, known = Browser(app), factories.report().receipt
    token = hidden_fields(browser.get("/status").text)
    held: list[bool] = []
    monkeypatch.setattr(time, "sleep", lambda _seconds: held.append(db.session.registry().in_transaction()))
    answer = browser.post("/status", data={**token, "receipt": known})
    assert answer.status_code == 200
    assert held == [False]


def test_every_view_that_counts_as_asking_with_a_receipt_keeps_even_time_for_the_same_methods(app: Flask) -> None:
    asking = {view: set(methods) for view, (_, methods, shared) in limits._limits.items() if shared == RECEIPTS}
    assert asking
    for view, methods in asking.items():
        assert methods <= set(even_time._even.get(view, ())), view
