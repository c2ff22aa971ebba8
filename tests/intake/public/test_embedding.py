"""The small form on other sites: only on those that are named, without scripts, and it sends nothing by itself."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from core.config import Config
from core.config_values import ConfigError
from core.db import db
from intake.models.reports import Submission
from tests.support.browsing import Browser
from tests.support.installation import changed

SITES = "https://news.example.org https://www.example.net:8443"


@pytest.fixture
def house(config: Config) -> Flask:
    """An installation with two partners."""
    return create_app(changed(config, EMBED_SITES=SITES))


def test_without_a_partner_there_is_no_such_page(client: Browser) -> None:
    assert client.get("/embed").status_code == 404


def test_only_the_named_sites_may_show_it_and_nothing_runs_in_it(house: Flask) -> None:
    shown = Browser(house, house.response_class).get("/embed?lang=en")
    policy = dict(part.partition(" ")[::2] for part in shown.headers["Content-Security-Policy"].split("; "))
    assert policy["frame-ancestors"] == SITES
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy
    assert "<script" not in shown.text
    assert "X-Frame-Options" not in shown.headers
    assert "Set-Cookie" not in shown.headers
    assert 'lang="en"' in shown.text


def test_every_other_page_may_be_shown_by_nobody(house: Flask) -> None:
    browser = Browser(house, house.response_class)
    browser.get("/embed")
    for address in ("/", "/report", "/share", "/lookup"):
        headers = browser.get(address).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("lang, words", [("de", "Der Text"), ("en", "The text"), ("xx", "The text")])
def test_it_speaks_the_language_of_the_page_around_it(house: Flask, lang: str, words: str) -> None:
    assert words in Browser(house, house.response_class).get(f"/embed?lang={lang}").text


def test_what_is_typed_begins_a_report_and_sends_none(house: Flask) -> None:
    browser = Browser(house, house.response_class)
    typed = {"text": "Ab morgen kostet WhatsApp Geld!", "url": "https://t.me/kanal/1"}
    # As a browser says it of a form in a frame of ours: it is our own page, whoever stands around it.
    taken = browser.post("/share", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert taken.location == "/report"
    assert "Ab morgen kostet WhatsApp Geld!" in browser.get("/report/text").text
    with house.app_context():
        assert db.session.scalars(select(Submission.id)).all() == []


@pytest.mark.parametrize(
    "sites",
    ["news.example.org", "http://news.example.org", "https://news.example.org/", "*", "https://a.b; script-src *"],
)
def test_what_is_no_origin_stops_the_start(config: Config, sites: str) -> None:
    with pytest.raises(ConfigError, match="EMBED_SITES"):
        changed(config, EMBED_SITES=sites)
