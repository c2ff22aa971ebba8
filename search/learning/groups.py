"""Groups of things that belong together, directly or by way of others: a union-find."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K")


class Groups(Generic[K]):
    """Each thing is a group of its own until it is joined with another."""

    def __init__(self) -> None:
        self._parents: dict[K, K] = {}

    def join(self, one: K, other: K) -> None:
        """Let the groups of two things be one, under the name of the first."""
        self._parents[self.of(other)] = self.of(one)

    def of(self, one: K) -> K:
        """Return the name of a thing's group, which is one of the things in it."""
        while (parent := self._parents.setdefault(one, one)) != one:
            # Every other step is shortened, so that long chains stay cheap.
            self._parents[one] = one = self._parents.setdefault(parent, parent)
        return one
