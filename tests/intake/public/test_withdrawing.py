"""A reader withdraws their report, has a day to change their mind, and then it is erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.db import db, writing
from core.refusals import Conflict
from intake.cases import joining
from intake.models.cases import Case
from intake.models.reports import Phase, Submission
from intake.models.retention import Erasure
from intake.reports import submissions
from intake.reports.receipts import Receipt
from intake.retention import erasing, holds, withdrawing
from review.talk import asking
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.desk import PASSWORD, signed_in


@pytest.fixture
def receipt(app: Flask) -> Receipt:
    found = factories.report()
    joining.match_all_waiting()
    return found


def press(client: Browser, receipt: Receipt, **fields: str) -> str:
    answer = client.send("/status/withdraw", {"receipt": receipt.receipt, **fields}, seen_at="/status")
    assert answer.status_code == 200
    return open_text(answer.text)


def let_a_day_pass() -> None:
    day = withdrawing.MAY_CHANGE_THEIR_MIND + timedelta(minutes=1)
    with writing() as session:
        for row in session.scalars(select(Erasure)):
            assert row.not_before is not None
            row.not_before -= day


def phase(receipt: Receipt) -> Phase:
    db.session.rollback()
    db.session.expire_all()
    return submissions.status(receipt.receipt).phase


def test_it_is_erased_after_a_day_and_not_before(client: Browser, receipt: Receipt) -> None:
    for _ in range(2):
        assert "You have withdrawn this report" in press(client, receipt)
    assert erasing.carry_out() == 0
    assert phase(receipt) is Phase.CHECKING
    let_a_day_pass()
    assert erasing.carry_out() == 1
    assert phase(receipt) is Phase.ERASED


def test_who_changes_their_mind_keeps_it(client: Browser, receipt: Receipt) -> None:
    press(client, receipt)
    for _ in range(2):
        assert "Your report is kept" in press(client, receipt, back="1")
    assert db.session.scalars(select(Erasure)).all() == []
    press(client, receipt)
    let_a_day_pass()
    assert "too late" in press(client, receipt, back="1")
    erasing.carry_out()
    assert "too late" in press(client, receipt, back="1")
    assert phase(receipt) is Phase.ERASED


def test_erasing_at_once_does_not_wait_for_the_day(client: Browser, receipt: Receipt) -> None:
    press(client, receipt)
    erasing.ask(receipt.receipt)
    assert "too late" in press(client, receipt, back="1")
    assert erasing.carry_out() == 1
    assert phase(receipt) is Phase.ERASED


def test_what_is_kept_for_a_legal_reason_waits_and_its_reader_is_told(client: Browser, receipt: Receipt) -> None:
    case = db.session.scalars(select(Case)).one()
    holds.hold(case.id, reason="Das Gericht fragt danach.", by=factories.editor().id)
    assert "For a legal reason we must keep it for now" in press(client, receipt)
    let_a_day_pass()
    assert erasing.carry_out() == 0
    assert phase(receipt) is Phase.CHECKING


def test_the_desk_sees_it_and_asks_nothing(app: Flask, client: Browser, receipt: Receipt) -> None:
    press(client, receipt)
    ada = factories.editor(password=PASSWORD)
    number = db.session.scalars(select(Submission.id)).one()
    with pytest.raises(Conflict):
        asking.ask(number, "Wo war das?", editor=ada)
    case = db.session.scalars(select(Case)).one()
    assert "withdrawn by its reader, erased on" in signed_in(app, ada).get(f"/desk/cases/{case.id}").text


def test_whoever_has_withdrawn_a_report_is_asked_nothing_about_it(client: Browser, receipt: Receipt) -> None:
    number = db.session.scalars(select(Submission.id)).one()
    asking.ask(number, "Wo war das?", editor=factories.editor())
    page = press(client, receipt)
    assert "Wo war das?" not in page
    assert "The desk has a question" not in page
    assert "Wo war das?" in press(client, receipt, back="1")


def test_a_withdrawn_report_counts_in_its_case_as_an_erased_one_does_and_the_desk_is_told(
    app: Flask, client: Browser, receipt: Receipt
) -> None:
    second = factories.report()
    joining.match_all_waiting()
    browser = signed_in(app, factories.editor(password=PASSWORD))
    case_id = db.session.scalars(select(Case.id)).one()

    def shown() -> tuple[int, bool]:
        db.session.rollback()
        told = "1 of these reports is withdrawn by its reader. It counts all the same"
        page = open_text(browser.get(f"/desk/cases/{case_id}").text)
        return db.session.scalars(select(Case.submission_count)).one(), told in page

    assert shown() == (2, False)
    press(client, second)
    assert shown() == (2, True)
    press(client, second, back="1")
    assert shown() == (2, False)
    press(client, second)
    let_a_day_pass()
    erasing.carry_out()
    assert shown() == (2, False)
    assert "erased on" in browser.get(f"/desk/cases/{case_id}").text


def test_an_old_erasure_is_not_made_new(client: Browser, receipt: Receipt) -> None:
    erasing.ask(receipt.receipt)
    erasing.carry_out()
    with writing() as session:
        session.execute(update(Erasure).values(reason="by hand"))
    press(client, receipt)
    erasing.ask(receipt.receipt)
    db.session.rollback()
    row = db.session.scalars(select(Erasure)).one()
    assert (row.reason, row.not_before) == ("by hand", None)
    assert row.done_at is not None
