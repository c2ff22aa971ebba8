"""Builders for the tests of the matching: models, questions, hits and archives whose numbers can be told by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from core.db import writing
from search.comparison.near_duplicate import are_near_duplicates, compared
from search.engine import engine
from search.index.collection import Asked, Leg, Searchable
from search.index.documents import Ids, Vectors, document_id
from search.index.faiss_index import VectorIndex
from search.index.halves import Halves
from search.learning import in_effect
from search.learning.figures import LearnedFigures
from search.learning.models import Learned, LearnedKind, LearnedState
from search.model.embedder import Role
from search.ranking.adapter import Adapter
from search.ranking.bands import Band, Evidence, band_of
from search.ranking.calibration import BandFigures, Bin, Calibration, Reliability
from search.ranking.features import NAMES
from search.ranking.fusion import Hit, Question
from search.text import words
from search.text.language import language_of
from search.text.terms import NO_TERMS, Terms, terms_of

# Round numbers near those that were measured. A post in other words that stands out from the rest of the archive
# gets more than `likely`, and one that stands out from nothing gets less than `related`.
CALIBRATION = Calibration(
    made_for="tiny",
    centre=(0.85, 0.02, -1.0, 2.0, 1.0, 0.5, 3.0),
    scale=(0.02, 0.02, 3.0, 2.0, 0.5, 0.5, 0.5),
    weights=(0.5, 0.5, 1.5, 1.0, 0.5, -0.25, 0.0),
    intercept=-4.0,
    same=0.98,
    likely=0.5,
    related=0.1,
    related_cosine=0.83,
    questions=100,
    bands={"same": BandFigures(0.98, 0.99, 0.5, 50), "likely": BandFigures(0.5, 0.85, 0.9, 90)},
    reliability=Reliability((Bin(60, 0.2, 0.25), Bin(40, 0.9, 0.875)), 0.04),
)


def keep(calibration: Calibration = CALIBRATION, *, model_id: str = "") -> Learned:
    """Put a calibration to use for a model, or for the one that is loaded."""
    made = replace(calibration, made_for=model_id or engine().embedder.model_id)
    with writing():
        return in_effect.keep(
            LearnedKind.CALIBRATION,
            made.made_for,
            made.to_json().encode(),
            figures=LearnedFigures(),
            state=LearnedState.ACTIVE,
        )


def turning(model_id: str, dimension: int) -> Adapter:
    """Return an adapter that moves every question a little."""
    return Adapter(model_id, np.asarray(np.eye(dimension, k=1) / 20, np.float32))


def only(name: str, weight: float, *, intercept: float = 0.0, **changes: Any) -> Calibration:
    """Return a calibration that looks at one feature, as it is."""
    zeros, ones = (0.0,) * len(NAMES), (1.0,) * len(NAMES)
    weights = tuple(weight if name == feature else 0.0 for feature in NAMES)
    return replace(CALIBRATION, centre=zeros, scale=ones, weights=weights, intercept=intercept, **changes)


def band_at(probability: float, calibration: Calibration = CALIBRATION) -> Band | None:
    """Return the band of a match that nothing but its probability speaks for or against."""
    return band_of(Evidence(cosine=1.0, probability=probability, cuts=calibration.cuts))


def is_near_duplicate(one: str, other: str) -> bool:
    """Return whether two texts are one text with small edits, read in the language of the first as the product does."""
    lang = language_of(one)
    return are_near_duplicates(compared(one, lang), compared(other, lang))


def seeded(seed: int) -> Random:
    """Return the same random numbers each time, because a failure must come again."""
    return Random(seed)  # noqa: S311 (data, not secrets)


def vector(*numbers: float, dimension: int = 4) -> NDArray[np.float32]:
    """Return a vector of length 1 with these numbers first."""
    made = np.zeros(dimension, np.float32)
    made[: len(numbers)] = numbers
    return np.asarray(made / max(float(np.linalg.norm(made)), 1e-12), np.float32)


def question(
    text: str = "", *, lang: str = "de", terms: Terms | None = None, at: NDArray[np.float32] | None = None
) -> Question:
    """Return a question as it would be asked; without a vector it is near to nothing."""
    its = terms_of(text, lang) if terms is None and text else terms or NO_TERMS
    place = vector() if at is None else at
    return Question(said=text, text=text, lang=lang, terms=its, plain=place, vector=place)


def hit(owner: int, *, cosine: float = 0.8, fused: float = 1.0, part: int = 0) -> Hit:
    """Return a hit with the scores that are looked at."""
    return Hit(
        owner=owner,
        fused=fused,
        scores=(cosine, 0.0, 0.0),
        z=(fused, 0.0, 0.0),
        legs=(Leg.MEANING,),
        documents=(document_id(owner, part),),
    )


class Both(Halves):
    """Both halves of an index over vectors of four numbers; each can be changed on its own."""

    def __init__(self) -> None:
        super().__init__(VectorIndex(4))

    def put(self, document: int, at: NDArray[np.float32], terms: Terms = NO_TERMS) -> None:
        """Index a document in both halves."""
        self.add(np.array([document], np.int64), at[None], [terms])


def nearest(index: Searchable, vectors: Vectors, k: int) -> tuple[Ids, Vectors]:
    """Return for each vector the owners and cosines of its k nearest, (n, k), best first; -1 where there is none."""
    ids, cosines = np.full((len(vectors), k), -1, np.int64), np.zeros((len(vectors), k), np.float32)
    for row, each in enumerate(vectors):
        top = index.candidates(Asked(each, NO_TERMS), top=k).tops[Leg.MEANING]
        ids[row, : len(top.owners)], cosines[row, : len(top.scores)] = top.owners, top.scores
    return ids, cosines


class Reader:
    """A model that any number of tests may ask: texts with words in common are near each other."""

    model_id = "tiny"
    dimension = 64

    def embed(
        self, texts: Sequence[str], *, role: Role, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return vectors with a share of each word, alike for posts and claims."""
        vectors = np.full((len(texts), self.dimension), 0.02, np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in words.tokens(text):
                row[crc32(word.encode()) % self.dimension] += 1
        if progress:
            progress(len(texts))
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
