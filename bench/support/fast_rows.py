"""Writing many rows past the ORM, as fast as the driver of SQLite or PostgreSQL can."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain
from typing import Any, TypeAlias, cast

from sqlalchemy import JSON, Column, Connection, Engine, Integer, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeDecorator

from core.db import Base, EnumString

Row: TypeAlias = dict[str, Any]


@contextmanager
def writer(engine: Engine) -> Iterator[Callable[[type[Base], Iterable[Row]], None]]:
    """Write rows as fast as the driver can, all in one transaction."""
    with engine.begin() as connection:

        def write(model: type[Base], rows: Iterable[Row]) -> None:
            table = Base.metadata.tables[model.__tablename__]
            write_rows = _copy if engine.dialect.name == "postgresql" else _execute_many
            rows = iter(rows)
            for first in rows:
                write_rows(connection, table, chain([first], rows))

        yield write
    if engine.dialect.name == "postgresql":
        # What PostgreSQL does by itself after a while; its planner would take the tables for empty until then. SQLite
        # keeps no such figures unless it is told to, and the service does not.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def _execute_many(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    first, values = _values(connection, table, rows)
    names = ", ".join(f'"{name}"' for name in first)
    places = ", ".join("?" * len(first))
    # The driver takes an iterator, which the standard that its wrapper is typed by does not know.
    cursor = cast(sqlite3.Cursor, connection.connection.cursor())
    cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', values)  # noqa: S608 (our own names)


def _copy(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    first, values = _values(connection, table, rows)
    names = ", ".join(f'"{name}"' for name in first)
    with connection.connection.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in values:
            copy.write_row(row)
    if isinstance(table.columns[first[0]].type, Integer) and table.autoincrement_column is not None:
        sequence = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
        connection.exec_driver_sql(f'SELECT setval({sequence}, (SELECT max(id) FROM "{table.name}"))')  # noqa: S608


def _values(connection: Connection, table: Table, rows: Iterable[Row]) -> tuple[list[str], Iterator[list[Any]]]:
    """Return the names of columns and, for each row, their values as the driver takes them.

    What a row does not name and the model gives a plain default has that.
    """
    rows = iter(rows)
    first = next(rows)
    plain = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in first and isinstance(column.default, ScalarElementColumnDefault)
    }
    names = [*first, *plain]
    kept = [_kept_as(connection, table.columns[name]) for name in names]
    return names, (
        [keep(value) for keep, value in zip(kept, [*row.values(), *plain.values()], strict=True)]
        for row in chain([first], rows)
    )


def _kept_as(connection: Connection, column: Column[Any]) -> Callable[[Any], Any]:
    # The driver of PostgreSQL would write JSON for statements, but does not when it copies.
    if isinstance(column.type, JSON):
        return json.dumps
    if isinstance(column.type, TypeDecorator) and isinstance(column.type.impl_instance, JSON):
        made = column.type.process_bind_param
        return lambda value: json.dumps(made(value, connection.dialect))
    processor = column.type.bind_processor(connection.dialect)
    if processor is None:
        return lambda value: value
    # Of words that are chosen among a few each is translated once.
    return cache(processor) if isinstance(column.type, EnumString) else processor
