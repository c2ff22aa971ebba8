"""How many reports come in just now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from intake.cases.heat import reports_a_day, warmed

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_a_report_weighs_half_as_much_a_day_later() -> None:
    heat = warmed(0.0, [NOON])

    assert reports_a_day(heat, NOON + timedelta(days=1)) == pytest.approx(reports_a_day(heat, NOON) / 2)


def test_reports_that_come_evenly_are_told_as_that_many_a_day() -> None:
    moments = [NOON - timedelta(hours=number) for number in range(24 * 14)]

    assert reports_a_day(warmed(0.0, moments), NOON) == pytest.approx(24, rel=0.02)


def test_the_order_of_reports_makes_no_difference() -> None:
    moments = [NOON - timedelta(hours=hours) for hours in (0, 30, 5)]

    assert warmed(0.0, moments) == pytest.approx(warmed(warmed(0.0, moments[2:]), moments[1::-1]))


def test_many_yesterday_are_less_than_a_few_now_only_when_they_have_cooled_down() -> None:
    old = warmed(0.0, [NOON - timedelta(days=6)] * 100)
    new = warmed(0.0, [NOON] * 3)

    assert new > old > warmed(0.0, [NOON - timedelta(days=6)] * 99) > 0
