"""What was measured when something was learned: kept beside it, listed at the desk, read at the next try."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import JSON, Dialect, TypeDecorator

from search.ranking.calibration import BandFigures, Calibration, Reliability


class Reason(StrEnum):
    """Why an adapter is kept, or why not."""

    WON = "won"
    # No share of the matrix did better on held-out pairs.
    NO_GAIN = "no gain"
    WORSE_IN_A_LANGUAGE = "worse in a language"
    # Better, but by no more than chance could make it.
    NOT_SURE = "not sure"


@dataclass(frozen=True, slots=True)
class LanguageFigures:
    """MAP@5 on held-out pairs, by meaning alone and as ranked by the caller, without and with the adapter."""

    pairs: int
    dense_before: float
    dense_after: float
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Surprise:
    """Log loss over the same answers: of the calibration that was in use, None without one, and of the new one."""

    before: float | None
    after: float

    @property
    def is_less(self) -> bool:
        """Whether the log loss of the new one is lower."""
        return self.before is None or self.after < self.before


class _LogLoss(BaseModel):
    surprise: float


class LearnedFigures(BaseModel):
    """Everything that is ever measured; an adapter and a calibration each fill in their own part.

    The names are those under which the figures are stored. What is not known any more is passed over when read.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    # How many of the desk's answers there were to learn from.
    answers: int | None = None
    # What was gained on answers held back at least: points of MAP@5, or of log loss.
    sure_gain: float | None = None

    # Of an adapter, held out: see `search.learning.adapter_training.Comparison`.
    per_language: dict[str, LanguageFigures] = {}
    scale: float | None = None
    gain: float | None = None
    kept: bool | None = None
    reason: Reason | None = None
    # MAP@5 on the same questions through the adapter that was in use.
    in_use_before: float | None = None
    not_calibrated: str | None = None

    # Of a calibration.
    questions: int | None = None
    bands: dict[str, BandFigures] = {}
    reliability: Reliability | None = None
    before: _LogLoss | None = None
    after: _LogLoss | None = None

    @classmethod
    def of_calibration(
        cls,
        calibration: Calibration,
        *,
        answers: int | None = None,
        surprise: Surprise | None = None,
        sure_gain: float | None = None,
    ) -> LearnedFigures:
        """Return what was measured when a calibration was fitted, and how much the desk's answers surprise it.

        `sure_gain` is how much less they surely do than the one that was in use.
        """
        before = None if surprise is None or surprise.before is None else _LogLoss(surprise=surprise.before)
        return cls(
            answers=answers,
            sure_gain=sure_gain,
            questions=calibration.questions,
            bands=calibration.bands,
            reliability=calibration.reliability,
            before=before,
            after=None if surprise is None else _LogLoss(surprise=surprise.after),
        )

    @property
    def surprise(self) -> Surprise | None:
        """How much the desk's answers surprise it, before and after; None where it was not measured."""
        if self.after is None:
            return None
        return Surprise(None if self.before is None else self.before.surprise, self.after.surprise)

    def as_json(self) -> dict[str, object]:
        """Return what was measured as plain values, without what was not."""
        return self.model_dump(mode="json", exclude_defaults=True)


class FiguresColumn(TypeDecorator[LearnedFigures]):
    """Figures as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: LearnedFigures | None, dialect: Dialect) -> dict[str, object] | None:
        """Write the figures as plain values."""
        return None if value is None else value.as_json()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> LearnedFigures | None:  # noqa: ANN401
        """Read figures back, whichever version wrote them."""
        return None if value is None else LearnedFigures.model_validate(value)
