"""Signing in on PostgreSQL, where several people write at the same time: no session slips through."""

from __future__ import annotations

from functools import partial
from threading import Barrier, Event

import pytest
from flask import Flask
from flask_security import hash_password

from accounts import accounts, sessions
from accounts.models import AccountAction, Editor
from accounts.permissions import RoleName
from core.db import writing
from core.refusals import InvalidInput
from tests.support import factories
from tests.support.desk import PASSWORD
from tests.support.door import actions, sessions_of
from tests.support.side_by_side import side_by_side

pytestmark = pytest.mark.postgresql_only("on SQLite one writer at a time has the whole database")


def try_to_sign_in(email: str, password: str) -> bool:
    try:
        accounts.sign_in(address=email, password=password, remembered=False)
    except InvalidInput:
        return False
    return True


def test_a_one_time_password_lets_one_of_many_in(app: Flask) -> None:
    once = accounts.create(email="neu@desk.test", role=RoleName.EDITOR).password
    ready = Barrier(6)

    def attempt() -> bool:
        ready.wait(30)
        return try_to_sign_in("neu@desk.test", once)

    with side_by_side(app) as start:
        tries = [start(attempt) for _ in range(6)]
    assert sum(one.result() for one in tries) == 1
    assert actions().count(AccountAction.SIGNED_IN) == 1


def test_a_sign_in_that_meets_a_change_of_the_password_waits_and_is_turned_away(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    changed, looked = Event(), Event()

    def change(editor_id: int = editor.id) -> None:
        with writing() as session:
            changing = session.get_one(Editor, editor_id, with_for_update=True)
            changing.password = hash_password("a password that was chosen meanwhile")
            sessions.end_all(changing)
            session.flush()
            changed.set()
            assert looked.wait(10)

    with side_by_side(app) as start:
        changing = start(change)
        assert changed.wait(10)
        signing_in = start(partial(try_to_sign_in, editor.email, PASSWORD))
        with pytest.raises(TimeoutError):
            signing_in.result(timeout=0.5)
        looked.set()
        changing.result()
        assert not signing_in.result()
    assert [row for row in sessions_of(editor) if row.ended_at is None] == []
