"""References that count up, receipts that nobody else can learn, and no trace of who sent what."""

from __future__ import annotations

import logging
import re
import threading
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from core.config import Config
from core.db import db
from core.refusals import InvalidInput
from intake.models.reports import Submission
from intake.reports import storing, submissions
from intake.reports.receipts import Receipt
from tests.support import factories
from tests.support.browsing import READER_ADDRESS, Browser, whole_database, whole_queue
from tests.support.installation import work_off


def test_references_count_up_within_a_year_and_start_anew_with_the_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = []
    for year in (2026, 2026, 2027, 2026):
        monkeypatch.setattr(storing, "now", lambda year=year: datetime(year, 7, 1, tzinfo=UTC))
        given.append(factories.report().reference)
    assert given == ["GC-2026-000001", "GC-2026-000002", "GC-2027-000001", "GC-2026-000003"]


def test_a_report_that_is_refused_takes_no_number(app: Flask) -> None:
    first = factories.report().reference
    with pytest.raises(InvalidInput):
        factories.report("")
    assert number(factories.report().reference) == number(first) + 1


def number(reference: str) -> int:
    return int(reference.rsplit("-", 1)[1])


def test_eight_senders_at_once_never_get_the_same_number_and_leave_no_gap(app: Flask) -> None:
    given: list[Receipt] = []
    together = threading.Barrier(8)

    def send() -> None:
        together.wait()
        for _ in range(15):
            with app.app_context():
                given.append(factories.report())

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number(receipt.reference) for receipt in given) == list(range(1, 121))
    assert len({receipt.receipt for receipt in given}) == 120
    assert len(db.session.scalars(select(Submission.id)).all()) == 120


def test_a_receipt_is_easy_to_read_out_and_hard_to_guess(app: Flask) -> None:
    receipt = factories.report().receipt
    assert re.fullmatch(r"(\d{4}-){4}\d{4}", receipt)


def test_a_receipt_is_found_nowhere_and_the_text_not_outside_the_database(
    client: Browser, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    word = "Unverwechselbarkeitsprobe"
    with capture_logs() as lines, caplog.at_level(logging.INFO):
        receipts = [
            client.post("/api/v1/submissions", json={"text": f"{word} Nummer {n}", "why": word}).get_json()["receipt"]
            for n in range(3)
        ]
        client.send("/report", {"kind": "check", "text": f"{word} im Formular"})
        waiting = whole_queue(config)
        work_off(config)
        for receipt in receipts:
            client.get("/api/v1/submissions/status", headers={"Authorization": f"Bearer {receipt}"})
            client.send("/status", {"receipt": receipt})
    database, queue = whole_database(config), waiting + whole_queue(config)
    logs = f"{lines} {caplog.text}"
    assert word in database, "the search through the database finds nothing at all"
    assert "match_waiting" in waiting, "the search through the queue finds nothing at all"
    for receipt in receipts:
        for secret in (receipt, receipt.replace("-", "")):
            assert secret.lower() not in (database + queue + logs).lower()
    assert word not in queue + logs


def test_what_is_kept_of_a_receipt_cannot_be_computed_without_the_secret_of_the_installation(app: Flask) -> None:
    receipt = factories.report().receipt
    kept = db.session.scalars(select(Submission.receipt_hash)).one()
    assert re.fullmatch("[0-9a-f]{64}", kept)
    assert submissions.status(receipt).reference
    app.config["SECRET_KEY"] = "the secret of another installation"
    with pytest.raises(InvalidInput):
        submissions.status(receipt)


def test_the_address_of_a_reader_is_kept_nowhere(
    client: Browser, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as lines, caplog.at_level(logging.INFO):
        receipt = client.post("/api/v1/submissions", json={"text": "Ein Text."}).get_json()["receipt"]
        client.send("/report", {"kind": "check", "text": "Noch ein Text."})
        client.post("/api/v1/submissions", json={"text": "\x00"})
        client.get("/api/v1/submissions/status", headers={"Authorization": f"Bearer {receipt}"})
        limits = whole_queue(config)
        work_off(config)
    assert "LIMIT" in limits.upper(), "no limit was counted, so nothing was looked at"
    everything = whole_database(config) + limits + whole_queue(config) + f"{lines} {caplog.text}"
    assert READER_ADDRESS not in everything


def test_a_whole_ipv6_household_is_one_caller_and_its_address_is_kept_nowhere(client: Browser, config: Config) -> None:
    for host in ("2001:db8:1:2::7", "2001:db8:1:2:aaaa::8"):
        client.post("/api/v1/submissions", json={"text": "Ein Text."}, environ_overrides={"REMOTE_ADDR": host})
    assert "2001:db8" not in whole_queue(config) + whole_database(config)
