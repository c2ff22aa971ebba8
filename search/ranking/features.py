"""What a probability is computed from: seven numbers about a question and one of its hits.

Measured and left out, because they said nothing these do not say: names in common or missing, z-scores of single
legs, how many legs found it, shares of rare words covered, and the length of the claim (docs/measurements.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from search.comparison.said import Said
from search.facts.comparing import Facts
from search.index.collection import Leg
from search.ranking.fusion import Hit, Question
from search.text import words
from search.text.language import Tongue, script_of

NAMES = (
    "cosine",  # of the embeddings
    "cosine_lead",  # over what stands far down the list
    "lead",  # of the fused score over the best other claim, as z-scores differ
    "far_lead",  # of the fused score over what stands far down the list
    "shared_words",  # logarithm of the number of stems both have
    "missing_numbers",  # logarithm of the number of numbers and dates only the claim has
    "length",  # logarithm of the number of words of the post
)
# The first ones of a list are judged, against those that stand behind them.
JUDGED = 5
BACKGROUND = 5
# With fewer hits there is nothing to stand out from, and no number would mean what it meant when it was measured.
FEWEST_HITS = JUDGED + BACKGROUND
# So many published documents stay in memory as they were read: 31 kB a German claim, 49 kB an English one with its
# title, so some 20 MB; the longest that are kept take 75 kB.
MOST_KEPT = 512
LONGEST_KEPT = 1_000


@dataclass(frozen=True)
class Side:
    """One of the two texts: a question, or the document that met it.

    `beside` is what the article of a claim says beside it: title and summary.
    """

    text: str
    lang: str
    beside: tuple[str, ...] = ()

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems without stop words."""
        return frozenset(words.stems(self.said.whole, self.lang))

    @cached_property
    def tongue(self) -> Tongue:
        """In which language and script it is written."""
        return Tongue(self.lang.partition("-")[0].lower(), script_of(self.said.whole))

    @cached_property
    def facts(self) -> Facts:
        """Numbers, dates, names and negations."""
        return self.said.facts_of(self.said.whole)

    @cached_property
    def said(self) -> Said:
        """The sentence itself, as it is held against others."""
        return Said(self.text, self.lang, self.beside)


def public_side(text: str, lang: str, beside: tuple[str, ...] = ()) -> Side:
    """Return the side of a published document; what was read of it lately is not read again.

    Not for what readers send: once it is deleted, no memory should hold it.
    """
    is_short = len(text) + sum(map(len, beside)) <= LONGEST_KEPT
    return _kept(text, lang, beside) if is_short else Side(text, lang, beside)


@lru_cache(maxsize=MOST_KEPT)
def _kept(text: str, lang: str, beside: tuple[str, ...]) -> Side:
    return Side(text, lang, beside)


def features(
    question: Question,
    hits: Sequence[Hit],
    documents: Sequence[Side],
    said: Said | None = None,
    *,
    places: Sequence[int] | None = None,
) -> NDArray[np.float64]:
    """Return the features of the first hits, float64 (documents, features), in the order of `NAMES`.

    `hits` is a list as `fusion.rank` returns it, best first, with at least `FEWEST_HITS`; `documents` are the texts
    of its first ones, or of those at `places`, which may name a hit several times; `said` is what was read of the
    question already. Errors: `ValueError` for a list that is too short.
    """
    if len(hits) < FEWEST_HITS:
        raise ValueError(f"{len(hits)} hits say too little; {FEWEST_HITS} are needed")
    said = said or Said(question.said, question.lang)
    stems, numbers = frozenset(words.stems(question.text, question.lang)), _said(said.facts_of(question.text))
    length = np.log1p(len(words.tokens(question.text)))
    fused = np.array([hit.fused for hit in hits])
    cosines = np.array([hit.scores[Leg.MEANING] for hit in hits])
    far_fused, far_cosine = fused[JUDGED:FEWEST_HITS].mean(), cosines[JUDGED:FEWEST_HITS].mean()
    rows = []
    for place, document in zip(range(len(documents)) if places is None else places, documents, strict=True):
        best_other = fused[1] if place == 0 else fused[0]
        rows.append(
            (
                cosines[place],
                cosines[place] - far_cosine,
                fused[place] - best_other,
                fused[place] - far_fused,
                np.log1p(len(stems & document.stems)),
                np.log1p(len(_said(document.facts) - numbers)),
                length,
            )
        )
    return np.array(rows, np.float64).reshape(len(documents), len(NAMES))


def _said(facts: Facts) -> set[str]:
    return {fact.value for fact in (*facts.numbers, *facts.dates)}
