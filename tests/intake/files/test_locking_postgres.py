"""Locking files on PostgreSQL, where several write at the same time: nobody waits for ever, and no copy stays open."""

from __future__ import annotations

import threading
import time
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import event, select

from core.db import db
from intake.files import locking, uploads
from intake.models.files import Attachment
from intake.reports import drafts
from tests.support import factories
from tests.support.attached import attached
from tests.support.pictures import png
from tests.support.side_by_side import side_by_side

pytestmark = pytest.mark.postgresql_only("on SQLite one writer at a time has the whole database")

ROUNDS = 12


def test_two_who_lock_different_copies_do_not_wait_for_each_other(app: Flask) -> None:
    by = factories.editor().id
    case = factories.case().id
    for _ in range(ROUNDS):
        copies = [attached(case).id for _ in range(4)]
        begin = threading.Barrier(2)

        def lock(number: int, begin: threading.Barrier) -> None:
            begin.wait()
            locking.lock(number, by=by)

        with side_by_side(app) as start:
            ends = [start(partial(lock, number, begin)) for number in (copies[0], copies[-1])]
        assert [end.result() for end in ends] == [None, None]
        for number in copies:
            db.session.rollback()
            db.session.expire_all()
            locking.unlock(number, by=by)


def test_a_copy_that_comes_in_while_the_others_are_locked_is_locked_too(app: Flask) -> None:
    by, picture = factories.editor().id, png()
    first = drafts.find(drafts.begin())
    second = drafts.find(drafts.begin())
    assert first is not None
    assert second is not None
    file = uploads.take(first.id, "a.png", [picture]).id
    inserting = threading.Event()

    def slow(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO attachment"):
            inserting.set()
            time.sleep(0.5)

    def send() -> None:
        uploads.take(second.id, "b.png", [picture])

    def lock() -> None:
        assert inserting.wait(20)
        locking.lock(file, by=by)

    event.listen(db.engine, "before_cursor_execute", slow)
    try:
        with side_by_side(app) as start:
            ends = [start(send), start(lock)]
    finally:
        event.remove(db.engine, "before_cursor_execute", slow)
    for end in ends:
        end.result()

    db.session.rollback()
    db.session.expire_all()
    assert [one.locked_at is not None for one in db.session.scalars(select(Attachment))] == [True, True]
