"""Every answer carries the security headers, whatever kind of answer it is."""

from __future__ import annotations

import pytest
from flask import Flask

from app import create_app
from core.config import Config
from core.web.headers import CONTENT_SECURITY_POLICY, HEADERS
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.installation import changed

ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/healthz", 200),
    ("GET", "/static/css/base.css", 200),
    ("GET", "/static/nothing.css", 404),
    ("GET", "/language/en", 302),
    ("GET", "/desk/", 302),
    ("GET", "/desk", 308),
    ("GET", "/nothing", 404),
    ("GET", "/api/v1/nothing", 404),
    ("DELETE", "/", 405),
    ("OPTIONS", "/", 200),
    ("POST", "/lookup", 400),
    ("POST", "/api/v1/lookup", 415),
    ("GET", "/api/v1/submissions/status", 401),
]


@pytest.mark.parametrize("method,path,status", ANSWERS)
def test_every_answer_carries_every_header(client: Browser, method: str, path: str, status: int) -> None:
    with client.open(path, method=method) as response:
        assert response.status_code == status
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_an_answer_to_something_that_broke_carries_them_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_args: object) -> None:
        raise RuntimeError

    app.testing = False
    monkeypatch.setattr("intake.cases.looked_up.look_up", explode)

    response = app.test_client().post("/lookup", data={"text": factories.POST})

    assert response.status_code == 500
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed() -> None:
    rules = dict(rule.split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split("; "))

    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert set(rules.values()) == {"'self'", "'none'"}, "no 'unsafe-inline', no host, no wildcard"


def test_pages_are_not_kept_by_the_browser_but_pictures_and_styles_are(client: Browser) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/nothing").headers["Cache-Control"] == "no-store"
    with client.get("/static/css/base.css") as response:
        assert "no-store" not in response.headers.get("Cache-Control", "")


def test_only_an_installation_behind_https_demands_https(client: Browser, config: Config) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers

    public = changed(config, PUBLIC_URL="https://check.example")
    response = create_app(public).test_client().get("/language/en")

    assert "max-age" in response.headers["Strict-Transport-Security"]
    assert "Secure" in response.headers["Set-Cookie"]
