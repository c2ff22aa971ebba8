"""What is known only for a while: notes and counts in the queue's store, so that all processes see them.

While that store is away they are kept in this process's memory, which is weaker and refuses nobody.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import redis
import structlog
from flask import Flask, current_app

from core import jobs

log = structlog.get_logger(__name__)

# More than a whole day of reports; what is oldest is forgotten first, so that a flood takes no memory.
MOST_IN_MEMORY = 10_000

T = TypeVar("T")


class Memory:
    """Notes and counts of one process, each with its end; safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, most: int = MOST_IN_MEMORY) -> None:
        self._clock, self._most = clock, most
        self._kept: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def note(self, name: str, value: str, *, seconds: int) -> str:
        """Note a value unless one is noted; return the one that is noted now."""
        with self._lock:
            before = self._found(name)
            if before is None:
                self._keep(name, value, self._clock() + seconds)
            return value if before is None else before[0]

    def count(self, name: str, *, seconds: int) -> None:
        """Count one more."""
        with self._lock:
            before = self._found(name)
            self._keep(name, str(1 + int(before[0] if before else 0)), self._clock() + seconds)

    def noted(self, name: str) -> str | None:
        """Return what is noted or counted; None when nothing is."""
        with self._lock:
            found = self._found(name)
            return None if found is None else found[0]

    def _found(self, name: str) -> tuple[str, float] | None:
        found = self._kept.get(name)
        return found if found is not None and self._clock() < found[1] else None

    def _keep(self, name: str, value: str, ends: float) -> None:
        self._kept.pop(name, None)
        self._kept[name] = (value, ends)
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]


def init_app(app: Flask) -> None:
    """Give the app a memory for the time without a store."""
    app.extensions["fleeting"] = Memory()


def note(name: str, value: str, *, seconds: int) -> str:
    """Note a value for some time unless one is noted; return the one that is noted now: of two at once one is first."""
    memory = _memory()
    # Noted while the store was away: it stays so when the store is back.
    before = memory.noted(name)
    if before is not None:
        return before

    def stored(client: redis.Redis) -> str:
        with client.pipeline() as pipe:
            pipe.set(_key(name), value, nx=True, ex=seconds)
            pipe.get(_key(name))
            found = pipe.execute()[1]
        # It may end between the two only where it is noted for no time at all.
        return value if found is None else str(found, "utf-8")

    found = _asked(stored)
    return memory.note(name, value, seconds=seconds) if found is None else found


def count(name: str, *, seconds: int) -> None:
    """Count one more; the count ends so long after the last one."""

    def stored(client: redis.Redis) -> bool:
        with client.pipeline() as pipe:
            pipe.incr(_key(name))
            pipe.expire(_key(name), seconds)
            pipe.execute()
        return True

    if _asked(stored) is None:
        _memory().count(name, seconds=seconds)


def total(names: Sequence[str]) -> int:
    """Return the sum of some counts."""

    def stored(client: redis.Redis) -> int:
        return sum(int(found or 0) for found in client.mget([_key(name) for name in names]))

    found = _asked(stored)
    return sum(int(_memory().noted(name) or 0) for name in names) if found is None else found


def _memory() -> Memory:
    found: Memory = current_app.extensions["fleeting"]
    return found


def _key(name: str) -> str:
    return f"{jobs.QUEUE}:{name}"


def _asked(ask: Callable[[redis.Redis], T]) -> T | None:
    """Return what the store answers; None when it is away, as the queue is then."""
    breaker: jobs.Breaker = current_app.extensions["jobs"]["breaker"]
    if not breaker.is_open():
        return None
    try:
        return ask(jobs.connection())
    except redis.RedisError as error:
        breaker.failed()
        log.warning("queue_away", kind=type(error).__name__)
        return None
