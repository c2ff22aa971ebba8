"""The audit trail: writing a line, showing lines, checking that nobody changed one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from audit.chain import COUNTER, FIRST, check, hash_of, readable
from audit.filters import Filters, Found
from audit.models import Actor, Event
from audit.telling import Sentence, tell, who
from core.db import db, next_number, now
from core.events import HAPPENED, Happened

# What cases are called as subjects: each line of theirs is found by their number.
CASE = "case"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One event as people read it."""

    number: int
    at: datetime
    actor_label: str | LazyString
    is_machine: bool
    # Who did what to what: as a string plain text, on a page with links.
    sentence: Sentence
    # The reason that was given; empty without one, and for a reader who may not see it.
    reason: str
    case_id: int | None


def init_app(_app: Flask) -> None:
    """Keep the trail from now on."""
    HAPPENED.connect(_write)


def _write(told: Sequence[Happened]) -> None:
    """Add lines, in the transaction of the deeds; the only writer of the trail."""
    last = next_number(COUNTER, count=len(told))
    first = last - len(told) + 1
    previous = db.session.scalar(select(Event.hash).where(Event.id == first - 1)) or FIRST
    for number, one in enumerate(told, start=first):
        event = _event(number, one, previous)
        previous = event.hash
        db.session.add(event)
    db.session.flush()


def _event(number: int, told: Happened, previous: str) -> Event:
    of_case = told.subject is not None and told.subject.kind == CASE
    event = Event(
        id=number,
        at=now(),
        actor=Actor.MACHINE if told.by is None else Actor.PERSON,
        editor_id=told.by,
        action=told.action.value,
        case_id=told.subject.id if told.subject is not None and of_case else None,
        details=dict(told.details)
        if told.subject is None or of_case
        else {told.subject.kind: told.subject.id, **told.details},
        previous_hash=previous,
    )
    event.hash = hash_of(event)
    return event


def first_broken() -> int | None:
    """Return the number of the first event that was changed, removed or inserted, or None if all is whole."""
    return check().number


def lines(
    *, case_id: int | None = None, filters: Filters | None = None, before: int | None = None
) -> tuple[list[Line], int | None]:
    """Return the newest lines, of one case, of some filters or all, and before which to go on, if there are more."""
    found = Found((Event.case_id == case_id,)) if case_id is not None else (filters or Filters()).found()
    # By their numbers, because among the lines of a page there may be some that nobody can read.
    numbers = db.session.scalars(found.newest(PAGE + 1, before=before).with_only_columns(Event.id)).all()
    shown = select(Event).where(Event.id.in_(numbers[:PAGE])).order_by(Event.id.desc())
    return in_words(readable(shown, joinedload(Event.editor))), numbers[PAGE - 1] if len(numbers) > PAGE else None


def in_words(events: Sequence[Event]) -> list[Line]:
    """Return events as people read them, in their order."""
    told = tell(events)
    return [
        Line(
            number=event.id,
            at=event.at,
            actor_label=_l("Machine") if event.actor is Actor.MACHINE else who(event),
            is_machine=event.actor is Actor.MACHINE,
            sentence=told[event.id].sentence,
            reason=told[event.id].reason,
            case_id=event.case_id,
        )
        for event in events
    ]
