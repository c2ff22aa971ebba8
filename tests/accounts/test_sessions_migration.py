"""The migration to sessions in the database, with accounts and their trail in place, forwards and back."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select, text

from accounts import accounts
from accounts.models import DeskSession, Editor
from accounts.permissions import RoleName
from audit import trail
from audit.models import Event
from core.db import db, now
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.desk import PASSWORD, signed_in
from tests.support.door import is_in, login


def there_and_back(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    browser = signed_in(app, editor)
    known, address, waiting = editor.id, editor.email, factories.editor().id
    events = db.session.scalar(select(func.count()).select_from(Event))
    db.session.remove()

    downgrade(revision="0002")

    assert "desk_session" not in inspect(db.engine).get_table_names()
    assert "one_time_until" not in {column["name"] for column in inspect(db.engine).get_columns("editor")}
    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT id, must_change_password FROM editor ORDER BY id")).all()
    assert [(row.id, bool(row.must_change_password)) for row in kept] == [(known, False), (waiting, True)]

    upgrade()

    assert db.session.get_one(Editor, known).one_time_until is None
    until = db.session.get_one(Editor, waiting).one_time_until
    assert until is not None
    assert timedelta(hours=71) < until - now() <= timedelta(hours=72)
    assert db.session.scalar(select(func.count()).select_from(DeskSession)) == 0
    assert db.session.scalar(select(func.count()).select_from(Event)) == events
    assert trail.first_broken() is None
    assert not is_in(browser), "sessions of before mean signing in again"
    assert login(browser, address, PASSWORD).status_code == 302


def test_accounts_outlive_the_migration_and_its_taking_back(app: Flask) -> None:
    there_and_back(app)


def test_a_one_time_password_of_before_signs_in_for_three_more_days_and_once(app: Flask) -> None:
    once = accounts.create(email="neu@desk.test", role=RoleName.EDITOR).password
    downgrade(revision="0002")
    upgrade()
    answers = [login(Browser(app, app.response_class), "neu@desk.test", once).status_code for _ in range(2)]
    assert answers == [302, 200]
