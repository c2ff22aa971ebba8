"""An app that shows codes: set up with the password and one of them; each code lets in once."""

from __future__ import annotations

import re
import time
from functools import partial
from threading import Barrier

import pytest
from flask import Flask

from accounts.models import Editor
from accounts.second_factor import apps, steps
from accounts.second_factor.models import AuthenticatorApp
from core.config import Config
from core.db import db, writing
from core.refusals import InvalidInput
from core.sealing import seal
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text, whole_database
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import WRONG, actions, is_in, login
from tests.support.second_factor import SECRET, code_of, give_app
from tests.support.second_step import half_way, type_code
from tests.support.side_by_side import side_by_side

PAGE = "/desk/account/app"


@pytest.fixture
def anna(app: Flask) -> Editor:
    """An editor with a password of her own."""
    return factories.editor(password=PASSWORD)


@pytest.fixture(autouse=True)
def _no_code_changes_while_a_test_looks() -> None:
    """Wait for the next half minute when this one is nearly over."""
    left = 30 - time.time() % 30
    if left < 5:
        time.sleep(left + 0.1)


def offered(browser: Browser) -> tuple[str, dict[str, str]]:
    """Return the secret that the page shows, and its hidden fields."""
    page = browser.get(PAGE).text
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found is not None
    return found[1], hidden_fields(page)


def test_an_app_is_set_up_with_a_code_and_the_password(app: Flask, anna: Editor) -> None:
    browser, elsewhere = signed_in(app, anna), signed_in(app, anna)
    secret, fields = offered(browser)
    answer = browser.post(PAGE, data=fields | {"code": code_of(secret), "password": PASSWORD})
    assert answer.status_code == 200
    codes = re.findall(r"<li>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</li>", answer.text)
    assert len(set(codes)) == 10
    assert is_in(browser)
    assert not is_in(elsewhere), "sessions that began without it have ended"
    assert actions()[-1] == "second_factor_added"
    account = open_text(browser.get("/desk/account").text)
    assert "Signing in takes your password and one of these. App that shows codes" in account
    assert "10 codes are left." in account
    assert codes[0] not in browser.get("/desk/account").text


@pytest.mark.parametrize(
    "changed, field", [({"code": "000000"}, "code"), ({"code": ""}, "code"), ({"password": WRONG}, "password")]
)
def test_neither_a_wrong_code_nor_a_wrong_password_sets_one_up(
    app: Flask, anna: Editor, changed: dict[str, str], field: str
) -> None:
    browser = signed_in(app, anna)
    secret, fields = offered(browser)
    answer = browser.post(PAGE, data={**fields, "code": code_of(secret), "password": PASSWORD, **changed})
    assert answer.status_code == 400
    assert f'id="{field}-error"' in answer.text
    assert secret in answer.text, "the app that was set up already need not be set up again"
    assert db.session.get(AuthenticatorApp, anna.id) is None


def test_a_secret_that_was_offered_to_somebody_else_is_refused(app: Flask, anna: Editor) -> None:
    browser = signed_in(app, anna)
    stolen = seal(f"authenticator app of account {anna.id + 1}", SECRET)
    for sealed in (stolen, SECRET, ""):
        fields = offered(browser)[1] | {"sealed": sealed, "code": code_of(), "password": PASSWORD}
        assert browser.post(PAGE, data=fields).status_code == 409
    assert db.session.get(AuthenticatorApp, anna.id) is None


def test_another_app_takes_the_place_of_the_first_and_keeps_the_recovery_codes(app: Flask, anna: Editor) -> None:
    browser = signed_in(app, anna)
    give_app(anna)
    secret, fields = offered(browser)
    answer = browser.post(PAGE, data=fields | {"code": code_of(secret), "password": PASSWORD})
    assert answer.location == "/desk/account"
    assert "10 codes are left." in open_text(browser.get("/desk/account").text)
    waiting = half_way(app, anna)
    assert type_code(waiting, code_of()).status_code == 200
    assert type_code(waiting, code_of(secret, steps=1)).location == "/desk/"


