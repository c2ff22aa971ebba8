"""Whether what was read without certainty matters: a wrong number or a lost "not" makes another claim of a text."""

from __future__ import annotations

from collections.abc import Sequence

from intake.models.files import Doubt
from search.facts.comparing import facts_of
from search.text.language import language_of

# From this share of doubtful words on, nothing that was read is sure: rather a photograph of a wall than a text.
_MOSTLY = 0.25


def is_doubtful(text: str, doubts: Sequence[Doubt]) -> bool:
    """Return whether a number, date, unit, name or negation of a text was read without certainty, or most of it."""
    if not doubts:
        return False
    if len(doubts) > _MOSTLY * len(text.split()):
        return True
    facts = facts_of(text, language_of(text))
    places = [(fact.start, fact.end) for fact in (*facts.numbers, *facts.dates, *facts.names, *facts.negations)]
    return any(
        any(character.isdecimal() for character in text[doubt.start : doubt.end])
        or any(start < doubt.end and doubt.start < end for start, end in places)
        for doubt in doubts
    )
