"""What the cookies of the desk hold, who can set them, and what signing in leaves behind."""

from __future__ import annotations

import dataclasses
import json

import pytest
from flask import Flask

from app import create_app
from core.config import Config
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import SESSION, cookies_of, copy_of, is_in, kept, login

HTTPS = "https://check.example.org"


def test_nothing_from_before_signing_in_is_left_in_the_cookie(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    client.send("/report/one-page", {"text": "Ein Beitrag, den nur der Mensch davor kennt.", "kind": "check"})
    before = kept(app, client)
    assert len(before) >= 2, "a receipt and a forgery secret"
    login(client, editor.email, PASSWORD)
    signed = kept(app, client)
    assert signed.keys() == {"_user_id", "desk_session", "_permanent"}
    is_in(client)
    after = kept(app, client)
    assert not {json.dumps(value) for value in before.values()} & {json.dumps(value) for value in after.values()}


def test_a_planted_forgery_secret_is_worth_nothing_after_signing_in(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    stranger = Browser(app, app.response_class)
    token = hidden_fields(stranger.get("/desk/login").text)["csrf_token"]
    victim = copy_of(app, stranger)
    assert login(victim, editor.email, PASSWORD).status_code == 302
    assert victim.post("/desk/logout", data={"csrf_token": token}).status_code == 400
    assert is_in(victim)
    assert not is_in(stranger)


def test_the_session_cookie_is_for_this_site_and_no_script(app: Flask, client: Browser) -> None:
    editor = factories.editor(password=PASSWORD)
    session = cookies_of(login(client, editor.email, PASSWORD))[SESSION]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert not session["secure"]
    assert not session["expires"]


@pytest.mark.parametrize("stay", [{}, {"remember": "y"}])
def test_behind_https_cookies_travel_encrypted_and_no_other_host_can_set_them(
    config: Config, stay: dict[str, str]
) -> None:
    secure = create_app(dataclasses.replace(config, public_url=HTTPS))
    with secure.app_context():
        editor = factories.editor(password=PASSWORD)
        browser = Browser(secure, secure.response_class)
        page = hidden_fields(browser.get("/desk/login", base_url=HTTPS).text)
        fields = {**page, **stay, "email": editor.email, "password": PASSWORD}
        answer = browser.post("/desk/login", base_url=HTTPS, headers={"Referer": f"{HTTPS}/desk/login"}, data=fields)
        language = browser.get("/language/de", base_url=HTTPS)
        assert browser.get("/desk/", base_url=HTTPS).status_code == 200
        assert '<html lang="de"' in browser.get("/desk/", base_url=HTTPS).text
    assert answer.status_code == 302
    cookies = {**cookies_of(answer), **cookies_of(language)}
    assert cookies.keys() == {"__Host-gegencheck", "__Host-language", "__Host-known"}
    for cookie in cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_behind_https_a_cookie_under_its_plain_name_is_not_read(app: Flask, config: Config) -> None:
    editor = factories.editor(password=PASSWORD)
    cookie = signed_in(app, editor).get_cookie(SESSION)
    assert cookie is not None
    secure = create_app(dataclasses.replace(config, public_url=HTTPS))
    for prefix, status in (("", 302), ("__Host-", 200)):
        browser = Browser(secure, secure.response_class)
        browser.set_cookie(prefix + SESSION, cookie.value, domain="check.example.org", secure=True)
        browser.set_cookie(prefix + "language", "de", domain="check.example.org", secure=True)
        answer = browser.get("/desk/", base_url=HTTPS)
        assert answer.status_code == status
        page = browser.get("/desk/login", base_url=HTTPS, follow_redirects=True).text
        assert ('<html lang="de"' in page) is bool(prefix)
