"""Posts in another language than the claim: words and their parts say nothing there, so meaning alone is asked.

The probability was measured within one language: a claim in another has no word in common with the post, and never
reaches it. But the model places both near each other, and the right one stands out among all others.
"""

from __future__ import annotations

from search.alignment.reading import UNKNOWN
from search.index.collection import Leg
from search.ranking.bands import Cuts
from search.ranking.features import Side
from search.ranking.fusion import Hit, Question

# So many that meaning alone puts first are looked at, wherever all legs together put them.
MOST = 3
# By how much the cosine of a claim must be ahead of those that stand sixth to tenth, and by how much it may be below
# the one from which a match is shown where no probability can be told: texts in two languages are a little farther from
# each other. Measured on own pairs in six languages, in archives of 21 to 760 claims (docs/measurements.md): this lead
# parts claims from others the same way in small and large ones, where a z-score does not.
AHEAD = 0.025
FARTHER = 0.02


def stands_out(question: Question, hit: Hit, document: Side, cuts: Cuts | None) -> bool:
    """Return whether a claim in another language than the post stands out by its meaning; never without cuts."""
    if cuts is None:
        return False
    mine, theirs = (lang.partition("-")[0] for lang in (question.lang, document.lang))
    if not mine or not theirs or mine == theirs or theirs in UNKNOWN:
        return False
    near_enough = cuts.related_cosine - FARTHER
    return hit.ahead >= AHEAD and hit.scores[Leg.MEANING] >= near_enough
