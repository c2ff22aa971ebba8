"""Spans of days: what can be asked for, when they begin and end, and what they are compared with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from core.web.display import local_midnight
from review.figures import ranges
from review.figures.ranges import Quick, Span

# A Wednesday.
TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    "quick, first, last",
    [
        (Quick.THIS_WEEK, date(2026, 3, 16), TODAY),
        (Quick.LAST_WEEK, date(2026, 3, 9), date(2026, 3, 15)),
        (Quick.FOUR_WEEKS, date(2026, 2, 19), TODAY),
        (Quick.THIS_MONTH, date(2026, 3, 1), TODAY),
        (Quick.NINETY_DAYS, date(2025, 12, 19), TODAY),
        (Quick.THIS_YEAR, date(2026, 1, 1), TODAY),
    ],
)
def test_a_name_means_days_of_the_calendar(quick: Quick, first: date, last: date) -> None:
    assert ranges.span_of(quick, today=TODAY) == Span(first, last)
    assert ranges.read({"range": quick.value}, today=TODAY).arguments == {"range": quick.value}


@pytest.mark.parametrize("today", [date(2026, 3, 16), date(2026, 3, 22), date(2027, 1, 1)])
def test_a_week_goes_from_monday_to_sunday_also_over_the_end_of_a_year(today: date) -> None:
    this, last = (ranges.span_of(quick, today=today) for quick in (Quick.THIS_WEEK, Quick.LAST_WEEK))

    assert (this.first.weekday(), last.first.weekday(), last.last.weekday()) == (0, 0, 6)
    assert this.first <= today < this.first + timedelta(days=7)
    assert last.last + timedelta(days=1) == this.first


@pytest.mark.parametrize(
    "arguments, first, last",
    [
        ({"first": "2026-02-01", "last": "2026-02-03"}, date(2026, 2, 1), date(2026, 2, 3)),
        ({"first": "2026-02-03", "last": "2026-02-01"}, date(2026, 2, 1), date(2026, 2, 3)),
        ({"first": "2026-03-17", "last": "2030-01-01"}, date(2026, 3, 17), TODAY),
        ({"first": "2030-01-01", "last": "2031-01-01"}, TODAY, TODAY),
        ({"first": "0001-01-01", "last": "2026-03-18"}, TODAY - timedelta(days=ranges.MOST_DAYS - 1), TODAY),
        ({"first": "0001-01-01", "last": "0001-01-02"}, ranges.EARLIEST, ranges.EARLIEST),
        ({"first": "gestern", "last": "2026-03-18"}, date(2026, 2, 19), TODAY),
        ({"first": "2026-03-18"}, date(2026, 2, 19), TODAY),
        ({"range": "always"}, date(2026, 2, 19), TODAY),
        ({}, date(2026, 2, 19), TODAY),
    ],
)
def test_whatever_an_address_says_is_a_span_that_can_be_counted(
    arguments: dict[str, str], first: date, last: date
) -> None:
    chosen = ranges.read(arguments, today=TODAY)

    assert chosen.span == Span(first, last)
    assert ranges.read({name: str(value) for name, value in chosen.arguments.items()}, today=TODAY) == chosen


def test_a_day_lasts_from_midnight_to_midnight_where_the_desk_is(app: Flask) -> None:
    forward, back, usual = (Span(day, day) for day in (date(2026, 3, 29), date(2026, 10, 25), TODAY))

    lasts = [span.end - span.start for span in (forward, back, usual)]
    assert lasts == [timedelta(hours=23), timedelta(hours=25), timedelta(hours=24)]
    assert forward.start == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert local_midnight(date(2026, 3, 30)) == datetime(2026, 3, 29, 22, tzinfo=UTC)


@pytest.mark.parametrize("count, shift", [(1, 7), (3, 7), (7, 7), (8, 14), (28, 28), (90, 91), (365, 371)])
def test_it_is_compared_with_as_many_days_of_the_same_weekdays_before(count: int, shift: int) -> None:
    span = Span(TODAY - timedelta(days=count - 1), TODAY)

    assert span.count == span.before.count == count
    assert span.first - span.before.first == timedelta(days=shift)
    assert span.before.last < span.first


@pytest.mark.parametrize("days", [1, 2, 35, 36, 90, 210, 211, 365, 1000])
def test_slices_follow_each_other_without_gap_and_fit_into_a_chart(app: Flask, days: int) -> None:
    span = Span(TODAY - timedelta(days=days - 1), TODAY)

    with app.test_request_context():
        slices = span.slices()
        longer = span.slices(single_days=False)

    assert sum(((one.last - one.first).days + 1 for one in slices), 0) == days
    assert [one.first for one in slices] == [span.first, *(one.last + timedelta(days=1) for one in slices[:-1])]
    assert len(slices) <= ranges.MOST_SINGLE_DAYS
    assert all(one.first.weekday() == 0 or one.first.day == 1 for one in longer[1:])


def test_slices_are_called_as_people_call_them(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "de"}):
        days, weeks, months = (Span(TODAY - timedelta(days=back), TODAY).slices()[-1] for back in (6, 89, 364))
        words = [Span(TODAY, TODAY).words, Span(date(2026, 3, 1), TODAY).words]

    assert (days.label, weeks.label, months.label) == ("18.03.26", "KW 12", "März 2026")
    assert words == ["18. März 2026", "01.03.2026 – 18.03.2026"]
