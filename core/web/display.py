"""How addresses, days and the beginnings of texts are written for readers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from flask import current_app, request
from flask_babel import to_user_timezone, to_utc

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


def beginning_of(day: date) -> datetime:
    """Return the moment at which a day begins where the readers are."""
    begun: datetime = to_utc(datetime.combine(day, time()))
    return begun.replace(tzinfo=UTC)
