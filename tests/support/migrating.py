"""Migrations with rows in each table: filling what stands at a revision, and looking as the database sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    select,
)

from core.config import PROJECT_FOLDER
from core.db import db

ROWS = 3

# Table, column, key of the row: what stands there.
Picture = dict[str, dict[str, dict[Any, Any]]]


def revisions() -> list[str]:
    """Return all revisions, the oldest first."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(PROJECT_FOLDER / "core" / "migrations"))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def fill() -> None:
    """Write rows into every table that there is, each pointing at rows that were written before it."""
    with db.engine.begin() as connection:
        for table in _tables(connection):
            for number in range(1, ROWS + 1):
                row = {column.name: _value(table, column, number) for column in table.columns}
                connection.execute(table.insert().values(row))


def picture() -> Picture:
    """Return everything that stands in the database."""
    found: Picture = {}
    with db.engine.connect() as connection:
        for table in _tables(connection):
            key = [column.name for column in table.primary_key.columns]
            rows = [row._mapping for row in connection.execute(select(table))]
            found[table.name] = {
                column.name: {tuple(row[name] for name in key): row[column.name] for row in rows}
                for column in table.columns
            }
    return found


def changes(before: Picture, after: Picture) -> Iterator[str]:
    """Name each column, of those that both have, in which something else stands than before: `table.column`."""
    for table in sorted(before.keys() & after.keys()):
        for column in sorted(before[table].keys() & after[table].keys()):
            if before[table][column] != after[table][column]:
                yield f"{table}.{column}"


def _tables(connection: Connection) -> list[Table]:
    tables = MetaData()
    tables.reflect(connection)
    return [table for table in tables.sorted_tables if table.name != "alembic_version"]


def _value(table: Table, column: Column[Any], number: int) -> object:  # noqa: C901, PLR0911 (one line a type)
    """Return a value that fits the column, another one for each row."""
    for key in column.foreign_keys:
        if key.column.table is table:
            # Points at the row before; the first points nowhere.
            return number - 1 or None
        return number
    match column.type:
        case Boolean():
            return number % 2 == 0
        case DateTime():
            return datetime(2026, 3, number, 12, tzinfo=UTC) + timedelta(microseconds=number)
        case Date():
            return date(2026, 3, number)
        case JSON():
            return {"number": number}
        case LargeBinary():
            return bytes([0, number, 255])
        case Float() | Numeric():
            return number / 4
        case BigInteger():
            # Documents are counted in steps of this size, one for each owner; what lies between is a further text of
            # the owner, which revision 0001 has no place for.
            return number << 16
        case Integer():
            return number
        case String(length=length):
            # Some columns are unique together with others, so each value is another one.
            return f"{table.name} {column.name} ä{number}"[-(length or 200) :]
    raise AssertionError(f"no test knows how to fill {table.name}.{column.name}, a {column.type!r}")
