"""How many reports came in during the last minutes: what a proof is asked for by, and how hard it is."""

from __future__ import annotations

import math

from flask import current_app

from core import fleeting
from core.config import Config
from core.db import now

_MINUTE = 60
# Long enough that one lively minute is no load, short enough that a flood is noticed while it runs.
MINUTES = 5


def count_report() -> None:
    """Count a report that somebody is sending."""
    fleeting.count(_name(_minute()), seconds=(MINUTES + 1) * _MINUTE)


def reports() -> int:
    """Return how many reports were sent in the last minutes, this one included."""
    this = _minute()
    return fleeting.total([_name(this - back) for back in range(MINUTES)])


def level() -> int:
    """Return how busy the service is: 0 when calm, and one more each time that the reports are twice as many."""
    busy_from = _settings().busy_reports
    # Where nothing is ever busy the store is not asked for each page.
    return level_of(reports(), busy_from=busy_from) if busy_from else 0


def level_of(count: int, *, busy_from: int) -> int:
    """Return the level of a number of reports in the last minutes; with `busy_from` 0 nothing is ever busy."""
    return 0 if not busy_from or count < busy_from else 1 + int(math.log2(count / busy_from))


def is_busy() -> bool:
    """Return whether a proof is asked for just now."""
    return level() > 0


def _settings() -> Config:
    found: Config = current_app.extensions["settings"]
    return found


def _minute() -> int:
    # Of the wall: all processes have to mean the same minute.
    return int(now().timestamp()) // _MINUTE


def _name(minute: int) -> str:
    return f"reports:{minute}"
