"""A reader adds to their report without changing it, and an editor sees that there is something new."""

from __future__ import annotations

import json
import threading

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from core.refusals import InvalidInput
from intake.cases import joining
from intake.models.cases import Case
from intake.models.remarks import Remark
from intake.models.reports import Submission
from intake.models.retention import LegalHold, Why
from intake.reports.receipts import Receipt
from intake.retention import erasing, holds
from intake.talk import remarks
from review.talk import asking
from tests.support import factories
from tests.support.browsing import Browser, fields_of, open_text
from tests.support.objecting import close

MORE = "Es stand auch in der Zeitung vom Montag."


def add(client: Browser, receipt: Receipt, text: str = MORE) -> tuple[int, str]:
    client.get("/status")
    answer = client.send("/status/add", {"receipt": receipt.receipt, "text": text}, seen_at="/status")
    return answer.status_code, answer.text


def kept() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Remark.text).order_by(Remark.id)))


def test_what_is_added_is_kept_beside_the_report_and_marks_the_case(client: Browser) -> None:
    receipt = factories.report()
    joining.match_all_waiting()
    code, page = add(client, receipt)
    assert code == 200
    assert "It has arrived and stands beside your report" in open_text(page)
    assert "You have added something on" in open_text(page)
    assert MORE not in page, "a receipt in the wrong hands shows nothing of what was written"
    assert kept() == [MORE]
    report = db.session.scalars(select(Submission)).one()
    assert report.text == factories.POST
    assert db.session.scalars(select(Case)).one().has_news


def test_a_report_that_no_machine_has_looked_at_can_be_added_to(client: Browser) -> None:
    assert add(client, factories.report())[0] == 200
    assert kept() == [MORE]


def test_going_back_and_sending_again_keeps_it_once(client: Browser) -> None:
    receipt = factories.report()
    for text in (MORE, f" {MORE}\r\n", "Und noch etwas.", MORE):
        assert add(client, receipt, text)[0] == 200
    assert kept() == [MORE, "Und noch etwas.", MORE]


@pytest.mark.parametrize(
    "text, said, left",
    [
        ("", "Write what you want to tell us", ""),
        ("a" * 4_001, "too long", "a" * 4_001),
        ("Links\u202erechts", "reading direction", "Linksrechts"),
    ],
)
def test_what_cannot_be_taken_stays_in_its_field(client: Browser, text: str, said: str, left: str) -> None:
    code, page = add(client, factories.report(), text)
    assert code == 400
    assert said in open_text(page)
    assert fields_of(page)["text"] == left
    assert kept() == []


def test_an_expired_token_costs_nobody_what_they_typed(client: Browser) -> None:
    receipt = factories.report()
    answer = client.post("/status/add", data={"receipt": receipt.receipt, "text": MORE, "csrf_token": "old"})
    assert answer.status_code == 400
    assert fields_of(answer.text)["text"] == MORE
    assert kept() == []


def test_after_the_decision_nothing_is_added_and_the_reader_is_told(client: Browser) -> None:
    receipt = factories.report()
    joining.match_all_waiting()
    close(db.session.scalars(select(Case)).one(), editor=factories.editor())
    code, page = add(client, receipt)
    assert code == 400
    assert kept() == []
    assert fields_of(page)["text"] == MORE, "what was typed can be copied from its field"
    assert "Meanwhile this report is decided or erased. Nothing was added." in open_text(page)
    assert not db.session.scalars(select(Case)).one().has_news


def test_ten_times_are_enough_also_at_one_moment(app: Flask) -> None:
    receipt, refused = factories.report(), list[str]()
    together = threading.Barrier(12)

    def say(number: int) -> None:
        together.wait()
        with app.app_context():
            try:
                remarks.add(receipt.receipt, f"Noch etwas, Nummer {number}.")
            except InvalidInput as invalid:
                refused.append(invalid.problems["text"])

    threads = [threading.Thread(target=say, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(kept()), len(refused)) == (10, 2)


def test_without_the_receipt_nothing_is_added(client: Browser) -> None:
    report = factories.report()
    code, page = add(client, Receipt(report.reference, "1234-5678-9012-3456-7888"))
    assert code == 404
    assert "do not know this receipt" in open_text(page)
    assert kept() == []


def test_the_reader_takes_it_along_and_it_goes_with_the_report(client: Browser) -> None:
    receipt = factories.report()
    add(client, receipt)
    sent = {"receipt": receipt.receipt, "format": "json"}
    told = json.loads(client.send("/status/copy", sent, seen_at="/status").text)
    assert [(one["by"], one["by_label"], one["text"]) for one in told["remarks"]] == [("reader", "Reader", MORE)]
    erasing.ask(receipt.receipt)
    erasing.carry_out()
    assert kept() == []


def test_what_quotes_a_remark_goes_with_its_report(app: Flask) -> None:
    words = "Meine Nachbarin aus dem dritten Stock hat mir das gestern Abend gezeigt."
    first, second = factories.report(), factories.report()
    joining.match_all_waiting()
    remarks.add(first.receipt, words)
    reports = {row.reference: row for row in db.session.scalars(select(Submission))}
    mine, other = reports[first.reference], reports[second.reference]
    editor = factories.editor()
    asking.ask(other.id, f"Jemand schreibt: „{words}“ Kennen Sie das auch?", editor=editor)
    holds.hold(mine.case_id or 0, reason=f"Wegen: {words}", by=editor.id)
    assert erasing.erase([mine.id], why=Why.READER, are_held_too=True) == 1
    db.session.rollback()
    question = db.session.scalars(select(Remark)).one()
    assert (question.text, question.withdrawn_at is None) == ("", False)
    assert db.session.scalars(select(LegalHold.reason)).all() == [""]


def test_what_was_added_before_a_report_joins_a_settled_case_is_news(app: Flask) -> None:
    factories.report()
    joining.match_all_waiting()
    close(db.session.scalars(select(Case)).one(), editor=factories.editor())
    factories.report()
    joining.match_all_waiting()
    assert not db.session.scalars(select(Case)).one().has_news, "a copy alone is none"
    receipt = factories.report()
    remarks.add(receipt.receipt, MORE)
    joining.match_all_waiting()
    assert db.session.scalars(select(Case)).one().has_news
