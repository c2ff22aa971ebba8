"""Choosing a password at the desk: what will not do, and how often somebody may try."""

from __future__ import annotations

import re
import time

import pytest
from flask import Flask

from accounts import accounts
from accounts.models import AccountAction, Editor
from core.db import db
from core.refusals import InvalidInput
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import WRONG, actions, choose, is_in, login

BAD_PASSWORDS = {
    "wrong current": ({"password": "nicht mein Passwort"}, "password"),
    "no current": ({"password": ""}, "password"),
    "endless current": ({"password": "a" * 1_000_000}, "password"),
    "too short": ({"new_password": "elf Zeichen", "new_password_confirm": "elf Zeichen"}, "new_password"),
    "too long": ({"new_password": "a" * 129, "new_password_confirm": "a" * 129}, "new_password"),
    "too long once spelt out": ({"new_password": "\ufdfa" * 8, "new_password_confirm": "\ufdfa" * 8}, "new_password"),
    "endless": ({"new_password": "\ufdfa" * 100_000, "new_password_confirm": "x"}, "new_password"),
    "empty": ({"new_password": "", "new_password_confirm": ""}, "new_password"),
    "the same again": ({"new_password": PASSWORD, "new_password_confirm": PASSWORD}, "new_password"),
    "not repeated": ({"new_password_confirm": "etwas ganz anderes"}, "new_password_confirm"),
    "repeated and then some": ({"new_password_confirm": WRONG + "a" * 1_000_000}, "new_password_confirm"),
}


@pytest.mark.parametrize("changed, field", BAD_PASSWORDS.values(), ids=BAD_PASSWORDS.keys())
def test_a_password_that_will_not_do_is_refused_at_its_field(app: Flask, changed: dict[str, str], field: str) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = signed_in(app, editor)
    before = db.session.get_one(Editor, editor.id).password
    good = {"password": PASSWORD, "new_password": WRONG, "new_password_confirm": WRONG}
    answer = browser.send("/desk/password", good | changed)
    assert answer.status_code == 400
    assert re.findall(r'id="(\w+)-error"', answer.text) == [field]
    assert WRONG not in answer.text
    assert db.session.get_one(Editor, editor.id).password == before
    assert actions().count(AccountAction.PASSWORD_CHANGED) == 1


EMOJI = "".join(chr(0x1F600 + number) for number in range(12))
LETTERS = "".join(chr(0x4E00 + number) for number in range(128))


@pytest.mark.parametrize("odd", ["\x00 und elf Zeichen", EMOJI, LETTERS, "\u0378abgmzxokwtqurp\u0378"])
def test_any_signs_make_a_password(app: Flask, client: Browser, odd: str) -> None:
    editor = factories.editor(password=PASSWORD)
    assert choose(signed_in(app, editor), PASSWORD, odd).status_code == 302
    assert login(client, editor.email, odd).status_code == 302


def test_choosing_a_password_leaves_one_line(app: Flask) -> None:
    browser = signed_in(app)
    before = len(actions())
    choose(browser, PASSWORD, WRONG)
    assert actions()[before:] == [AccountAction.PASSWORD_CHANGED]


def test_after_ten_tries_at_the_current_password_nobody_may_go_on(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser, elsewhere, colleague = signed_in(app, editor), signed_in(app, editor), signed_in(app)
    elsewhere.environ_base["REMOTE_ADDR"] = "198.51.100.9"
    page = hidden_fields(browser.get("/desk/password").text)
    fields = {**page, "password": "geraten", "new_password": WRONG, "new_password_confirm": WRONG}
    assert [browser.post("/desk/password", data=fields).status_code for _ in range(10)] == [400] * 10
    for other in (browser, elsewhere):
        answer = choose(other, PASSWORD, WRONG)
        assert answer.status_code == 429
        assert "up to an hour for signing in" in open_text(answer.text)
    # The page can still be opened, the desk be worked at, and a colleague change theirs.
    assert browser.get("/desk/password").status_code == 200
    assert is_in(browser)
    assert choose(colleague, PASSWORD, WRONG).status_code == 302
    assert login(Browser(app, app.response_class), editor.email, PASSWORD).status_code == 302, "nothing was changed"


def test_whoever_is_not_signed_in_uses_up_nobody_s_tries(app: Flask, client: Browser) -> None:
    page = hidden_fields(client.get("/desk/login").text)
    sent = [client.post("/desk/password", data=page) for _ in range(70)]
    assert {(answer.status_code, answer.location) for answer in sent} == {(302, "/desk/login")}
    assert choose(signed_in(app), PASSWORD, WRONG).status_code == 302


def test_an_endless_password_costs_nothing(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    # As slow as it really is, so that one hash would be seen.
    app.extensions["security"].pwd_context.update(argon2__rounds=40, argon2__memory_cost=65536)
    started = time.thread_time()
    for endless in ("a" * 1_000_000, "\ufdfa" * 1_000_000, "a" * 129):
        for address in (editor.email, "nobody@desk.test"):
            with pytest.raises(InvalidInput):
                accounts.sign_in(address=address, password=endless, remembered=False)
        with pytest.raises(InvalidInput):
            accounts.choose_password(editor.id, current=endless, new=endless, repeated=endless)
    taken = time.thread_time() - started
    started = time.thread_time()
    with pytest.raises(InvalidInput):
        accounts.sign_in(address="nobody@desk.test", password="a" * 128, remembered=False)
    assert taken < (time.thread_time() - started) / 2, "all nine together cost less than half a hash"
