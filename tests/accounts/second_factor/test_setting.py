"""`SECOND_FACTOR`: off, of whoever has one, or of everybody before anything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from accounts.models import Editor
from accounts.second_factor import factors
from app import PUBLIC_ENDPOINTS, create_app
from core.config import Config, SecondFactor
from core.config_values import ConfigError
from core.db import writing
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.databases import let_go
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import is_in, login
from tests.support.installation import changed, configured
from tests.support.second_factor import Key, give_app, give_second_factors
from tests.support.second_step import STEP, add_passkey

NOW = "Please set up a second factor now"


@contextmanager
def with_setting(config: Config, value: str) -> Iterator[Flask]:
    app = create_app(changed(config, SECOND_FACTOR=value))
    app.testing = True
    with app.app_context():
        yield app
    let_go(app)


def test_the_setting_is_one_of_three(config: Config) -> None:
    assert config.second_factor is SecondFactor.OPTIONAL
    with pytest.raises(ConfigError, match="SECOND_FACTOR=yes is unknown: use off, optional, required"):
        configured(config.data_dir, redis_url="", SECOND_FACTOR="yes")


def test_required_whoever_has_none_is_led_to_set_one_up_and_may_do_nothing_else(config: Config) -> None:
    with with_setting(config, "required") as app:
        browser = signed_in(app, factories.editor(password=PASSWORD))
        own = {"review.account", "review.add_app", "review.add_passkey", "review.change_password"}
        for rule in app.url_map.iter_rules():
            if rule.endpoint in PUBLIC_ENDPOINTS | own | {"security.logout"} or "GET" not in (rule.methods or ()):
                continue
            path = app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, 1))
            assert browser.get(path).location == "/desk/account", rule.endpoint
        page = open_text(browser.get("/desk/account").text)
        assert NOW in page
        assert "Name at the desk" not in page
        assert browser.send("/desk/account/name", {"desk_name": "X"}).location == "/desk/account"
        assert add_passkey(browser, Key()).status_code == 200
        assert is_in(browser)
        assert NOW not in open_text(browser.get("/desk/account").text)


def test_required_the_last_one_cannot_be_removed(config: Config) -> None:
    with with_setting(config, "required") as app:
        editor = factories.editor(password=PASSWORD)
        browser = signed_in(app, editor)
        give_app(editor)
        answer = browser.send("/desk/account/app/remove", {"password": PASSWORD})
        assert answer.status_code == 400
        assert "Add another one before you remove this one." in open_text(answer.text)
        assert factors.of(editor.id).app is not None


def test_required_one_of_two_can_be_removed(config: Config) -> None:
    with with_setting(config, "required") as app:
        editor = factories.editor(password=PASSWORD)
        browser = signed_in(app, editor)
        give_second_factors(editor)
        assert browser.send("/desk/account/app/remove", {"password": PASSWORD}).location == "/desk/account"
        assert factors.of(editor.id).count == 1


def test_required_a_one_time_password_is_left_behind_first(config: Config) -> None:
    with with_setting(config, "required") as app:
        editor = factories.editor(password=PASSWORD)
        browser = signed_in(app, editor)
        with writing() as session:
            session.get_one(Editor, editor.id).must_change_password = True
        assert browser.get("/desk/account").location == "/desk/password"


def test_off_nobody_is_asked_and_nobody_is_told_that_one_protects_them(config: Config) -> None:
    with with_setting(config, "off") as app:
        editor = factories.editor(password=PASSWORD)
        address = editor.email
        give_second_factors(editor)
        browser = signed_in(app, editor)
        assert "Second factor" not in open_text(browser.get("/desk/account").text)
        assert [browser.get(f"/desk/account/{page}").status_code for page in ("app", "passkeys")] == [404, 404]
    with with_setting(config, "optional") as app:
        assert login(Browser(app, app.response_class), address, PASSWORD).location == STEP
