"""By when an objection is answered: seven working days of the place where the desk is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays
from flask import Flask, current_app

from core.config import Config
from core.config_values import ConfigError
from core.db import now
from core.web.display import local_day

# Within so many working days the European Fact-Checking Standards Network expects an answer.
WORKING_DAYS = 7
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where the desk works: a country and, if it has holidays of its own, a region of it; both as ISO 3166 has them."""

    country: str
    region: str

    def is_holiday(self, day: date) -> bool:
        """Return whether a day is a public holiday there."""
        return day in _holidays(self.country, self.region, day.year)


@lru_cache(maxsize=64)
def _holidays(country: str, region: str, year: int) -> frozenset[date]:
    # Made for one year and kept as it is: the library's own calendar fills itself while it is asked, and of two threads
    # that ask at once one could read a year that is not filled yet.
    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))


def working_day_after(day: date, number: int, *, is_holiday: Callable[[date], bool]) -> date:
    """Return the working day that comes as the `number`-th after a day, which is not counted; Saturdays are none."""
    while number:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and not is_holiday(day):
            number -= 1
    return day


def due_on(arrived: date) -> date:
    """Return the day by whose end an objection is answered that arrived on a day."""
    place: Place = current_app.extensions["desk_place"]
    return working_day_after(arrived, WORKING_DAYS, is_holiday=place.is_holiday)


def due_from_now() -> date:
    """Return by when an objection is answered that arrives now."""
    return due_on(local_day(now()))


def init_app(app: Flask) -> None:
    """Let an app know where its desk is. Errors: `ConfigError` for a place whose holidays nobody knows."""
    settings: Config = app.extensions["settings"]
    place = Place(settings.holidays_country, settings.holidays_region)
    try:
        place.is_holiday(now().date())
    except NotImplementedError as error:
        raise ConfigError(
            f"HOLIDAYS_COUNTRY={place.country} with HOLIDAYS_REGION={place.region} is unknown: use codes of ISO 3166, "
            "as DE with BY, or AT with 9."
        ) from error
    app.extensions["desk_place"] = place