def test_the_secret_stands_nowhere_in_clear(app: Flask, config: Config, anna: Editor) -> None:
    give_app(anna)
    assert SECRET not in whole_database(config)
    stored = db.session.get_one(AuthenticatorApp, anna.id)
    other = factories.editor(password=PASSWORD)
    with writing() as session:
        session.add(AuthenticatorApp(editor_id=other.id, secret=stored.secret, last_step=0))
    with writing():
        assert not apps.spend(other.id, code_of()), "a sealed secret that was moved to another account opens nothing"


@pytest.mark.parametrize("step, works", [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(app: Flask, anna: Editor, step: int, works: bool) -> None:
    give_app(anna)
    answer = type_code(half_way(app, anna), code_of(steps=step))
    assert (answer.location == "/desk/") is works


def test_a_code_lets_in_once_and_none_that_is_older_after_it(app: Flask, anna: Editor) -> None:
    give_app(anna)
    # Read at once: the half minute may be over before they are typed.
    codes = code_of(), code_of(steps=-1)
    assert type_code(half_way(app, anna), codes[0]).location == "/desk/"
    replay = half_way(app, anna)
    for code in codes:
        answer = type_code(replay, code)
        assert "This code is not right, or it was used already." in open_text(answer.text)
    assert not is_in(replay)
    assert type_code(replay, code_of(steps=1)).location == "/desk/"


def test_the_code_that_set_the_app_up_signs_nobody_in(app: Flask, anna: Editor) -> None:
    browser = signed_in(app, anna)
    secret, fields = offered(browser)
    code = code_of(secret)
    browser.post(PAGE, data=fields | {"code": code, "password": PASSWORD})
    assert type_code(half_way(app, anna), code).status_code == 200


def test_of_many_who_race_with_one_code_one_gets_in(app: Flask, anna: Editor) -> None:
    give_app(anna)
    with writing():
        tokens = [steps.begin(db.session.get_one(Editor, anna.id), remembered=False) for _ in range(6)]
    ready, code = Barrier(6), code_of()

    def attempt(token: str) -> str:
        ready.wait(10)
        return steps.finish_with_code(token, code=code).token

    with side_by_side(app) as start:
        tries = [start(partial(attempt, token)) for token in tokens]
    errors = [one.exception() for one in tries if one.exception() is not None]
    assert [type(error) for error in errors] == [InvalidInput] * 5
    assert actions().count("signed_in") == 1


@pytest.mark.parametrize(
    "odd", ["", " ", "12345", "1234567", "１２３４５６", "12345a", "-1", "0x1234", "1" * 100_000, "\x00" * 6, "٣٣٣٣٣٣"]
)
def test_what_is_no_code_is_wrong_and_breaks_nothing(app: Flask, anna: Editor, odd: str) -> None:
    give_app(anna)
    assert type_code(half_way(app, anna), odd).status_code == 200


def test_a_code_may_be_typed_in_two_groups(app: Flask, anna: Editor) -> None:
    give_app(anna)
    code = code_of()
    assert type_code(half_way(app, anna), f" {code[:3]} {code[3:]}").location == "/desk/"


def test_an_app_is_removed_with_the_password_and_its_recovery_codes_go_with_it(app: Flask, anna: Editor) -> None:
    browser = signed_in(app, anna)
    codes = give_app(anna)
    page = f"{PAGE}/remove"
    assert browser.send(page, {"password": WRONG}).status_code == 400
    assert db.session.get(AuthenticatorApp, anna.id) is not None
    assert browser.send(page, {"password": PASSWORD}).location == "/desk/account"
    assert actions()[-1] == "second_factor_removed"
    assert login(Browser(app, app.response_class), anna.email, PASSWORD).location == "/desk/"
    browser.send(page, {"password": PASSWORD})
    assert "This was removed already." in open_text(browser.get("/desk/account").text)
    give_app(anna)
    assert type_code(half_way(app, anna), codes[0]).status_code == 200
