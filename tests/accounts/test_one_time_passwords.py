"""A one-time password signs in once, soon, and opens nothing but the choice of another."""

from __future__ import annotations

import dataclasses
import json
from concurrent.futures import Future
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import accounts
from accounts.models import AccountAction, Editor
from accounts.permissions import RoleName
from app import create_app
from audit.models import Actor, Event
from core.config import Config
from core.db import db
from core.refusals import InvalidInput
from processes import prepare
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import WRONG, actions, choose, close, is_in, let_pass, login, sessions_of, sign_out
from tests.support.side_by_side import side_by_side

EMAIL = "neu@desk.test"
SPENT = {
    "en": "This one-time password was used already, or it has run out. Please ask the lead of your desk",
    "de": "Dieses Einmal-Passwort wurde schon benutzt oder ist abgelaufen. Bitten Sie die Leitung Ihrer Redaktion",
}
NOT_RIGHT = "The e-mail address or the password is not right."


def made(email: str = EMAIL) -> str:
    return accounts.create(email=email, role=RoleName.EDITOR).password


def renewed(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=["desk", "one-time-password", *arguments, "--json"])
    assert result.exit_code == 0, result.stderr
    password: str = json.loads(result.stdout)["one_time_password"]
    return password


CLOSED = ["/desk/", "/desk/cases/1", "/desk/audit", "/desk/account", "/desk/account/app", "/desk/people/"]


def test_a_one_time_password_opens_nothing_but_the_choice_of_another(app: Flask, client: Browser) -> None:
    once = made()
    login(client, EMAIL, once)
    assert {client.get(page).location for page in CLOSED} == {"/desk/password"}
    page = hidden_fields(client.get("/desk/password").text)
    closed = [
        "/desk/cases/1/decision",
        "/desk/cases/1/reopen",
        "/desk/matches/1/answer",
        "/desk/account/other-sessions",
        "/desk/account/name",
        "/desk/people/invite",
    ]
    for address in closed:
        assert client.post(address, data=page).location == "/desk/password"
    changed = choose(client, once, PASSWORD)
    assert (changed.status_code, changed.location) == (302, "/desk/")
    assert is_in(client)


@pytest.mark.parametrize("language", SPENT)
def test_a_one_time_password_signs_in_once_and_then_says_so(app: Flask, client: Browser, language: str) -> None:
    once = made()
    assert login(client, EMAIL, once).status_code == 302
    again = Browser(app, app.response_class, language=language)
    answer = login(again, EMAIL, once)
    assert answer.status_code == 200
    assert SPENT[language] in open_text(answer.text)
    assert not is_in(again)
    assert again.get("/desk/password").status_code == 302
    # Whoever does not know it learns nothing about it.
    guess = login(Browser(app, app.response_class), EMAIL, "0000-0000-0000-0000")
    assert NOT_RIGHT in open_text(guess.text)
    # Where it was used, it still chooses the password of its owner's own.
    assert choose(client, once, PASSWORD).location == "/desk/"
    assert is_in(client)


def test_a_one_time_password_that_was_used_does_not_come_back_by_signing_out(app: Flask, client: Browser) -> None:
    once = made()
    login(client, EMAIL, once)
    sign_out(client)
    assert SPENT["en"] in open_text(login(client, EMAIL, once).text)
    assert actions().count(AccountAction.SIGNED_IN) == 1


@pytest.mark.parametrize("hours, opens", [(71.9, True), (72.1, False)])
def test_a_one_time_password_waits_for_three_days(app: Flask, client: Browser, hours: float, opens: bool) -> None:
    once = made()
    let_pass(timedelta(hours=hours))
    answer = login(client, EMAIL, once)
    assert answer.status_code == (302 if opens else 200)
    assert (SPENT["en"] in open_text(answer.text)) is not opens


def test_of_many_who_use_it_at_the_same_time_one_gets_in(app: Flask) -> None:
    once = made()
    ready = Barrier(6)

    def attempt() -> str:
        ready.wait(10)
        return accounts.sign_in(address=EMAIL, password=once, remembered=False).token

    with side_by_side(app) as start:
        tries: list[Future[str]] = [start(attempt) for _ in range(6)]
    refused = [attempt.exception() for attempt in tries if attempt.exception() is not None]
    assert len(refused) == 5
    assert all(isinstance(error, InvalidInput) and SPENT["en"] in str(error) for error in refused)
    assert actions().count(AccountAction.SIGNED_IN) == 1
    assert len(sessions_of(db.session.scalars(select(Editor)).one())) == 1


def test_a_wrong_password_does_not_use_it_up(app: Flask, client: Browser) -> None:
    once = made()
    assert NOT_RIGHT in open_text(login(client, EMAIL, WRONG).text)
    assert login(client, EMAIL, once).status_code == 302


def test_a_new_one_ends_the_old_password_and_every_session(app: Flask, client: Browser) -> None:
    editor, colleague = factories.editor(password=PASSWORD), signed_in(app)
    elsewhere = signed_in(app, editor)
    once = renewed(app, editor.email.upper())
    assert not is_in(elsewhere)
    assert is_in(colleague)
    assert NOT_RIGHT in open_text(login(client, editor.email, PASSWORD).text)
    assert login(client, editor.email, once).location == "/desk/"
    assert client.get("/desk/").location == "/desk/password"
    assert choose(client, once, PASSWORD).location == "/desk/"
    assert is_in(client)


def test_a_new_one_helps_whoever_let_the_first_run_out(app: Flask, client: Browser) -> None:
    first = made()
    let_pass(timedelta(days=4))
    second = renewed(app, EMAIL)
    assert NOT_RIGHT in open_text(login(client, EMAIL, first).text)
    assert login(client, EMAIL, second).status_code == 302


def test_making_one_leaves_one_line_by_the_machine(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    before = len(actions())
    renewed(app, editor.email)
    assert actions()[before:] == [AccountAction.ONE_TIME_PASSWORD_MADE]
    event = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (event.actor, event.details) == (Actor.MACHINE, {"account": editor.id})


def test_people_are_told_how_long_it_waits(app: Flask) -> None:
    editor = factories.editor()
    result = app.test_cli_runner().invoke(args=["desk", "one-time-password", editor.email])
    assert result.exit_code == 0
    assert editor.email in result.stdout
    assert "signs in once, within 72 hours" in result.stdout


@pytest.mark.parametrize("address", ["nobody@desk.test", "", "anna", "a@b@c.test"])
def test_without_an_account_there_is_none(app: Flask, address: str) -> None:
    factories.editor()
    before = len(actions())
    result = app.test_cli_runner().invoke(args=["desk", "one-time-password", address, "--json"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no account with this address." in result.stderr
    assert len(actions()) == before


def test_a_closed_account_stays_closed(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    close(editor)
    once = renewed(app, editor.email)
    assert NOT_RIGHT in open_text(login(client, editor.email, once).text)


def test_the_first_account_signs_in_with_its_password_once(config: Config) -> None:
    app = create_app(dataclasses.replace(config, demo_content=False))
    account = prepare.prepare(app)
    answers = [login(Browser(app, app.response_class), account["email"], account["password"]) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 200]
    assert SPENT["en"] in open_text(answers[1].text)


def test_after_an_own_password_nothing_runs_out(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    let_pass(timedelta(days=400))
    for _ in range(2):
        assert login(Browser(app, app.response_class), editor.email, PASSWORD).status_code == 302
