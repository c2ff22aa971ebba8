"""Taking lines of the trail out of the house, as a table for people or with their hashes for whoever checks them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum

from flask_babel import gettext
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from audit.chain import AT_ONCE, readable
from audit.filters import Filters, Found
from audit.models import Event, TrailAction
from audit.trail import in_words
from core.db import db, writing
from core.events import Happened, all_happened
from core.spreadsheets import Cell, csv_rows


class Format(StrEnum):
    """As what lines are taken out."""

    CSV = "csv"
    JSON_LINES = "jsonl"

    @property
    def mime_type(self) -> str:
        """What a browser is told that it is."""
        return "text/csv; charset=utf-8" if self is Format.CSV else "application/jsonl; charset=utf-8"


def export(filters: Filters, form: Format, *, by: int) -> Iterator[str]:
    """Note in the trail who takes which lines out, and yield these, the oldest first, that note being the last.

    The lines are read as they are sent, some hundred at a time, so that a long trail takes no memory.
    """
    with writing():
        all_happened([Happened(TrailAction.EXPORTED, None, by, {"format": form.value, **filters.arguments})])
    last = db.session.scalar(select(Event.id).order_by(Event.id.desc()).limit(1)) or 0
    pages = _pages(filters, last)
    return csv_rows(_table(pages)) if form is Format.CSV else _json_lines(pages)


def _pages(filters: Filters, last: int) -> Iterator[Sequence[Event]]:
    found, after = filters.found(), 0
    while numbers := db.session.scalars(_numbers(found, after=after, last=last)).all():
        after = numbers[-1]
        shown = select(Event).where(Event.id.in_(numbers)).order_by(Event.id)
        yield readable(shown, joinedload(Event.editor))
        # A download may take minutes; a read view that stays open as long keeps SQLite from tidying up its log.
        db.session.rollback()


def _numbers(found: Found, *, after: int, last: int) -> Select[int]:
    # By their numbers, because nobody may be able to read any line of a page, and others come after them.
    return found.oldest(AT_ONCE, after=after, last=last).with_only_columns(Event.id)


def _table(pages: Iterator[Sequence[Event]]) -> Iterator[Sequence[Cell]]:
    yield [
        gettext("Number"),
        gettext("Time"),
        gettext("Who"),
        gettext("What happened"),
        gettext("Reason"),
        gettext("Case"),
    ]
    for page in pages:
        for line in in_words(page):
            yield [line.number, line.at, str(line.actor_label), str(line.sentence), line.reason, line.case_id]


def _json_lines(pages: Iterator[Sequence[Event]]) -> Iterator[str]:
    """Yield each line with all that its hash is made of, named and spelt as `chain.hash_of` takes it."""
    for page in pages:
        for event in page:
            content = {
                "id": event.id,
                "at": event.at.isoformat(),
                "actor": event.actor.value,
                "editor_id": event.editor_id,
                "action": event.action,
                "case_id": event.case_id,
                "details": event.details,
                "previous_hash": event.previous_hash,
                "hash": event.hash,
            }
            yield json.dumps(content, ensure_ascii=False) + "\n"
