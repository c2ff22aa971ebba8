"""Putting texts into the index: embedded, taken apart into terms, and stored together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search import vectors
from search.embedder import Role
from search.engine import engine
from search.normalise import text_hash
from search.terms import terms_of


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be indexed under an id of `search.documents`."""

    id: int
    text: str
    lang: str


def embedded(documents: Sequence[Document]) -> list[vectors.NewVector]:
    """Return documents as they are stored; this takes the time, so it is done before the database is locked."""
    found = engine().embedder.embed([document.text for document in documents], role=Role.PASSAGE)
    return [
        vectors.NewVector(document.id, text_hash(document.text), vector, terms_of(document.text, document.lang))
        for document, vector in zip(documents, found, strict=True)
    ]
