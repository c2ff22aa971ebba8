"""What holds for one day: which day it is at the desk, and that nothing of it is kept when it is over."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete

from core.db import db, inserting, now, writing
from core.web.display import local_day
from review.care.models import NotToday, OpenedText, Skipped

OF_A_DAY = (NotToday, Skipped, OpenedText)


def today() -> date:
    """Return the day that it is in the desk's time zone."""
    return local_day(now())


def note(entity: type[NotToday | Skipped | OpenedText], **values: object) -> None:
    """Write a row for today unless it is there; call inside `writing()`. A second click changes nothing."""
    db.session.execute(inserting(entity).values(day=today(), **values).on_conflict_do_nothing())


def erase_past() -> None:
    """Erase what belongs to a day that is over, of all editors."""
    with writing() as session:
        for entity in OF_A_DAY:
            session.execute(delete(entity).where(entity.day < today()))
