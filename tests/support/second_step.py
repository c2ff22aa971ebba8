"""Signing in with a second factor, in a browser without scripts, and what the pages for it hold."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from accounts.models import Editor
from tests.support.browsing import Browser
from tests.support.desk import PASSWORD
from tests.support.door import login
from tests.support.second_factor import Key

STEP = "/desk/login/second-step"


def half_way(app: Flask, editor: Editor) -> Browser:
    """Return a browser in which somebody has typed the right password of an account with a second factor."""
    browser = Browser(app, app.response_class)
    answer = login(browser, editor.email, PASSWORD)
    assert answer.location == STEP
    return browser


def type_code(browser: Browser, code: str) -> TestResponse:
    """Send a code at the second step."""
    return browser.send(STEP, {"code": code})


def options_on(browser: Browser, page: str) -> dict[str, Any]:
    """Return what a page asks of passkeys."""
    found = re.search(r'data-options="([^"]*)"', browser.get(page).text)
    assert found is not None, "the page asks for no passkey"
    options: dict[str, Any] = json.loads(unescape(found[1]))
    return options


def add_passkey(browser: Browser, key: Key, *, name: str = "Laptop", **fields: str) -> TestResponse:
    """Add a passkey on the page for it."""
    page = "/desk/account/passkeys"
    shown = browser.get(page).text
    found = re.search(r'data-options="([^"]*)"', shown)
    assert found is not None
    state = re.search(r'name="state"[^>]*value="([^"]*)"', shown)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', shown)
    assert state is not None
    assert token is not None
    sent = {"state": unescape(state[1]), "csrf_token": token[1], "name": name, "password": PASSWORD}
    return browser.post(page, data=sent | {"response": key.created(json.loads(unescape(found[1])))} | fields)


def use_passkey(browser: Browser, key: Key, **changed: str) -> TestResponse:
    """Sign what the second step asks for, and send it."""
    return browser.send(STEP, {"response": key.signed(options_on(browser, STEP), **changed)})
