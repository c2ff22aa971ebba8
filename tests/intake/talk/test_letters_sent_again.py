"""Letters about questions that may have arrived, were refused, or whose process was killed: no reader gets two."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import owed
from core.config import Config
from core.db import db, now, writing
from core.outbox import outbox, smtp
from core.outbox.kinds import KINDS
from core.outbox.models import Outbox
from core.outbox.outbox import Again
from intake import jobs
from intake.cases import joining
from intake.models.contacts import Contact
from intake.reports.receipts import Receipt
from intake.talk import remarks
from review.talk import asking
from tests.support import factories
from tests.support.asked_by_mail import QUESTION, SUBJECT, ask, report, subjects, wished
from tests.support.holding import editor
from tests.support.killed_mail import AFTER, BEFORE, send_with_deaths, sender
from tests.support.mailing import (
    MailServer,
    let_time_pass,
    readers,
    send_all,
)

POST = "Der Quastenflosser im Stadtteich frisst Hunde, sagt ein Mann aus der Nachbarschaft."


@pytest.fixture
def app(mailing_app: Flask) -> Flask:
    return mailing_app


@pytest.fixture
def receipt(app: Flask) -> Receipt:
    found = factories.report(POST)
    joining.match_all_waiting()
    return found


def test_a_letter_that_may_have_arrived_is_sent_again_by_a_person_while_its_question_waits(
    app: Flask, server: MailServer, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    wished(app, server)
    ask()
    number = _unclear(app, server, monkeypatch)
    assert subjects(app, server) == [], "no machine sends it again"

    assert outbox.try_again(number, KINDS, by=editor("Bo").id) is Again.GOES_OUT
    assert subjects(app, server) == [SUBJECT]


def test_of_one_whose_question_is_answered_the_desk_is_told_that_it_is_over(
    app: Flask, server: MailServer, receipt: Receipt, monkeypatch: pytest.MonkeyPatch
) -> None:
    wished(app, server)
    ask()
    number = _unclear(app, server, monkeypatch)
    remarks.add(receipt.receipt, "In der Familiengruppe.")
    ask("Und wann?")

    assert outbox.try_again(number, KINDS, by=editor("Bo").id) is Again.OVER
    assert subjects(app, server) == [SUBJECT], "that of the second question"


def test_a_letter_that_the_server_refused_can_be_sent_again(app: Flask, server: MailServer, receipt: Receipt) -> None:
    wished(app, server)
    ask()
    server.on_letter = lambda _server, _to: "554 No"
    assert subjects(app, server) == []
    server.on_letter = lambda _server, _to: "250 OK"

    [letter] = outbox.unsent()
    assert outbox.try_again(letter.id, KINDS, by=editor("Bo").id) is Again.GOES_OUT
    assert subjects(app, server) == [SUBJECT]


def test_killed_before_and_after_the_last_line_nobody_gets_two(
    app: Flask, config: Config, server: MailServer, receipt: Receipt
) -> None:
    case = report().case
    assert case is not None
    addresses = readers(case, 20)
    ada = editor("Ada")
    asked = select(Contact.submission_id)
    with sender(config, server) as sending:
        for number in db.session.scalars(asked).all():
            asking.ask(number, QUESTION, editor=ada)
        owed.pay_all()
        let_time_pass()
        deaths = send_with_deaths(sending, server, every=5)

    assert Counter(to for to, _ in server.got) == dict.fromkeys(addresses, 1)
    assert min(deaths[BEFORE], deaths[AFTER]) >= 2
    with writing() as session:
        session.execute(update(Outbox).values(ended_at=now() - timedelta(days=1)))
    for number in db.session.scalars(asked).all():
        jobs.tell_reader_of_question(number)
    assert subjects(app, server) == []


def _unclear(app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let the answer of the server to the next letter come too late; return the number of the letter."""
    let_time_pass()
    with monkeypatch.context() as patched:
        patched.setattr(smtp.Line.__init__, "__kwdefaults__", {"step_seconds": 5.0, "end_seconds": 0.2})
        server.seconds_to_answer = 1.0
        send_all(app)
    server.seconds_to_answer = 0.0
    [letter] = outbox.unsent()
    return letter.id
