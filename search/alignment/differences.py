"""In what two sentences that are otherwise the same can differ so that they say something else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Telling(StrEnum):
    """A difference after which two sentences do not say the same."""

    OPPOSITE = "opposite"
    NEGATION = "negation"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    GROUP = "group"
    NAME = "name"
    QUANTITY = "quantity"
    MODALITY = "modality"
    CHOICE = "choice"
    CONDITION = "condition"
    ROLE = "role"
    DENIAL = "denial"
    CALL = "call"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: what the post has, and what the claim has in its place; either may be empty."""

    kind: Telling
    post: tuple[str, ...]
    claim: tuple[str, ...]

    @property
    def reverses(self) -> bool:
        """Whether the two then say the opposite of each other."""
        return self.kind in REVERSING


REVERSING = frozenset({Telling.OPPOSITE, Telling.NEGATION, Telling.ROLE})
