"""Migrations, on both databases and with rows in place: up, down, and up again end in what the models say.

A new revision is covered as it is: what stood before must stand afterwards. One that changes stored values on purpose
says so in `CHANGED_ON_PURPOSE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, Table, event, inspect

from app import create_app
from core.config import PROJECT_FOLDER
from core.db import Base, db
from tests.support.databases import EMPTY, Databases, beside, let_go
from tests.support.installation import configured
from tests.support.migrating import ROWS, Picture, changes, fill, of_the_same_rows, picture, reflected, revisions

VERSIONS = sorted((PROJECT_FOLDER / "core" / "migrations" / "versions").glob("0*.py"))

# Columns that a revision writes anew, forwards or back, with the reason; everything else is left as it is.
CHANGED_ON_PURPOSE = {
    "0002": {"vector.document_id": "a document became one of several texts of its owner"},
}


def differences(connection: Connection) -> list[object]:
    """Return what a new migration would have to change."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def stands_as_the_models_say() -> bool:
    with db.engine.connect() as connection:
        return differences(connection) == []


def standing() -> list[Table]:
    with db.engine.connect() as connection:
        return reflected(connection)


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An app whose database has no table yet, with its context open."""
    with databases.lend(tmp_path, like=EMPTY) as url:
        app = create_app(configured(tmp_path, redis_url="redis://unused", DATABASE_URL=url))
        with app.app_context():
            yield app
        let_go(app)


def test_migrations_make_what_the_models_say_and_can_be_taken_back(empty: Flask) -> None:
    assert inspect(db.engine).get_table_names() == []

    upgrade()
    assert stands_as_the_models_say()

    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]

    upgrade()
    assert stands_as_the_models_say()
    assert set(Base.metadata.tables) < set(inspect(db.engine).get_table_names())


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem[:4])
def test_each_says_which_one_it_follows(path: Path) -> None:
    text = path.read_text("utf-8")
    said = re.search(r"^Follows: (\w+)$", text, re.MULTILINE)
    follows = re.search(r'^down_revision = "(\w+)"$', text, re.MULTILINE)
    assert (said and said[1]) == (follows and follows[1])


def test_migrating_twice_changes_nothing(empty: Flask) -> None:
    upgrade()
    upgrade()
    assert stands_as_the_models_say()


def test_the_comparison_notices_a_table_that_no_migration_made(empty: Flask) -> None:
    upgrade()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE counter")
        assert len(differences(connection)) == 1


def expected(passed: list[str]) -> set[str]:
    return {column for revision in passed for column in CHANGED_ON_PURPOSE.get(revision, {})}


def test_what_stood_at_any_revision_stands_at_the_last_one_and_back_there_again(empty: Flask) -> None:
    """Rows are added at each revision: on one way up and down, those of each come through all that follow, and back."""
    order = revisions()
    filled: dict[str, Picture] = {}
    for number, revision in enumerate(order):
        upgrade(revision=revision)
        tables = standing()
        before = filled[order[number - 1]] if number else {}
        assert set(changes(before, picture(tables))) == expected([revision] if number else []), f"up to {revision}"
        assert before.keys() <= {table.name for table in tables}
        fill(after=number * ROWS, tables=tables)
        filled[revision] = picture(tables)
        assert min(len(rows) for table in filled[revision].values() for rows in table.values()) >= ROWS
    assert stands_as_the_models_say()

    before = filled[order[-1]]
    for revision, taken_back in zip(order[-2::-1], order[:0:-1], strict=True):
        downgrade(revision=revision)
        now = picture()
        assert set(changes(before, now)) == expected([taken_back]), f"down to {revision}"
        stood = filled[revision]
        assert set(changes(stood, of_the_same_rows(now, stood))) == set(), f"back at {revision} all is as it was"
        assert stood.keys() == now.keys()
        before = now

    upgrade()

    assert set(changes(before, picture())) == expected(order[1:])
    assert stands_as_the_models_say()


@pytest.mark.sqlite_only("makes tables anew, for which it must be told not to look at what points at them")
def test_a_migration_that_would_leave_a_row_pointing_nowhere_is_not_committed(
    empty: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    upgrade(revision="0001")
    fill()
    before = picture()

    def go_wrong(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE alembic_version"):
            connection.connection.cursor().execute("DELETE FROM claim WHERE id = 2")

    event.listen(db.engine, "before_cursor_execute", go_wrong)
    # The extension turns the error into one line for the operator.
    with pytest.raises(SystemExit):
        upgrade()
    event.remove(db.engine, "before_cursor_execute", go_wrong)

    assert "would leave rows that point nowhere, in case, decision, match" in caplog.text
    assert picture() == before
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0001"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.sqlite_only("a shell of SQLite looks at no reference unless it is told to")
def test_a_row_that_pointed_nowhere_before_stops_no_migration(empty: Flask) -> None:
    upgrade(revision="0004")
    fill()
    with beside(empty.extensions["settings"]) as connection:
        connection.exec_driver_sql("DELETE FROM editor WHERE id = 2")
    upgrade()
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM event WHERE editor_id = 2").scalar() == 1


def test_a_change_of_a_stored_value_is_noticed(empty: Flask) -> None:
    upgrade()
    fill()
    before = picture()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE claim SET title = 'other' WHERE id = 2")
        connection.exec_driver_sql("DELETE FROM counter WHERE value = 1")
    assert set(changes(before, picture())) == {"claim.title", "counter.name", "counter.value"}
