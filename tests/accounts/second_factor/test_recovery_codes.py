"""Recovery codes: ten, shown once, each good for one sign-in."""

from __future__ import annotations

import dataclasses
import re
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from accounts.second_factor import recovery_codes, steps
from app import create_app
from audit.models import Event
from core.config import Config
from core.db import db, writing
from core.refusals import InvalidInput
from tests.support import factories
from tests.support.browsing import open_text, whole_database
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import WRONG, actions
from tests.support.second_factor import give_app
from tests.support.second_step import half_way, type_code
from tests.support.side_by_side import side_by_side

PAGE = "/desk/account/recovery-codes"


@pytest.fixture
def anna(app: Flask) -> Editor:
    """An editor with a password of her own."""
    return factories.editor(password=PASSWORD)


def test_a_recovery_code_signs_in_once_and_the_trail_says_by_what(app: Flask, anna: Editor) -> None:
    codes = give_app(anna)
    browser = half_way(app, anna)
    assert type_code(browser, codes[3]).location == "/desk/"
    line = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (line.action, line.details) == ("signed_in", {"factor": "recovery_code"})
    assert "9 codes are left." in open_text(browser.get("/desk/account").text)
    assert type_code(half_way(app, anna), codes[3]).status_code == 200
    assert type_code(half_way(app, anna), codes[4]).location == "/desk/"


def test_it_is_read_as_people_write_it(app: Flask, anna: Editor) -> None:
    codes = give_app(anna)
    for spelt in (codes[0].upper(), codes[1].replace("-", " "), f" {codes[2]}\t", codes[3].replace("-", "")):
        assert type_code(half_way(app, anna), spelt).location == "/desk/"


def test_codes_belong_to_one_account(app: Flask, anna: Editor) -> None:
    give_app(anna)
    other = factories.editor(password=PASSWORD)
    assert type_code(half_way(app, anna), give_app(other)[0]).status_code == 200


def test_of_many_who_race_with_one_code_one_gets_in(app: Flask, anna: Editor) -> None:
    codes = give_app(anna)
    with writing():
        tokens = [steps.begin(db.session.get_one(Editor, anna.id), remembered=False) for _ in range(6)]
    ready = Barrier(6)

    def attempt(token: str) -> str:
        ready.wait(10)
        return steps.finish_with_code(token, code=codes[0]).token

    with side_by_side(app) as start:
        tries = [start(partial(attempt, token)) for token in tokens]
    errors = [one.exception() for one in tries if one.exception() is not None]
    assert [type(error) for error in errors] == [InvalidInput] * 5


def test_new_codes_take_the_password_and_make_the_old_ones_worthless(app: Flask, anna: Editor) -> None:
    browser = signed_in(app, anna)
    old = give_app(anna)
    assert browser.send(PAGE, {"password": WRONG}).status_code == 400
    answer = browser.send(PAGE, {"password": PASSWORD})
    new = re.findall(r"<li>([a-z2-9-]{14})</li>", answer.text)
    assert len(new) == recovery_codes.COUNT
    assert actions()[-1] == "recovery_codes_made"
    assert type_code(half_way(app, anna), old[0]).status_code == 200
    assert type_code(half_way(app, anna), new[0]).location == "/desk/"


def test_without_a_second_factor_there_is_nothing_to_recover(app: Flask, anna: Editor) -> None:
    browser = signed_in(app, anna)
    assert browser.get(PAGE).location == "/desk/account"
    assert "Recovery codes" not in open_text(browser.get("/desk/account").text)


def test_codes_are_kept_as_hashes_that_have_a_key(app: Flask, config: Config, anna: Editor) -> None:
    codes = give_app(anna)
    everything = whole_database(config)
    assert [code for code in codes if code in everything or code.replace("-", "") in everything] == []
    other = create_app(dataclasses.replace(config, secret_key="another secret of the same length, or so"))
    with other.app_context(), writing():
        assert not recovery_codes.spend(anna.id, codes[0])
    with writing():
        assert recovery_codes.spend(anna.id, codes[0])
