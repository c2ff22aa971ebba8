"""Vectors in the database: stored, buried, and read as a stream of changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select, update

from core.db import db, next_number
from search.index import Ids, Vectors
from search.models import Vector

SEQ = "vector_seq"
PAGE = 5_000


@dataclass(frozen=True, slots=True)
class NewVector:
    """A document's vector, shape (dimension,), about to be stored."""

    document_id: int
    text_hash: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of changes: what to drop, what to add, and how far the page reaches."""

    gone: Ids
    ids: Ids
    vectors: Vectors
    seq: int


def store(collection: str, model_id: str, new: Sequence[NewVector]) -> None:
    """Store vectors, each replacing an older one of its document and model; call inside `writing()`."""
    if not new:
        return
    last = next_number(SEQ, count=len(new))
    documents = [item.document_id for item in new]
    db.session.execute(
        delete(Vector).where(
            Vector.collection == collection, Vector.model_id == model_id, Vector.document_id.in_(documents)
        )
    )
    db.session.add_all(
        Vector(
            collection=collection,
            document_id=item.document_id,
            model_id=model_id,
            text_hash=item.text_hash,
            data=item.vector.astype("<f2").tobytes(),
            seq=seq,
        )
        for seq, item in enumerate(new, start=last - len(new) + 1)
    )


def bury(collection: str, document_id: int) -> None:
    """Leave a tombstone in place of every vector of a document; call inside `writing()`."""
    rows = select(Vector.id).where(Vector.collection == collection, Vector.document_id == document_id)
    for row_id in db.session.scalars(rows).all():
        db.session.execute(update(Vector).where(Vector.id == row_id).values(data=None, seq=next_number(SEQ)))


def changes(collection: str, model_id: str, *, dimension: int, after: int) -> Iterator[Changes]:
    """Yield what changed after `after`, oldest first, in pages.

    Read by connections of their own: the caller's session may hold an older view of the database,
    and what others have written since is what this is about.
    """
    while True:
        page = (
            select(Vector.seq, Vector.document_id, Vector.data)
            .where(Vector.collection == collection, Vector.model_id == model_id, Vector.seq > after)
            .order_by(Vector.seq)
            .limit(PAGE)
        )
        with db.engine.connect() as connection:
            rows = connection.execute(page).all()
        if not rows:
            return
        after = rows[-1].seq
        alive = [row for row in rows if row.data is not None]
        packed = np.frombuffer(b"".join(row.data for row in alive), dtype="<f2").astype(np.float32)
        vectors = packed.reshape(len(alive), dimension)
        # Half precision shortens a vector by a hair; scores are cosines only at length one.
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        yield Changes(
            gone=np.array([row.document_id for row in rows if row.data is None], np.int64),
            ids=np.array([row.document_id for row in alive], np.int64),
            vectors=vectors,
            seq=after,
        )
        if len(rows) < PAGE:
            return


def mark(collection: str, model_id: str, seq: int) -> str:
    """Return what tells the change `seq` from another one that came to have the same number; empty if it is gone."""
    row = select(Vector.document_id, Vector.text_hash).where(
        Vector.collection == collection, Vector.model_id == model_id, Vector.seq == seq
    )
    with db.engine.connect() as connection:
        found = connection.execute(row).first()
    return f"{found.document_id} {found.text_hash}" if found else ""
