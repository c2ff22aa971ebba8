"""Whether the database is older than what was sent from here: after a backup was put back, letters wait for a person.

A backup brings letters back that have left since. Each letter that ends is counted, in the database and then in a file
beside it, which no backup brings back. Where the file knows of more than the database, nobody can tell which of the
letters that wait were sent already, so none leaves until somebody at the desk says so, or an operator says it of some
of them (`core.outbox.held`).

Each such hold has a number. While it lasts, letters that leave are counted on from what the file knew, so that a
further backup is noticed as well; it gets a number of its own, under which nothing was let go yet.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from flask import current_app
from sqlalchemy import select

from core.config import Config
from core.db import Counter, db, inserting, next_number, writing
from core.events import happened
from core.outbox.models import OutboxAction

log = structlog.get_logger(__name__)

# How many letters have ended, by this database; and by the file of a process that saw more of them.
ENDED = "letters_ended"
SEEN = "letters_seen"
# The number of the hold that is the latest.
HOLD = "letters_hold"


def count() -> int:
    """Count a letter that is about to end and return how many there were; call inside `writing()`, last of all."""
    return next_number(SEEN if _counters().are_held else ENDED)


def note(ended: int) -> None:
    """Keep the count beside the database, too; on disk when this returns.

    Where it cannot be written the letter leaves all the same: only a backup put back at this very moment would miss it.
    """
    path = _path()
    if ended <= _noted():
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            json.dump({"ended": ended}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        log.error("letters_not_counted", kind=type(error).__name__)


def look() -> None:
    """Hold all letters where the database turns out to be older than the file; a repeat changes nothing."""
    seen = _noted()
    if seen <= max(_value(ENDED), _value(SEEN)):
        return
    with writing() as session:
        values = {"value": seen}
        for name in (HOLD, SEEN):
            held = inserting(Counter).values(name=name, **values)
            session.execute(held.on_conflict_do_update(index_elements=[Counter.name], set_=values))
    log.error("letters_held", ended=_value(ENDED), seen=seen)


def is_held() -> bool:
    """Return whether no letter leaves, because the database was put back from a backup."""
    return _value(SEEN) > _value(ENDED)


def hold() -> int:
    """Return the number of the hold under which letters are; 0 where they leave."""
    return _value(HOLD) if is_held() else 0


def release(*, by: int | None) -> bool:
    """Let letters leave again, on the word of an account or by command; return False where none is held."""
    with writing() as session:
        found = _counters()
        if not found.are_held:
            return False
        if found.ended is None:
            session.add(Counter(name=ENDED, value=found.seen))
        else:
            found.ended.value = found.seen
        happened(OutboxAction.LETTERS_RELEASED, by=by)
        return True


@dataclass(frozen=True, slots=True)
class _Counters:
    """How many letters ended and how many were seen to, with the rows locked."""

    ended: Counter | None
    seen: int

    @property
    def are_held(self) -> bool:
        return self.seen > (0 if self.ended is None else self.ended.value)


def _counters() -> _Counters:
    rows = select(Counter).where(Counter.name.in_((ENDED, SEEN))).order_by(Counter.name).with_for_update()
    found = {row.name: row for row in db.session.scalars(rows.execution_options(populate_existing=True))}
    return _Counters(found.get(ENDED), found[SEEN].value if SEEN in found else 0)


def _value(name: str) -> int:
    return db.session.scalar(select(Counter.value).where(Counter.name == name)) or 0


def _noted() -> int:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return int(json.loads(_path().read_text(encoding="ascii"))["ended"])
    return 0


def _path() -> Path:
    config: Config = current_app.extensions["settings"]
    return config.letter_count
