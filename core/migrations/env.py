"""How migrations run: within the app, against its database, one transaction a migration."""

from __future__ import annotations

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Engine

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


def run() -> None:
    """Run the migrations that were asked for."""
    extension = current_app.extensions["migrate"]
    engine: Engine = extension.db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_item=_plain_type,
            transaction_per_migration=True,
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
