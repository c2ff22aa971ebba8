"""From similarity to a probability: a small logistic model for one embedding model, and where its bands are cut."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.ranking.bands import Cuts
from search.ranking.features import NAMES

# Steps of the reliability curve.
BINS = 10

Numbers = NDArray[np.float64]


class UnusableCalibration(ValueError):
    """A stored calibration that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class BandFigures:
    """What was measured for one band on questions that the model had not seen."""

    threshold: float
    precision: float
    coverage: float
    matches: int


@dataclass(frozen=True, slots=True)
class Bin:
    """One step of the reliability curve: matches whose probability lies in it, what was said, and what was right."""

    matches: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How probabilities compare with what was right; `error` is the expected calibration error."""

    bins: tuple[Bin, ...]
    error: float


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model over features that are centred and scaled first, a number of each for every feature."""

    centre: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def probabilities(self, features: Numbers) -> Numbers:
        """Return probabilities, shape (rows,), for features of shape (rows, features)."""
        scaled = (features - np.array(self.centre)) / np.array(self.scale)
        return np.asarray(1 / (1 + np.exp(-(scaled @ np.array(self.weights) + self.intercept))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted model; `same`, `likely`, `related` are the probabilities from which on a match has that band.

    `made_for` names the embedding model, and the adapter if one is used, that it belongs
    to.
    """

    made_for: str
    centre: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    same: float
    likely: float
    related: float
    # Where too few documents are held for a probability: the cosine from which a match is shown.
    related_cosine: float
    questions: int
    bands: dict[str, BandFigures]
    reliability: Reliability
    # Of sentences turned into their contrary, the share that is called the same; None where that was not tried out.
    contraries: float | None = None

    def probabilities(self, features: Numbers) -> Numbers:
        """Return how likely each match is right, from 0 to 1, for features of shape (matches, features)."""
        return Logistic(self.centre, self.scale, self.weights, self.intercept).probabilities(features)

    @property
    def cuts(self) -> Cuts:
        """Where the bands begin."""
        return Cuts(self.same, self.likely, self.related, self.related_cosine)

    def to_json(self) -> str:
        """Return the calibration as text; `read` takes it back."""
        return json.dumps({"features": NAMES, **asdict(self)}, indent=1)

    @classmethod
    def read(cls, text: str | bytes) -> Calibration:
        """Read a calibration.

        Errors: `UnusableCalibration` when it is broken or was made from other features.
        """
        try:
            return cls._parsed(json.loads(text))
        except UnusableCalibration:
            raise
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            raise UnusableCalibration(f"it cannot be read: {error}") from error

    @classmethod
    def _parsed(cls, raw: dict[str, Any]) -> Calibration:
        if tuple(raw.pop("features")) != NAMES:
            raise UnusableCalibration("it was made from other features")
        bands = {name: BandFigures(**figures) for name, figures in raw.pop("bands").items()}
        told = raw.pop("reliability")
        reliability = Reliability(tuple(Bin(**step) for step in told["bins"]), float(told["error"]))
        for name in ("centre", "scale", "weights"):
            raw[name] = tuple(map(float, raw[name]))
            if len(raw[name]) != len(NAMES):
                raise UnusableCalibration("a feature has no weight")
        return cls(**raw, bands=bands, reliability=reliability)


def band_figures(taken: NDArray[np.bool_], right: NDArray[np.bool_], answerable: int, threshold: float) -> BandFigures:
    """Return precision and coverage of the best matches that a band has taken; coverage is of what has an answer."""
    found, matches = int(right[taken].sum()), int(taken.sum())
    return BandFigures(threshold, found / matches if matches else 1.0, found / max(answerable, 1), matches)


def reliability(probabilities: Numbers, right: NDArray[np.bool_]) -> Reliability:
    """Return the reliability curve of the best matches in `BINS` steps, and the expected calibration error."""
    steps = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    bins, error = [], 0.0
    for step in range(BINS):
        inside = steps == step
        count = int(inside.sum())
        said = float(probabilities[inside].mean()) if count else 0.0
        was_right = float(right[inside].mean()) if count else 0.0
        error += count / max(len(probabilities), 1) * abs(said - was_right)
        bins.append(Bin(count, said, was_right))
    return Reliability(tuple(bins), error)
