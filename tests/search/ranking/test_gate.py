"""What holding a question and a document against each other leaves to the probability, for whoever fits it."""

from __future__ import annotations

import pytest

from search.comparison.said import Said
from search.ranking.bands import Gate
from search.ranking.features import Side
from search.ranking.gate import gate_of
from tests.support.building import question

CLAIM = "Ab Montag müssen alle Hunde in Salzburg einen Helm tragen."


@pytest.mark.parametrize(
    "post,gate",
    [
        (f"Bitte weiterleiten! {CLAIM}!!", Gate.SAME),
        ("Ab Montag müssen alle Hunde in Salzburg keinen Helm tragen.", Gate.SHUT),
        ("Ab Dienstag müssen alle Hunde in Salzburg einen Helm tragen.", Gate.SHUT),
        ("Die Stadt Salzburg verordnet allen Vierbeinern demnächst eine Kopfbedeckung, hört man.", Gate.OPEN),
        # Too few words to be called the same by similarity.
        ("Salzburg verordnet Vierbeinern eine Kopfbedeckung.", Gate.SHUT),
    ],
)
def test_only_what_nothing_settles_is_left_to_the_probability(post: str, gate: Gate) -> None:
    assert gate_of(question(post), Said(post, "de"), Side(CLAIM, "de")) is gate
