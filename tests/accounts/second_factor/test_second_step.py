"""The second step of signing in: short, bound to the account as it is, counted, and nothing is open before its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import accounts, people, sessions
from accounts.models import DeskSession, Editor
from accounts.permissions import RoleName
from accounts.second_factor.models import SecondStep
from audit.models import Actor, Event
from core.config import Config
from core.db import db, writing
from tests.support import factories
from tests.support.browsing import Browser, open_text, whole_database
from tests.support.desk import PASSWORD
from tests.support.door import WRONG, actions, close, is_in, kept, login, sign_out
from tests.support.second_factor import code_of, give_app
from tests.support.second_step import STEP, half_way, type_code


@pytest.fixture
def anna(app: Flask) -> Editor:
    """An editor with an app."""
    editor = factories.editor(password=PASSWORD)
    give_app(editor)
    return editor


def stranger(app: Flask) -> Browser:
    return Browser(app, app.response_class)


def test_half_way_in_nothing_is_open(app: Flask, anna: Editor) -> None:
    before = actions()
    browser = half_way(app, anna)
    for page in ("/desk/", "/desk/account", "/desk/account/app", "/desk/password", "/desk/audit"):
        assert browser.get(page).location.startswith("/desk/login?")
    assert kept(app, browser).keys() <= {"second_step", "csrf_token"}
    assert actions() == before
    assert db.session.scalars(select(DeskSession)).all() == []


def test_whoever_has_not_typed_the_password_does_not_come_to_it(app: Flask, anna: Editor) -> None:
    browser = stranger(app)
    assert browser.get(STEP).location == "/desk/login"
    answer = login(browser, anna.email, WRONG)
    assert "The e-mail address or the password is not right." in open_text(answer.text)
    assert browser.send(STEP, {"code": code_of()}, seen_at="/desk/login").location == "/desk/login"


def test_an_account_without_one_goes_straight_in(app: Flask) -> None:
    assert login(stranger(app), factories.editor(password=PASSWORD).email, PASSWORD).location == "/desk/"


def test_it_leads_where_somebody_wanted_to_go_and_stays_signed_in_where_asked(app: Flask, anna: Editor) -> None:
    browser = stranger(app)
    answer = login(browser, anna.email, PASSWORD, next_page="/desk/audit", remember="y")
    assert answer.location == f"{STEP}?next=/desk/audit"
    sent = browser.send(STEP, {"code": code_of()}, seen_at=answer.location)
    assert sent.location == "/desk/audit"
    assert db.session.scalars(select(DeskSession)).one().remembered
    sign_out(browser)
    login(browser, anna.email, PASSWORD)
    sent = browser.send(STEP, {"code": code_of(steps=1), "next": "//elsewhere.example"})
    assert sent.location == "/desk/"


def test_it_lasts_five_minutes(app: Flask, anna: Editor) -> None:
    browser = half_way(app, anna)
    with writing() as session:
        session.scalars(select(SecondStep)).one().expires_at -= timedelta(minutes=4.9)
    assert browser.get(STEP).status_code == 200
    with writing() as session:
        session.scalars(select(SecondStep)).one().expires_at -= timedelta(minutes=0.2)
    assert browser.get(STEP).location == "/desk/login"
    half_way(app, anna)
    assert len(db.session.scalars(select(SecondStep)).all()) == 1, "what has run out is cleared away"


def by_changing_the_password(editor: Editor) -> None:
    accounts.choose_password(editor.id, current=PASSWORD, new=WRONG, repeated=WRONG)


def by_other_roles(editor: Editor) -> None:
    by = factories.editor(role=RoleName.ADMIN).id
    people.change_roles(editor.id, roles=["viewer"], seen=["editor"], by=by)


def by_a_one_time_password(editor: Editor) -> None:
    accounts.make_one_time_password(editor.email)


def by_signing_out_elsewhere(editor: Editor) -> None:
    sessions.end_others(editor.id, token="")


def by_resetting_the_second_factor(editor: Editor) -> None:
    people.reset_second_factor(editor.id, by=None)


@pytest.mark.parametrize(
    "end",
    [
        close,
        by_changing_the_password,
        by_other_roles,
        by_a_one_time_password,
        by_signing_out_elsewhere,
        by_resetting_the_second_factor,
    ],
)
def test_what_ends_sessions_ends_it(app: Flask, anna: Editor, end: Callable[[Editor], None]) -> None:
    browser = half_way(app, anna)
    page = browser.get(STEP)
    end(anna)
    assert browser.get(STEP).location == "/desk/login"
    assert browser.send(STEP, {"code": code_of()}, seen_at="/desk/login").location == "/desk/login"
    assert page.status_code == 200
    assert not is_in(browser)


def test_a_copied_cookie_of_it_is_worth_nothing_once_it_is_done(app: Flask, anna: Editor) -> None:
    browser = half_way(app, anna)
    thief = stranger(app)
    cookie = browser.get_cookie("gegencheck")
    assert cookie is not None
    thief.set_cookie("gegencheck", cookie.value)
    assert type_code(browser, code_of()).location == "/desk/"
    assert thief.get(STEP).location == "/desk/login"


def test_its_token_stands_in_the_cookie_only(app: Flask, config: Config, anna: Editor) -> None:
    token = kept(app, half_way(app, anna))["second_step"]
    assert len(token) >= 43
    assert token not in whole_database(config)


def test_a_one_time_password_is_spent_by_the_first_step_and_opens_nothing_alone(app: Flask, anna: Editor) -> None:
    once = accounts.make_one_time_password(anna.email).password
    browser = stranger(app)
    assert login(browser, anna.email, once).location == STEP
    assert "was used already" in open_text(login(stranger(app), anna.email, once).text)
    assert type_code(browser, code_of()).location == "/desk/"
    assert browser.get("/desk/").location == "/desk/password"


def test_a_wrong_code_after_the_right_password_leaves_a_line_and_a_wrong_password_does_not(
    app: Flask, anna: Editor
) -> None:
    login(stranger(app), anna.email, WRONG)
    before = len(actions())
    type_code(half_way(app, anna), "a wrong one")
    assert actions()[before:] == ["second_step_refused"]
    line = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (line.actor, line.details) == (Actor.MACHINE, {"account": anna.id}), "nobody knows who that was"


def guess(app: Flask, browser: Browser, count: int) -> list[int]:
    return [type_code(browser, f"{number:06d}").status_code for number in range(count)]


def test_ten_wrong_codes_and_the_network_waits_however_often_it_begins_anew(app: Flask, anna: Editor) -> None:
    browser = half_way(app, anna)
    assert guess(app, browser, 5) == [200] * 5
    again = half_way(app, anna)
    assert guess(app, again, 6) == [200] * 5 + [429]
    assert type_code(half_way(app, anna), code_of()).status_code == 429
    other = factories.editor(password=PASSWORD)
    give_app(other)
    assert type_code(half_way(app, other), code_of()).location == "/desk/"


def test_thirty_wrong_codes_from_many_networks_are_the_end_but_not_where_she_has_signed_in(
    app: Flask, anna: Editor
) -> None:
    known = half_way(app, anna)
    type_code(known, code_of())
    sign_out(known)
    statuses = []
    for number in range(4):
        browser = stranger(app)
        browser.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        login(browser, anna.email, PASSWORD)
        statuses += guess(app, browser, 9)
    # Her own first sign-in, in a browser that was not known yet, is one of the thirty.
    assert statuses == [200] * 29 + [429] * 7
    known.environ_base["REMOTE_ADDR"] = "192.0.2.1"
    login(known, anna.email, PASSWORD)
    assert type_code(known, code_of(steps=1)).location == "/desk/"
