"""What is noted by the clock, what is sent again by a person, and what neither may bring: the same answer twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from archive import claims
from audit.models import Event
from core.db import db, now, writing
from core.outbox import outbox, smtp
from core.outbox.kinds import KINDS
from core.outbox.models import LetterState, Outbox
from core.outbox.outbox import Again
from intake import jobs
from intake.cases import settling
from intake.contact import contacts
from intake.models.cases import Case, CaseState
from intake.models.contacts import Contact
from intake.models.reports import Submission
from tests.support import factories
from tests.support.mailing import MailServer, confirmed, let_time_pass, link_in, plain, send_all, settle

POST = "Der Quastenflosser im Stadtteich frisst Hunde, sagt ein Mann aus der Nachbarschaft."
SENTENCE = "Im Teich lebt kein solcher Fisch."


def wished(case: Case) -> None:
    """Let the reader of a case have confirmed their address; nothing is sent yet."""
    confirmed(report_of(case))


def report_of(case: Case) -> Submission:
    return db.session.scalars(select(Submission).where(Submission.case_id == case.id)).one()


def subjects_sent(app: Flask, server: MailServer) -> list[str]:
    """Return what the letters that leave now are called."""
    before = len(server.got)
    let_time_pass()
    assert send_all(app)
    return [str(letter["Subject"]) for letter in server.letters()[before:]]


def decided(case: Case, **changes: Any) -> None:
    """Settle a case at this moment; nobody has noted letters yet."""
    values = {"state": CaseState.CLOSED, "public_sentence": SENTENCE, "verdict": None, "answer_claim_id": None}
    with writing() as session:
        settling.settle(session.get_one(Case, case.id), **(values | changes))


def test_what_was_given_up_is_not_noted_anew_a_month_later(app: Flask, server: MailServer) -> None:
    case = factories.case(POST)
    wished(case)
    server.on_recipient = lambda _server, _to: "550 No such user"
    settle(case)
    subjects_sent(app, server)
    with writing() as session:
        session.execute(update(Outbox).values(ended_at=now() - timedelta(days=31)))

    for _ in range(2):
        jobs.tidy_contacts()
    assert db.session.scalars(select(Outbox.state)).all() == [LetterState.FAILED]
    assert outbox.unsent() == [], "whoever looks after letters has seen it for a month"


def test_an_article_that_was_taken_back_before_its_reader_was_told_is_noted_for_nobody(
    app: Flask, server: MailServer
) -> None:
    claim, case = factories.claim(), factories.case(POST)
    wished(case)
    subjects_sent(app, server)
    decided(case, state=CaseState.ANSWERED, answer_claim_id=claim.id)
    claims.retract(claim.id)
    jobs.tidy_contacts()

    assert db.session.scalars(select(Outbox.state)).all() == []


@pytest.mark.parametrize("by", ["confirming", "the clock"])
def test_nobody_is_told_what_can_still_be_taken_back(app: Flask, server: MailServer, by: str) -> None:
    """The decision fell just now; a reader confirms, or the clock comes round."""
    case = factories.case(POST)
    report = report_of(case)
    if by == "the clock":
        confirmed(report)
        send_all(app)
    decided(case)
    if by == "confirming":
        confirmed(report)
    jobs.tidy_contacts()

    send_all(app)
    assert server.got == []
    assert [subject for subject in subjects_sent(app, server) if "Antwort" in subject] != []


def unclear_letter(app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let the answer of the server to the next letter come too late; return the number of the letter."""
    let_time_pass()
    with monkeypatch.context() as patched:
        patched.setattr(smtp.Line.__init__, "__kwdefaults__", {"step_seconds": 5.0, "end_seconds": 0.2})
        server.seconds_to_answer = 1.0
        send_all(app)
    server.seconds_to_answer = 0.0
    [letter] = outbox.unsent()
    return letter.id


def test_sent_again_after_a_correction_an_unclear_letter_brings_nothing_twice(
    app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = factories.case(POST)
    wished(case)
    settle(case, sentence=SENTENCE)
    number = unclear_letter(app, server, monkeypatch)
    settle(case, sentence="Doch, es gibt ihn.")
    assert subjects_sent(app, server) == ["Eine Berichtigung: die Antwort auf Ihre Meldung"]

    assert outbox.try_again(number, KINDS, by=factories.editor().id) is Again.OVERTAKEN
    assert subjects_sent(app, server) == []
    assert outbox.unsent() == []


def test_sent_again_after_a_correction_that_was_refused_an_unclear_letter_says_what_holds_now(
    app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = factories.case(POST)
    wished(case)
    settle(case, sentence=SENTENCE)
    number = unclear_letter(app, server, monkeypatch)
    settle(case, sentence="Doch, es gibt ihn.")
    server.on_letter = lambda _server, _to: "554 No"
    assert subjects_sent(app, server) == []
    server.on_letter = lambda _server, _to: "250 OK"

    assert outbox.try_again(number, KINDS, by=factories.editor().id) is Again.GOES_OUT
    assert len(subjects_sent(app, server)) == 1
    assert "Doch, es gibt ihn." in plain(server.letters()[-1])


@pytest.mark.parametrize("how", ["its reader ended the mails", "another address took its place"])
def test_of_an_unclear_letter_whose_address_is_gone_the_desk_is_told_that_there_is_nobody_to_tell(
    app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    case = factories.case(POST)
    wished(case)
    settle(case, sentence=SENTENCE)
    number = unclear_letter(app, server, monkeypatch)
    if how == "its reader ended the mails":
        contacts.withdraw(report_of(case).id)
    else:
        with writing() as session:
            session.execute(update(Contact).values(ended_at=now()))

    assert outbox.try_again(number, KINDS, by=factories.editor().id) is Again.OVER
    assert db.session.scalars(select(Outbox.id)).all() == []
    assert db.session.scalars(select(Event.id).where(Event.action == "letter_tried_again")).all() == []


def test_an_unclear_letter_that_asked_for_a_confirmation_which_came_is_not_sent_again(
    app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = report_of(factories.case(POST))
    contacts.ask(report.id, "leserin@example.org")
    number = unclear_letter(app, server, monkeypatch)
    contacts.confirm(link_in(server.letters()[-1], "confirm").rpartition("/")[2])

    assert outbox.try_again(number, KINDS, by=factories.editor().id) is Again.OVER
    assert subjects_sent(app, server) == []
