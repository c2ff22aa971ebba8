"""Hybrid search: meaning, words and parts of words, each scored on its own and then put on one scale.

Each leg has its own top candidates and its own scale; a z-score over them says how far a document stands out there.
The sum of z-scores found two to three points more than adding up ranks (docs/measurements.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.index.bm25 import Scores
from search.index.documents import owners_of
from search.index.faiss_index import Ids, Vectors
from search.ranking.bands import Lane
from search.text.terms import Field, Terms

# Candidates a leg; the mean and standard deviation of its z-scores are theirs. Fewer or more found less.
TOP = 100


class Leg(IntEnum):
    """A way of ranking all documents."""

    MEANING = 0
    WORDS = 1
    GRAMS = 2


LANES = {Leg.MEANING: Lane.MEANING, Leg.WORDS: Lane.WORDS, Leg.GRAMS: Lane.GRAMS}
FIELDS = {Leg.WORDS: Field.WORDS, Leg.GRAMS: Field.GRAMS}

# Chosen on the training posts. Words and their parts say much the same, and the parts say it better.
WEIGHTS = (0.5, 0.1, 0.4)
# Without a language there are neither stems nor stop words, and the words are worth nothing of their own.
WEIGHTS_WITHOUT_LANGUAGE = (0.5, 0.0, 0.5)


class Searchable(Protocol):
    """An index that has both sides of a document."""

    def search(self, queries: Vectors, k: int) -> tuple[Ids, Vectors]:
        """Return ids and cosines of the k nearest, both (n, k), best first; -1 where there are fewer."""

    def vectors_of(self, ids: Ids) -> tuple[Ids, Vectors]:
        """Return those of the ids that are held, shape (m,), and their vectors, shape (m, dimension)."""

    def by_words(self, query: Terms) -> tuple[Scores, ...]:
        """Return the scores of all documents, one `Scores` a field."""


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


@dataclass(frozen=True, slots=True)
class Hit:
    """The best document of a claim or case for one question.

    `scores` are cosine and BM25, `z` their z-scores among each leg's own candidates; both in the order of `Leg`.
    `fused` is the weighted sum of `z`. `legs` are those that had it among their candidates.
    """

    owner: int
    document: int
    fused: float
    scores: tuple[float, ...]
    z: tuple[float, ...]
    legs: tuple[Leg, ...]


def rank(questions: Sequence[Question], index: Searchable, *, k: int) -> list[list[Hit]]:
    """Return for each question the k best claims or cases, best first, each with its best document."""
    if not questions:
        return []
    vectors = np.stack([question.vector for question in questions])
    near, cosines = index.search(vectors, TOP)
    return [
        _ranked(question, index, near[row][near[row] >= 0], cosines[row][near[row] >= 0], k)
        for row, question in enumerate(questions)
    ]


def _ranked(question: Question, index: Searchable, near: Ids, cosines: Vectors, k: int) -> list[Hit]:
    by_words = index.by_words(question.terms)
    tops = [(near, cosines), *(by_words[field].top(TOP) for field in FIELDS.values())]
    candidates = np.unique(np.concatenate([ids for ids, _ in tops]))
    # What the database has buried a moment ago may stand in one half of the index and not in the other.
    candidates, vectors = index.vectors_of(candidates)
    if len(candidates) == 0:
        return []
    scores = np.stack([vectors @ question.vector, *(by_words[field].of(candidates) for field in FIELDS.values())])
    z = np.stack([_standing_out(row, top) for row, (_, top) in zip(scores, tops, strict=True)])
    weights = np.array(WEIGHTS if question.lang else WEIGHTS_WITHOUT_LANGUAGE, np.float32)
    fused = weights @ z
    owners = owners_of(candidates)
    hits: list[Hit] = []
    seen: set[int] = set()
    for place in np.lexsort((candidates, -fused)):
        if int(owners[place]) in seen:
            continue
        seen.add(int(owners[place]))
        hits.append(
            Hit(
                owner=int(owners[place]),
                document=int(candidates[place]),
                fused=float(fused[place]),
                scores=tuple(map(float, scores[:, place])),
                z=tuple(map(float, z[:, place])),
                legs=tuple(leg for leg, (ids, _) in zip(Leg, tops, strict=True) if candidates[place] in ids),
            )
        )
        if len(hits) == k:
            break
    return hits


def _standing_out(scores: NDArray[np.float32], top: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return scores as z-scores of a leg's own candidates; a leg that found nothing has nothing to say."""
    if len(top) == 0:
        return np.zeros_like(scores)
    spread = float(top.std())
    return np.asarray((scores - top.mean()) / (spread or 1.0), np.float32)
