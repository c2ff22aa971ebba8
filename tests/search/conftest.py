"""An archive large enough for probabilities: the demo claims, with a calibration whose numbers the tests know."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from core.config import PROJECT_FOLDER, Config
from search import claims
from search.imports import read_rows
from tests.conftest import configured
from tests.search import building

DEMO_CLAIMS = PROJECT_FOLDER / "search" / "demo" / "claims.jsonl"


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path, queue_server: str) -> Path:
    """A database that the demo claims have been imported into; tests copy it."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "gegencheck.db"
    shutil.copy(migrated_database, path)
    with create_app(configured(folder, redis_url=queue_server)).app_context():
        assert not claims.import_rows(read_rows(DEMO_CLAIMS)).broken
        building.keep()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def demo(config: Config, demo_database: Path) -> Iterator[Flask]:
    """The app on an archive of its own that holds the demo claims, with its context open."""
    shutil.copy(demo_database, config.data_dir / "gegencheck.db")
    app = create_app(config)
    app.testing = True
    with app.app_context():
        yield app
