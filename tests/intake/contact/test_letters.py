"""What letters to readers say, in which language, when they are sent, and what never stands in them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select, update

from archive import claims
from archive.models import Claim, Verdict
from core.db import db, writing
from core.outbox.models import LetterState, Outbox
from intake import jobs
from intake.cases import joining
from intake.contact import answers, contacts
from intake.models.cases import Case, CaseState, Kind
from intake.models.reports import Submission
from tests.support import factories
from tests.support.mailing import (
    SENDER,
    MailServer,
    confirmed,
    contact_of,
    formatted,
    let_time_pass,
    link_in,
    plain,
    send_all,
    settle,
)

POST = "Der Quastenflosser im Stadtteich frisst Hunde, sagt ein Mann aus der Nachbarschaft."
SENTENCE = "Im Teich lebt kein solcher Fisch."


def report_of(case: Case) -> Submission:
    return db.session.scalars(select(Submission).where(Submission.case_id == case.id)).one()


def wished(case: Case) -> Submission:
    """Let the reader of a case have confirmed their address; nothing is sent yet."""
    report = report_of(case)
    confirmed(report)
    return report


def sent(app: Flask, server: MailServer) -> list[EmailMessage]:
    """Return the letters that leave now."""
    before = len(server.got)
    let_time_pass()
    assert send_all(app)
    return server.letters()[before:]


def subjects(letters: list[EmailMessage]) -> list[str]:
    return [str(letter["Subject"]) for letter in letters]


def test_before_anything_is_decided_nothing_is_sent(app: Flask, server: MailServer) -> None:
    wished(factories.case(POST))

    assert sent(app, server) == []
    assert db.session.scalars(select(Outbox.kind)).all() == []


def test_the_answer_comes_once_however_often_it_is_looked_for(app: Flask, server: MailServer) -> None:
    case = factories.case(POST)
    wished(case)
    settle(case, sentence=SENTENCE)

    [letter] = sent(app, server)
    assert letter["Subject"] == "Die Antwort auf Ihre Meldung"
    assert SENTENCE in plain(letter)
    assert SENTENCE in formatted(letter)
    for _ in range(3):
        answers.tell(case.id)
        answers.owe_missing()
        assert sent(app, server) == []


def test_a_letter_is_written_in_the_language_of_the_reader(app: Flask, server: MailServer) -> None:
    case = factories.case(POST, language="en")
    wished(case)
    settle(case)

    [letter] = sent(app, server)
    assert letter["Subject"] == "The answer to your report"
    assert letter["Content-Language"] == "en"
    assert 'lang="en"' in formatted(letter)


def test_the_article_and_its_verdict_stand_in_the_letter(app: Flask, server: MailServer) -> None:
    claim, case = factories.claim(), factories.case(POST)
    wished(case)
    settle(case, state=CaseState.ANSWERED, answer_claim_id=claim.id)

    [letter] = sent(app, server)
    assert f"http://check.desk.test/claims/{claim.slug}" in plain(letter)
    assert str(Verdict.FALSE.label) in plain(letter) or "Falsch" in plain(letter)
    assert f'href="http://check.desk.test/claims/{claim.slug}"' in formatted(letter)


def test_nothing_of_the_report_stands_in_a_letter_and_no_receipt(app: Flask, server: MailServer) -> None:
    receipt = factories.report(POST, why="Weil Muränenhund", url="https://example.org/schlammspringer")
    case = factories.case("Ein anderer Beitrag, der nichts damit zu tun hat.")
    report = db.session.scalars(select(Submission).where(Submission.reference == receipt.reference)).one()
    contacts.ask(report.id, "leserin@example.org")
    let_time_pass()
    send_all(app)
    contacts.confirm(link_in(server.letters()[0], "confirm").rpartition("/")[2])
    db.session.expire_all()
    mine = db.session.get_one(Submission, report.id).case
    settle(mine or case, sentence=SENTENCE)
    sent(app, server)

    whole = "".join(plain(one) + formatted(one) + str(one.items()) for one in server.letters())
    assert len(server.got) == 2
    canaries = ("Quastenflosser", "Muränenhund", "schlammspringer", receipt.receipt, receipt.reference)
    assert [word for word in canaries if word in whole] == []


def test_the_headers_say_nothing_about_the_reader_beyond_the_address(app: Flask, server: MailServer) -> None:
    case = factories.case(POST)
    wished(case)
    settle(case)

    [letter] = sent(app, server)
    assert set(letter.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language"),
        *("List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type"),
    }
    assert letter.get_content_type() == "multipart/alternative"
    assert SENDER in str(letter["From"])
    assert letter["List-Unsubscribe"].endswith(f"{link_in(letter, 'stop')}>")


def test_of_hate_a_letter_says_only_that_there_is_an_answer(app: Flask, server: MailServer) -> None:
    case = factories.case("Alle Quastenflosser sollen verschwinden, sagt der Mann.", kind="hate")
    wished(case)
    settle(case, sentence="Wir haben es der Polizei gemeldet.", state=CaseState.FORWARDED)

    [letter] = sent(app, server)
    assert "Polizei" not in plain(letter) + formatted(letter)
    assert "http://check.desk.test/status" in plain(letter)


def test_what_the_desk_calls_hate_is_hate_whatever_its_reader_called_it(app: Flask, server: MailServer) -> None:
    case = factories.case("Alle Quastenflosser sollen verschwinden, sagt der Mann.")
    wished(case)
    with writing() as session:
        session.execute(update(Case).where(Case.id == case.id).values(kind=Kind.HATE))
    settle(case, sentence="Wir haben es der Polizei gemeldet.", state=CaseState.FORWARDED)

    [letter] = sent(app, server)
    assert "Polizei" not in plain(letter) + formatted(letter)


def test_no_line_of_the_header_is_taken_apart_however_long_the_address_of_the_desk(
    app: Flask, server: MailServer
) -> None:
    long = "https://melden.die-redaktion-mit-dem-sehr-langen-namen.example.org"
    app.extensions["settings"] = replace(app.extensions["settings"], public_url=long)
    case = factories.case(POST)
    wished(case)
    settle(case)

    sent(app, server)
    raw = server.got[-1][1].decode("ascii")
    [line] = [line for line in raw.split("\r\n") if line.startswith("List-Unsubscribe:")]
    assert re.fullmatch(rf"List-Unsubscribe: <{re.escape(long)}/mail/stop/[0-9a-f]+>", line)


def test_a_decision_that_is_taken_back_at_once_is_told_to_nobody(app: Flask, server: MailServer) -> None:
    case = factories.case(POST)
    wished(case)
    settle(case)
    settle(case, sentence="", state=CaseState.OPEN)

    assert sent(app, server) == []


def test_a_decision_waits_until_it_cannot_be_taken_back_at_once(app: Flask) -> None:
    case = factories.case(POST)
    wished(case)
    send_all(app)
    answers.tell(case.id)

    row = db.session.scalars(select(Outbox)).one()
    assert row.due_at - row.created_at >= timedelta(seconds=90)


def test_whoever_was_told_is_told_of_every_change_and_of_none_twice(app: Flask, server: MailServer) -> None:
    case = factories.case(POST)
    wished(case)
    settle(case, sentence=SENTENCE)
    assert subjects(sent(app, server)) == ["Die Antwort auf Ihre Meldung"]

    settle(case, sentence="", state=CaseState.OPEN)
    [reopened] = sent(app, server)
    assert "zurückgenommen" in plain(reopened)
    assert SENTENCE not in plain(reopened)
    assert sent(app, server) == []

    settle(case, sentence="Doch, es gibt ihn.")
    [corrected] = sent(app, server)
    assert "Doch, es gibt ihn." in plain(corrected)
    assert corrected["Subject"] == "Eine Berichtigung: die Antwort auf Ihre Meldung"

    settle(case, sentence="", state=CaseState.OPEN)
    settle(case, sentence="Doch, es gibt ihn.")
    assert sent(app, server) == [], "it says again what they know"


def test_an_article_that_is_taken_back_or_judged_anew_is_told(app: Flask, server: MailServer) -> None:
    claim, case = factories.claim(), factories.case(POST)
    number, slug = claim.id, claim.slug
    wished(case)
    settle(case, state=CaseState.ANSWERED, answer_claim_id=number)
    sent(app, server)

    claims.retract(number)
    jobs.sweep()
    [withdrawn] = sent(app, server)
    assert "zurückgenommen" in plain(withdrawn)

    claims.publish(number)
    jobs.sweep()
    [again] = sent(app, server)
    assert slug in plain(again)

    with writing() as session:
        session.get_one(Claim, number).verdict = Verdict.TRUE
    answers.tell_of_article(number)
    assert len(sent(app, server)) == 1


def test_whoever_confirms_after_the_decision_is_told_at_once(app: Flask, server: MailServer) -> None:
    case = factories.case(POST)
    settle(case, sentence=SENTENCE)
    wished(case)

    [letter] = sent(app, server)
    assert SENTENCE in plain(letter)


def test_a_report_that_comes_to_a_settled_case_is_answered_by_the_clock(app: Flask, server: MailServer) -> None:
    case = factories.case(POST)
    settle(case, sentence=SENTENCE)
    report = factories.submission(POST)
    confirmed(report)
    assert sent(app, server) == []
    joining.match_all_waiting()
    jobs.tidy_contacts()

    [letter] = sent(app, server)
    assert SENTENCE in plain(letter)


def test_a_letter_that_is_given_up_is_not_noted_anew_by_the_clock(app: Flask, server: MailServer) -> None:
    case = factories.case(POST)
    wished(case)
    server.on_recipient = lambda _server, _to: "550 No such user"
    settle(case)
    assert sent(app, server) == []

    jobs.tidy_contacts()
    assert db.session.scalars(select(Outbox.state)).all() == [LetterState.FAILED]


def test_after_no_more_mails_a_letter_that_waits_is_not_sent(app: Flask, server: MailServer) -> None:
    case = factories.case(POST)
    report = wished(case)
    settle(case)
    contacts.withdraw(report.id)

    assert sent(app, server) == []


@pytest.mark.parametrize("change", ["stop", "reopen"])
def test_what_changes_while_a_letter_is_on_its_way_keeps_its_last_line_back(
    app: Flask, server: MailServer, change: str
) -> None:
    """The server has all but the last line when the reader, or the desk, changes their mind."""
    case = factories.case(POST)
    report = wished(case)
    settle(case, sentence=SENTENCE)
    let_time_pass()

    def meanwhile(_server: MailServer, _to: str) -> str:
        with app.app_context():
            if change == "stop":
                contacts.withdraw(report.id)
            else:
                with writing() as session:
                    session.get_one(Case, case.id).state = CaseState.OPEN
        return "250 OK"

    server.on_recipient = meanwhile
    send_all(app)

    assert server.got == []
    if change == "reopen":
        assert contact_of(report).told == ""
