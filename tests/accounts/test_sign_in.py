"""Who gets in at the desk, and what happens to those who do not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Literal
from unicodedata import normalize
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import AccountAction
from audit.models import Event
from core.db import db
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import WRONG, actions, close, is_in, login


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
    close(closed)
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
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "\t//evil.example",
    "/\t/evil.example",
    "//127.0.0.1@evil.example/",
    "//[",
    "//[::1",
    "https://[",
    "/%2Fevil.example",
    "/%5Cevil.example",
    "/desk/\r\nSet-Cookie: a=b",
    "/\x00",
    "/" + "a" * 3000,
    "desk/audit",
]


@pytest.mark.parametrize("target", ELSEWHERE, ids=ascii)
@pytest.mark.parametrize("smuggled", [False, True], ids=["asked for", "smuggled into the form"])
def test_what_is_no_path_of_ours_leads_to_the_desk(app: Flask, client: Browser, target: str, smuggled: bool) -> None:
    editor = factories.editor(password=PASSWORD)
    if smuggled:
        answer = login(client, editor.email, PASSWORD, next=target)
    else:
        answer = login(client, editor.email, PASSWORD, next_page=quote(target, safe=""))
    assert (answer.status_code, answer.location) == (302, "/desk/")


def test_the_page_to_go_on_to_outlives_a_wrong_password(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    page = login(client, editor.email, WRONG, next_page="/desk/audit").text
    fields = {**hidden_fields(page), "email": editor.email, "password": PASSWORD}
    assert client.post("/desk/login", data=fields).location == "/desk/audit"


def test_whoever_is_in_already_is_not_asked_again(app: Flask) -> None:
    browser = signed_in(app)
    assert browser.get("/desk/login").location == "/desk/"


@pytest.mark.parametrize("page", ["/desk/login", "/desk/password", "/desk/", "/desk/audit", "/desk/logout"])
def test_asking_for_the_head_of_a_page_is_answered_like_asking_for_it(app: Flask, client: Browser, page: str) -> None:
    for browser in (client, signed_in(app)):
        whole, head = browser.get(page), browser.head(page)
        assert (head.status_code, head.location) == (whole.status_code, whole.location)
        assert head.data == b""


def test_nobody_signs_in_with_json(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    token = hidden_fields(client.get("/desk/login").text)["csrf_token"]
    sent = {"email": editor.email, "password": PASSWORD, "csrf_token": token}
    for kind in ("application/json", "application/vnd.api+json", "text/plain", "application/octet-stream"):
        answer = client.post(
            "/desk/login", data=json.dumps(sent), content_type=kind, headers={"X-CSRFToken": token, "Accept": kind}
        )
        assert not answer.location
        assert not is_in(client)
    answer = client.post("/desk/login?email=x", json=sent, headers={"X-CSRFToken": token})
    assert answer.status_code == 400


def test_a_password_is_not_changed_with_json(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = signed_in(app, editor)
    token = hidden_fields(browser.get("/desk/password").text)["csrf_token"]
    for password in (PASSWORD, 7, None, [PASSWORD], {"a": 1}):
        sent = {"password": password, "new_password": WRONG, "new_password_confirm": WRONG}
        answer = browser.post("/desk/password", json=sent, headers={"X-CSRFToken": token})
        assert answer.status_code == 400
    assert actions().count(AccountAction.PASSWORD_CHANGED) == 1


def test_of_the_library_s_pages_only_ours_for_signing_in_and_out_exist(app: Flask, client: Browser) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")]
    assert {(rule.endpoint, rule.rule) for rule in rules} == {
        ("security.login", "/desk/login"),
        ("security.second_step", "/desk/login/second-step"),
        ("security.link", "/desk/link/<token>"),
        ("security.logout", "/desk/logout"),
    }
    modules = {view.__module__ for view in app.view_functions.values()}
    assert not [module for module in modules if module.startswith("flask_security")]
    elsewhere = [
        "verify",
        "fs-static/x",
        "fs-static/js/webauthn.js",
        "register",
        "reset",
        "change",
        "confirm",
        "us-signin",
    ]
    elsewhere += ["tf-setup", "wan-register", "mf-recovery", "refresh-token", "change-email", "change-username"]
    for page in elsewhere:
        for browser in (client, signed_in(app)):
            assert browser.get(f"/desk/{page}").status_code == 404
            token = hidden_fields(browser.get("/desk/login", follow_redirects=True).text)
            assert browser.post(f"/desk/{page}", data=token).status_code == 404


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
    assert actions()[before:] == [AccountAction.SIGNED_IN, AccountAction.SIGNED_OUT]
    authors = db.session.scalars(select(Event.editor_id).order_by(Event.id.desc()).limit(2)).all()
    assert authors == [editor.id, editor.id]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_gets_past_the_gate_without_an_account(app: Flask, client: Browser, method: str) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk")]
    assert len(rules) > 7
    for rule in rules:
        if method in (rule.methods or ()) and rule.endpoint not in {"security.login", "security.link"}:
            address = re.sub(r"<[^>]+>", "1", rule.rule)
            token = hidden_fields(client.get("/desk/login").text)
            answer = client.open(address, method=method, data=token if method == "POST" else None)
            assert answer.status_code == 302, rule
            assert (answer.location or "").startswith("/desk/login"), rule
