"""How long an answer takes tells nobody whether a receipt is one of ours."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.web import even_time, limits
from intake.public.views import RECEIPTS
from intake.reports import receipts
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields

STEP = 0.4
# Every address that a receipt may be posted to.
PLACES = ["/status", "/status/copy", "/status/erase", "/status/withdraw", "/status/add", "/objection"]


@pytest.fixture
def browser(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Browser:
    # What is loaded with the first answer of an app takes longer than a step.
    browser = Browser(app)
    browser.get("/status")
    monkeypatch.setattr(even_time, "STEP_SECONDS", STEP)
    return browser


def steps_of(ask: Callable[[], TestResponse]) -> float:
    """Return after how many steps an answer was here."""
    began = time.monotonic()
    ask()
    return (time.monotonic() - began) / STEP


@pytest.mark.parametrize("place", PLACES)
def test_a_known_receipt_is_answered_after_as_long_as_an_unknown_one(browser: Browser, place: str) -> None:
    token = hidden_fields(browser.get("/status").text)
    for receipt in (factories.report().receipt, receipts.new_secret(), "no receipt at all"):
        fields: dict[str, Any] = {**token, "receipt": receipt}
        taken = steps_of(partial(browser.post, place, data=fields))
        assert taken % 1 < 0.3, "it left between two steps"
        assert taken >= 1


def test_a_program_is_answered_after_as_long_for_either(browser: Browser) -> None:
    for receipt in (factories.report().receipt, receipts.new_secret()):
        headers = {"Authorization": f"Bearer {receipt}"}
        taken = steps_of(partial(browser.get, "/api/v1/submissions/status", headers=headers))
        assert taken % 1 < 0.3
        assert taken >= 1


def test_nobody_else_waits(browser: Browser) -> None:
    assert steps_of(partial(browser.get, "/status")) < 0.9


def test_every_view_that_counts_as_asking_with_a_receipt_keeps_even_time(app: Flask) -> None:
    asking = {view for view, (_, _, shared) in limits._limits.items() if shared == RECEIPTS}
    assert asking
    assert asking <= set(even_time._even)
