"""Hybrid search: meaning, words and parts of words, each scored on its own and then put on one scale.

Each leg has its own top candidates and its own scale; a z-score over them says how far a document stands out there.
The sum of z-scores found two to three points more than adding up ranks (docs/measurements.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.index.collection import Asked, Candidates, Leg, Searchable
from search.index.documents import owner_of
from search.ranking.bands import Lane
from search.text.terms import Terms

# Candidates a leg; the mean and standard deviation of its z-scores are theirs. Fewer or more found less.
TOP = 100


# Those by meaning that the first ones are held against.
FAR = slice(5, 10)

LANES = {Leg.MEANING: Lane.MEANING, Leg.WORDS: Lane.WORDS, Leg.GRAMS: Lane.GRAMS}

# Chosen on the training posts. Words and their parts say much the same, and the parts say it better.
WEIGHTS = (0.5, 0.1, 0.4)
# Without a language there are neither stems nor stop words, and the words are worth nothing of their own.
WEIGHTS_WITHOUT_LANGUAGE = (0.5, 0.0, 0.5)


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
    """The best document of an owner for one question.

    `scores` are cosine and BM25, `z` their z-scores among each leg's own candidates; both in the order of `Leg`.
    `fused` is the weighted sum of `z`. `legs` are those that had it among their candidates. `ahead` says by how much
    its cosine is ahead of the sixth to tenth by meaning, in whatever language; 0 where there are not so many.
    """

    owner: int
    document: int
    fused: float
    scores: tuple[float, ...]
    z: tuple[float, ...]
    legs: tuple[Leg, ...]
    ahead: float = 0.0


def rank(questions: Sequence[Question], index: Searchable, *, k: int, by_meaning: int = 0) -> list[list[Hit]]:
    """Return for each question the k best owners, best first, each with its best document.

    After them come those of the `by_meaning` first ones by meaning alone that are not among them.
    """
    return [_ranked(question, index.candidates(question.asked, top=TOP), k, by_meaning) for question in questions]


def _ranked(question: Question, found: Candidates, k: int, by_meaning: int) -> list[Hit]:
    if not found.documents:
        return []
    scores = np.array(found.scores, np.float32)
    z = np.stack(
        [_standing_out(row, np.array(top.scores, np.float32)) for row, top in zip(scores, found.tops, strict=True)]
    )
    weights = np.array(WEIGHTS if question.lang else WEIGHTS_WITHOUT_LANGUAGE, np.float32)
    fused = weights @ z
    found_by = [(leg, frozenset(top.documents)) for leg, top in zip(Leg, found.tops, strict=True)]
    nearest_scores = found.tops[Leg.MEANING].scores
    far = float(np.mean(nearest_scores[FAR])) if len(nearest_scores) >= FAR.stop else None
    hits: list[Hit] = []
    seen: set[int] = set()
    documents = np.array(found.documents, np.int64)
    nearest = np.lexsort((documents, -scores[Leg.MEANING]))[:by_meaning]
    for place in (*np.lexsort((documents, -fused)), *nearest):
        document = found.documents[place]
        owner = owner_of(document)
        if owner in seen or (len(hits) >= k and place not in nearest):
            continue
        seen.add(owner)
        hits.append(
            Hit(
                owner=owner,
                document=document,
                fused=float(fused[place]),
                scores=tuple(map(float, scores[:, place])),
                z=tuple(map(float, z[:, place])),
                legs=tuple(leg for leg, its in found_by if document in its),
                ahead=0.0 if far is None else float(scores[Leg.MEANING, place]) - far,
            )
        )
    return hits


def _standing_out(scores: NDArray[np.float32], top: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return scores as z-scores of a leg's own candidates; a leg that found nothing has nothing to say."""
    if len(top) == 0:
        return np.zeros_like(scores)
    spread = float(top.std())
    return np.asarray((scores - top.mean()) / (spread or 1.0), np.float32)
