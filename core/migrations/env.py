"""How migrations run: within the app, against its database, one transaction a migration."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
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


def _check_references(
    ctx: MigrationContext,
    step: MigrationInfo,  # noqa: ARG001 (Alembic passes all four by name)
    heads: Collection[object],  # noqa: ARG001
    run_args: Mapping[str, object],  # noqa: ARG001
) -> None:
    """Refuse a migration, before it is committed, that leaves a row pointing at one that is not there."""
    if ctx.dialect.name == "sqlite" and ctx.connection is not None:
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            tables = ", ".join(sorted({row[0] for row in broken}))
            raise RuntimeError(f"this migration would leave rows that point nowhere, in {tables}")


@contextmanager
def _tables_can_be_made_anew(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that rows point at: a batch copies it first, and `_check_references` looks at the end.

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
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_item=_plain_type,
            transaction_per_migration=True,
            on_version_apply=_check_references,
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
