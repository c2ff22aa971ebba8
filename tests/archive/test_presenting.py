"""A claim beside a text: when its verdict may have its colour, and what is said to differ."""

from __future__ import annotations

import pytest

from archive.models import Claim
from archive.presenting import Presented
from search.comparison.explanation import Explanation
from search.facts.differences import Difference, DifferenceKind
from search.ranking.bands import Band

OTHER_NUMBER = Difference(DifferenceKind.NUMBER, ("40",), ("70",))
ALIKE = Explanation((), (), (), None)
DIFFERING = Explanation((), (), (OTHER_NUMBER,), None)
REVERSED = Explanation((), (), (OTHER_NUMBER,), None, reverses=True)


def presented(band: Band, explanation: Explanation | None, *, is_confirmed: bool = False) -> Presented:
    return Presented(Claim(text="Eine Behauptung."), band, (), explanation, is_confirmed=is_confirmed)


@pytest.mark.parametrize(
    "band, explanation, coloured, opposite, differing",
    [
        (Band.SAME, ALIKE, True, False, 0),
        (Band.LIKELY, ALIKE, True, False, 0),
        (Band.LIKELY, DIFFERING, True, False, 1),
        (Band.RELATED, ALIKE, False, False, 0),
        (Band.SAME, REVERSED, False, True, 1),
        (Band.LIKELY, REVERSED, False, True, 1),
        (Band.RELATED, REVERSED, False, True, 1),
        (Band.SAME, None, False, False, 0),
    ],
)
def test_a_verdict_has_its_colour_only_where_somebody_looked_that_it_judges_the_text(
    band: Band, explanation: Explanation | None, coloured: bool, opposite: bool, differing: int
) -> None:
    shown = presented(band, explanation)
    assert (shown.is_coloured, shown.opposite, len(shown.differences)) == (coloured, opposite, differing)


@pytest.mark.parametrize("explanation", [None, ALIKE, DIFFERING, REVERSED])
def test_the_word_of_an_editor_is_surer_than_what_a_machine_saw(explanation: Explanation | None) -> None:
    shown = presented(Band.SAME, explanation, is_confirmed=True)
    assert (shown.is_coloured, shown.opposite, shown.differences) == (True, False, ())
