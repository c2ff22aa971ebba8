"""Statements are compiled once in a run: each test has an engine of its own, and all of them say the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

# More than the service has; a process of it keeps 500 of them.
KEPT = 4_000


def compile_once() -> None:
    """Give all engines one store of compiled statements, as the one engine of a real process has for all its requests.

    SQLAlchemy stores each with the dialect that it was compiled for. Two dialects of the same server are the same.
    """
    store: LRUCache[Any, Any] = LRUCache(KEPT)

    def is_same(dialect: DefaultDialect, other: object) -> bool:
        return isinstance(other, DefaultDialect) and _server(dialect) == _server(other)

    # Whatever an engine sets here when it is made, it reads the common store.
    Engine._compiled_cache = property(lambda _engine: store, lambda _engine, _own: None)  # type: ignore[assignment]
    DefaultDialect.__eq__ = is_same  # type: ignore[assignment,method-assign]
    DefaultDialect.__hash__ = lambda dialect: hash(type(dialect))  # type: ignore[assignment,method-assign]


def _server(dialect: DefaultDialect) -> tuple[object, ...]:
    return type(dialect), dialect.paramstyle, getattr(dialect, "server_version_info", None)
