"""How addresses, days and the beginnings of texts are written for readers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask import current_app, request
from flask_babel import to_user_timezone

from core.config import Config


def absolute(path: str) -> str:
    """Return the web address of a path here: what the operator says, else as the caller reached us."""
    settings: Config = current_app.extensions["settings"]
    return (settings.public_url or request.host_url.rstrip("/")) + path


def excerpt(text: str, longest: int) -> str:
    """Return the beginning of a text in one line of at most so many characters, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"


def local_day(moment: datetime) -> date:
    """Return the day that a moment falls on where the readers are."""
    local: datetime = to_user_timezone(moment)
    return local.date()


def local_midnight(day: date) -> datetime:
    """Return when a day begins where the readers are; with a change of the clock the next does 23 or 25 hours later.

    In UTC: on one clock that changes, what is added or taken away would be read off it and be an hour off.
    """
    return datetime.combine(day, time(), ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])).astimezone(UTC)
