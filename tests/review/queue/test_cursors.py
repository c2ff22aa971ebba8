"""A place in the queue, as an address names it: what cannot be read breaks nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from review.queue.filters import Sort
from tests.support.desk import plain_case
from tests.support.queueing import asked, shown

SORTS = [sort.value for sort in Sort]

BAD_CURSORS = [
    "x",
    "_",
    "1_",
    "_1",
    "1_x",
    "x_1",
    "1.5_1",
    "9" * 30 + "_1",
    "1_" + "9" * 30,
    "2026-03-01T12:00:00_1",
    "2026-03-01T12:00:00+00:00_x",
    "2026-03-01T12:00:00+00:00_" + "9" * 30,
    "0001-01-01T00:00:00+14:00_1",
    "nan_1",
    "inf_1",
    "1e400_1",
    "\x00_1",
    "'; DROP TABLE event; --_1",
]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("cursor", BAD_CURSORS, ids=lambda cursor: ascii(cursor)[:40])
def test_a_cursor_that_cannot_be_read_breaks_nothing(app: Flask, sort: str, cursor: str) -> None:
    plain_case()
    assert asked(app, sort=sort, after=cursor).rows is not None


@pytest.mark.parametrize("cursor", ["x", "1_x", "2026-03-01T12:00:00_x"])
@pytest.mark.parametrize("sort", SORTS)
def test_a_cursor_that_cannot_be_read_starts_from_the_top(app: Flask, sort: str, cursor: str) -> None:
    case = plain_case()
    assert shown(app, sort=sort, after=cursor) == [case.id]
