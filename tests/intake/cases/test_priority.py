"""In which order cases deserve a look, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from intake.cases import priority
from intake.cases.heat import warmed
from intake.cases.signals import Signal
from intake.models.cases import Case, CaseState, Kind
from search.ranking.bands import Band

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def a_case(**fields: Any) -> Case:
    plain: dict[str, Any] = {
        "kind": Kind.CHECK,
        "state": CaseState.OPEN,
        "submission_count": 1,
        "first_seen": NOON,
        "heat": warmed(0.0, [NOON]),
        "signals": [],
    }
    return Case(**(plain | fields))


def words(case: Case, at: datetime = NOON) -> list[str]:
    return [str(reason.sentence) for reason in priority.reasons(case, at)]


def test_a_single_new_report_has_no_reason_to_stand_above_another(app: object) -> None:
    assert priority.points(a_case(), NOON) == 0


def test_each_reason_is_told_in_words_the_weightiest_first(app: object) -> None:
    case = a_case(
        kind=Kind.HATE,
        signals=[Signal.CONCERNED.value, Signal.THREAT.value],
        submission_count=8,
        first_seen=NOON - timedelta(days=3, hours=5),
        heat=warmed(0.0, [NOON] * 12),
        best_band=Band.LIKELY,
    )

    assert words(case) == [
        "may threaten somebody",
        "the reader may be concerned themselves",
        "grows now: about 8 reports a day",
        "spreads hate",
        "8 reports",
        "waits for 3 days",
        "an article may answer it",
    ]
    assert priority.points(case, NOON) == 40 + 25 + 12 + 10 + 9 + 8 + 8


def test_danger_stands_above_every_burst_of_old_jokes() -> None:
    joke = a_case(submission_count=5_000, heat=warmed(0.0, [NOON] * 5_000), first_seen=NOON - timedelta(days=30))
    threat = a_case(kind=Kind.HATE, signals=[Signal.THREAT.value, Signal.AFRAID.value])

    assert priority.points(threat, NOON) > priority.points(joke, NOON)


def test_a_burst_cools_down_and_waiting_counts_more_and_more() -> None:
    case = a_case(submission_count=30, heat=warmed(0.0, [NOON] * 30))

    course = [priority.points(case, NOON + timedelta(days=days)) for days in (0, 2, 5, 14)]

    assert course == [15 + 20, 15 + 6 + 4, 15 + 8, 15 + 16]


def test_what_is_only_similar_gives_no_reason() -> None:
    assert priority.points(a_case(best_band=Band.RELATED), NOON) == 0


def test_somebody_in_danger_stands_above_all_that_words_make_us_guess(app: object) -> None:
    said, guessed = a_case(signals=[Signal.DANGER.value]), a_case(signals=[Signal.THREAT.value])

    assert priority.points(said, NOON) > priority.points(guessed, NOON)
    assert words(said) == ["a reader says that somebody is in danger now"]
    assert words(a_case(signals=[Signal.AFFECTED.value, Signal.CONCERNED.value])) == [
        "a reader says that it is about them"
    ]
