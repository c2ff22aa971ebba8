"""One act of sending makes one report, whatever happens to the answer; and the draft's files go along with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from core.db import db, now, writing
from core.files.sealed import sealed_files
from core.refusals import Conflict, InvalidInput
from intake.files import keeping
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment, Reading
from intake.models.reports import Channel, Submission
from intake.reports import drafts, submissions, waiting
from intake.reports.drafts import Draft
from intake.reports.receipts import Receipt
from tests.support.attached import attach

SENDING = "a secret of one page, as long as it takes"
TEXT = {"kind": "check", "text": "Im Stadtpark wurde ein Löwe gesehen."}


def send(sending: str = SENDING, draft: Draft | None = None, **fields: str) -> Receipt:
    return submissions.submit({**TEXT, **fields}, channel=Channel.FORM, sending=sending, draft=draft)


def count(entity: type[Submission | ReportDraft | Attachment] = Submission) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


@pytest.fixture
def draft(app: Flask) -> Draft:
    found = drafts.find(drafts.begin({"kind": ["check"]}))
    assert found is not None
    return found


def test_what_is_sent_twice_is_one_report_with_one_receipt(app: Flask) -> None:
    assert send() == send()
    assert count() == 1


def test_another_act_of_sending_makes_another_report_of_the_same_words(app: Flask) -> None:
    assert send() != send("another secret, just as long as the first")
    assert count() == 2


def test_without_a_secret_each_is_a_report_of_its_own(app: Flask) -> None:
    assert send("").receipt != send("").receipt
    assert count() == 2


def test_the_receipt_opens_the_status_and_cannot_be_worked_out_from_what_is_stored(app: Flask) -> None:
    receipt = send()
    assert submissions.status(receipt.receipt).reference == receipt.reference
    stored = db.session.scalars(select(Submission)).one()
    assert SENDING not in stored.receipt_hash
    assert receipt.receipt.replace("-", "").lower() not in stored.receipt_hash


def test_at_the_same_moment_from_many_threads_it_is_still_one_report(app: Flask) -> None:
    def sent(_number: int) -> Receipt:
        with app.app_context():
            return send()

    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(sent, range(16)))
    assert len(receipts) == 1
    assert count() == 1


def test_a_sending_that_is_repeated_costs_nobody_beside_it_their_report(app: Flask) -> None:
    first = send()

    def sent(number: int) -> Receipt:
        with app.app_context():
            return send() if number % 2 else send(f"a secret of its own, with the number {number}")

    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(sent, range(16)))
    assert {receipt for number, receipt in enumerate(receipts) if number % 2} == {first}
    assert count() == 9


def test_the_files_of_a_draft_become_those_of_the_report_and_the_draft_ends(app: Flask, draft: Draft) -> None:
    attach(draft.id, "eins.png")
    attach(draft.id, "zwei.png")
    receipt = send(draft=draft)
    assert [file.name for file in submissions.files_of(receipt.receipt)] == ["eins.png", "zwei.png"]
    assert count(ReportDraft) == 0
    assert len(list(sealed_files().keys())) == 4


def test_files_alone_are_a_report(app: Flask, draft: Draft) -> None:
    with pytest.raises(InvalidInput):
        send(draft=draft, text="")
    attach(draft.id)
    assert send(draft=draft, text="").reference


@pytest.mark.parametrize("reading", [Reading.WAITING, Reading.OFF, Reading.READ])
def test_a_report_waits_for_its_pictures_to_be_read_where_one_is_not(
    app: Flask, draft: Draft, reading: Reading
) -> None:
    attach(draft.id, reading=Reading.OFF)
    attach(draft.id, reading=reading)
    send(draft=draft)
    awaits = reading is Reading.WAITING
    assert db.session.scalars(select(Submission.awaits_reading)).one() is awaits
    assert bool(waiting.take()) is not awaits


def test_a_draft_that_is_gone_stores_no_report_without_its_files(app: Flask, draft: Draft) -> None:
    attach(draft.id)
    with writing() as session:
        session.execute(update(ReportDraft).values(expires_at=now() - timedelta(seconds=1)))
    keeping.forget_expired_drafts()
    with pytest.raises(Conflict):
        send(draft=draft)
    assert count() == 0


def test_discarding_a_draft_leaves_nothing_of_it_and_everything_of_others(app: Flask, draft: Draft) -> None:
    other = drafts.find(drafts.begin())
    assert other is not None
    attach(draft.id)
    kept = attach(other.id)
    keeping.discard(draft.id)
    keeping.discard(draft.id)
    assert set(sealed_files().keys()) == {kept.original_key, kept.preview_key}
    assert count(ReportDraft) == 1
