"""A calibration: from numbers to a probability and a band, stored as text, and refused when it is not one."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from search.learning.figures import LearnedFigures
from search.ranking.bands import Band
from search.ranking.calibration import BINS, Calibration, UnusableCalibration, band_figures, reliability
from search.ranking.features import NAMES
from tests.support.building import CALIBRATION, band_at, only


def test_the_probability_is_that_of_a_logistic_model_over_scaled_features() -> None:
    row = [0.9, 0.05, 2.0, 3.0, 2.0, 0.0, 3.5]
    total = CALIBRATION.intercept + sum(
        weight * (value - centre) / scale
        for weight, value, centre, scale in zip(
            CALIBRATION.weights, row, CALIBRATION.centre, CALIBRATION.scale, strict=True
        )
    )

    (found,) = CALIBRATION.probabilities(np.array([row]))

    assert found == pytest.approx(1 / (1 + math.exp(-total)))


@pytest.mark.parametrize("value,probability", [(-50, 0.0), (0, 0.5), (50, 1.0)])
def test_a_probability_lies_between_nothing_and_everything(value: float, probability: float) -> None:
    row = np.zeros((1, len(NAMES)))
    row[0, NAMES.index("lead")] = value

    assert only("lead", 1.0).probabilities(row)[0] == pytest.approx(probability)


@pytest.mark.parametrize(
    "probability,band",
    [
        (1.0, Band.SAME),
        (0.98, Band.SAME),
        (0.979, Band.LIKELY),
        (0.5, Band.LIKELY),
        (0.499, Band.RELATED),
        (0.1, Band.RELATED),
        (0.099, None),
        (0.0, None),
    ],
)
def test_a_band_begins_with_its_threshold(probability: float, band: Band | None) -> None:
    assert band_at(probability) is band


def test_a_band_whose_promise_was_never_kept_is_never_given() -> None:
    assert band_at(1.0, replace(CALIBRATION, same=2.0)) is Band.LIKELY


def test_what_is_written_is_read_back() -> None:
    for written in (CALIBRATION.to_json(), CALIBRATION.to_json().encode()):
        assert Calibration.read(written) == CALIBRATION


def test_figures_are_plain_values_that_fit_into_a_database() -> None:
    figures = json.loads(json.dumps(LearnedFigures.of_calibration(CALIBRATION).as_json()))

    assert figures["questions"] == 100
    assert figures["bands"]["same"] == {"threshold": 0.98, "precision": 0.99, "coverage": 0.5, "matches": 50}
    assert figures["reliability"]["error"] == 0.04
    assert figures["reliability"]["bins"][0] == {"matches": 60, "said": 0.2, "right": 0.25}


def changed(**changes: Any) -> str:
    return json.dumps(json.loads(CALIBRATION.to_json()) | changes)


def without(name: str) -> str:
    raw = json.loads(CALIBRATION.to_json())
    del raw[name]
    return json.dumps(raw)


BROKEN: list[tuple[str, str | bytes, str]] = [
    ("empty", "", "cannot be read"),
    ("cut off", CALIBRATION.to_json()[:-20], "cannot be read"),
    ("bytes that are no text", b"\xff\xfe\x00calibration", "cannot be read"),
    ("letters of another time", '{"made_for": "Tübingen"}'.encode("latin-1"), "cannot be read"),
    ("a list", "[]", "cannot be read"),
    ("a number", "1", "cannot be read"),
    ("a deep nest", "[" * 100_000, "cannot be read"),
    ("nothing in it", "{}", "cannot be read"),
    ("no weights", without("weights"), "cannot be read"),
    ("no bands", without("bands"), "cannot be read"),
    ("a threshold too few", without("likely"), "cannot be read"),
    ("something more", changed(extra=1), "cannot be read"),
    ("words as weights", changed(weights=["viel"] * len(NAMES)), "cannot be read"),
    ("one number as weights", changed(weights=1), "cannot be read"),
    ("a weight too few", changed(weights=[1.0]), "a feature has no weight"),
    ("a centre too many", changed(centre=[1.0] * (len(NAMES) + 1)), "a feature has no weight"),
    ("other features", changed(features=[*NAMES[:-1], "age"]), "made from other features"),
    ("features in another order", changed(features=[*NAMES][::-1]), "made from other features"),
]


@pytest.mark.parametrize("text,message", [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_what_is_no_calibration_is_refused_with_the_reason(text: str | bytes, message: str) -> None:
    with pytest.raises(UnusableCalibration, match=message):
        Calibration.read(text)


def test_the_figures_of_a_band_are_shares_of_what_it_took_and_of_what_has_an_answer() -> None:
    taken = np.array([True, True, True, False, False])
    right = np.array([True, True, False, True, False])

    figures = band_figures(taken, right, 4, 0.7)

    assert (figures.threshold, figures.matches) == (0.7, 3)
    assert figures.precision == pytest.approx(2 / 3)
    assert figures.coverage == pytest.approx(2 / 4)


def test_a_band_that_took_nothing_was_never_wrong_and_covers_nothing() -> None:
    figures = band_figures(np.zeros(3, np.bool_), np.ones(3, np.bool_), 3, 0.7)

    assert (figures.precision, figures.coverage, figures.matches) == (1.0, 0.0, 0)
    nothing = np.zeros(0, np.bool_)
    assert band_figures(nothing, nothing, 0, 0.7).coverage == 0


def test_reliability_compares_what_was_said_with_what_was_right() -> None:
    probabilities = np.array([0.05, 0.05, 0.92, 0.94, 0.96, 1.0])
    right = np.array([False, True, True, True, True, False])

    found = reliability(probabilities, right)

    assert len(found.bins) == BINS
    assert [step.matches for step in found.bins] == [2, *[0] * 8, 4]
    assert found.bins[0].said == pytest.approx(0.05)
    assert found.bins[0].right == pytest.approx(0.5)
    assert found.bins[9].said == pytest.approx(0.955)
    assert found.bins[9].right == pytest.approx(0.75)
    assert found.error == pytest.approx(2 / 6 * 0.45 + 4 / 6 * 0.205)


def test_of_nothing_there_is_nothing_to_be_wrong_about() -> None:
    found = reliability(np.zeros(0), np.zeros(0, np.bool_))

    assert (found.error, {step.matches for step in found.bins}) == (0, {0})
