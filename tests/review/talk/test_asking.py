"""The desk asks the reader of a report, who answers with the receipt."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from core.refusals import Conflict, InvalidInput, NotFound
from intake.cases import joining
from intake.models.cases import Case
from intake.models.remarks import Remark
from intake.models.reports import Submission
from intake.reports.receipts import Receipt
from intake.talk import remarks
from review.holding import leases, named
from review.talk import asking
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.deciding import events
from tests.support.desk import signed_in
from tests.support.holding import editor
from tests.support.objecting import close

QUESTION = "Wo haben Sie das gesehen?"
ANSWER = "In der Familiengruppe, am Montag."


@pytest.fixture
def receipt(app: Flask) -> Receipt:
    found = factories.report()
    joining.match_all_waiting()
    return found


def report() -> Submission:
    db.session.rollback()
    return db.session.scalars(select(Submission)).one()


def case() -> Case:
    db.session.rollback()
    return db.session.scalars(select(Case)).one()


def status(client: Browser, receipt: Receipt) -> str:
    return open_text(client.send("/status", {"receipt": receipt.receipt}).text)


def test_from_the_question_to_the_answer_at_the_desk(app: Flask, client: Browser, receipt: Receipt) -> None:
    ada = editor("Ada")
    desk = signed_in(app, ada)
    status(client, receipt)
    address = f"/desk/reports/{report().id}/talk"
    assert address in desk.get(f"/desk/cases/{case().id}").text
    assert desk.send(address, {"text": QUESTION}).status_code == 302

    shown = status(client, receipt)
    assert "The desk has a question" in shown
    assert QUESTION in shown
    assert "New since you looked last" in shown
    assert "Ada" not in shown

    answer = client.send("/status/add", {"receipt": receipt.receipt, "text": ANSWER}, seen_at="/status")
    assert answer.status_code == 200
    assert QUESTION not in open_text(answer.text)
    page = desk.get(f"/desk/cases/{case().id}").text
    assert ANSWER in page
    assert "New on this case" in open_text(page)
    assert ("question_asked", ada.id) in [one[:2] for one in events()]


def test_nobody_is_asked_twice_at_once_and_a_withdrawn_question_is_gone(client: Browser, receipt: Receipt) -> None:
    ada = editor("Ada")
    asking.ask(report().id, QUESTION, editor=ada)
    with pytest.raises(Conflict):
        asking.ask(report().id, "Und wann?", editor=ada)
    number = db.session.scalars(select(Remark.id)).one()
    for _ in range(2):
        asking.withdraw(number, editor=ada)
    assert db.session.scalars(select(Remark.text)).all() == [""]
    assert "The desk has a question" not in status(client, receipt)
    asking.ask(report().id, "Und wann?", editor=ada)
    assert "Und wann?" in status(client, receipt)


def test_what_is_answered_is_not_withdrawn_and_the_next_question_may_come(client: Browser, receipt: Receipt) -> None:
    ada = editor("Ada")
    asking.ask(report().id, QUESTION, editor=ada)
    number = db.session.scalars(select(Remark.id)).one()
    remarks.add(receipt.receipt, ANSWER)
    with pytest.raises(Conflict):
        asking.withdraw(number, editor=ada)
    asking.ask(report().id, "Und von wem?", editor=ada)
    assert "Und von wem?" in status(client, receipt)


@pytest.mark.parametrize("text", ["", "  ", "Meinen Sie [Name]?", "a" * 1_001, "Links\u202erechts?"])
def test_what_readers_must_not_be_sent_is_refused(receipt: Receipt, text: str) -> None:
    with pytest.raises(InvalidInput):
        asking.ask(report().id, text, editor=editor("Ada"))
    assert db.session.scalars(select(Remark)).all() == []


def test_who_is_named_or_comes_to_a_case_that_somebody_holds_asks_nothing(receipt: Receipt) -> None:
    ada, bo, cem = editor("Ada"), editor("Bo"), editor("Cem")
    leases.take(case().id, editor=ada)
    with pytest.raises(Conflict):
        asking.ask(report().id, QUESTION, editor=bo)
    named.say(case().id, editor=cem)
    with pytest.raises(Conflict):
        asking.ask(report().id, QUESTION, editor=cem)


def test_after_the_decision_nothing_is_asked_and_an_open_question_is_over(client: Browser, receipt: Receipt) -> None:
    ada = editor("Ada")
    asking.ask(report().id, QUESTION, editor=ada)
    close(case(), editor=ada)
    assert QUESTION not in status(client, receipt)
    with pytest.raises(Conflict):
        asking.ask(report().id, "Und wann?", editor=ada)


def test_a_reader_s_own_words_cannot_be_withdrawn_as_a_question(receipt: Receipt) -> None:
    remarks.add(receipt.receipt, ANSWER)
    number = db.session.scalars(select(Remark.id)).one()
    with pytest.raises(NotFound):
        asking.withdraw(number, editor=editor("Ada"))
    assert db.session.scalars(select(Remark.text)).all() == [ANSWER]
