"""Signing in on PostgreSQL, where several people write at the same time: no session slips through."""

from __future__ import annotations

from threading import Barrier

import pytest
from flask import Flask

from core.errors import InvalidInput
from review import editors
from review.models import Action, RoleName
from tests import factories
from tests.core import test_postgres
from tests.core.side_by_side import side_by_side
from tests.review.desk import PASSWORD
from tests.review.door import actions, sessions_of

pytestmark = pytest.mark.postgres

server = test_postgres.server
postgres = test_postgres.postgres

ROUNDS = 8


def try_to_sign_in(email: str, password: str, ready: Barrier) -> bool:
    ready.wait(30)
    try:
        editors.sign_in(address=email, password=password, remembered=False)
    except InvalidInput:
        return False
    return True


def test_a_one_time_password_lets_one_of_many_in(postgres: Flask) -> None:
    once = editors.create(email="neu@desk.test", role=RoleName.EDITOR).password
    ready = Barrier(6)
    with side_by_side(postgres) as start:
        tries = [start(lambda: try_to_sign_in("neu@desk.test", once, ready)) for _ in range(6)]
    assert sum(attempt.result() for attempt in tries) == 1
    assert actions().count(Action.SIGNED_IN) == 1


def test_a_sign_in_that_meets_a_change_of_the_password_leaves_no_session_behind(postgres: Flask) -> None:
    for number in range(ROUNDS):
        editor = factories.editor(password=PASSWORD)
        ready, new = Barrier(4), f"ein neues Passwort, Nummer {number}"

        def change(editor_id: int = editor.id, ready: Barrier = ready, new: str = new) -> None:
            ready.wait(30)
            editors.choose_password(editor_id, current=PASSWORD, new=new, repeated=new)

        def sign_in(email: str = editor.email, ready: Barrier = ready) -> bool:
            return try_to_sign_in(email, PASSWORD, ready)

        with side_by_side(postgres) as start:
            changing = start(change)
            for attempt in [start(sign_in) for _ in range(3)]:
                attempt.result()
            changing.result()
        assert [row for row in sessions_of(editor) if row.ended_at is None] == []
