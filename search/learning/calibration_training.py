"""Fitting a calibration on questions whose answers are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from search.ranking.bands import Band, Gate
from search.ranking.calibration import Calibration, Logistic, Numbers, band_figures, reliability
from search.ranking.features import NAMES

# What a band promises about the best match of a post.
PROMISED = {Band.SAME: 0.98, Band.LIKELY: 0.80}
# Of sentences turned into their contrary, the share that may be called the same.
MOST_CONTRARIES = 0.02
# Of the right best matches, the share that must not be hidden.
SHOWN = 0.97
# A precision measured on fewer matches is luck.
FEWEST_MATCHES = 50
# A threshold that no match reaches, for a band whose promise was never kept.
NEVER = 2.0
FOLDS = 6
# Of each question so many hits are learned from: what stands second is mostly wrong, and teaches what that looks like.
FIRST_HITS = 3


class CannotCalibrate(ValueError):
    """There is too little to measure; the message says how much is needed."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with its first hits: their features (hits, features), which are right, whether any could be.

    `group` is shared by questions about the same claim; they are fitted or measured on together. `gate` is what holding
    the question against its best hit leaves for the probability to decide.
    """

    group: str
    answerable: bool
    features: Numbers
    right: NDArray[np.bool_]
    gate: Gate = Gate.OPEN


@dataclass(frozen=True, slots=True)
class _Gates:
    """Of each question, whether it is the same whatever the probability, and whether it never is."""

    same: NDArray[np.bool_]
    shut: NDArray[np.bool_]

    @classmethod
    def of(cls, judged: Sequence[Judged]) -> _Gates:
        same, shut = ([question.gate is gate for question in judged] for gate in (Gate.SAME, Gate.SHUT))
        return cls(np.array(same, np.bool_), np.array(shut, np.bool_))

    def without_shut(self) -> _Gates:
        """Return them for a band that no difference keeps a match out of."""
        return _Gates(self.same, np.zeros_like(self.shut))

    @property
    def open(self) -> NDArray[np.bool_]:
        return ~self.same & ~self.shut

    def passed(self, probabilities: Numbers, threshold: float) -> NDArray[np.bool_]:
        """Return which questions are in a band that begins at a threshold."""
        return self.same | (self.open & (probabilities >= threshold))


def fit(judged: Sequence[Judged], *, made_for: str, contraries: Sequence[Judged] = ()) -> Calibration:
    """Fit a calibration; thresholds and figures come from questions left out of the fit, fold by fold.

    `contraries` are questions that say something else than the claim they met. Nothing is fitted on them, because
    hardly anybody sends such; but `same` begins only where at most `MOST_CONTRARIES` of them are in it.

    Folds are runs of neighbouring questions, not random ones: labelled files are in the order of time, and what will
    be asked tomorrow is less like yesterday than a random sample is. Errors: `ValueError` when there is too little.
    """
    right = sum(int(question.right[0]) for question in judged)
    if min(right, len(judged) - right) < FEWEST_MATCHES:
        raise CannotCalibrate(f"at least {FEWEST_MATCHES} right and as many wrong best matches are needed to calibrate")
    probabilities = cross_fitted(judged)
    hits = np.array([question.right[0] for question in judged])
    answerable = int(sum(question.answerable for question in judged))
    model = _fitted(judged)
    against = np.array([model.probabilities(asked.features[:1])[0] for asked in contraries])
    thresholds = {
        Band.SAME: max(
            _threshold(probabilities, hits, PROMISED[Band.SAME], _Gates.of(judged)),
            _passed_by_few(against, _Gates.of(contraries)),
        ),
        Band.LIKELY: _threshold(probabilities, hits, PROMISED[Band.LIKELY], _Gates.of(judged).without_shut()),
    }
    same = _Gates.of(judged).passed(probabilities, thresholds[Band.SAME])
    likely = same | (probabilities >= thresholds[Band.LIKELY])
    return Calibration(
        made_for=made_for,
        centre=model.centre,
        scale=model.scale,
        weights=model.weights,
        intercept=model.intercept,
        same=thresholds[Band.SAME],
        likely=thresholds[Band.LIKELY],
        related=float(np.quantile(probabilities[hits], 1 - SHOWN)),
        related_cosine=float(np.quantile(_cosines(judged)[hits], 1 - SHOWN)),
        questions=len(judged),
        bands={
            band.value: band_figures(taken, hits, answerable, thresholds[band])
            for band, taken in ((Band.SAME, same), (Band.LIKELY, likely))
        },
        reliability=reliability(probabilities, hits),
        contraries=_share(_Gates.of(contraries).passed(against, thresholds[Band.SAME])),
    )


def _share(taken: NDArray[np.bool_]) -> float | None:
    return float(taken.mean()) if len(taken) else None


def _cosines(judged: Sequence[Judged]) -> Numbers:
    return np.array([question.features[0, NAMES.index("cosine")] for question in judged])


def _threshold(probabilities: Numbers, right: NDArray[np.bool_], promised: float, gates: _Gates) -> float:
    """Return the lowest probability from which on the precision is as promised; above 1 where it never is.

    What is the same whatever the probability counts for every threshold, what never is for none.
    """
    decided = np.flatnonzero(gates.open)
    order = decided[np.argsort(-probabilities[decided])]
    taken = np.arange(1, len(order) + 1) + gates.same.sum()
    precision = (np.cumsum(right[order]) + right[gates.same].sum()) / taken
    # A threshold cannot tell equal probabilities apart: they are taken together.
    last = np.append(np.diff(probabilities[order]) != 0, True)
    kept = np.flatnonzero((precision >= promised) & (taken >= FEWEST_MATCHES) & last)
    return float(probabilities[order[kept[-1]]]) if len(kept) else NEVER


def _passed_by_few(probabilities: Numbers, gates: _Gates) -> float:
    """Return the lowest threshold that lets hardly any contrary pass; 0 where any does, or there are none."""
    passing = np.sort(probabilities[gates.open])[::-1]
    room = max(0, int(MOST_CONTRARIES * len(probabilities)) - int(gates.same.sum()))
    return float(np.nextafter(passing[room], np.inf)) if len(passing) > room else 0.0


def cross_fitted(judged: Sequence[Judged]) -> Numbers:
    """Return for each question the probability of its best match by a model that saw none of its group."""
    order = {group: place for place, group in enumerate(dict.fromkeys(question.group for question in judged))}
    folds = np.array([order[question.group] * FOLDS // len(order) for question in judged])
    probabilities = np.zeros(len(judged))
    for fold in range(FOLDS):
        outside = [question for question, its in zip(judged, folds, strict=True) if its != fold]
        model = _fitted(outside)
        for place in map(int, np.flatnonzero(folds == fold)):
            probabilities[place] = model.probabilities(judged[place].features[:1])[0]
    return probabilities


def _fitted(judged: Sequence[Judged]) -> Logistic:
    right = np.concatenate([np.empty(0, np.bool_), *(question.right for question in judged)])
    if right.all() or not right.any():
        raise CannotCalibrate("right and wrong matches of several claims are needed to calibrate")
    features = np.concatenate([question.features for question in judged])
    centre, scale = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-9)
    model = LogisticRegression(max_iter=2_000).fit((features - centre) / scale, right)
    return Logistic(
        tuple(centre.tolist()), tuple(scale.tolist()), tuple(model.coef_[0].tolist()), float(model.intercept_[0])
    )
