"""Fitting a calibration: what it says must come true on questions that it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from search.learning import calibration_training
from search.learning.calibration_training import (
    FEWEST_MATCHES,
    MOST_CONTRARIES,
    NEVER,
    PROMISED,
    CannotCalibrate,
    Judged,
    fit,
)
from search.ranking.bands import Band, Gate
from search.ranking.calibration import Calibration, Numbers
from search.ranking.features import NAMES
from tests.support.building import band_at

WIDTH = len(NAMES)
TRUE_WEIGHTS = np.array([1.0, 0.5, 1.5, 0.0, 0.0, -1.0, 0.0])


def drawn(seed: int, count: int = 900, *, intercept: float = 0.0, about: int = 1) -> list[Judged]:
    """Draw questions whose best match is right as often as a logistic model says; `about` of them on one claim."""
    random = np.random.default_rng(seed)
    features = random.normal(size=(count, 3, WIDTH))
    right = random.random((count, 3)) < 1 / (1 + np.exp(-(features @ TRUE_WEIGHTS * 1.6 + intercept)))
    return [
        Judged(f"claim {number // about}", answerable=bool(right[number].any()), features=its, right=right[number])
        for number, its in enumerate(features)
    ]


def best(judged: Sequence[Judged], calibration: Calibration) -> tuple[Numbers, Numbers]:
    """Return the probability of the best match of each question, and whether it is right."""
    features = np.stack([question.features[0] for question in judged])
    return calibration.probabilities(features), np.array([question.right[0] for question in judged], np.float64)


def one_way(right: Sequence[bool], *, group: str = "", strength: float = 1.0) -> list[Judged]:
    """Return questions with one hit each, whose features say whether it is right with some strength."""
    return [
        Judged(
            group or f"claim {number}",
            answerable=True,
            features=np.full((1, WIDTH), strength if is_right else -strength),
            right=np.array([is_right]),
        )
        for number, is_right in enumerate(right)
    ]


def test_probabilities_come_true_on_fresh_draws() -> None:
    calibration = fit(drawn(1), made_for="tiny")

    probabilities, right = best(drawn(2, 4_000), calibration)

    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = (probabilities >= low) & (probabilities < low + 0.2)
        assert inside.sum() > 200
        assert probabilities[inside].mean() == pytest.approx(right[inside].mean(), abs=0.08)
    assert calibration.reliability.error < 0.05


def test_what_matters_is_found_and_what_does_not_is_left_alone() -> None:
    weights = fit(drawn(3, 2_000), made_for="tiny").weights

    assert [round(weight) for weight in np.sign(weights) * (np.abs(weights) > 0.3)] == [1, 1, 1, 0, 0, -1, 0]
    assert weights[2] == max(weights)


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_thresholds_keep_their_promises_on_fresh_draws(seed: int) -> None:
    calibration = fit(drawn(seed, 2_000), made_for="tiny")

    probabilities, right = best(drawn(seed + 100, 4_000), calibration)

    for band, threshold in ((Band.SAME, calibration.same), (Band.LIKELY, calibration.likely)):
        taken = probabilities >= threshold
        assert taken.sum() > FEWEST_MATCHES
        # Some are drawn badly; three hundredths are more than chance.
        assert right[taken].mean() > PROMISED[band] - 0.03
        assert calibration.bands[band.value].precision >= PROMISED[band], "on what was held out"
    assert calibration.same > calibration.likely > calibration.related


def test_few_of_the_right_ones_are_hidden() -> None:
    calibration = fit(drawn(7, 2_000), made_for="tiny")

    probabilities, right = best(drawn(8, 4_000), calibration)

    assert (probabilities[right == 1] >= calibration.related).mean() == pytest.approx(
        calibration_training.SHOWN, abs=0.02
    )


def test_where_no_archive_is_large_enough_the_cosine_hides_few_of_the_right_ones() -> None:
    judged = drawn(9, 2_000)
    calibration = fit(judged, made_for="tiny")

    cosines = np.array([question.features[0, NAMES.index("cosine")] for question in judged if question.right[0]])

    assert (cosines >= calibration.related_cosine).mean() == pytest.approx(calibration_training.SHOWN, abs=0.001)


def test_a_promise_that_cannot_be_kept_gives_nobody_that_band() -> None:
    """Half of what looks alike in every respect is right, so no threshold gives eight of ten."""
    random = np.random.default_rng(10)
    judged = one_way([True, False] * 200)
    for question in judged:
        question.features[:] = random.normal(size=(1, WIDTH))

    calibration = fit(judged, made_for="tiny")

    assert (calibration.same, calibration.likely) == (NEVER, NEVER)
    assert {band_at(probability, calibration) for probability in (0.0, 0.5, 1.0)} <= {Band.RELATED, None}
    assert calibration.bands["same"].matches == 0


def test_what_the_gate_keeps_out_counts_for_no_promise_and_what_it_lets_through_anyway_for_each() -> None:
    """The likeliest are all wrong, and would spoil every threshold; the gate knows them."""
    sure, wrong = one_way([True] * 200, strength=2.0), one_way([False] * 200)
    caught = [replace(one, gate=Gate.SHUT) for one in one_way([True] * 60, strength=3.0)]
    for one in caught:
        one.right[:] = False
    told = [replace(one, gate=Gate.SAME) for one in one_way([False] * 60)]
    for one in told:
        one.right[:] = True

    without = fit([*sure, *wrong, *(replace(one, gate=Gate.OPEN) for one in caught)], made_for="tiny")
    gated = fit([*sure, *wrong, *caught], made_for="tiny")
    both = fit([*sure, *wrong, *caught, *told], made_for="tiny")

    assert without.same == NEVER
    assert (gated.bands["same"].matches, gated.bands["same"].precision) == (200, 1.0)
    assert both.bands["same"].matches == 260
    assert both.bands["likely"].matches > gated.bands["likely"].matches


def test_same_begins_where_hardly_any_contrary_reaches() -> None:
    judged = drawn(13, 2_000)
    turned = [replace(one, right=np.zeros(3, np.bool_)) for one in drawn(14, 200, intercept=9.0)]
    shut = [replace(one, gate=Gate.SHUT) for one in turned]

    usual, strict, gated = (fit(judged, made_for="tiny", contraries=its) for its in ((), turned, shut))

    assert usual.contraries is None
    assert strict.same > usual.same == gated.same
    assert 0 < (strict.contraries or 0) <= MOST_CONTRARIES
    assert gated.contraries == 0
    assert strict.weights == usual.weights, "nothing is fitted on them"


def test_contraries_that_the_gate_takes_for_the_same_leave_no_room_for_others() -> None:
    turned = [replace(one, gate=Gate.SAME if number < 4 else Gate.OPEN) for number, one in enumerate(drawn(15, 200))]

    found = fit(drawn(13, 2_000), made_for="tiny", contraries=turned)

    assert found.contraries == MOST_CONTRARIES


def test_equal_probabilities_are_taken_together_or_not_at_all() -> None:
    """Half of the questions look just the same; two in three of those are right, which is less than promised."""
    alike = one_way([True, True, False] * 60)
    for question in alike:
        question.features[:] = 1.0
    sure = one_way([True] * 60, strength=3.0)
    wrong = one_way([False] * 120, strength=3.0)

    calibration = fit([one for three in zip(alike, (sure + wrong), strict=True) for one in three], made_for="tiny")

    for band in (Band.SAME, Band.LIKELY):
        assert calibration.bands[band.value].precision >= PROMISED[band]


def test_the_figures_say_how_many_questions_there_were_and_how_many_have_an_answer() -> None:
    judged = drawn(11)

    calibration = fit(judged, made_for="some-model")

    likely = calibration.bands["likely"]
    answerable = sum(question.answerable for question in judged)
    assert (calibration.made_for, calibration.questions) == ("some-model", len(judged))
    assert likely.coverage == pytest.approx(likely.precision * likely.matches / answerable)
    assert sum(step.matches for step in calibration.reliability.bins) == len(judged)


def test_questions_about_one_claim_are_never_learned_from_and_measured_on_at_once() -> None:
    """Each claim says by one mark of its own whether it is right, which helps nobody who has not seen it."""
    judged = []
    for number in range(300):
        random = np.random.default_rng(number // 5)
        mark, is_right = random.normal(size=(1, WIDTH)) * 10, bool(random.integers(2))
        judged += [Judged(f"claim {number // 5}", answerable=True, features=mark, right=np.array([is_right]))]

    apart = calibration_training.cross_fitted(judged)
    probabilities, right = best(judged, fit(judged, made_for="tiny"))

    assert ((probabilities > 0.5) == right).mean() > ((apart > 0.5) == right).mean(), "else the test shows nothing"
    for group in range(0, 300, 5):
        assert np.ptp(apart[group : group + 5]) == pytest.approx(0, abs=1e-9), "one model answered for all of them"


def test_the_same_questions_give_the_same_calibration() -> None:
    assert fit(drawn(12), made_for="tiny") == fit(drawn(12), made_for="tiny")


TOO_LITTLE = [
    ("nothing", []),
    ("few right", one_way([True] * (FEWEST_MATCHES - 1) + [False] * 200)),
    ("few wrong", one_way([True] * 200 + [False] * (FEWEST_MATCHES - 1))),
    ("all about one claim", one_way([True, False] * 100, group="the same")),
    ("all right ones in one corner", one_way([True] * 60) + one_way([False] * 60, group="the other")),
]


@pytest.mark.parametrize("judged", [row[1] for row in TOO_LITTLE], ids=[row[0] for row in TOO_LITTLE])
def test_too_little_is_said_and_not_fitted(judged: list[Judged]) -> None:
    with pytest.raises(CannotCalibrate, match="are needed to calibrate"):
        fit(judged, made_for="tiny")


def test_just_enough_is_fitted() -> None:
    judged = one_way([True, False] * FEWEST_MATCHES)

    assert fit(judged, made_for="tiny").questions == 2 * FEWEST_MATCHES
