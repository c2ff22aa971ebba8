"""Who gets in at the desk, and what happens to those who do not."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Literal
from unicodedata import normalize
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from core.config import Config
from core.db import db, writing
from review import editors
from review.models import Action, Editor, Event, RoleName
from tests import factories
from tests.intake.browsing import Browser, hidden_fields, open_text
from tests.review.desk import PASSWORD, signed_in

WRONG = "ein ganz anderes Passwort"


def login(browser: Browser, email: str, password: str, *, next_page: str = "") -> TestResponse:
    page = "/desk/login" + (f"?next={next_page}" if next_page else "")
    return browser.send("/desk/login", {"email": email, "password": password}, seen_at=page)


def is_in(browser: Browser) -> bool:
    return browser.get("/desk/").status_code == 200


def actions() -> list[Action]:
    db.session.rollback()
    return list(db.session.scalars(select(Event.action).order_by(Event.id)))


def test_the_right_password_opens_the_desk(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    assert not is_in(client)
    answer = login(client, editor.email, PASSWORD)
    assert (answer.status_code, answer.location) == (302, "/desk/")
    assert is_in(client)


@pytest.mark.parametrize("typed", [str.lower, str.upper, str.title, "{} ".format])
def test_an_address_may_be_typed_in_any_case_and_with_a_space_behind_it(
    app: Flask, client: Browser, typed: Callable[[str], str]
) -> None:
    editor = factories.editor(password=PASSWORD)
    assert login(client, typed(editor.email), PASSWORD).status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_password_with_umlauts_opens_the_desk_however_a_keyboard_spells_them(
    app: Flask, client: Browser, form: Literal["NFC", "NFD"]
) -> None:
    editor = factories.editor(password="vier Wörter, die niemand errät")
    assert login(client, editor.email, normalize(form, "vier Wörter, die niemand errät")).status_code == 302
    assert is_in(client)


def test_a_wrong_password_an_unknown_account_and_a_closed_one_get_the_same_answer(app: Flask, client: Browser) -> None:
    known, closed = factories.editor(password=PASSWORD), factories.editor(password=PASSWORD)
    with writing() as session:
        session.get_one(Editor, closed.id).active = False
    answers = [
        login(client, email, password)
        for email, password in (
            (known.email, WRONG),
            ("nobody@desk.test", WRONG),
            (closed.email, PASSWORD),
            (closed.email, WRONG),
        )
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({open_text(answer.text) for answer in answers}) == 1
    assert "Something is missing or not right yet" in open_text(answers[0].text)
    assert not is_in(client)


@pytest.mark.parametrize(
    "fields", [{}, {"email": "a@desk.test"}, {"password": "x"}, {"email": "\x00", "password": "\x00"}]
)
def test_incomplete_tries_are_shown_the_form_again(app: Flask, client: Browser, fields: dict[str, str]) -> None:
    answer = client.send("/desk/login", fields)
    assert answer.status_code == 200
    assert 'id="error-summary"' in answer.text


def test_without_its_token_a_sign_in_is_refused(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    answer = client.post("/desk/login", data={"email": editor.email, "password": PASSWORD})
    assert answer.status_code == 400
    assert not is_in(client)


def test_whoever_asked_for_a_page_is_brought_there_after_signing_in(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    turned_away = client.get("/desk/audit?before=7")
    assert turned_away.status_code == 302
    assert turned_away.location.startswith("/desk/login?next=")
    answer = client.send("/desk/login", {"email": editor.email, "password": PASSWORD}, seen_at=turned_away.location)
    assert answer.location == "/desk/audit?before=7"


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/%5Cevil.example/",
    "%5C%5Cevil.example",
    "https:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "%09//evil.example",
    "//127.0.0.1@evil.example/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_never_leads_off_the_site(app: Flask, client: Browser, target: str) -> None:
    editor = factories.editor(password=PASSWORD)
    asked_before = login(client, editor.email, PASSWORD, next_page=target)
    client.delete_cookie("gegencheck")
    smuggled = client.send("/desk/login", {"email": editor.email, "password": PASSWORD, "next": target})
    for answer in (asked_before, smuggled):
        # Browsers read a bare backslash as a slash.
        leads_to = urljoin("http://localhost/desk/login", (answer.location or "").replace("\\", "/"))
        assert urlsplit(leads_to).scheme == "http"
        assert urlsplit(leads_to).hostname == "localhost"


def test_signing_out_takes_a_form_with_its_token(app: Flask) -> None:
    browser = signed_in(app)
    assert browser.get("/desk/logout").status_code == 405
    assert browser.post("/desk/logout").status_code == 400
    assert is_in(browser)
    answer = browser.send("/desk/logout", {}, seen_at="/desk/")
    assert (answer.status_code, answer.location) == (302, "/desk/login")
    assert not is_in(browser)


def test_signing_in_and_out_leave_a_line_each_and_failed_tries_leave_none(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    before = len(actions())
    login(client, editor.email, WRONG)
    login(client, editor.email, PASSWORD)
    client.send("/desk/logout", {}, seen_at="/desk/")
    assert actions()[before:] == [Action.SIGNED_IN, Action.SIGNED_OUT]
    authors = db.session.scalars(select(Event.editor_id).order_by(Event.id.desc()).limit(2)).all()
    assert authors == [editor.id, editor.id]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_gets_past_the_gate_without_an_account(app: Flask, client: Browser, method: str) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk")]
    assert len(rules) > 7
    for rule in rules:
        if method in (rule.methods or ()) and rule.endpoint != "security.login":
            address = re.sub(r"<[^>]+>", "1", rule.rule)
            token = hidden_fields(client.get("/desk/login").text)
            answer = client.open(address, method=method, data=token if method == "POST" else None)
            assert answer.status_code == 302, rule
            assert (answer.location or "").startswith("/desk/login"), rule
