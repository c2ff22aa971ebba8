"""Vectors and adapters of a small model."""

from __future__ import annotations

import numpy as np

from search.ranking.adapter import Vectors, unit

MODEL = "modell-r1"
SIZE = 32


def random_vectors(count: int, *, seed: int, size: int = SIZE) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(count, size)).astype(np.float32))
