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

from app import create_app
from core import valkey
from core.config import BUILT_MODEL_FOLDER, Config
from core.worker import run_worker

SECRET = "a secret for tests only, and long enough"


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
def app(config: Config) -> Iterator[Flask]:
    """The app, with its context open."""
    app = create_app(config)
    app.testing = True
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


def configured(data_dir: Path, *, redis_url: str, **environment: str) -> Config:
    """Return settings as the environment would give them."""
    return Config.from_environment(
        {"DATA_DIR": str(data_dir), "REDIS_URL": redis_url, "SECRET_KEY": SECRET, **environment}
    )


def work_off(config: Config) -> None:
    """Let a worker run until the queue is empty; call within an app context."""
    run_worker(config.redis_url, burst=True)
