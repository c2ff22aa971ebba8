"""Days that are kept: once, when they are over, the same as counted anew, and longer than what was counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete, func, select

from accounts.models import Editor
from core.config import Config
from core.db import db, writing
from intake.models.cases import CaseState, Kind
from intake.models.reports import Submission
from review.figures import jobs, tallies
from review.figures.cli import figures_cli
from review.figures.ranges import Span
from review.models import DayTally, Measure
from tests.support import counted, factories
from tests.support.browsing import jobs_waiting
from tests.support.counted import MOMENT, hours_ago
from tests.support.statements import statements

TODAY = date(2026, 3, 18)
ONE_DAY = timedelta(days=1)
WEEK = Span(TODAY - 6 * ONE_DAY, TODAY)


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor()


@pytest.fixture
def week(app: Flask, editor: Editor) -> Flask:
    """Five days with reports, looks, decisions and a burst, the first of them four days ago."""
    for day in range(5):
        case = counted.case(hours_ago(24 * day + 2))
        for minutes in range(day + 1):
            counted.report(hours_ago(24 * day + 2 - minutes / 60), case=case, kind=Kind.SCAM if day % 2 else Kind.CHECK)
        counted.look(case, hours_ago(24 * day + 1.5), editor=editor)
        if day:
            counted.decide(case, hours_ago(24 * day + 1), editor=editor, outcome=CaseState.CLOSED)
    return app


def kept() -> dict[tuple[date, Measure, str], int]:
    db.session.rollback()
    rows = db.session.execute(select(DayTally.day, DayTally.measure, DayTally.key, DayTally.number))
    return {(day, measure, key): number for day, measure, key, number in rows}


def read(span: Span = WEEK, *, daily: bool = True) -> tallies.Tallies:
    db.session.rollback()
    return tallies.read(span, moment=MOMENT, daily=daily)


def test_days_are_kept_from_the_first_report_until_yesterday_and_only_once(week: Flask) -> None:
    assert tallies.keep_up(moment=MOMENT) == 4
    assert {day for day, _, _ in kept()} == {TODAY - back * ONE_DAY for back in (1, 2, 3, 4)}

    with statements() as sent:
        assert tallies.keep_up(moment=MOMENT) == 0
    assert [one for one in sent if not one.startswith(("SELECT", "BEGIN"))] == []


def test_a_day_is_kept_an_hour_after_its_end(week: Flask) -> None:
    midnight = datetime(2026, 3, 18, 23, tzinfo=UTC)
    tallies.keep_up(moment=MOMENT)

    assert tallies.keep_up(moment=midnight + timedelta(minutes=59)) == 0
    assert tallies.keep_up(moment=midnight + timedelta(minutes=60)) == 1


def test_an_empty_desk_keeps_nothing_and_reads_nothing(app: Flask) -> None:
    assert tallies.keep_up(moment=MOMENT) == 0
    assert read() == tallies.Tallies({}, {})


def test_what_is_read_is_the_same_whether_it_was_kept_or_is_counted_now(week: Flask) -> None:
    for span in (WEEK, Span(TODAY, TODAY), Span(TODAY - 3 * ONE_DAY, TODAY - 2 * ONE_DAY)):
        for daily in (True, False):
            with writing() as session:
                session.execute(delete(DayTally))
            live = read(span, daily=daily)
            tallies.keep_up(moment=MOMENT)

            assert read(span, daily=daily) == live
    assert read().total(Measure.RECEIVED) == 1 + 2 + 3 + 4 + 5
    assert read().by_key(Measure.SETTLED) == {"closed": 4}


def test_single_days_and_the_evening_before_are_read_where_they_are_asked_for(week: Flask) -> None:
    tallies.keep_up(moment=MOMENT)
    found = read(Span(TODAY - ONE_DAY, TODAY))

    assert [found.on(TODAY - back * ONE_DAY, Measure.OPEN) for back in (0, 1, 2, 3)] == [1, 0, 0, None]
    assert found.among(Measure.RECEIVED, Span(TODAY, TODAY)) == 1
    assert found.among(Measure.RECEIVED, WEEK) == found.total(Measure.RECEIVED) + 3
    assert found.among(Measure.RECEIVED, WEEK, key="scam") == 2
    assert not read(daily=False).daily


def test_counted_again_the_kept_days_are_the_same(week: Flask) -> None:
    tallies.keep_up(moment=MOMENT)
    before = kept()

    assert tallies.keep_anew(TODAY - 100 * ONE_DAY) == 4
    assert kept() == before
    assert tallies.keep_anew(TODAY) == 0


def test_the_command_counts_wrong_days_again(week: Flask) -> None:
    tallies.keep_up(moment=MOMENT)
    before = kept()
    with writing() as session:
        session.execute(DayTally.__table__.update().values(number=77))  # type: ignore[attr-defined]

    told = CliRunner().invoke(figures_cli, ["recount", "--since", "2026-03-15"], catch_exceptions=False)

    assert told.output == "Counted 3 days again.\n"
    after = kept()
    assert {key: number for key, number in after.items() if key[0] >= date(2026, 3, 15)} == {
        key: number for key, number in before.items() if key[0] >= date(2026, 3, 15)
    }
    assert {number for (day, _, _), number in after.items() if day < date(2026, 3, 15)} == {77}


def test_figures_of_past_days_outlive_the_reports(week: Flask) -> None:
    tallies.keep_up(moment=MOMENT)
    with writing() as session:
        session.execute(delete(Submission).where(Submission.received_at < hours_ago(24)))

    assert read().total(Measure.RECEIVED) == 15
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 1
    assert tallies.keep_up(moment=MOMENT) == 0


def test_the_job_keeps_what_is_over_and_a_repeat_changes_nothing(week: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "now", lambda: MOMENT)
    jobs.keep_days()
    once = kept()
    jobs.keep_days()

    assert once
    assert kept() == once


def test_many_days_are_kept_in_several_goes(week: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "KEPT_AT_ONCE", 3)
    monkeypatch.setattr(jobs, "now", lambda: MOMENT)

    jobs.keep_days()
    assert (len({day for day, _, _ in kept()}), jobs_waiting(config)) == (3, 1)
    jobs.keep_days()
    assert (len({day for day, _, _ in kept()}), jobs_waiting(config)) == (4, 1)


def test_a_page_counts_the_last_days_and_says_that_earlier_ones_are_missing(
    week: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "MOST_LIVE", 2)
    behind = read()
    tallies.keep_up(moment=MOMENT)

    assert (behind.total(Measure.RECEIVED), behind.is_complete) == (1 + 2, False)
    assert (read().total(Measure.RECEIVED), read().is_complete) == (15, True)


def test_reading_a_year_asks_no_more_often_than_reading_a_day(week: Flask) -> None:
    tallies.keep_up(moment=MOMENT)
    counts = []
    for span in (Span(TODAY, TODAY), Span(TODAY - 364 * ONE_DAY, TODAY)):
        with statements() as sent:
            read(span)
        counts.append(len(sent))

    assert counts[0] == counts[1]
