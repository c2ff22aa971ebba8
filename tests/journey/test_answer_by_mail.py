"""In a real browser without a script: a reader wishes for mail, confirms, the desk decides, and the letter arrives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from core.config import Config
from core.db import db
from intake.cases import joining
from intake.contact import answers
from intake.models.cases import Case
from tests.support import looks
from tests.support.databases import let_go
from tests.support.desk import SENTENCE, filled, signed_in
from tests.support.mailing import MailServer, let_time_pass, link_in, mail_server, mailing, plain, send_all
from tests.support.served import served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only("what a page looks like does not depend on the database")]

POST = "Der Quastenflosser im Stadtteich frisst Hunde, sagt ein Mann aus der Nachbarschaft."


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


@pytest.fixture
def address(mailed: Flask) -> Iterator[str]:
    with served(mailed) as url:
        yield url


def window(browser: Browser, address: str, *, scripts: bool) -> Page:
    context = browser.new_context(
        locale="de-DE",
        java_script_enabled=scripts,
        reduced_motion="reduce",
        base_url=address,
        viewport={"width": looks.PHONE, "height": looks.HEIGHT},
    )
    context.set_default_timeout(30_000)
    return context.new_page()


def report(page: Page) -> None:
    page.goto("/report/one-page")
    page.locator("[name=text]").fill(POST)
    page.locator("[name=kind][value=check]").check()
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/receipt")


def wish(page: Page, mail: str) -> None:
    page.locator("[name=email]").fill(mail)
    with page.expect_navigation():
        page.get_by_role("button", name="Antwort zusenden").click()


def decide(app: Flask) -> None:
    joining.match_all_waiting()
    db.session.rollback()
    case = db.session.scalars(select(Case)).one()
    page = f"/desk/cases/{case.id}"
    signed_in(app).send(f"{page}/decision", filled(case), seen_at=page)
    answers.tell(case.id)
    let_time_pass()


def test_a_reader_without_a_script_gets_the_answer_by_mail(
    mailed: Flask, server: MailServer, browser: Browser, address: str
) -> None:
    reader = window(browser, address, scripts=False)
    report(reader)
    wish(reader, "leserin@")
    expect(reader.locator("#error-summary")).to_contain_text("An diese E-Mail-Adresse können wir nicht schreiben.")
    wish(reader, "leserin@example.org")
    expect(reader.get_by_text("Bitte sehen Sie in Ihr Postfach")).to_be_visible()

    send_all(mailed)
    elsewhere = window(browser, address, scripts=False)
    elsewhere.goto(link_in(server.letters()[0], "confirm"))
    elsewhere.get_by_role("button", name="Ja, bitte die Antwort zusenden").click()
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Sie bekommen die Antwort per E-Mail")
    decide(mailed)
    send_all(mailed)

    answer = server.letters()[-1]
    assert len(server.got) == 2
    assert SENTENCE in plain(answer)
    elsewhere.goto(link_in(answer, "stop"))
    elsewhere.get_by_role("button", name="Keine E-Mails mehr zu dieser Meldung").click()
    expect(elsewhere.get_by_text("Sie bekommen keine E-Mails mehr.")).to_be_visible()


def test_every_page_of_it_looks_right_to_everybody(
    mailed: Flask, server: MailServer, browser: Browser, address: str
) -> None:
    page = window(browser, address, scripts=True)
    report(page)
    wrong = [*looks.faults(page, "wish")]
    wish(page, "leserin@")
    wrong += looks.faults(page, "wish-wrong")
    wish(page, "leserin@example.org")
    page.wait_for_url("**/receipt*")
    wrong += looks.faults(page, "wished")
    send_all(mailed)
    for link in ("confirm", "stop"):
        path = link_in(server.letters()[0], link)
        page.goto(path)
        wrong += looks.faults(page, link)
        with page.expect_navigation():
            page.locator("main form button[type=submit]").first.click()
        wrong += looks.faults(page, f"{link}-done")
        page.goto(path)
        wrong += looks.faults(page, f"{link}-again")

    assert wrong == []
