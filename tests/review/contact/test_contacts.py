"""The desk and the addresses of readers: opened for a reason, once, on record; and letters that could not be sent."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from accounts.permissions import RoleName
from audit.models import Event
from core.config import Config
from core.db import db, now, writing
from core.outbox.models import LetterState, Outbox
from intake.contact import contacts
from intake.models.cases import Case
from intake.models.contacts import Contact
from intake.models.reports import Submission
from review.holding.models import NamedIn
from tests.support import factories
from tests.support.browsing import Browser, open_text, whole_database
from tests.support.desk import PASSWORD, plain_case, signed_in
from tests.support.mailing import (
    MailServer,
    confirmed,
    contact_of,
    let_time_pass,
    readers,
    send_all,
    settle,
)

ADDRESS = "quastenflosser@example.org"


@pytest.fixture
def app(mailing_app: Flask) -> Flask:
    return mailing_app


@pytest.fixture
def case(app: Flask) -> Case:
    return factories.case()


@pytest.fixture
def contact(case: Case) -> Contact:
    report = db.session.scalars(select(Submission).where(Submission.case_id == case.id)).one()
    confirmed(report, ADDRESS)
    return contact_of(report)


def lead(app: Flask) -> Browser:
    return signed_in(app, factories.editor(password=PASSWORD, role=RoleName.LEAD))


def opened() -> list[dict[str, object]]:
    db.session.rollback()
    rows = select(Event.details).where(Event.action == "contact_opened").order_by(Event.id)
    return [dict(details) for details in db.session.scalars(rows)]


def test_only_a_lead_is_told_that_a_reader_can_be_reached(app: Flask, case: Case, contact: Contact) -> None:
    page = f"/desk/cases/{case.id}"
    link = f'href="/desk/mail/readers/{contact.id}"'

    assert link in lead(app).get(page).text
    assert link not in signed_in(app).get(page).text


def test_an_address_is_opened_for_a_reason_which_stands_in_the_trail(
    app: Flask, config: Config, case: Case, contact: Contact
) -> None:
    browser, page = lead(app), f"/desk/mail/readers/{contact.id}"
    assert ADDRESS not in browser.get(page).text
    assert opened() == []

    answer = browser.send(page, {"why": "danger"})

    assert ADDRESS in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    # Behind a fold: whoever looks over a shoulder reads nothing.
    assert ADDRESS in answer.text.partition('<details class="shielded">')[2]
    assert opened() == [{"submission": contact.submission_id, "why": "danger"}]
    assert "opened the mail address of the reader" in open_text(browser.get(f"/desk/cases/{case.id}").text)
    assert ADDRESS not in whole_database(config)
    assert ADDRESS not in browser.get(page).text, "it is shown once"


def test_who_is_named_in_the_post_opens_no_address(app: Flask, case: Case, contact: Contact) -> None:
    browser = lead(app)
    with writing() as session:
        editor = session.scalars(select(Editor).order_by(Editor.id.desc())).first()
        assert editor is not None
        named = NamedIn(case_id=case.id, editor_id=editor.id, said_by_id=editor.id, said_at=now(), reason="")
        session.add(named)
    answer = browser.send(f"/desk/mail/readers/{contact.id}", {"why": "danger"}, seen_at="/desk/account")
    assert (answer.status_code, ADDRESS in answer.text, opened()) == (409, False, [])


@pytest.mark.parametrize("fields", [{}, {"why": ""}, {"why": "curiosity"}])
def test_without_a_reason_nothing_is_opened(app: Flask, contact: Contact, fields: dict[str, str]) -> None:
    answer = lead(app).send(f"/desk/mail/readers/{contact.id}", fields)

    assert answer.status_code == 400
    assert ADDRESS not in answer.text
    assert opened() == []


@pytest.mark.parametrize("role", [RoleName.EDITOR, RoleName.VIEWER, RoleName.LEGAL, RoleName.ADMIN])
def test_nobody_else_opens_one(app: Flask, contact: Contact, role: RoleName) -> None:
    browser = signed_in(app, factories.editor(password=PASSWORD, role=role))
    answer = browser.send(f"/desk/mail/readers/{contact.id}", {"why": "danger"}, seen_at="/desk/account")

    assert (answer.status_code, ADDRESS in answer.text, opened()) == (403, False, [])


def test_where_the_key_is_not_the_address_stays_sealed(app: Flask, config: Config, contact: Contact) -> None:
    browser = lead(app)
    config.contact_private_key.rename(config.data_dir / "elsewhere")
    answer = browser.send(f"/desk/mail/readers/{contact.id}", {"why": "danger"})

    assert answer.status_code == 400
    assert "The key that opens addresses is not on this computer." in open_text(answer.text)
    assert opened() == []


def test_a_letter_that_was_refused_is_listed_and_sent_again_by_a_button(app: Flask, server: MailServer) -> None:
    plain = plain_case()
    [address] = readers(plain, 1)
    settle(plain)
    server.on_recipient = lambda _server, _to: "550 No such user"
    send_all(app)
    browser = lead(app)
    assert "Letters that could not be sent" in browser.get("/desk/start").text
    assert "RCPT 550" in browser.get("/desk/mail/unsent").text
    assert address not in browser.get("/desk/mail/unsent").text

    server.on_recipient = lambda _server, _to: "250 OK"
    number = db.session.scalars(select(Outbox.id)).one()
    browser.send(f"/desk/mail/unsent/{number}/again", {}, seen_at="/desk/mail/unsent")
    let_time_pass()
    send_all(app)

    assert [to for to, _ in server.got] == [address]
    assert db.session.scalars(select(Outbox.state)).all() == [LetterState.SENT]
    assert "Every letter was sent." in browser.get("/desk/mail/unsent").text
    assert "Letters that could not be sent" not in browser.get("/desk/start").text


def test_a_letter_that_was_sent_is_not_sent_again(app: Flask, server: MailServer) -> None:
    plain = plain_case()
    readers(plain, 1)
    settle(plain)
    send_all(app)
    number = db.session.scalars(select(Outbox.id)).one()
    lead(app).send(f"/desk/mail/unsent/{number}/again", {}, seen_at="/desk/mail/unsent")
    send_all(app)

    assert len(server.got) == 1


def test_who_sends_a_letter_again_whose_reader_ended_the_mails_meanwhile_is_told_so(
    app: Flask, server: MailServer, contact: Contact
) -> None:
    server.on_recipient = lambda _server, _to: "550 No such user"
    settle(contact.submission.case or plain_case())
    send_all(app)
    number = db.session.scalars(select(Outbox.id)).one()
    browser = lead(app)
    assert "RCPT 550" in browser.get("/desk/mail/unsent").text
    contacts.withdraw(contact.submission_id)

    browser.send(f"/desk/mail/unsent/{number}/again", {}, seen_at="/desk/mail/unsent")
    assert "There is nobody to tell any more" in open_text(browser.get("/desk/mail/unsent").text)
