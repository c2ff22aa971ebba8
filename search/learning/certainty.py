"""Whether a gain on answers held back is more than chance: its lower bound over resampled comparisons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Under so many answers of a desk nothing is tried: chance would win too often, and what it teaches is little.
FEWEST_ANSWERS = 200
# Of the resampled comparisons, the share in which what was learned has to win.
SURE = 0.99
RESAMPLES = 2_000
SEED = 20_240_313


def sure_gain(gains: NDArray[np.float64], groups: Sequence[int] | Sequence[str] | NDArray[np.int64]) -> float:
    """Return what the mean gain is at least in `SURE` of the draws with replacement, of gains of shape (n,).

    Groups are drawn whole: answers about one claim are no independent witnesses. The same gains give the same bound.
    """
    _, numbers = np.unique(groups, return_inverse=True)
    sums, sizes = np.bincount(numbers, gains), np.bincount(numbers)
    drawn = np.random.default_rng(SEED).multinomial(len(sums), np.full(len(sums), 1 / len(sums)), size=RESAMPLES)
    return float(np.quantile((drawn @ sums) / (drawn @ sizes), 1 - SURE))
