"""How addresses, days and the beginnings of texts are written for readers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from flask import current_app, request
from flask_babel import format_datetime, format_decimal, format_time, get_locale, to_user_timezone

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


def defanged(text: str) -> str:
    """Return a link, or a text with links in it, in which no program and no tired hand finds a link any more.

    `https://example.org/path` becomes `hxxps://example[.]org/path`. For what strangers sent: whoever runs the page that
    a link leads to must not see from a visit that somebody is looking into it. A link without a scheme is known by its
    `www.`, and any other by nobody.
    """
    return _LINK.sub(_without_fangs, text)


def refanged(text: str) -> str:
    """Return a text with the links in it as they were before `defanged`, or before others wrote them like that."""
    return _FANGLESS.sub(r"htt\1", text).replace("[.]", ".").replace("(.)", ".").replace("[:]", ":")


_FANGLESS = re.compile(r"(?<![^\W_])hxx(ps?)(?=\[?:)", re.IGNORECASE)

# Browsers take the wide full stops of East Asian keyboards for dots, too.
_LINK = re.compile(r"(?:(h)tt(ps?)(:/{0,2})|(?=www[.。．｡]))([^\s/?#]+)", re.IGNORECASE)
_DOT = re.compile(r"[.。．｡]")


def _without_fangs(link: re.Match[str]) -> str:
    h, ps, slashes, host = link.groups(default="")
    return f"{h}xx{ps}{slashes}{_DOT.sub('[.]', host)}" if h else _DOT.sub("[.]", host)


def local_day(moment: datetime) -> date:
    """Return the day that a moment falls on where the readers are."""
    local: datetime = to_user_timezone(moment)
    return local.date()


def age(moment: datetime) -> str:
    """Return how long ago a moment was, in one unit: "3 hours", "8 days"."""
    # Within the first minute it says "1 min", for nothing is told of by zero.
    ago = max(now() - moment, timedelta(minutes=1))
    return format_timedelta(ago, granularity="minute", threshold=0.95, locale=get_locale())


def file_size(size: int) -> str:
    """Return a number of bytes as a reader says it: "12 kB", "3.4 MB"; nothing is smaller than 1 kB."""
    if size < 1_000_000:
        return f"{format_decimal(max(1, round(size / 1_000)))} kB"
    return f"{format_decimal(size / 1_000_000, '0.0')} MB"


def clock_time(moment: datetime) -> str:
    """Return the hour and minute of a moment where the readers are, with its day if that is not today."""
    today = local_day(moment) == local_day(now())
    told: str = format_time(moment, "short") if today else format_datetime(moment, "short")
    return told


def local_midnight(day: date) -> datetime:
    """Return when a day begins where the readers are; with a change of the clock the next does 23 or 25 hours later.

    In UTC: on one clock that changes, what is added or taken away would be read off it and be an hour off.
    """
    return datetime.combine(day, time(), ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])).astimezone(UTC)
