"""Putting texts into the index: embedded, taken apart into terms, and stored together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import structlog

from search.engine import engine
from search.index import change_log
from search.model.embedder import Embedder, Role
from search.text.normalise import text_hash
from search.text.terms import terms_of

log = structlog.get_logger(__name__)

# What every model can embed.
HARMLESS = "Stimmt das?"


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be indexed under an id of `search.index.documents`."""

    id: int
    text: str
    lang: str


def embedded(documents: Sequence[Document]) -> list[change_log.NewVector | None]:
    """Return documents as they are stored; this takes the time, so it is done before the database is locked.

    None stands for a document that cannot be read, which costs only itself its place.
    Errors: `search.model.embedder.ModelMissing`, and whatever a model raises that takes no text at all or has run out
    of memory.
    """
    embedder = engine().embedder
    try:
        return list(_embedded(documents, embedder))
    except MemoryError:
        raise
    except Exception as error:
        # One of them: which one is found by taking each alone.
        log.warning("documents_not_embedded_together", kind=type(error).__name__, documents=len(documents))
        return [_alone(document, embedder) for document in documents]


def _embedded(documents: Sequence[Document], embedder: Embedder) -> Iterator[change_log.NewVector]:
    found = embedder.embed([document.text for document in documents], role=Role.PASSAGE)
    for document, vector in zip(documents, found, strict=True):
        yield change_log.NewVector(
            document.id, text_hash(document.text), vector, terms_of(document.text, document.lang)
        )


def _alone(document: Document, embedder: Embedder) -> change_log.NewVector | None:
    try:
        (found,) = _embedded([document], embedder)
    except MemoryError:
        raise
    except Exception as error:
        # Raises where the model is to blame and not the text.
        embedder.embed([HARMLESS], role=Role.PASSAGE)
        log.error("document_not_embedded", document=document.id, kind=type(error).__name__)
        return None
    return found
