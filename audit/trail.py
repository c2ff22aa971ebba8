"""The audit trail: writing a line, showing lines, checking that nobody changed one."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from audit.models import Actor, Event
from core.db import Counter, db, next_number, now
from core.events import HAPPENED, Happened, label_of
from core.secrets import keyed_hash

COUNTER = "event"
# What cases are called as subjects: each line of theirs is found by their number.
CASE = "case"
FIRST = "0" * 64
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One event as people read it."""

    at: datetime
    actor_label: str | LazyString
    is_machine: bool
    sentence: str | LazyString
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
    event.hash = _hash(event)
    return event


def _hash(event: Event) -> str:
    """Return the hash that ties an event to the one before it; keyed, so that it cannot be made anew."""
    content = [
        event.id,
        event.at.isoformat(),
        event.actor.value,
        event.editor_id,
        event.action,
        event.case_id,
        event.details,
        event.previous_hash,
    ]
    return keyed_hash("audit", json.dumps(content, sort_keys=True, ensure_ascii=False))


def first_broken() -> int | None:
    """Return the number of the first event that was changed, removed or inserted, or None if all is whole."""
    expected, previous = 1, FIRST
    # PostgreSQL holds the rest of the rows ready until it is told that nobody wants them.
    with db.session.scalars(select(Event).order_by(Event.id).execution_options(yield_per=500)) as events:
        for event in events:
            intact = event.id == expected and event.previous_hash == previous
            if not intact or not hmac.compare_digest(_hash(event), event.hash):
                return expected
            expected, previous = expected + 1, event.hash
    # The counter goes on when lines are taken off the end.
    given_out = db.session.scalar(select(Counter.value).where(Counter.name == COUNTER)) or 0
    return expected if given_out >= expected else None


def lines(*, case_id: int | None = None, before: int | None = None) -> tuple[list[Line], int | None]:
    """Return the newest lines, of one case or all, and the number to continue before, if there are more."""
    rows = select(Event).options(joinedload(Event.editor)).order_by(Event.id.desc()).limit(PAGE + 1)
    if case_id is not None:
        rows = rows.where(Event.case_id == case_id)
    if before is not None:
        rows = rows.where(Event.id < before)
    events: Sequence[Event] = db.session.scalars(rows).all()
    more = events[PAGE - 1].id if len(events) > PAGE else None
    return [_line(event) for event in events[:PAGE]], more


def _line(event: Event) -> Line:
    person = event.editor.desk_name if event.editor else None
    return Line(
        at=event.at,
        actor_label=person or _l("Machine"),
        is_machine=event.actor is Actor.MACHINE,
        sentence=label_of(event.action),
        case_id=event.case_id,
    )
