"""A program that did not hear our answer sends again, and there is one report with one receipt."""

from __future__ import annotations

import threading
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from core.config import Config
from core.db import db
from intake.models.reports import Submission
from intake.reports import submissions
from intake.reports.receipts import Receipt
from review.channels import making
from tests.support import factories
from tests.support.browsing import Browser, whole_database

REPORTS = "/api/v1/submissions"
KEY = "3f0e8a0e-8d1c-4b8e-9f7c-0c0a8a1d2b3c"
TEXT = {"text": "Ab morgen kostet WhatsApp Geld!"}


def repeated(key: str, **headers: str) -> dict[str, str]:
    return {"Idempotency-Key": key, **headers}


def stored() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Submission.id)).all())


def test_a_repeat_stores_nothing_more_and_gives_the_same_receipt(client: Browser) -> None:
    first, again, quoted = (
        client.post(REPORTS, json=TEXT, headers=repeated(key)).get_json() for key in (KEY, KEY, f'"{KEY}"')
    )
    assert first == again == quoted
    assert stored() == 1
    status = client.get(f"{REPORTS}/status", headers={"Authorization": f"Bearer {first['receipt']}"})
    assert status.get_json()["reference"] == first["reference"]


def test_without_a_key_two_reports_are_two(client: Browser) -> None:
    one, other = (client.post(REPORTS, json=TEXT).get_json() for _ in range(2))
    assert one["receipt"] != other["receipt"]
    assert stored() == 2


def test_ten_repeats_at_one_moment_are_one_report(app: Flask) -> None:
    receipts: list[str] = []

    def send() -> None:
        answer = Browser(app, app.response_class).post(REPORTS, json=TEXT, headers=repeated(KEY))
        receipts.append(answer.get_json()["receipt"])

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 10
    assert len(set(receipts)) == 1
    assert stored() == 1


def test_of_two_reports_with_one_key_at_one_moment_the_later_is_told_that_it_was_not_stored(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(REPORTS, json=TEXT, headers=repeated(KEY))
    asked, really = iter([False]), submissions.sent_before

    def sent_before(sending: str) -> Receipt | None:
        """See nothing the first time, as whoever looks a moment before the other report is stored."""
        return really(sending) if next(asked, True) else None

    monkeypatch.setattr(submissions, "sent_before", sent_before)
    answer = client.post(REPORTS, json={"text": "Etwas ganz anderes."}, headers=repeated(KEY))
    assert answer.status_code == 422
    assert stored() == 1


@pytest.mark.parametrize("changed", [{"danger": "yes"}, {"kind": "hate", "targets": ["journalists"]}])
def test_what_differs_in_anything_that_matters_is_no_repeat(client: Browser, changed: dict[str, object]) -> None:
    client.post(REPORTS, json=TEXT, headers=repeated(KEY))
    assert client.post(REPORTS, json={**TEXT, **changed}, headers=repeated(KEY)).status_code == 422


def test_a_key_that_was_used_for_another_report_is_refused(client: Browser) -> None:
    client.post(REPORTS, json=TEXT, headers=repeated(KEY))
    answer = client.post(REPORTS, json={"text": "Etwas ganz anderes."}, headers=repeated(KEY))
    assert answer.status_code == 422
    assert set(answer.get_json()["error"]["fields"]) == {"Idempotency-Key"}
    assert stored() == 1


@pytest.mark.parametrize("key", ["", "1", "x" * 21, "x" * 201, "ein Schlüssel mit Lücken und Umlauten"])
def test_a_key_that_somebody_else_might_use_is_refused(client: Browser, key: str) -> None:
    answer = client.post(REPORTS, json=TEXT, headers=repeated(key.encode("utf-8").decode("latin-1")))
    assert answer.status_code == 422
    assert stored() == 0


def test_two_programs_with_the_same_key_do_not_meet_and_a_repeat_costs_no_budget(client: Browser) -> None:
    lead = factories.editor()
    tokens = [making.make(name, 1, editor=lead) for name in ("eins", "zwei")]
    answers = [
        client.post(REPORTS, json=TEXT, headers=repeated(KEY, Authorization=f"Bearer {token}"))
        for token in (*tokens, *tokens)
    ]
    assert [answer.status_code for answer in answers] == [202] * 4
    receipts = [answer.get_json()["receipt"] for answer in answers]
    assert receipts[:2] == receipts[2:]
    assert len(set(receipts)) == 2
    assert stored() == 2


def test_the_key_is_kept_nowhere(client: Browser, config: Config) -> None:
    key = str(uuid.uuid4())
    client.post(REPORTS, json=TEXT, headers=repeated(key))
    assert key not in whole_database(config)
