"""The pages of answers by mail, without a script: the wish, the two links, and the whole way to the letter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.config import Config
from core.db import db
from core.outbox.models import Outbox
from intake.cases import joining
from intake.contact import answers
from intake.models.cases import Case
from intake.models.contacts import Contact, MutedAddress
from tests.support.browsing import Browser, open_text
from tests.support.databases import let_go
from tests.support.desk import SENTENCE, filled, signed_in
from tests.support.mailing import MailServer, let_time_pass, link_in, mail_server, mailing, plain, send_all

POST = "Der Quastenflosser im Stadtteich frisst Hunde, sagt ein Mann aus der Nachbarschaft."
ADDRESS = "leserin@example.org"


@pytest.fixture(name="server")
def server_of_a_test() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def mailed(config: Config, server: MailServer) -> Iterator[Flask]:
    app = mailing(config, server)
    with app.app_context():
        yield app
    let_go(app)


def reported(app: Flask, *, language: str = "en") -> Browser:
    """Return a browser in which somebody has just reported a post."""
    browser = Browser(app, app.response_class, language=language)
    answer = browser.send("/report/one-page", {"kind": "check", "text": POST})
    assert answer.status_code == 303
    return browser


def wish(browser: Browser, address: str = ADDRESS) -> str:
    answer = browser.send("/receipt/mail", {"email": address}, seen_at="/receipt")
    return open_text(answer.text if answer.status_code == 400 else browser.get("/receipt").text)


def confirmed_at() -> object:
    db.session.rollback()
    return db.session.scalar(select(Contact.confirmed_at))


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_from_the_wish_to_the_letter_without_a_script(mailed: Flask, server: MailServer) -> None:
    reader = reported(mailed)
    joining.match_all_waiting()
    assert "Answer by mail (optional)" in open_text(reader.get("/receipt").text)
    assert "Please look into your mailbox" in wish(reader)
    send_all(mailed)
    path = link_in(server.letters()[0], "confirm")

    # The link may be opened by a program that looks for viruses, and on another device.
    elsewhere = Browser(mailed, mailed.response_class, language="en")
    assert "Is this your mail address?" in open_text(elsewhere.get(path).text)
    assert confirmed_at() is None
    assert "You get the answer by mail" in open_text(elsewhere.send(path, {}).text)
    assert confirmed_at() is not None
    send_all(mailed)
    assert len(server.got) == 1, "nothing is decided"

    case = db.session.scalars(select(Case)).one()
    desk = signed_in(mailed)
    desk.send(f"/desk/cases/{case.id}/decision", filled(case), seen_at=f"/desk/cases/{case.id}")
    answers.tell(case.id)
    let_time_pass()
    send_all(mailed)

    [_, letter] = server.letters()
    assert (letter["To"], letter["Subject"]) == (ADDRESS, "The answer to your report")
    assert SENTENCE in plain(letter)
    assert "Quastenflosser" not in plain(letter)
    assert "You get the answer to report" in open_text(reader.get("/receipt").text)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("page", ["confirm", "stop"])
def test_a_scanner_that_opens_links_changes_nothing(mailed: Flask, server: MailServer, page: str, method: str) -> None:
    wish(reported(mailed))
    send_all(mailed)

    Browser(mailed, mailed.response_class).open(link_in(server.letters()[0], page), method=method)

    assert confirmed_at() is None
    assert (count(Contact), count(MutedAddress)) == (1, 0)


def test_a_button_pressed_from_another_site_confirms_nothing(mailed: Flask, server: MailServer) -> None:
    wish(reported(mailed))
    send_all(mailed)

    answer = Browser(mailed, mailed.response_class).post(link_in(server.letters()[0], "confirm"))

    assert answer.status_code == 400
    assert confirmed_at() is None


@pytest.mark.parametrize("fields, muted", [({}, 0), ({"for_good": "1"}, 1), ({"List-Unsubscribe": "One-Click"}, 0)])
def test_no_more_mails_takes_one_button_also_that_of_the_mail_program(
    mailed: Flask, server: MailServer, fields: dict[str, str], muted: int
) -> None:
    wish(reported(mailed))
    send_all(mailed)
    path = link_in(server.letters()[0], "stop")

    answer = Browser(mailed, mailed.response_class, language="en").post(path, data=fields)

    assert "You get no more mails." in open_text(answer.text)
    assert (count(Contact), count(Outbox), count(MutedAddress)) == (0, 0, muted)


@pytest.mark.parametrize("token", ["x", "0" * 32, "0" * 5_00, "%00", "..", "😱"])
def test_a_link_that_leads_nowhere_says_so_kindly(mailed: Flask, token: str) -> None:
    browser = Browser(mailed, mailed.response_class, language="en")

    page = browser.get(f"/mail/confirm/{token}")
    assert page.status_code == 404
    assert browser.get(f"/mail/stop/{token}").status_code in {200, 404}
    assert browser.post(f"/mail/stop/{token}").status_code in {200, 404}


def test_what_is_no_address_is_said_at_the_field_and_the_receipt_stays(mailed: Flask) -> None:
    reader = reported(mailed)
    answer = reader.send("/receipt/mail", {"email": "leserin@"}, seen_at="/receipt")

    assert answer.status_code == 400
    shown = open_text(answer.text)
    assert "This is no mail address we can write to." in shown
    assert "Your receipt" in shown
    assert 'value="leserin@"' in answer.text
    assert count(Contact) == 0


def test_an_address_is_never_required(mailed: Flask) -> None:
    page = reported(mailed).get("/receipt").text

    assert "Answer by mail (optional)" in open_text(page)
    assert "required" not in page.partition('id="mail-title"')[2].partition("</section>")[0]


def test_nobody_asks_for_mail_about_the_report_of_another(mailed: Flask) -> None:
    theirs = reported(mailed)
    number = theirs.get("/receipt").text.partition('name="reference" value="')[2].partition('"')[0]
    mine = reported(mailed)

    mine.send("/receipt/mail", {"email": ADDRESS, "reference": number}, seen_at="/receipt")

    assert count(Contact) == 0


def test_the_address_is_taken_back_with_one_button(mailed: Flask, server: MailServer) -> None:
    reader = reported(mailed)
    wish(reader)
    send_all(mailed)
    browser = Browser(mailed, mailed.response_class)
    browser.send(link_in(server.letters()[0], "confirm"), {})
    reader.send("/receipt/mail", {"withdraw": "1"}, seen_at="/receipt")

    assert (count(Contact), count(Outbox)) == (0, 0)


def test_without_a_mail_server_nothing_of_it_is_offered(app: Flask) -> None:
    reader = reported(app)
    page = reader.get("/receipt")

    assert "mail" not in open_text(page.text).lower()
    assert reader.post("/receipt/mail", data={"email": ADDRESS}).status_code in {400, 404}
    assert count(Contact) == 0


def test_the_pages_speak_the_language_of_the_reader(mailed: Flask, server: MailServer) -> None:
    reader = reported(mailed, language="de")
    assert "Antwort per E-Mail" in open_text(reader.get("/receipt").text)
    wish(reader)
    send_all(mailed)

    assert server.letters()[0]["Subject"] == "Ist das Ihre E-Mail-Adresse?"
