"""A backup from before does not bring an erased report back."""

from __future__ import annotations

import json
import sqlite3
import stat

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.config import Config
from core.db import db, writing
from intake.cases import joining
from intake.models.reports import Submission
from intake.models.retention import Erasure, Why
from intake.retention import erasing, log, restoring
from processes.prepare import prepare
from tests.support import factories


def reports() -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Submission.text).order_by(Submission.id)))


def erased(receipt: str) -> None:
    erasing.ask(receipt)
    assert erasing.carry_out() == 1


@pytest.mark.sqlite_only("a backup of it is a file")
def test_a_backup_that_is_put_back_is_emptied_at_the_next_start(app: Flask, config: Config) -> None:
    receipt = factories.report()
    factories.report("Gurken sind seit gestern im ganzen Land verboten, sagt mein Onkel im Amt.")
    joining.match_all_waiting()
    database = config.data_dir / db.engine.url.database if db.engine.url.database else None
    assert database is not None
    backup = config.data_dir / "backup.db"
    db.session.remove()
    with sqlite3.connect(database) as connection:
        connection.execute("VACUUM INTO ?", (str(backup),))
    connection.close()
    erased(receipt.receipt)
    assert reports()[0] == ""

    db.session.remove()
    db.engine.dispose()
    for end in ("-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
    backup.replace(database)
    assert reports()[0] == factories.POST, "the backup has it"

    prepare(app)

    assert reports() == ["", "Gurken sind seit gestern im ganzen Land verboten, sagt mein Onkel im Amt."]
    case = db.session.scalars(select(Submission)).first()
    assert case is not None
    assert case.case is not None
    assert case.case.text == ""


def brought_back(report_id: int) -> None:
    """Let a report stand there as in a backup from before it was erased."""
    with writing() as session:
        values = {"text": factories.POST, "erased_at": None}
        session.execute(update(Submission).where(Submission.id == report_id).values(values))
        for row in session.scalars(select(Erasure)):
            session.delete(row)


def test_what_is_listed_is_erased_again(app: Flask) -> None:
    receipt = factories.report()
    erased(receipt.receipt)
    report_id = db.session.scalars(select(Submission.id)).one()
    brought_back(report_id)
    assert restoring.apply_log() == 1
    assert reports() == [""]
    assert [row.why for row in db.session.scalars(select(Erasure))] == [Why.READER]
    assert restoring.apply_log() == 0


def test_another_report_with_the_number_of_an_erased_one_stays(app: Flask) -> None:
    receipt = factories.report()
    erased(receipt.receipt)
    report_id = db.session.scalars(select(Submission.id)).one()
    brought_back(report_id)
    with writing() as session:
        session.execute(update(Submission).values(receipt_hash="of another one"))
    assert restoring.apply_log() == 0
    assert reports() == [factories.POST]


def test_of_two_lines_with_one_number_each_counts(app: Flask) -> None:
    """After an earlier backup the number was given out again, and that report was erased as well."""
    erased(factories.report().receipt)
    report_id = db.session.scalars(select(Submission.id)).one()
    (first,) = log.entries()
    line = json.dumps({"report": report_id, "mark": "of another report", "why": "desk"})
    with app.extensions["settings"].erasure_log.open("a") as listed:
        listed.write(f"{line}\n")
    brought_back(report_id)

    assert [one.mark for one in log.entries()] == [first.mark, "of another report"]
    assert restoring.apply_log() == 1
    assert reports() == [""]


def test_what_the_database_alone_knows_is_added_to_the_list(app: Flask, config: Config) -> None:
    erased(factories.report().receipt)
    config.erasure_log.unlink()
    assert restoring.apply_log() == 0
    assert len(list(log.entries())) == 1


def test_the_list_holds_a_number_a_mark_and_a_reason_and_is_for_its_owner(app: Flask, config: Config) -> None:
    receipt = factories.report()
    erased(receipt.receipt)
    entry = next(log.entries())
    assert entry.why is Why.READER
    written = config.erasure_log.read_text()
    assert receipt.reference not in written
    assert "WhatsApp" not in written
    assert stat.S_IMODE(config.erasure_log.stat().st_mode) == 0o600


def test_a_line_that_cannot_be_read_costs_no_other(app: Flask, config: Config) -> None:
    config.erasure_log.write_text('{"report": 1, "ma')
    erased(factories.report().receipt)
    assert [entry.report for entry in log.entries()] == [1]


def test_an_erasure_that_died_before_its_commit_is_done_at_the_next_start(app: Flask) -> None:
    report = factories.submission()
    log.note([report], Why.DESK)
    assert restoring.apply_log() == 1
    assert reports() == [""]
