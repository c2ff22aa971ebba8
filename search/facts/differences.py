"""In what two texts that are otherwise the same can differ so that they say something else."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum


class DifferenceKind(LabelledEnum):
    """What differs.

    The label begins the sentence in which a difference is told: "Another number: here “5,000”, in the article “3,000”".
    A further kind needs nothing but its line here (`templates/parts/checked.html` makes the sentence).
    """

    OPPOSITE = "opposite", _l("The opposite")
    NEGATION = "negation", _l("A “no” on one side")
    ROLE = "role", _l("Changed places")
    NUMBER = "number", _l("Another number")
    DATE = "date", _l("Another date")
    TIME = "time", _l("Another time")
    PLACE = "place", _l("Another place")
    PERSON = "person", _l("Another person")
    GROUP = "group", _l("Another group of people")
    NAME = "name", _l("Another name")
    QUANTITY = "quantity", _l("Another amount")
    MODALITY = "modality", _l("May, must or will")
    CHOICE = "choice", _l("“And” or “or”")
    CONDITION = "condition", _l("Another reason or condition")
    DENIAL = "denial", _l("Said to be untrue")
    CALL = "call", _l("A call to act")
    WORD = "word", _l("Another word")


# After one of these, one text says the opposite of the other.
REVERSING = frozenset({DifferenceKind.OPPOSITE, DifferenceKind.NEGATION, DifferenceKind.ROLE})


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: what the post has, and what the claim has in its place; either may be empty."""

    kind: DifferenceKind
    post: tuple[str, ...]
    claim: tuple[str, ...]

    @property
    def reverses(self) -> bool:
        """Whether the two then say the opposite of each other."""
        return self.kind in REVERSING
