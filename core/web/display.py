"""How addresses, days and the beginnings of texts are written for readers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_timedelta
from flask import current_app, request
from flask_babel import get_locale, to_user_timezone

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


def age(moment: datetime) -> str:
    """Return how long ago a moment was, in one unit: "3 hours", "8 days"."""
    # Within the first minute it says "1 min", for nothing is told of by zero.
    ago = max(now() - moment, timedelta(minutes=1))
    return format_timedelta(ago, granularity="minute", threshold=0.95, locale=get_locale())
