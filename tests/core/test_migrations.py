"""Migrations on SQLite: up, down, and up again end in what the models say."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, inspect

from app import create_app
from core.db import Base, db
from tests.support.installation import configured


def differences(connection: Connection) -> list[object]:
    """Return what a new migration would have to change."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


@pytest.fixture
def empty(tmp_path: Path) -> Flask:
    """An app whose database has no table yet."""
    return create_app(configured(tmp_path, redis_url="redis://unused"))


def test_migrations_make_what_the_models_say_and_can_be_taken_back(empty: Flask) -> None:
    with empty.app_context():
        assert inspect(db.engine).get_table_names() == []

        upgrade()
        with db.engine.connect() as connection:
            assert differences(connection) == []

        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]

        upgrade()
        with db.engine.connect() as connection:
            assert differences(connection) == []
        assert set(Base.metadata.tables) < set(inspect(db.engine).get_table_names())


def test_migrating_twice_changes_nothing(empty: Flask) -> None:
    with empty.app_context():
        upgrade()
        upgrade()
        with db.engine.connect() as connection:
            assert differences(connection) == []


def test_the_comparison_notices_a_table_that_no_migration_made(empty: Flask) -> None:
    with empty.app_context():
        upgrade()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE counter")
            assert len(differences(connection)) == 1
