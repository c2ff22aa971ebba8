"""A reader is told what is new since they looked last, and of those who look no more is kept than a number a day."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy import select

from core.db import db, now
from core.web.display import local_day
from intake.cases import joining
from intake.models.cases import Case
from intake.models.counts import ReadDay
from intake.models.remarks import Remark
from intake.models.reports import Submission
from intake.reports.receipts import Receipt
from intake.retention import erasing
from review.talk import asking
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.objecting import close

NEW = "New since you looked last"


def looked(client: Browser, receipt: Receipt) -> str:
    return open_text(client.send("/status", {"receipt": receipt.receipt}).text)


def counted() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(ReadDay.count)))


def test_what_is_new_is_told_once(client: Browser) -> None:
    receipt = factories.report()
    assert NEW not in looked(client, receipt), "nothing is new to somebody who has never looked"
    assert NEW not in looked(client, receipt)
    joining.match_all_waiting()
    moved = looked(client, receipt)
    assert f"{NEW} How far it is: Waiting for an editor" in moved
    assert "an answer that you have not seen" not in moved
    close(db.session.scalars(select(Case)).one(), editor=factories.editor())
    answered = looked(client, receipt)
    assert "How far it is: Closed without result" in answered
    assert "There is an answer that you have not seen yet." in answered
    assert NEW not in looked(client, receipt)


def test_each_report_counts_once_and_the_program_interface_does_not(client: Browser) -> None:
    first, second = factories.report(), factories.report("Noch ein Text.")
    client.get("/api/v1/submissions/status", headers={"Authorization": f"Bearer {first.receipt}"})
    assert counted() == []
    for _ in range(3):
        looked(client, first)
    looked(client, second)
    joining.match_all_waiting()
    looked(client, first)
    rows = db.session.scalars(select(ReadDay)).all()
    assert [(row.day, row.count) for row in rows] == [(local_day(now()), 2)]


def test_eight_who_look_at_one_moment_are_one(app: Flask) -> None:
    receipt, together = factories.report(), threading.Barrier(8)

    def look() -> None:
        browser = Browser(app, app.response_class)
        browser.get("/status")
        together.wait()
        looked(browser, receipt)

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted() == [1]


def test_an_erased_report_keeps_no_mark_and_does_not_count_again(client: Browser) -> None:
    receipt = factories.report()
    looked(client, receipt)
    erasing.ask(receipt.receipt)
    erasing.carry_out()
    assert "erased" in looked(client, receipt)
    db.session.rollback()
    assert db.session.scalars(select(Submission.shown)).all() == [""]
    assert counted() == [1]


def test_nothing_of_what_the_desk_answered_and_no_moment_is_in_the_mark(client: Browser) -> None:
    receipt = factories.report()
    joining.match_all_waiting()
    close(db.session.scalars(select(Case)).one(), editor=factories.editor())
    looked(client, receipt)
    phase, answer, *others = db.session.scalars(select(Submission.shown)).one().split(" ")
    assert (phase, len(answer), others) == ("closed", 16, ["0", "0"])


def test_another_question_after_one_that_was_withdrawn_is_new(client: Browser) -> None:
    receipt = factories.report()
    joining.match_all_waiting()
    report = db.session.scalars(select(Submission)).one()
    editor = factories.editor()
    asking.ask(report.id, "Wo haben Sie das gesehen?", editor=editor)
    looked(client, receipt)
    asking.withdraw(db.session.scalars(select(Remark.id)).one(), editor=editor)
    asking.ask(report.id, "Wann haben Sie das gesehen?", editor=editor)
    assert NEW in looked(client, receipt)
