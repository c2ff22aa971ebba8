"""Shares, with what they were counted from."""

from __future__ import annotations

from dataclasses import dataclass

# A share of fewer is an anecdote: one case more or less would move it by twenty points.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; None where there are too few to say."""
        return self.hits / self.of if self.of >= FEWEST else None

    def __add__(self, other: Share) -> Share:
        return Share(self.hits + other.hits, self.of + other.of)
