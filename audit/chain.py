"""The chain of the trail: the hash that ties each line to the one before, and finding where it was broken, and how."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm.interfaces import ORMOption

from audit.models import Event
from core.db import Counter, db
from core.secrets import keyed_hash

COUNTER = "event"
FIRST = "0" * 64
AT_ONCE = 500
# Where lines were numbered anew behind one that was removed or inserted, the true place of a line is looked for so
# many numbers on. Farther off, a broken line is called changed; that it is broken is found all the same.
FAR = 1_000


class Damage(StrEnum):
    """What was done to a line by somebody who went past Gegencheck to the database."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking the chain.

    `whole` lines from the first on are as they were written, `last_hash` is that of the last of them. Unless all are,
    `number` is the first broken line, and `damage` what is wrong with it.
    """

    whole: int
    last_hash: str
    number: int | None = None
    damage: Damage | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.damage is None

    @property
    def sentence(self) -> str:
        """What was found, for people."""
        return str(SENTENCES[self.damage]) % {"whole": self.whole, "number": self.number}


SENTENCES = {
    None: _l("The record is complete and unchanged. Lines checked: %(whole)s."),
    Damage.CHANGED: _l("Line %(number)s was changed from outside. All lines before it are unchanged."),
    Damage.REMOVED: _l("Line %(number)s was removed from outside. All lines before it are unchanged."),
    Damage.INSERTED: _l("Line %(number)s was inserted from outside. All lines before it are unchanged."),
    Damage.CUT_OFF: _l("The end was cut off from outside: line %(number)s and what followed are missing."),
}


def hash_of(event: Event, *, number: int | None = None) -> str:
    """Return the hash that ties an event to the one before it; keyed, so that it cannot be made anew.

    With a `number`, the hash that the event would have as that line.
    """
    content = [
        event.id if number is None else number,
        event.at.isoformat(),
        event.actor.value,
        event.editor_id,
        event.action,
        event.case_id,
        event.details,
        event.previous_hash,
    ]
    return keyed_hash("audit", json.dumps(content, sort_keys=True, ensure_ascii=False))


def check(progress: Callable[[int], object] | None = None) -> Checked:
    """Read the whole chain, and return whether it is whole, or where it is broken first and how.

    `progress` is told how many more lines were read.
    """
    # Before the lines, so that one that is written meanwhile does not look cut off. The counter goes on when lines are
    # taken off the end.
    given_out = lines_written()
    whole, previous = 0, FIRST
    rows = _rows()
    for row in rows:
        if row.event is None or row.number != whole + 1 or not row.is_authentic() or not row.follows(previous):
            number, damage = _damage([row, *islice(rows, FAR)], whole + 1, previous, given_out)
            return Checked(whole, previous, number, damage)
        whole, previous = row.number, row.event.hash
        if progress is not None:
            progress(1)
    if given_out > whole:
        return Checked(whole, previous, whole + 1, Damage.CUT_OFF)
    return Checked(whole, previous)


def lines_written() -> int:
    """Return how many lines were ever written."""
    return db.session.scalar(select(Counter.value).where(Counter.name == COUNTER)) or 0


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as it stands in the table; without its event if what stands there can be no line."""

    number: int
    event: Event | None

    def is_authentic(self, *, number: int | None = None) -> bool:
        """Return whether it was written by us, as the line that it is or as another one."""
        # As bytes: a text in any letters could stand there, and as such only plain ones can be compared.
        return self.event is not None and hmac.compare_digest(
            hash_of(self.event, number=number).encode(), self.event.hash.encode()
        )

    def follows(self, previous: str) -> bool:
        """Return whether it names the hash of the line before it."""
        return self.event is not None and self.event.previous_hash == previous


def _rows() -> Iterator[_Row]:
    """Yield all lines in order."""
    numbers = select(Event.id).order_by(Event.id).limit(AT_ONCE)
    page = db.session.scalars(numbers).all()
    while page:
        found = {event.id: event for event in readable(select(Event).where(Event.id.between(page[0], page[-1])))}
        yield from (_Row(number, found.get(number)) for number in page)
        page = db.session.scalars(numbers.where(Event.id > page[-1])).all()


def readable(question: Select[Event], *options: ORMOption) -> list[Event]:
    """Return the events that a question asks for, without those in whose row something stands that can be no line.

    That is how the page of the trail can still say what somebody did to it.
    """
    try:
        events = list(db.session.scalars(question.options(*options)))
    except (ValueError, TypeError):
        # No moment, no actor or no JSON in one of them: they are read one by one.
        numbers = db.session.scalars(question.with_only_columns(Event.id)).all()
        events = [event for number in numbers if (event := _readable(number)) is not None]
    # Any JSON can stand there, whatever the column's type says.
    return [event for event in events if isinstance(event.details, dict)]  # type: ignore[redundant-expr]


def _readable(number: int) -> Event | None:
    try:
        return db.session.get(Event, number)
    except (ValueError, TypeError):
        return None


def _damage(rows: Sequence[_Row], expected: int, previous: str, given_out: int) -> tuple[int, Damage]:
    """Return which line is broken, and how, from the first row that is not what it should be and those after it."""
    found = rows[0]
    if found.number < expected or found.number > given_out:
        return found.number, Damage.INSERTED
    if found.number > expected:
        return expected, Damage.REMOVED
    # Somebody who removes or inserts a line can number those after it anew. Their hashes still tell which they were.
    # Where the true line stands further on, and this one is a true line of further on, only their places were changed.
    comes_later = any(row.follows(previous) and row.is_authentic(number=expected) for row in rows[1:])
    belongs_later = any(found.is_authentic(number=expected + further) for further in range(1, FAR))
    if comes_later != belongs_later:
        return expected, Damage.INSERTED if comes_later else Damage.REMOVED
    return expected, Damage.CHANGED
