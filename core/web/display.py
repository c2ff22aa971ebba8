"""How addresses, days and the beginnings of texts are written for readers."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app, request
from flask_babel import format_datetime, format_time, to_user_timezone

from core.config import Config
from core.db import now


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


def clock_time(moment: datetime) -> str:
    """Return the hour and minute of a moment where the readers are, with its day if that is not today."""
    today = local_day(moment) == local_day(now())
    told: str = format_time(moment, "short") if today else format_datetime(moment, "short")
    return told
