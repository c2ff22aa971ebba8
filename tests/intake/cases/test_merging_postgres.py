"""Merging on PostgreSQL, where several people write at the same time: nobody waits for ever, and no report is lost."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from intake.models.reports import Submission
from tests.support.case_moves import (
    TEXTS,
    case_of,
    check_what_always_holds,
    merge_crosswise,
    move_while_reports_arrive,
    sent,
)

pytestmark = pytest.mark.postgresql_only("on SQLite one writer at a time has the whole database")


def test_two_editors_who_merge_crosswise_make_one_case(app: Flask) -> None:
    for number in range(5):
        first, second = sent(*(f"{text} Das steht auf Zettel {number}." for text in TEXTS[:2]))
        assert merge_crosswise(app, case_of(first).id, case_of(second).id) == ["merged", "refused"]
        check_what_always_holds()


def test_no_report_is_lost_that_arrives_while_its_case_is_merged(app: Flask) -> None:
    move_while_reports_arrive(app, TEXTS[:2], rounds=40)
    check_what_always_holds()
    assert len(db.session.scalars(select(Submission.id)).all()) == 42
