"""How long things took: steps that a median can be told from, and lengths in words."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from statistics import median as exact_median

import pytest
from flask import Flask

from review.figures import durations
from review.figures.durations import DAY, HOUR, LONGER, STEPS, Length


@pytest.mark.parametrize(
    "minutes, step",
    [(-5, "2"), (0, "2"), (2, "2"), (2.1, "5"), (60, "60"), (61, "90"), (STEPS[-1], str(STEPS[-1])), (1e9, LONGER)],
)
def test_a_duration_falls_into_the_step_that_ends_at_it_or_next(minutes: float, step: str) -> None:
    assert durations.step_of(timedelta(minutes=minutes)) == step


def test_of_nothing_there_is_no_median() -> None:
    assert durations.median({}) is None
    assert durations.median({"60": 0}) is None


def test_the_median_lies_in_the_step_that_holds_the_middle() -> None:
    assert durations.median({"60": 1}) == timedelta(minutes=52.5)
    assert durations.median({"60": 2, "2880": 1}) == timedelta(minutes=45 + 15 * 0.75)
    assert durations.median({"60": 1, "2880": 1, LONGER: 1}) == timedelta(minutes=(2160 + 2880) / 2)


def test_a_median_is_off_by_a_fourth_at_most() -> None:
    random = Random(0)  # noqa: S311 (data, not secrets)
    for mean in (30.0, 5 * HOUR, 2 * DAY, 20 * DAY):
        minutes = [max(10.0, random.expovariate(1 / mean)) for _ in range(201)]
        told = durations.median(Counter(durations.step_of(timedelta(minutes=one)) for one in minutes))

        assert told is not None
        assert told.total_seconds() / 60 == pytest.approx(exact_median(minutes), rel=0.25)


def test_lengths_hold_all_that_was_counted() -> None:
    counts = {str(step): 1 for step in STEPS} | {LONGER: 1, "7": 1}

    found = durations.lengths(counts)

    assert list(found) == list(Length)
    assert sum(found.values()) == len(counts)
    assert found[Length.HOUR] == len([step for step in STEPS if step <= HOUR]) + 1
    assert found[Length.LONGER] == len([step for step in STEPS if step > 7 * DAY]) + 1


@pytest.mark.parametrize(
    "language, minutes, words",
    [
        ("en", 45, "45 minutes"),
        ("en", 30 * HOUR, "30 hours"),
        ("en", 36 * HOUR, "2 days"),
        ("en", 3 * DAY, "3 days"),
        ("de", 3 * DAY, "3 Tage"),
        ("de", 89, "89 Minuten"),
        ("de", 0.2, "1 Minute"),
    ],
)
def test_a_duration_is_told_as_people_say_it(app: Flask, language: str, minutes: float, words: str) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert durations.in_words(timedelta(minutes=minutes)) == words
