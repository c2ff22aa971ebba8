"""Texts, vectors and sums that the conformance suite puts into collections and holds against them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.db import writing
from search.index.change_log import NewVector
from search.index.collection import (
    LENGTH_WEIGHT,
    SATURATION,
    Asked,
    Candidates,
    Collection,
    Space,
)
from search.index.documents import document_id, owner_of, part_of
from search.text.terms import NO_TERMS, terms_of
from tests.support.building import vector

DIMENSION = 8
SPACE = Space("tiny-1", DIMENSION)
# An owner's number fits 31 bits; its documents' numbers, near 2^47, do not.
FAR = (1 << 31) - 1

Make: TypeAlias = Callable[..., Collection]

TEXTS = {
    document_id(1): "In Graz brennt das Rathaus lichterloh.",
    document_id(1, 1): "Rathaus von Graz steht in Flammen",
    document_id(2): "Das Wiener Rathaus bleibt heute geschlossen, sagt die Stadt Wien.",
    document_id(3): "Spinat enthält besonders viel Eisen, Eisen und noch einmal Eisen.",
    document_id(FAR, 3): "Graz friert.",
}


def at(*numbers: float) -> NDArray[np.float32]:
    return vector(*numbers, dimension=DIMENSION)


def scattered(document: int) -> NDArray[np.float32]:
    """Return a vector of a document's own."""
    seed = owner_of(document) + 1_000 * part_of(document)
    return at(*np.random.default_rng(seed).normal(size=DIMENSION))


def stored(
    owner: int, text: str = "", *, part: int = 0, place: NDArray[np.float32] | None = None, lang: str = "de"
) -> NewVector:
    terms = terms_of(text, lang) if text else NO_TERMS
    document = document_id(owner, part)
    return NewVector(document, "hash", scattered(document) if place is None else place, terms)


def all_texts() -> list[NewVector]:
    return [stored(owner_of(document), text, part=part_of(document)) for document, text in TEXTS.items()]


def add(collection: Collection, *new: NewVector) -> None:
    with writing():
        collection.add(new)


def remove(collection: Collection, *owners: int) -> None:
    """Remove the own texts of some owners."""
    with writing():
        for owner in owners:
            collection.remove(document_id(owner))


def ask(collection: Collection, text: str = "", *, place: NDArray[np.float32], top: int = 20) -> Candidates:
    return collection.candidates(Asked(place, terms_of(text, "de") if text else NO_TERMS), top=top)


def found(collection: Collection, text: str, *, place: NDArray[np.float32]) -> list[set[int]]:
    """Return what each leg finds."""
    return [set(top.owners) for top in ask(collection, text, place=place).tops]


def bm25(counted: Callable[[str], Sequence[str]], texts: Mapping[int, str], question: str) -> dict[int, float]:
    """Return the score of each text, as the books write it."""
    bags = {document: Counter(counted(text)) for document, text in texts.items()}
    average = sum(bag.total() for bag in bags.values()) / len(bags)
    scores = dict.fromkeys(texts, 0.0)
    for term, repeated in Counter(counted(question)).items():
        holding = sum(term in bag for bag in bags.values())
        rarity = math.log(1 + (len(bags) - holding + 0.5) / (holding + 0.5))
        for document, bag in bags.items():
            length = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * bag.total() / average
            tf = bag[term] * (SATURATION + 1) / (bag[term] + SATURATION * length) if bag[term] else 0.0
            scores[document] += rarity * math.sqrt(repeated) * tf
    return scores


def best_of_owners(scores: Mapping[int, float]) -> dict[int, int]:
    """Return the document with the highest score of each owner, of equals the first."""
    return {owner_of(document): document for document in sorted(scores, key=lambda each: (scores[each], -each))}
