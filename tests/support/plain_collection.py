"""A second engine: plain SQL over the table of vectors, and every document compared. Slow, but short."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, and_, func, select

from core.db import db
from search.index import change_log
from search.index.collection import LENGTH_WEIGHT, NOT_EMBEDDED, SATURATION, Asked, Candidates, Space, Top
from search.index.documents import owner_of
from search.index.models import Vector
from search.text.terms import Counts, Field, unpack


@dataclass(frozen=True)
class Document:
    """One row of the table, read: a vector of length 1, and how often each term stands there, one mapping a field."""

    number: int
    # None for what is known by its words only.
    vector: NDArray[np.float32] | None
    terms: tuple[Mapping[int, int], ...]


class PlainCollection:
    """A collection that holds nothing: each question reads the table anew, and so sees what was committed."""

    def __init__(self, name: str, space: Callable[[], Space]) -> None:
        self._name = name
        self._space = space

    @property
    def size(self) -> int:
        """How many documents are held."""
        return sum(each.vector is not None for each in self._documents())

    @property
    def is_being_made(self) -> bool:
        """Whether whoever asks has to wait: never, because the database answers."""
        return False

    def add(self, new: Sequence[change_log.NewVector]) -> None:
        """Add documents, each replacing an older one with its number."""
        change_log.store(self._name, self._space().model_id, new)

    def remove(self, document: int) -> None:
        """Remove a document."""
        change_log.bury(self._name, document)

    def remove_owner(self, owner: int) -> None:
        """Remove all documents of an owner."""
        change_log.bury_owner(self._name, owner)

    def now(self) -> PlainCollection:
        """Return what answers: it is always up to date."""
        return self

    def follow(self) -> int:
        """Return the number of the last change."""
        with db.engine.connect() as connection:
            return connection.scalar(select(func.max(Vector.seq)).where(self._mine())) or 0

    def vector_of(self, document: int) -> NDArray[np.float32] | None:
        """Return the vector of a document."""
        return next((each.vector for each in self._documents() if each.number == document), None)

    def snapshot(self) -> None:
        """Do nothing: there is nothing that a start would read."""

    def write_over(self) -> None:
        """Do nothing: nothing was written down."""

    def rebuild(self) -> None:
        """Do nothing: there is nothing beside the database."""

    def candidates(self, asked: Asked, *, top: int) -> Candidates:
        """Compare every document in every leg."""
        documents = self._documents()
        cosines = {each.number: float(each.vector @ asked.vector) for each in documents if each.vector is not None}
        by_document = [cosines, *(_by_terms(documents, field, asked.terms.fields[field]) for field in Field)]
        tops = [_top(leg, top) for leg in by_document]
        union = sorted({owner for each in tops for owner in each.owners})
        numbers = [each.number for each in documents]
        best = [
            [max((leg.get(each, nothing), -each) for each in numbers if owner_of(each) == owner) for owner in union]
            for leg, nothing in zip(by_document, (NOT_EMBEDDED, 0.0, 0.0), strict=True)
        ]
        return Candidates(
            tuple(tops),
            tuple(union),
            tuple(tuple(score for score, _ in leg) for leg in best),
            tuple(tuple(-minus for _, minus in leg) for leg in best),
        )

    def _mine(self) -> ColumnElement[bool]:
        return and_(Vector.collection == self._name, Vector.model_id == self._space().model_id)

    def _documents(self) -> list[Document]:
        rows = select(Vector.document_id, Vector.data, Vector.terms).where(self._mine(), Vector.data.is_not(None))
        with db.engine.connect() as connection:
            return [_read(*row) for row in connection.execute(rows.order_by(Vector.document_id))]


def _read(number: int, data: bytes | None, terms: bytes | None) -> Document:
    vector = np.frombuffer(data or b"", "<f2").astype(np.float32)
    counted = tuple(
        dict(zip(field.hashes.tolist(), field.counts.tolist(), strict=True)) for field in unpack(terms).fields
    )
    return Document(number, vector / max(float(np.linalg.norm(vector)), 1e-12) if len(vector) else None, counted)


def _by_terms(documents: Sequence[Document], field: Field, asked: Counts) -> dict[int, float]:
    """Return the BM25 scores of the documents that share a term."""
    lengths = {each.number: sum(each.terms[field].values()) for each in documents}
    average = max(sum(lengths.values()) / max(len(documents), 1), 1e-9)
    scores: dict[int, float] = {}
    for term, repeated in zip(asked.hashes.tolist(), asked.counts.tolist(), strict=True):
        holders = [each for each in documents if term in each.terms[field]]
        rarity = math.log1p((len(documents) - len(holders) + 0.5) / (len(holders) + 0.5))
        for each in holders:
            count = each.terms[field][term]
            norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths[each.number] / average)
            gained = rarity * math.sqrt(repeated) * (SATURATION + 1) * count / (count + norm)
            scores[each.number] = scores.get(each.number, 0.0) + gained
    return scores


def _top(leg: Mapping[int, float], top: int) -> Top:
    owners: dict[int, float] = {}
    for document, score in leg.items():
        owners[owner_of(document)] = max(score, owners.get(owner_of(document), score))
    best = sorted(owners.items(), key=lambda item: (-item[1], item[0]))[:top]
    return Top(tuple(owner for owner, _ in best), tuple(score for _, score in best))
