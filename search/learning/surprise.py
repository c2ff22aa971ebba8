"""The log loss of a calibration on the desk's answers, before and after it was learned: kept with it, and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Surprise:
    """Log loss over the same answers: of the calibration that was in use, None without one, and of the new one."""

    before: float | None
    after: float

    @property
    def is_less(self) -> bool:
        """Whether the log loss of the new one is lower."""
        return self.before is None or self.after < self.before

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept among the figures of what was learned; `read` reads it back."""
        return {
            "before": None if self.before is None else {"surprise": self.before},
            "after": {"surprise": self.after},
        }

    @classmethod
    def read(cls, figures: Mapping[str, Any]) -> Surprise | None:
        """Return what `as_json` wrote among other figures; None where it was not measured."""
        before, after = figures.get("before"), figures.get("after")
        if not isinstance(after, dict):
            return None
        return cls(before["surprise"] if isinstance(before, dict) else None, after["surprise"])
