"""The change log: whoever follows it sees every change once, also while several write."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from flask import Flask

from core.db import db, writing
from search.index import change_log
from tests.support.side_by_side import side_by_side

MODEL = "tiny"
COLLECTION = "test"


def store_within(document: int) -> None:
    vector = np.array([1, 0, 0, 0], np.float32)
    change_log.store(COLLECTION, MODEL, [change_log.NewVector(document, "hash", vector)])
    db.session.flush()


def test_a_reader_that_follows_the_changes_never_skips_one(app: Flask) -> None:
    """The second writer waits for the first, so its higher number cannot be seen before the lower one."""
    stored, looked = threading.Event(), threading.Event()
    seen: list[int] = []
    position = 0

    def slow() -> None:
        with writing():
            store_within(1)
            stored.set()
            assert looked.wait(10)

    def fast() -> None:
        with writing():
            store_within(2)

    def follow() -> None:
        nonlocal position
        for page in change_log.changes(COLLECTION, MODEL, dimension=4, after=position):
            seen.extend(page.ids)
            position = page.seq

    with side_by_side(app) as start:
        first = start(slow)
        assert stored.wait(10)
        second = start(fast)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        follow()
        assert seen == []
        looked.set()
        first.result()
        second.result()
    follow()

    assert seen == [1, 2]
