"""All figures of a span, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from review.figures import answering, backlog, machine, received, tallies
from review.figures.figure import Asked, Figure
from review.figures.ranges import Chosen

FIGURES: Sequence[Callable[[Asked], Figure]] = (
    received.received,
    answering.answered,
    answering.first_look,
    answering.decision,
    backlog.backlog,
    backlog.age,
    machine.precision,
    received.bursts,
    received.platforms,
    received.ended,
    received.returned,
)


@dataclass(frozen=True, slots=True)
class Page:
    """The figures of a span; while earlier days are still being counted they are not complete."""

    figures: Sequence[Figure]
    is_complete: bool


def figures(chosen: Chosen, *, moment: datetime) -> Page:
    """Return the figures of a span, beside the same span before; the number of queries is the same for any span."""
    span = chosen.span
    asked = Asked(
        chosen, tallies.read(span, moment=moment), tallies.read(span.before, moment=moment, daily=False), moment
    )
    return Page([make(asked) for make in FIGURES], asked.now.is_complete and asked.before.is_complete)
