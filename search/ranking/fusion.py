"""Hybrid search: meaning, words and parts of words, each scored on its own and then put on one scale.

Each leg has its own top candidates and its own scale; a z-score over them says how far one stands out there. What is
counted are owners, not their documents: one with two hundred texts stands out no less for that.
The sum of z-scores found two to three points more than adding up ranks (docs/measurements.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.collection import NOT_EMBEDDED, Asked, Candidates, Leg, Searchable, Top
from search.index.documents import document_id
from search.ranking.bands import Lane
from search.text.terms import Terms

# Owners a leg; the mean and standard deviation of its z-scores are theirs. Fewer or more found less.
TOP = 100
# A leg that finds fewer is filled up with zeros, which is what the others score, as far as there are others. Otherwise
# the two that alone share a word with a question would put everything else fifty standard deviations below themselves.
# Filled up to `TOP`, German loses .002 of MAP@5, and a single hit stands out by ten.
FEWEST = 20


# Those by meaning that the first ones are held against.
FAR = slice(5, 10)

LANES = {Leg.MEANING: Lane.MEANING, Leg.WORDS: Lane.WORDS, Leg.GRAMS: Lane.GRAMS}

# Chosen on the training posts. Words and their parts say much the same, and the parts say it better.
WEIGHTS = (0.5, 0.1, 0.4)
# Without a language there are neither stems nor stop words, and the words are worth nothing of their own.
WEIGHTS_WITHOUT_LANGUAGE = (0.5, 0.0, 0.5)
MOST_TELLING = (Leg.MEANING, Leg.GRAMS, Leg.WORDS)


@dataclass(frozen=True, slots=True)
class Question:
    """A text that is asked: as it was said, tidied, in its language (empty if unknown), as terms, and as a vector (d,).

    `plain` is the vector as the model made it, `vector` what it became on its way through an adapter, if there is one.
    """

    said: str
    text: str
    lang: str
    terms: Terms
    plain: NDArray[np.float32]
    vector: NDArray[np.float32]

    @property
    def asked(self) -> Asked:
        """What a collection is asked."""
        return Asked(self.vector, self.terms)


@dataclass(frozen=True, slots=True)
class Hit:
    """An owner that was found for one question, with all its documents.

    `scores` are the best cosine and the best BM25 of any of its documents, `z` their z-scores on each leg's own scale;
    both in the order of `Leg`. `fused` is the weighted sum of `z`. `legs` are those that had it among their candidates.
    `documents` are the best of each leg, the most telling leg first, and the owner's own text; each stands there once.
    `ahead` says by how much its cosine is ahead of the sixth to tenth by meaning, in whatever language; 0 where there
    are not so many.
    """

    owner: int
    fused: float
    scores: tuple[float, ...]
    z: tuple[float, ...]
    legs: tuple[Leg, ...]
    documents: tuple[int, ...]
    ahead: float = 0.0

    @property
    def is_embedded(self) -> bool:
        """Whether the model has seen any of its documents; without that its words alone speak for it."""
        return self.scores[Leg.MEANING] != NOT_EMBEDDED

    @property
    def document(self) -> int:
        """The document that speaks for its owner."""
        return self.documents[0]


def rank(questions: Sequence[Question], index: Searchable, *, k: int, by_meaning: int = 0) -> list[list[Hit]]:
    """Return for each question the k best owners, best first, each with its best documents.

    After them come those of the `by_meaning` first ones by meaning alone that are not among them.
    """
    return [_ranked(question, index.candidates(question.asked, top=TOP), k, by_meaning) for question in questions]


def _ranked(question: Question, found: Candidates, k: int, by_meaning: int) -> list[Hit]:
    if not found.owners:
        return []
    scores = np.array(found.scores, np.float32)
    # By meaning everything is found.
    least = min(FEWEST, len(found.tops[Leg.MEANING].owners))
    z = np.stack([_standing_out(row, top, least) for row, top in zip(scores, found.tops, strict=True)])
    weights = np.array(WEIGHTS if question.lang else WEIGHTS_WITHOUT_LANGUAGE, np.float32)
    fused = weights @ z
    found_by = [(leg, frozenset(top.owners)) for leg, top in zip(Leg, found.tops, strict=True)]
    owners, cosines = np.array(found.owners, np.int64), scores[Leg.MEANING]
    far = float(np.mean(found.tops[Leg.MEANING].scores[FAR])) if least >= FAR.stop else None
    nearest = np.lexsort((owners, -cosines))[:by_meaning].tolist()
    return [
        Hit(
            owner=(owner := found.owners[place]),
            fused=float(fused[place]),
            scores=tuple(map(float, scores[:, place])),
            z=tuple(map(float, z[:, place])),
            legs=tuple(leg for leg, its in found_by if owner in its),
            documents=tuple(
                dict.fromkeys([*(found.documents[leg][place] for leg in MOST_TELLING), document_id(owner)])
            ),
            ahead=0.0 if far is None else float(cosines[place]) - far,
        )
        for place in dict.fromkeys([*np.lexsort((owners, -fused))[:k].tolist(), *nearest])
    ]


def _standing_out(scores: NDArray[np.float32], top: Top, least: int) -> NDArray[np.float32]:
    """Return scores as z-scores of a leg's own best, at least so many; a leg that found nothing has nothing to say."""
    if not top.scores:
        return np.zeros_like(scores)
    best = np.zeros(max(len(top.scores), least), np.float32)
    best[: len(top.scores)] = top.scores
    z = (scores - best.mean()) / (float(best.std()) or 1.0)
    # What has no vector yet is neither near nor far.
    return np.asarray(np.where(scores == NOT_EMBEDDED, 0.0, z), np.float32)
