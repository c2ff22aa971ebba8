"""What broke while a report was read: told without a word of it, and kept from costing other reports their turn."""

from __future__ import annotations

import time
from enum import StrEnum

from rq.timeouts import BaseTimeoutException
from sqlalchemy import exc

from core.logs import frames_of
from search.model.embedder import ModelMissing

# What passes by itself or by an operator's hand: reports go on waiting instead of being called unreadable. Other errors
# of the database are about a single value.
NOT_THE_TEXTS_FAULT = (
    *(ModelMissing, MemoryError, OSError),
    *(exc.OperationalError, exc.InterfaceError, exc.TimeoutError),
)
# PostgreSQL's class for what exceeds a limit of the program. It is told like a database that is away, and is about a
# value all the same.
PROGRAM_LIMIT = "54"
# What no step of a report may swallow: the above, and the end of a job that has run for too long.
ENDS_THE_BATCH = (*NOT_THE_TEXTS_FAULT, BaseTimeoutException)


def passes(error: BaseException) -> bool:
    """Return whether an error is nobody's fault and passes by itself."""
    sqlstate = str(getattr(getattr(error, "orig", None), "sqlstate", ""))
    return isinstance(error, NOT_THE_TEXTS_FAULT) and not sqlstate.startswith(PROGRAM_LIMIT)


class Stage(StrEnum):
    """Where on a report's way the machine broke."""

    READING = "reading"
    SEARCHING = "searching"
    COMPARING = "comparing"
    STORING = "storing"


def told(stage: Stage, error: BaseException) -> str:
    """Return the stage, the kind of an exception and the place in the code; a message could quote the report."""
    place = (frames_of(error) or ["?"])[-1]
    return f"{stage}: {type(error).__name__} ({place})"


class Budget:
    """How many seconds of this thread's CPU time may be spent; a clock on the wall would punish a busy machine."""

    def __init__(self, seconds: float) -> None:
        self._until = time.thread_time() + seconds

    def is_spent(self) -> bool:
        """Return whether the time is used up."""
        return time.thread_time() >= self._until
