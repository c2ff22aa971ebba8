"""How migrations run: within the app, against its database, one transaction a migration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from alembic import context
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection, Engine

from core.db import Base, EnumString, UtcDateTime

# The app has imported every model by now, so the metadata is complete; one for readers only (`APP_ROLE=public`) knows
# too few of them to write a migration with, and enough to run those that are written.
target_metadata = Base.metadata


def _plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types as what the database sees, so that old migrations outlive the code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, EnumString):
        return "sa.String(length=32)"
    return False


def _dangling(connection: Connection) -> set[tuple[object, ...]]:
    """Return the rows of SQLite that point at one that is not there: table, number, and the table they point at."""
    if connection.dialect.name != "sqlite":
        return set()
    return {tuple(row[:3]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all()}


@contextmanager
def _tables_can_be_made_anew(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that rows point at: a batch copies it first, and `check` looks at the end.

    The driver is asked, not SQLAlchemy, which would begin a transaction, and within one this setting does nothing.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection
    driver.cursor().execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.cursor().execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Run the migrations that were asked for."""
    extension = current_app.extensions["migrate"]
    engine: Engine = extension.db.engine
    with engine.connect() as connection, _tables_can_be_made_anew(connection):
        # Whoever deletes a row by hand, with a shell that does not look, leaves such rows; no migration is to blame.
        before = _dangling(connection)
        connection.rollback()

        def check(ctx: MigrationContext, **_said: object) -> None:
            """Refuse a migration, before it is committed, that leaves more rows pointing nowhere."""
            if ctx.connection is not None and (broken := _dangling(ctx.connection) - before):
                tables = ", ".join(sorted({str(row[0]) for row in broken}))
                raise RuntimeError(f"this migration would leave rows that point nowhere, in {tables}")

        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_item=_plain_type,
            transaction_per_migration=True,
            on_version_apply=check,  # type: ignore[arg-type]  # Alembic passes all by name; its type says by place
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
