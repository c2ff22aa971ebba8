"""Command groups whose commands find a database they can use, or end with a sentence that says what to run."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from functools import wraps

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from core.db import db


class Schema(Enum):
    """How the tables of the database stand to the migrations of this version."""

    EMPTY = auto()
    BEHIND = auto()
    CURRENT = auto()
    UNKNOWN = auto()


class PreparedGroup(AppGroup):
    """A group that makes the tables before its first command, and refuses a database of another version."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command; it runs on a database of this version only. Its `--help` needs none."""
        if cmd.callback is not None:
            cmd.callback = with_appcontext(_on_prepared_tables(cmd.callback))
        super().add_command(cmd, name)


def _on_prepared_tables(command: Callable[..., object]) -> Callable[..., object]:
    @wraps(command)
    def run(*args: object, **kwargs: object) -> object:
        _prepare()
        return command(*args, **kwargs)

    return run


def _prepare() -> None:
    try:
        found = schema()
        if found is Schema.EMPTY:
            click.echo("This is a new installation: its database is made first.", err=True)
            upgrade()
            found = schema()
    except SQLAlchemyError as error:
        # The driver's own words: those of SQLAlchemy quote the statement, too.
        reason = str(getattr(error, "orig", None) or error).strip()
        raise click.ClickException(f"The database cannot be used: {reason}") from error
    if found is Schema.BEHIND:
        # Not brought up to date from here: a service of the version before may be working on it.
        raise click.ClickException(
            "The database was made by an earlier version. Stop the service and start it again (make run), which brings "
            "it up to date; then repeat this command. Nothing was changed."
        )
    if found is Schema.UNKNOWN:
        raise click.ClickException(
            "The database was made by a later version, or not by Gegencheck. Does DATA_DIR or DATABASE_URL name the "
            "right one? Nothing was changed."
        )


def schema() -> Schema:
    """Return how the database stands to the migrations; the app's context is open."""
    script = ScriptDirectory(current_app.extensions["migrate"].directory)
    with db.engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is None:
            return Schema.UNKNOWN if inspect(connection).get_table_names() else Schema.EMPTY
    if revision == script.get_current_head():
        return Schema.CURRENT
    known = {step.revision for step in script.walk_revisions()}
    return Schema.BEHIND if revision in known else Schema.UNKNOWN
