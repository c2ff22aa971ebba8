"""What tests stand on: a real database, a real queue, the real model."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache

from app import create_app
from archive.imports import importing
from archive.imports.files import read_rows
from core.config import BUILT_MODEL_FOLDER, PROJECT_FOLDER, Config
from core.service import valkey
from tests.support import building
from tests.support.installation import configured

DEMO_CLAIMS = PROJECT_FOLDER / "archive" / "demo" / "claims.jsonl"


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The model as set-up has built it."""
    assert BUILT_MODEL_FOLDER.is_dir(), "run `make setup` first"
    return BUILT_MODEL_FOLDER


@pytest.fixture(scope="session")
def queue_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a queue server of our own."""
    config = configured(tmp_path_factory.mktemp("queue"), redis_url="")
    process = subprocess.Popen(valkey.command(config), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while not valkey.answers(config):
        assert process.poll() is None, "the queue server fell"
        assert time.monotonic() < deadline, "the queue server did not start"
        time.sleep(0.05)
    yield config.redis_url
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that all migrations have run on; tests copy it."""
    config = configured(tmp_path_factory.mktemp("migrated"), redis_url="redis://unused")
    app = create_app(config)
    with app.app_context():
        upgrade()
    path = config.data_dir / "gegencheck.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def config(tmp_path: Path, migrated_database: Path, queue_server: str) -> Config:
    """Settings of an installation of its own, with an empty database and an empty queue."""
    shutil.copy(migrated_database, tmp_path / "gegencheck.db")
    client = redis.Redis.from_url(queue_server)
    client.flushdb()
    client.close()
    return configured(tmp_path, redis_url=queue_server)


@pytest.fixture
def app(config: Config, migrated_database: Path) -> Iterator[Flask]:
    """The app, with its context open."""
    app = _quick(create_app(config), migrated_database)
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path, queue_server: str) -> Path:
    """A database that the demo claims have been imported into; tests copy it."""
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "gegencheck.db"
    shutil.copy(migrated_database, path)
    with create_app(configured(folder, redis_url=queue_server)).app_context():
        assert not importing.import_rows(read_rows(DEMO_CLAIMS)).broken
        building.keep()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def demo(config: Config, demo_database: Path, migrated_database: Path) -> Iterator[Flask]:
    """The app on an archive of its own that holds the demo claims, with its context open."""
    shutil.copy(demo_database, config.data_dir / "gegencheck.db")
    app = _quick(create_app(config), migrated_database)
    with app.app_context():
        yield app


def _quick(app: Flask, migrated_database: Path) -> Flask:
    """Prepare an app for tests: its templates are compiled once for all apps of a run instead of once for each.

    Passwords are hashed with the real scheme, but not slowly: nobody guesses those of tests.
    """
    app.testing = True
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(migrated_database.parent))
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    return app
