"""Migrations with rows in every table: filling what is there at a revision, and comparing what stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    String,
    Table,
    select,
)
from sqlalchemy.types import TypeEngine

from core.config import PROJECT_FOLDER
from core.db import db

# Written at a time: what is true for one is false for the next.
ROWS = 2

# Table, column, key of the row: what stands there.
Picture = dict[str, dict[str, dict[Any, Any]]]


def revisions() -> list[str]:
    """Return all revisions, the oldest first."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(PROJECT_FOLDER / "core" / "migrations"))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def fill(*, after: int = 0, tables: list[Table] | None = None) -> None:
    """Write rows into every table that there is, each pointing at rows that were written before it.

    Each time `after` so many that stand there already.
    """
    with db.engine.begin() as connection:
        for table in reflected(connection) if tables is None else tables:
            is_first = connection.execute(select(table).limit(1)).first() is None
            for number in range(after + 1, after + ROWS + 1):
                one_before = number - 1 if number > after + 1 or not is_first else None
                row = {column.name: _value(table, column, number, one_before) for column in table.columns}
                connection.execute(table.insert().values(row))


def picture(tables: list[Table] | None = None) -> Picture:
    """Return everything that stands in the database."""
    found: Picture = {}
    with db.engine.connect() as connection:
        for table in reflected(connection) if tables is None else tables:
            key = [column.name for column in table.primary_key.columns]
            rows = [row._mapping for row in connection.execute(select(table))]
            found[table.name] = {
                column.name: {tuple(row[name] for name in key): row[column.name] for row in rows}
                for column in table.columns
            }
    return found


def of_the_same_rows(now: Picture, before: Picture) -> Picture:
    """Return of a picture what it shows of rows that another one shows as well."""
    return {
        table: {
            column: {key: value for key, value in rows.items() if key in next(iter(before[table].values()))}
            for column, rows in columns.items()
        }
        for table, columns in now.items()
        if table in before
    }


def changes(before: Picture, after: Picture) -> Iterator[str]:
    """Name each column, of those that both have, in which something else stands than before: `table.column`."""
    for table in sorted(before.keys() & after.keys()):
        for column in sorted(before[table].keys() & after[table].keys()):
            if before[table][column] != after[table][column]:
                yield f"{table}.{column}"


def reflected(connection: Connection) -> list[Table]:
    """Return the tables that there are, each after those that it points at."""
    tables = MetaData()
    tables.reflect(connection)
    return [table for table in tables.sorted_tables if table.name != "alembic_version"]


def _document(number: int) -> int:
    """Documents are counted in steps, one for each owner; what lies between, revision 0001 has no place for."""
    return number << 16


# The first that fits a column decides; a value is another one for each row.
_VALUES: tuple[tuple[type[TypeEngine[Any]], Callable[[int], object]], ...] = (
    (Boolean, lambda number: number % 2 == 0),
    (DateTime, lambda number: datetime(2026, 3, 1, 12, 0, 0, number, tzinfo=UTC) + timedelta(days=number)),
    (Date, lambda number: date(2026, 3, 1) + timedelta(days=number)),
    (JSON, lambda number: {"number": number}),
    (LargeBinary, lambda number: bytes([0, number, 255])),
    (Float, lambda number: number / 4),
    (BigInteger, _document),
    (Integer, lambda number: number),
)


def _value(table: Table, column: Column[Any], number: int, one_before: int | None) -> object:
    for key in column.foreign_keys:
        # Within a table each row points at the one before, and the first nowhere.
        return one_before if key.column.table is table else number
    if isinstance(column.type, String):
        return f"{table.name} {column.name} ä{number}"[-(column.type.length or 200) :]
    for kind, make in _VALUES:
        if isinstance(column.type, kind):
            return make(number)
    raise AssertionError(f"no test knows how to fill {table.name}.{column.name}, a {column.type!r}")
