"""Writing: one transaction a verb, one writer after the other, and numbers that are never given twice."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import String, cast, event, literal, select, text
from sqlalchemy.exc import StatementError

from core.db import (
    Counter,
    EnumString,
    UtcDateTime,
    _prepare_sqlite,
    clear_side_files,
    db,
    next_number,
    writing,
)
from tests.support.side_by_side import side_by_side


def value_of(name: str) -> int | None:
    """Return what another connection sees, which is what was committed."""
    with db.engine.connect() as connection:
        return connection.scalar(select(Counter.value).where(Counter.name == name))


def test_writing_commits_once_and_only_at_its_end(app: Flask) -> None:
    commits: list[object] = []
    event.listen(db.engine, "commit", commits.append)

    with writing() as session:
        session.add(Counter(name="one", value=1))
        session.flush()
        session.add(Counter(name="two", value=2))
        assert value_of("one") is None

    assert len(commits) == 1
    assert (value_of("one"), value_of("two")) == (1, 2)


def test_an_error_inside_writing_leaves_nothing_behind(app: Flask) -> None:
    def fail() -> None:
        with writing() as session:
            session.add(Counter(name="one", value=1))
            session.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert value_of("one") is None
    assert not db.session().in_transaction(), "the lock would keep all other writers waiting"
    with writing() as session:
        session.add(Counter(name="after", value=1))
    assert value_of("after") == 1, "the session can be used again"


def test_writing_refuses_changes_that_were_made_before_it(app: Flask) -> None:
    with writing() as session:
        session.add(Counter(name="one", value=1))
    found = db.session.get_one(Counter, "one")
    found.value = 2

    with pytest.raises(RuntimeError, match="outside writing"), writing():
        pytest.fail("the block must not run")

    db.session.rollback()
    db.session.add(Counter(name="new", value=1))
    with pytest.raises(RuntimeError, match="outside writing"), writing():
        pytest.fail("the block must not run")


@pytest.mark.sqlite_only("PostgreSQL lets two write at once as long as they write different rows")
def test_a_writer_waits_for_another_one_instead_of_failing(app: Flask) -> None:
    inside, waited = threading.Event(), threading.Event()

    def first() -> None:
        with writing() as session:
            session.add(Counter(name="first", value=1))
            session.flush()
            inside.set()
            assert not waited.wait(0.5), "the second writer got in although the first was still writing"

    def second() -> int | None:
        inside.wait(10)
        with writing() as session:
            waited.set()
            session.add(Counter(name="second", value=1))
            return value_of("first")

    with side_by_side(app) as start:
        ahead, behind = start(first), start(second)
        ahead.result()
        assert behind.result() == 1, "the second writer sees what the first has written"


def test_a_view_that_somebody_has_overtaken_does_not_stop_a_writer(app: Flask) -> None:
    db.session.scalars(select(Counter)).all()
    with app.app_context(), writing() as session:
        session.add(Counter(name="other", value=1))

    with writing() as session:
        assert session.get_one(Counter, "other").value == 1
        next_number("other")

    assert value_of("other") == 2


def test_counters_never_give_a_number_twice(app: Flask) -> None:
    def take() -> list[int]:
        numbers = []
        for _ in range(50):
            with writing():
                numbers.append(next_number("shared"))
        return numbers

    with side_by_side(app) as start:
        runs = [start(take) for _ in range(8)]
    taken = [run.result() for run in runs]

    assert sorted(number for numbers in taken for number in numbers) == list(range(1, 401))
    assert all(numbers == sorted(numbers) for numbers in taken)


def test_counters_count_each_for_themselves_and_in_steps(app: Flask) -> None:
    with writing():
        assert [next_number("a"), next_number("b"), next_number("a", count=10)] == [1, 1, 11]


def test_a_number_that_was_rolled_back_is_given_again(app: Flask) -> None:
    def fail() -> None:
        with writing():
            next_number("a")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    with writing():
        assert next_number("a") == 1


def test_numbers_become_visible_in_the_order_they_were_given(app: Flask) -> None:
    taken, looked = threading.Event(), threading.Event()

    def write(name: str) -> None:
        with writing() as session:
            number = next_number("order")
            session.add(Counter(name=name, value=number))
            session.flush()
            if not taken.is_set():
                taken.set()
                looked.wait(10)

    with side_by_side(app) as start:
        slow = start(lambda: write("slow"))
        taken.wait(10)
        fast = start(lambda: write("fast"))
        with pytest.raises(TimeoutError):
            fast.result(timeout=0.3)
        assert (value_of("slow"), value_of("fast")) == (None, None)
        looked.set()
        slow.result()
        fast.result()

    assert (value_of("slow"), value_of("fast")) == (1, 2)


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    naive = datetime(2024, 7, 1, 12)  # noqa: DTZ001

    with pytest.raises(StatementError, match="a moment without a time zone"):
        db.session.execute(select(literal(naive, UtcDateTime)))


def test_a_moment_keeps_its_place_in_time_and_comes_back_as_utc(app: Flask) -> None:
    summer = timezone(timedelta(hours=2))

    back = db.session.scalar(select(literal(datetime(2024, 7, 1, 12, tzinfo=summer), UtcDateTime)))

    assert back == datetime(2024, 7, 1, 10, tzinfo=UTC)
    assert back is not None
    assert back.tzinfo is UTC
    assert db.session.scalar(select(literal(None, UtcDateTime))) is None


class Colour(StrEnum):
    RED = "red"


def test_an_enum_is_stored_by_its_value_and_an_unknown_one_is_an_error(app: Flask) -> None:
    assert db.session.scalar(select(literal(Colour.RED, EnumString(Colour)))) is Colour.RED
    assert db.session.scalar(select(cast(literal(Colour.RED, EnumString(Colour)), String))) == "red"
    with pytest.raises(StatementError, match="'blue' is not a valid Colour"):
        db.session.scalar(select(literal("blue", EnumString(Colour))))
    with pytest.raises(ValueError, match="'blue' is not a valid Colour"):
        db.session.scalar(text("SELECT 'blue' AS colour").columns(colour=EnumString(Colour)))


@pytest.mark.sqlite_only("asks how each connection was prepared")
def test_rows_that_others_point_at_are_protected_on_sqlite_too(app: Flask) -> None:
    with db.engine.connect() as connection:
        answers = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "secure_delete")
        ]

    assert answers == [1, "wal", 1]


def test_what_is_committed_is_on_the_disk(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "some.db")) as connection:
        _prepare_sqlite(connection, None)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_side_files_are_cleared_as_soon_as_nobody_reads_what_was_there_before(app: Flask) -> None:
    with writing() as session:
        session.add(Counter(name="one", value=1))
    reader = db.engine.connect()
    assert reader.scalar(select(Counter.value).where(Counter.name == "one")) == 1
    with writing() as session:
        session.execute(text("UPDATE counter SET value = 2 WHERE name = 'one'"))
    assert clear_side_files() is (db.engine.dialect.name != "sqlite")
    reader.close()
    assert clear_side_files()
