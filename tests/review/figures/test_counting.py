"""What is counted of a day, held against worlds so small that they are counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from accounts.models import Editor
from archive.models import Claim
from audit import trail
from core.db import db, writing
from intake.models.cases import CaseState, Kind, MatchAnswer
from intake.models.counts import Ending
from intake.models.reports import Held, Platform, Submission
from review.case.answers import answer_match
from review.figures import counting
from review.figures.counting import Counts
from review.models import Measure
from search.ranking.bands import Band
from tests.support import counted, factories
from tests.support.counted import MOMENT, hours_ago
from tests.support.desk import plain_case, suggestion

DAY = date(2026, 3, 18)


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor()


def count(day: date = DAY) -> Counts:
    db.session.rollback()
    return counting.count(day)


def of(measure: Measure, day: date = DAY) -> dict[str, int]:
    return {key: number for (its, key), number in count(day).items() if its is measure}


def test_of_an_empty_day_it_is_counted_that_nothing_is_open(app: Flask) -> None:
    assert count() == {(Measure.OPEN, ""): 0}


def test_reports_are_counted_by_kind_and_platform_on_the_day_they_came_where_the_desk_is(app: Flask) -> None:
    counted.report(MOMENT)
    counted.report(MOMENT, kind=Kind.HATE, platform=Platform.TELEGRAM)
    # Half past eleven in the evening in UTC is tomorrow in Vienna and Berlin.
    counted.report(datetime(2026, 3, 17, 22, 59, tzinfo=UTC))
    counted.report(datetime(2026, 3, 17, 23, 0, tzinfo=UTC), platform=Platform.UNKNOWN)
    counted.report(datetime(2026, 3, 18, 23, 0, tzinfo=UTC))

    assert of(Measure.RECEIVED) == {"check": 2, "hate": 1}
    assert of(Measure.PLATFORM) == {"whatsapp": 1, "telegram": 1, "unknown": 1}


def test_what_ended_before_sending_is_counted_by_reason_and_day(app: Flask) -> None:
    counted.end(DAY, Ending.CHILD_ABUSE, count=2)
    counted.end(DAY, Ending.KNOWN, count=3)
    counted.end(DAY - timedelta(days=1), Ending.KNOWN, count=9)

    assert of(Measure.ENDED) == {"child_abuse": 2, "known": 3}


def test_who_came_back_is_one_number_a_day(app: Flask) -> None:
    counted.come_back(DAY, count=4)
    counted.come_back(DAY - timedelta(days=1), count=9)

    assert of(Measure.RETURNED) == {"": 4}


def test_a_day_with_a_change_of_the_clock_is_counted_whole(app: Flask) -> None:
    for moment in ("2026-03-28T23:00:00+00:00", "2026-03-29T21:59:59+00:00", "2026-03-29T22:00:00+00:00"):
        counted.report(datetime.fromisoformat(moment))

    assert (of(Measure.RECEIVED, date(2026, 3, 29)), of(Measure.RECEIVED, date(2026, 3, 30))) == (
        {"check": 2},
        {"check": 1},
    )


def test_cases_are_settled_with_the_last_outcome_of_the_day(app: Flask, editor: Editor) -> None:
    changed, taken_up, answered = (counted.case(hours_ago(30)) for _ in range(3))
    for _ in range(3):
        counted.report(hours_ago(29), case=answered)
    counted.decide(changed, hours_ago(3), editor=editor, outcome=CaseState.CLOSED)
    counted.decide(changed, hours_ago(2), editor=editor, outcome=CaseState.DECIDED)
    counted.decide(taken_up, hours_ago(3), editor=editor)
    counted.decide(taken_up, hours_ago(2), editor=editor, outcome=CaseState.OPEN)
    counted.decide(answered, hours_ago(1), editor=editor)

    assert of(Measure.SETTLED) == {"decided": 1, "answered": 1}
    assert of(Measure.SETTLED_REPORTS) == {"decided": 0, "answered": 3}


def test_the_time_to_the_decision_is_counted_once_a_case(app: Flask, editor: Editor) -> None:
    case = counted.case(hours_ago(100))
    counted.decide(case, hours_ago(97), editor=editor)
    counted.decide(case, hours_ago(2), editor=editor, outcome=CaseState.OPEN)
    counted.decide(case, hours_ago(1), editor=editor)

    assert of(Measure.DECISION, DAY - timedelta(days=4)) == {str(3 * 60): 1}
    assert (of(Measure.DECISION), of(Measure.SETTLED)) == ({}, {"answered": 1})


def test_first_looks_count_on_their_day_with_how_long_the_case_had_waited(app: Flask, editor: Editor) -> None:
    counted.look(counted.case(hours_ago(4)), hours_ago(1), editor=editor)
    counted.look(counted.case(hours_ago(5)), hours_ago(1), editor=editor)
    counted.look(counted.case(hours_ago(50)), hours_ago(40), editor=editor)

    assert of(Measure.LOOK) == {"180": 1, "240": 1}


def test_open_cases_are_those_of_the_evening(app: Flask, editor: Editor) -> None:
    waits, settled_later, settled_before = (counted.case(hours_ago(80)) for _ in range(3))
    counted.decide(settled_before, hours_ago(40), editor=editor)
    counted.decide(settled_later, hours_ago(1), editor=editor)
    counted.case(MOMENT)

    assert waits.state is CaseState.OPEN
    assert [of(Measure.OPEN, DAY - timedelta(days=back)) for back in (4, 3, 2, 1, 0)] == [
        {"": number} for number in (0, 3, 2, 2, 2)
    ]


def test_a_burst_is_the_most_reports_of_a_case_within_24_hours_that_end_on_the_day(app: Flask) -> None:
    wave, twice, slow = (counted.case(hours_ago(60)) for _ in range(3))
    for hours in (50, 30, 29, 28, 13, 12.5, 2):
        counted.report(hours_ago(hours), case=wave)
    for hours in (3, 2):
        counted.report(hours_ago(hours), case=twice)
    for hours in (36, 12, 2):
        counted.report(hours_ago(hours), case=slow)

    # The day began 13 hours ago: five until half an hour later, and four until 28 hours ago. Of the slow one two are
    # exactly 24 hours apart, so never more than two are within them.
    assert of(Measure.BURST) == {str(wave.id): 5}
    assert of(Measure.BURST, DAY - timedelta(days=1)) == {str(wave.id): 4}


def test_what_is_held_back_makes_no_burst(app: Flask) -> None:
    wave = counted.case(hours_ago(60))
    held, *_ = [counted.report(hours_ago(2), case=wave) for _ in range(counting.LEAST_BURST)]
    assert of(Measure.BURST) == {str(wave.id): counting.LEAST_BURST}
    with writing() as session:
        session.get_one(Submission, held.id).held = Held.QUARANTINE
    assert of(Measure.BURST) == {}


def test_of_many_bursts_the_largest_are_kept(app: Flask) -> None:
    cases = [counted.case(hours_ago(3)) for _ in range(counting.KEPT_BURSTS + 1)]
    for number, case in enumerate(cases):
        for _ in range(counting.LEAST_BURST + number):
            counted.report(hours_ago(2), case=case)

    assert of(Measure.BURST) == {
        str(case.id): counting.LEAST_BURST + number for number, case in enumerate(cases) if number
    }


@pytest.mark.parametrize(
    "hours, most",
    [((), 0), ((1,), 1), ((24, 0), 1), ((23.9, 0), 2), ((30, 20, 10, 5), 3), ((30, 24.5, 24, 1), 3), ((40, 39, 38), 0)],
)
def test_what_lies_within_a_day_is_counted_up_to_its_end(hours: tuple[float, ...], most: int) -> None:
    assert counting.most_within([hours_ago(one) for one in hours], since=hours_ago(20)) == most


def test_suggestions_count_with_the_last_answer_of_the_day_if_they_stood_first(
    app: Flask, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [MOMENT]
    monkeypatch.setattr(trail, "now", lambda: clock[0])
    claim: Claim = factories.claim()

    def answer(*answers: MatchAnswer, rank: int = 1, band: Band = Band.LIKELY) -> None:
        match = suggestion(plain_case(), claim, rank=rank, band=band)
        for one in answers:
            answer_match(match.id, one, editor=editor)

    answer(MatchAnswer.SAME)
    answer(MatchAnswer.SAME, MatchAnswer.DIFFERENT)
    answer(MatchAnswer.SAME, MatchAnswer.OPEN)
    answer(MatchAnswer.SAME, band=Band.SAME)
    answer(MatchAnswer.SAME, rank=2)
    clock[0] = hours_ago(24)
    answer(MatchAnswer.DIFFERENT, band=Band.RELATED)

    assert of(Measure.SUGGESTED) == {"likely:right": 1, "likely:wrong": 1, "same:right": 1}
    assert of(Measure.SUGGESTED, DAY - timedelta(days=1)) == {"related:wrong": 1}
