"""What tests stand on: a real database of either kind, a real queue, the real model."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
import redis
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright
from sqlalchemy.engine import make_url

from app import create_app
from archive.imports import importing
from archive.imports.files import read_rows
from core.config import BUILT_MODEL_FOLDER, PROJECT_FOLDER, Config
from core.service import valkey
from tests.support import building, compiled_statements, routes
from tests.support.browsing import Browser
from tests.support.budget import Budget, budget_of
from tests.support.databases import (
    MIGRATED,
    POSTGRESQL,
    SQLITE,
    Databases,
    PostgresDatabases,
    SqliteDatabases,
    let_go,
    server_of_our_own,
)
from tests.support.installation import configured
from tests.support.mailing import MailServer, mail_server, mailing
from tools.machine import find_browser

DEMO_CLAIMS = PROJECT_FOLDER / "archive" / "demo" / "claims.jsonl"

# Empty: both kinds. `sqlite:` or `postgresql:` chooses one; the address of a server, that one instead of the wheel's.
DATABASE_URL = os.environ.get("DATABASE_URL", "")
KINDS = [kind for kind in (SQLITE, POSTGRESQL) if DATABASE_URL.startswith(kind) or not DATABASE_URL]

# Nothing but the pages themselves may cause traffic, or the test of foreign hosts would test the browser.
BROWSER_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
]


def pytest_configure(config: pytest.Config) -> None:
    """Hold every file to its budget, and refuse a database that no test would run on."""
    if not KINDS:
        raise pytest.UsageError("DATABASE_URL must begin with sqlite: or postgresql: here, or be empty for both.")
    config.pluginmanager.register(Budget(), "budget")
    routes.compile_once()
    compiled_statements.compile_once()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long: two workers share the rest, and neither waits for the other at the end."""
    items.sort(key=lambda item: -budget_of(item.nodeid.partition("::")[0])[0])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what touches the database on each kind, and what is about one kind on that one."""
    if "databases" not in metafunc.fixturenames:
        return
    kinds, marks = KINDS, []
    for only in (SQLITE, POSTGRESQL):
        marker = metafunc.definition.get_closest_marker(f"{only}_only")
        if marker is not None and only not in KINDS:
            marks = [pytest.mark.skip(reason=f"about {only}: {marker.args[0]}")]
        elif marker is not None:
            kinds = [only]
    metafunc.parametrize(
        "databases",
        [pytest.param(kind, marks=[*marks, *([pytest.mark.postgres] if kind == POSTGRESQL else [])]) for kind in kinds],
        indirect=True,
    )


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
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Files of this run."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Databases of this run, on the server that DATABASE_URL names or on one of our own."""
    folder = tmp_path_factory.mktemp("postgres")
    given = nullcontext(make_url(DATABASE_URL)) if "//" in DATABASE_URL else server_of_our_own()
    with given as server:
        found = PostgresDatabases(folder, server)
        yield found
        found.close()


@pytest.fixture(name="databases")
def databases_of_one_kind(request: pytest.FixtureRequest) -> Databases:
    """Databases of the kind that this test runs on."""
    found: Databases = request.getfixturevalue("sqlite_databases" if request.param == SQLITE else "postgres_databases")
    return found


def _import_demo_claims() -> None:
    assert not importing.import_rows(read_rows(DEMO_CLAIMS)).broken
    building.keep()


@pytest.fixture
def starts_from(request: pytest.FixtureRequest, databases: Databases) -> str:
    """What the database of a test is a copy of; a module whose tests start from more than nothing says what."""
    return databases.build("demo", _import_demo_claims) if "demo" in request.fixturenames else MIGRATED


@pytest.fixture
def config(tmp_path: Path, databases: Databases, starts_from: str, queue_server: str) -> Iterator[Config]:
    """Settings of an installation of its own, with an empty database and an empty queue."""
    client = redis.Redis.from_url(queue_server)
    client.flushdb()
    client.close()
    with databases.lend(tmp_path, like=starts_from) as url:
        yield configured(tmp_path, redis_url=queue_server, DATABASE_URL=url)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates that are compiled once for all apps of a run instead of once for each."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(config: Config, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The app, with its context open."""
    app = create_app(config)
    app.testing = True
    app.jinja_env.bytecode_cache = compiled_templates
    # Passwords are hashed with the real scheme, but not slowly: nobody guesses those of tests.
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
    with app.app_context():
        yield app
    let_go(app)


@pytest.fixture(name="server")
def server_of_a_test() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    with mail_server() as server:
        yield server


@pytest.fixture
def mailing_app(config: Config, server: MailServer) -> Iterator[Flask]:
    """An app that sends its letters to that mail server, with its context open; a module makes it its `app`."""
    app = mailing(config, server)
    with app.app_context():
        yield app
    let_go(app)


@pytest.fixture
def demo(app: Flask) -> Flask:
    """The app on an archive of its own that holds the demo claims, with its context open."""
    return app


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser without JavaScript that asks for English pages."""
    return Browser(app, app.response_class)


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """A real Chromium."""
    program = find_browser()
    assert program, "run `make setup` first: it installs the browser"
    arguments = [*BROWSER_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()
