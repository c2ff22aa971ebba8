"""A reader who wishes for mail is told once that the desk has a question, and of the question nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import owed
from core.db import db, now, writing
from core.outbox.models import LetterState, Outbox
from intake import jobs
from intake.cases import joining
from intake.contact import answers, contacts, questions
from intake.models.reports import Held, Submission
from intake.reports.receipts import Receipt
from intake.retention import erasing, withdrawing
from intake.talk import remarks
from review.talk import asking
from tests.support import factories
from tests.support.asked_by_mail import QUESTION, SUBJECT, ask, report, sent, subjects, wished
from tests.support.browsing import Browser, open_text
from tests.support.holding import editor
from tests.support.mailing import (
    PUBLIC_URL,
    MailServer,
    confirmed,
    formatted,
    plain,
    settle,
)

POST = "Der Quastenflosser im Stadtteich frisst Hunde, sagt ein Mann aus der Nachbarschaft."
ANSWERED = "Die Antwort auf Ihre Meldung"


@pytest.fixture
def app(mailing_app: Flask) -> Flask:
    return mailing_app


@pytest.fixture
def receipt(app: Flask) -> Receipt:
    found = factories.report(POST)
    joining.match_all_waiting()
    return found


def test_a_reader_who_wishes_for_mail_is_told_that_there_is_a_question_and_not_which(
    app: Flask, client: Browser, server: MailServer, receipt: Receipt
) -> None:
    wished(app, server)
    ask()

    [letter] = sent(app, server)
    assert letter["Subject"] == SUBJECT
    for words in (plain(letter), formatted(letter)):
        assert f"{PUBLIC_URL}/status" in words
        assert "Abruf-Code" in words
    whole = plain(letter) + formatted(letter) + str(letter.items())
    canaries = ("Muränenhund", "Quastenflosser", receipt.receipt, receipt.receipt.replace(" ", ""), receipt.reference)
    assert [word for word in canaries if word in whole] == []
    assert QUESTION in open_text(client.send("/status", {"receipt": receipt.receipt}).text)


def test_it_comes_in_the_language_of_its_reader(app: Flask, server: MailServer) -> None:
    factories.report(POST, language="en")
    joining.match_all_waiting()
    wished(app, server)
    ask()

    [letter] = sent(app, server)
    assert letter["Subject"] == "We have a question on your report"
    assert letter["Content-Language"] == "en"


def test_who_gave_no_address_or_has_not_confirmed_it_gets_no_letter(
    app: Flask, client: Browser, server: MailServer, receipt: Receipt
) -> None:
    ask()
    contacts.ask(report().id, "leserin@example.org")
    jobs.tidy_contacts()

    assert subjects(app, server) == ["Ist das Ihre E-Mail-Adresse?"]
    assert QUESTION in open_text(client.send("/status", {"receipt": receipt.receipt}).text)


def test_who_confirms_their_address_while_a_question_waits_is_told_once(
    app: Flask, server: MailServer, receipt: Receipt
) -> None:
    ask()
    confirmed(report())

    assert subjects(app, server) == [SUBJECT]
    assert subjects(app, server) == []


def test_who_confirms_at_the_moment_of_the_question_is_told_by_the_clock(
    app: Flask, server: MailServer, receipt: Receipt
) -> None:
    """Neither of the two saw the other, so nobody has noted a letter."""
    wished(app, server)
    asking.ask(report().id, QUESTION, editor=editor("Ada"))
    with writing():
        owed.forget(questions.TELL, report().id)

    for _ in range(2):
        jobs.tidy_contacts()
    assert subjects(app, server) == [SUBJECT]
    jobs.tidy_contacts()
    assert subjects(app, server) == []


def test_however_often_the_job_runs_one_question_is_one_letter(
    app: Flask, server: MailServer, receipt: Receipt
) -> None:
    wished(app, server)
    ask()
    for _ in range(3):
        jobs.tell_reader_of_question(report().id)
    assert subjects(app, server) == [SUBJECT]

    for _ in range(3):
        jobs.tell_reader_of_question(report().id)
        jobs.tidy_contacts()
        assert subjects(app, server) == []


def test_a_question_that_is_taken_back_before_the_letter_went_makes_none(
    app: Flask, server: MailServer, receipt: Receipt
) -> None:
    wished(app, server)
    number = ask()
    asking.withdraw(number, editor=editor("Bo"))

    assert subjects(app, server) == []


def test_a_question_that_is_taken_back_while_the_letter_is_on_its_way_makes_none(
    app: Flask, server: MailServer, receipt: Receipt
) -> None:
    wished(app, server)
    number, bo = ask(), editor("Bo")

    def takes_back(_server: MailServer, _to: str) -> str:
        with app.app_context():
            asking.withdraw(number, editor=bo)
        return "250 OK"

    server.on_recipient = takes_back
    assert subjects(app, server) == []
    assert db.session.scalars(select(Outbox.id)).all() == []


@pytest.mark.parametrize("ended_by", ["an answer", "the decision", "erasing", "withdrawing the report"])
def test_what_is_no_open_question_any_more_makes_no_letter(
    app: Flask, server: MailServer, receipt: Receipt, ended_by: str
) -> None:
    wished(app, server)
    ask()
    if ended_by == "an answer":
        remarks.add(receipt.receipt, "In der Familiengruppe.")
    elif ended_by == "the decision":
        found = report().case
        assert found is not None
        settle(found)
    elif ended_by == "erasing":
        erasing.ask(receipt.receipt)
        erasing.carry_out()
    else:
        withdrawing.withdraw(receipt.receipt)

    assert SUBJECT not in subjects(app, server)
    jobs.tidy_contacts()
    assert SUBJECT not in subjects(app, server)


def test_asked_twice_within_minutes_a_reader_gets_one_letter(app: Flask, server: MailServer, receipt: Receipt) -> None:
    wished(app, server)
    number = ask()
    asking.withdraw(number, editor=editor("Bo"))
    ask("Und wann?")

    assert len(db.session.scalars(select(Outbox.id)).all()) == 1
    assert subjects(app, server) == [SUBJECT]
    assert subjects(app, server) == []


def test_after_a_letter_the_next_about_another_question_waits_an_hour(
    app: Flask, server: MailServer, receipt: Receipt
) -> None:
    wished(app, server)
    ask()
    assert subjects(app, server) == [SUBJECT]
    remarks.add(receipt.receipt, "In der Familiengruppe.")
    ask("Und wann?")

    assert timedelta(minutes=50) < due_in() <= questions.QUIET
    assert subjects(app, server) == [SUBJECT], "and then it comes, because it is another question"


def test_the_clock_keeps_the_hour_between_two_letters_too(app: Flask, server: MailServer, receipt: Receipt) -> None:
    """It came round before what was owed for the second question was paid."""
    wished(app, server)
    ask()
    assert subjects(app, server) == [SUBJECT]
    remarks.add(receipt.receipt, "In der Familiengruppe.")
    asking.ask(report().id, "Und wann?", editor=editor("Bo"))
    jobs.tidy_contacts()
    owed.pay_all()

    assert timedelta(minutes=50) < due_in() <= questions.QUIET


def test_who_confirms_while_a_question_waits_is_told_when_it_can_be_no_slip_any_more(
    app: Flask, server: MailServer, receipt: Receipt
) -> None:
    ask()
    confirmed(report())

    assert timedelta(minutes=1) < due_in() <= answers.SETTLES_WITHIN


@pytest.mark.parametrize("asked", [True, False])
def test_who_confirms_and_has_no_question_open_has_no_letter_noted(
    app: Flask, server: MailServer, receipt: Receipt, asked: bool
) -> None:
    if asked:
        ask()
        remarks.add(receipt.receipt, "In der Familiengruppe.")
    confirmed(report())

    kinds = db.session.scalars(select(Outbox.kind)).all()
    assert questions.QUESTION not in kinds


def test_about_a_report_that_was_discarded_the_clock_notes_nothing(
    app: Flask, server: MailServer, receipt: Receipt
) -> None:
    wished(app, server)
    asking.ask(report().id, QUESTION, editor=editor("Ada"))
    number = report().id
    with writing() as session:
        owed.forget(questions.TELL, number)
        session.get_one(Submission, number).held = Held.DISCARDED
    jobs.tidy_contacts()

    assert db.session.scalars(select(Outbox.id)).all() == []


def due_in() -> timedelta:
    """Return when the letter is due that waits about a question."""
    db.session.rollback()
    rows = select(Outbox.due_at).where(Outbox.state == LetterState.WAITING, Outbox.kind == questions.QUESTION)
    return db.session.scalars(rows).one() - now()


def test_the_answer_comes_all_the_same_and_a_correction_after_it(
    app: Flask, server: MailServer, receipt: Receipt
) -> None:
    wished(app, server)
    ask()
    assert subjects(app, server) == [SUBJECT]
    case = report().case
    assert case is not None
    settle(case, sentence="Im Teich lebt kein solcher Fisch.")
    assert subjects(app, server) == [ANSWERED]
    settle(case, sentence="Doch, es gibt ihn.")
    assert subjects(app, server) == ["Eine Berichtigung: die Antwort auf Ihre Meldung"]
