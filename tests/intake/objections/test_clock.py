"""Seven working days: weekends, holidays of the place, the end of a year, and the day where the desk is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app import create_app
from core.config import Config
from core.config_values import ConfigError
from core.db import now
from intake.objections import clock, filing
from intake.objections.clock import Place, working_day_after
from tests.support import factories
from tests.support.installation import changed

GERMANY, AUSTRIA = Place("DE", ""), Place("AT", "")


def due(arrived: date, place: Place = GERMANY) -> date:
    return working_day_after(arrived, clock.WORKING_DAYS, is_holiday=place.is_holiday)


@pytest.mark.parametrize(
    "arrived, answered_by",
    [
        # A Monday: the day itself does not count, the Wednesday of the week after is the seventh.
        (date(2026, 6, 8), date(2026, 6, 17)),
        # Saturday and Sunday are none, so all three begin to count on the Monday.
        (date(2026, 6, 12), date(2026, 6, 23)),
        (date(2026, 6, 13), date(2026, 6, 23)),
        (date(2026, 6, 14), date(2026, 6, 23)),
        # Good Friday and Easter Monday.
        (date(2026, 4, 1), date(2026, 4, 14)),
        # Both days of Christmas (the second a Saturday), and New Year.
        (date(2026, 12, 22), date(2027, 1, 4)),
        # The Day of German Unity is a Saturday and moves nothing.
        (date(2026, 9, 30), date(2026, 10, 9)),
    ],
)
def test_seven_working_days_leave_out_weekends_and_holidays(arrived: date, answered_by: date) -> None:
    assert due(arrived) == answered_by


def test_each_place_has_its_own_holidays() -> None:
    arrived = date(2026, 12, 30)
    # Epiphany is one in Austria and in Bavaria, and in most of Germany it is not.
    assert due(arrived) == date(2027, 1, 11)
    assert due(arrived, AUSTRIA) == due(arrived, Place("DE", "BY")) == date(2027, 1, 12)


def test_a_week_without_any_holiday_counts_weekdays_only() -> None:
    assert working_day_after(date(2026, 5, 1), 1, is_holiday=lambda _day: False) == date(2026, 5, 4)
    assert working_day_after(date(2026, 5, 1), 0, is_holiday=lambda _day: True) == date(2026, 5, 1)


@pytest.mark.parametrize(
    "arrived, day, answered_by",
    [
        # Half past eleven at night where the desk is, in summer and in winter; an hour later it is the next day there.
        (datetime(2026, 6, 8, 21, 30, tzinfo=UTC), date(2026, 6, 8), date(2026, 6, 17)),
        (datetime(2026, 6, 8, 22, 30, tzinfo=UTC), date(2026, 6, 9), date(2026, 6, 18)),
        (datetime(2026, 1, 12, 22, 30, tzinfo=UTC), date(2026, 1, 12), date(2026, 1, 21)),
        (datetime(2026, 1, 12, 23, 30, tzinfo=UTC), date(2026, 1, 13), date(2026, 1, 22)),
    ],
)
def test_the_day_of_arrival_is_that_where_the_desk_is(
    app: Flask, monkeypatch: pytest.MonkeyPatch, arrived: datetime, day: date, answered_by: date
) -> None:
    monkeypatch.setattr(filing, "now", lambda: arrived)

    assert factories.objection().due_on == answered_by == due(day)


def test_the_place_is_a_setting_and_an_unknown_one_stops_the_start(config: Config) -> None:
    with create_app(changed(config, HOLIDAYS_COUNTRY="AT", HOLIDAYS_REGION="9")).app_context():
        assert clock.due_from_now() == due(now().date(), Place("AT", "9"))

    for country, region in (("XX", ""), ("DE", "Atlantis")):
        with pytest.raises(ConfigError, match="HOLIDAYS_COUNTRY"):
            create_app(changed(config, HOLIDAYS_COUNTRY=country, HOLIDAYS_REGION=region))
