"""Ending a report before it is sent: what was typed and its files go, and one more is counted for the day."""

from __future__ import annotations

from core.db import inserting, now, writing
from core.web.display import local_day
from intake.files import keeping
from intake.models.counts import EndedDay, Ending
from intake.reports import drafts


def end(token: str, ending: Ending) -> None:
    """Remove the draft that a secret finds, if there is one, and count why; nothing else is kept."""
    with writing() as session:
        keys = drafts.discard(token)
        row = inserting(EndedDay).values(day=local_day(now()), ending=ending, count=1)
        more = {"count": EndedDay.count + 1}
        session.execute(row.on_conflict_do_update(index_elements=["day", "ending"], set_=more))
    # After the commit: a row must never name a file that is gone.
    keeping.forget(keys)
