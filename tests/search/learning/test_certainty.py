"""A gain counts only when its lower bound does."""

from __future__ import annotations

import numpy as np
import pytest

from search.learning.certainty import sure_gain


def test_a_gain_that_is_the_same_everywhere_is_sure() -> None:
    assert sure_gain(np.full(50, 0.1), range(50)) == pytest.approx(0.1)


def test_what_chance_makes_is_sure_in_hardly_any_draw() -> None:
    random = np.random.default_rng(7)

    sure = sum(sure_gain(random.normal(size=200), range(200)) > 0 for _ in range(300))

    assert sure <= 9, "one in a hundred is expected"


def test_many_answers_about_one_claim_are_one_witness() -> None:
    random = np.random.default_rng(7)
    gains = random.normal(0.15, 1.0, size=20).repeat(20)

    assert sure_gain(gains, range(400)) > sure_gain(gains, np.arange(20).repeat(20))


def test_the_same_gains_have_the_same_bound_whatever_groups_are_called() -> None:
    gains = np.random.default_rng(7).normal(0.2, 1.0, size=30)

    assert sure_gain(gains, [f"g{number:02}" for number in range(30)]) == sure_gain(gains, range(30))
