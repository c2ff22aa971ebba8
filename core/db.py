"""The database: base class, column types, and the one way to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar, TypeVarTuple

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import (
    CompoundSelect,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Row,
    Select,
    String,
    bindparam,
    event,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, scoped_session
from sqlalchemy.sql.dml import ReturningUpdate
from sqlalchemy.types import TypeDecorator

from core.config import PROJECT_FOLDER
from core.refusals import NotFound

# Named constraints are what lets a later migration find and change them on every database.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

SQLITE_BUSY_SECONDS = 30
CLEARED_WITHIN_MS = 200

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T", bound="Base")
Columns = TypeVarTuple("Columns")


class Base(DeclarativeBase):
    """Parent of all tables."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone; stored as UTC, because SQLite forgets zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment: nobody could say later which clock it was read from."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every stored moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumString(TypeDecorator[E]):
    """A string enum stored by its value; an unknown value in the database is an error, not a guess."""

    impl = String(32)
    cache_ok = True

    def __init__(self, enum: type[E]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Store the value."""
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """Return the member."""
        return None if value is None else self.enum(value)


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


class Counter(Base):
    """A sequence under a row lock: its numbers become visible in the order they were given out, each only once."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[int]


def next_number(name: str, *, count: int = 1) -> int:
    """Take `count` numbers from a counter and return the last; call inside `writing()`.

    The row stays locked until the transaction ends. So numbers become visible in the order they
    were given out: a reader that has seen number 7 will never later find a 6.
    """
    # What was changed before comes before in the order of locks, too. The rest is asked of the connection, past the
    # session, because every report and every line of the trail takes a number.
    db.session.flush()
    connection = db.session.connection()
    advance = {"counter": name, "count": count}
    taken: int | None = connection.scalar(_ADVANCE, advance)
    if taken is None:
        connection.execute(inserting(Counter).values(name=name, value=0).on_conflict_do_nothing())
        taken = connection.scalars(_ADVANCE, advance).one()
    return taken


_ADVANCE: ReturningUpdate[int] = (
    update(Counter)
    .where(Counter.name == bindparam("counter"))
    .values(value=Counter.value + bindparam("count"))
    .returning(Counter.value)
)


def take_turns(about: str) -> None:
    """Let transactions that are about the same take turns, until they end; call inside `writing()`, before row locks.

    For what no row stands for yet. SQLite lets one write at a time anyway; PostgreSQL has locks by number for this.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(about, 0))))


def inserting(entity: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can be told what to do where there is such a row already.

    Both dialects spell this the same way; only the module it comes from differs.
    """
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return insert(entity)


def existing(entity: type[T], number: int, *, locked: bool = False) -> T:
    """Return the row with a number; `locked` until the transaction ends, for which call it inside `writing()`.

    Errors: `NotFound` when there is none.
    """
    found = db.session.get(entity, number, with_for_update=locked or None)
    if found is None:
        raise NotFound(f"there is no {entity.__tablename__.replace('_', ' ')} {number}")
    return found


def rows_of(statement: Select[*Columns] | CompoundSelect[*Columns], **values: object) -> Sequence[Row[*Columns]]:
    """Return the rows of columns that a statement asks for; it is put together once, and takes `values` each time.

    For what every question asks: past the ORM, which takes as long again as the database to ask and to answer.
    """
    session = db.session
    session.flush()
    return session.connection().execute(statement, values).all()


@contextmanager
def writing() -> Iterator[scoped_session[Session]]:
    """Open the one transaction of a verb: committed at the end, rolled back on any error.

    A read view that is still open is given up first, because SQLite cannot turn an old read view
    into a write once somebody else has written. The write lock is taken at once, so waiting for
    another writer happens here, for at most `SQLITE_BUSY_SECONDS`, and never in the middle.
    """
    session = db.session
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside writing() and would be lost")
    session.rollback()
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def clear_side_files() -> bool:
    """Bring what was written into the database file, so that beside it nothing older is left; return whether it is so.

    False while somebody still reads what was there before: later it will be. Only SQLite keeps such a file that we can
    see to; PostgreSQL clears its own away by itself.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    db.session.rollback()
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    try:
        # It keeps writers waiting while it waits for readers, so it gives up soon.
        cursor.execute(f"PRAGMA busy_timeout={CLEARED_WITHIN_MS}")
        is_busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        cursor.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_SECONDS * 1000}")
        connection.close()
    return not is_busy


def init_app(app: Flask) -> None:
    """Join the database and its migrations to the app."""
    # Values of a statement are readers' words: no error message may carry them into a log or the queue.
    options: dict[str, Any] = {"hide_parameters": True}
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        options["connect_args"] = {"timeout": SQLITE_BUSY_SECONDS}
        # One connection a thread, more than the default fifteen: every web thread may need one.
        options["pool_size"] = 64
        # The one that was used last has its statements prepared and its pages at hand.
        options["pool_use_lifo"] = True
    else:
        # The threads that look-ups do not hold, and the places of look-ups.
        options["pool_size"] = 20
        options["pool_pre_ping"] = True
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    migrate.init_app(app, db, directory=str(PROJECT_FOLDER / "core" / "migrations"), render_as_batch=True)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 (any driver's connection)
    if not type(connection).__module__.startswith("sqlite3"):
        return
    # The driver's own idea of when to begin is switched off; `_begin` below says it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # NORMAL may lose the last commits on power loss; a reader who holds a receipt must not be lost.
    cursor.execute("PRAGMA synchronous=FULL")
    # What is deleted or overwritten is gone from the file as well: a reader may ask for that.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")
