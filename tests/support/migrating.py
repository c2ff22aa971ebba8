"""Migrations with rows in every table: filling what is there at a revision, and comparing what stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
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
    String,
    Table,
    select,
)
from sqlalchemy.types import TypeEngine

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


def _document(number: int) -> int:
    """Documents are counted in steps, one for each owner; what lies between, revision 0001 has no place for."""
    return number << 16


# The first that fits a column decides; a value is another one for each row.
_VALUES: tuple[tuple[type[TypeEngine[Any]], Callable[[int], object]], ...] = (
    (Boolean, lambda number: number % 2 == 0),
    (DateTime, lambda number: datetime(2026, 3, number, 12, 0, 0, number, tzinfo=UTC)),
    (Date, lambda number: date(2026, 3, number)),
    (JSON, lambda number: {"number": number}),
    (LargeBinary, lambda number: bytes([0, number, 255])),
    (Float, lambda number: number / 4),
    (BigInteger, _document),
    (Integer, lambda number: number),
)


def _value(table: Table, column: Column[Any], number: int) -> object:
    for key in column.foreign_keys:
        # Within a table each row points at the one before, and the first nowhere.
        return number - 1 or None if key.column.table is table else number
    if isinstance(column.type, String):
        return f"{table.name} {column.name} ä{number}"[-(column.type.length or 200) :]
    for kind, make in _VALUES:
        if isinstance(column.type, kind):
            return make(number)
    raise AssertionError(f"no test knows how to fill {table.name}.{column.name}, a {column.type!r}")
