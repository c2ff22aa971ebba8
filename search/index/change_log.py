"""Vectors in the database: stored, buried, and read as a stream of changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Row, bindparam, delete, func, select, update

from core.db import db, next_number
from search.index.documents import MOST_PARTS, Ids, Vectors, document_id
from search.index.models import Vector
from search.text.terms import ANALYSIS, NO_TERMS, Terms, unpack

SEQ = "vector_seq"
PAGE = 5_000
# How many of the last changes tell one history of the database from another; a few of them are replaced meanwhile.
PAST = 64


@dataclass(frozen=True, slots=True)
class NewVector:
    """A document's vector, shape (dimension,), and its terms, about to be stored."""

    document_id: int
    text_hash: str
    vector: NDArray[np.float32]
    terms: Terms = NO_TERMS


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of changes: what to drop, what to add, and how far the page reaches."""

    gone: Ids
    ids: Ids
    vectors: Vectors
    terms: list[Terms]
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
            terms=item.terms.pack(),
            analysis=ANALYSIS,
            seq=seq,
        )
        for seq, item in enumerate(new, start=last - len(new) + 1)
    )


def bury(collection: str, document: int) -> None:
    """Leave a tombstone in place of every vector of one document; call inside `writing()`."""
    _bury(collection, Vector.document_id == document)


def bury_owner(collection: str, owner_id: int) -> None:
    """Leave tombstones for an owner with all its texts; call inside `writing()`."""
    first = document_id(owner_id)
    _bury(collection, Vector.document_id.between(first, first + MOST_PARTS - 1))


def _bury(collection: str, which: ColumnElement[bool]) -> None:
    for row_id in db.session.scalars(select(Vector.id).where(Vector.collection == collection, which)).all():
        db.session.execute(
            update(Vector)
            .where(Vector.id == row_id)
            .values(data=None, terms=None, text_hash="", analysis="", seq=next_number(SEQ))
        )


def collections() -> list[str]:
    """Return the names of all collections that hold or held a document."""
    return list(db.session.scalars(select(Vector.collection).distinct().order_by(Vector.collection)))


# Asked before every search, so it is put together once.
_NEWER = (
    select(Vector.seq, Vector.document_id, Vector.data, Vector.terms)
    .where(
        Vector.collection == bindparam("collection"),
        Vector.model_id == bindparam("model_id"),
        Vector.seq > bindparam("after"),
    )
    .order_by(Vector.seq)
    .limit(PAGE)
)


@dataclass(frozen=True, slots=True)
class StoredVector:
    """The vector of a document as it is stored, of length 1, shape (dimension,), and the hash of its text."""

    document: int
    text_hash: str
    vector: NDArray[np.float32]


def stored(collection: str, model_id: str, *, dimension: int, documents: Sequence[int]) -> list[StoredVector]:
    """Return the vectors that are stored of some documents."""
    rows = select(Vector.document_id, Vector.text_hash, Vector.data).where(
        Vector.collection == collection,
        Vector.model_id == model_id,
        Vector.document_id.in_(documents),
        Vector.data.is_not(None),
    )
    found = db.session.execute(rows).all() if documents else []
    vectors = _unpacked([row.data for row in found], dimension)
    return [StoredVector(row.document_id, row.text_hash, vector) for row, vector in zip(found, vectors, strict=True)]


def _unpacked(packed: Sequence[bytes], dimension: int) -> Vectors:
    vectors = np.frombuffer(b"".join(packed), dtype="<f2").astype(np.float32).reshape(len(packed), dimension)
    # Half precision shortens a vector by a hair; scores are cosines only at length one.
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return vectors


def changes(collection: str, model_id: str, *, dimension: int, after: int) -> Iterator[Changes]:
    """Yield what changed after `after`, oldest first, in pages.

    Read by connections of their own: the caller's session may hold an older view of the database,
    and what others have written since is what this is about.
    """
    while True:
        asked = {"collection": collection, "model_id": model_id, "after": after}
        with db.engine.connect() as connection:
            rows = connection.execute(_NEWER, asked).all()
        if not rows:
            return
        after = rows[-1].seq
        alive = [row for row in rows if row.data is not None]
        yield Changes(
            gone=np.array([row.document_id for row in rows if row.data is None], np.int64),
            ids=np.array([row.document_id for row in alive], np.int64),
            vectors=_unpacked([row.data for row in alive], dimension),
            terms=[unpack(row.terms) for row in alive],
            seq=after,
        )
        if len(rows) < PAGE:
            return


def past(collection: str, model_id: str, *, up_to: int) -> list[str]:
    """Return what tells the changes just before `up_to` from others that came to have the same numbers.

    A line for each of the last `PAST` changes that still stand: its number, its document, and the hash of its text.
    """
    return [_line(row) for row in _rows(collection, model_id, first=0, up_to=up_to, limit=PAST)]


def shares_past(collection: str, model_id: str, *, up_to: int, past: Sequence[str]) -> bool:
    """Return whether the database has gone the way that `past` tells of.

    It has, if it got as far as `up_to`, has no change there that is not listed, and what is listed still stands or was
    replaced later. A database that was put back from a backup and went on from there has not.
    """
    listed = [line.split(" ") for line in past]
    if not listed:
        return up_to == 0
    first = int(listed[-1][0])
    standing = {_line(row) for row in _rows(collection, model_id, first=first, up_to=up_to, limit=PAST + 1)}
    replaced = [int(parts[1]) for parts, line in zip(listed, past, strict=True) if line not in standing]
    later = select(func.count(Vector.id)).where(
        Vector.collection == collection,
        Vector.model_id == model_id,
        Vector.seq > up_to,
        Vector.document_id.in_(replaced),
    )
    with db.engine.connect() as connection:
        reached = connection.scalar(select(func.max(Vector.seq))) or 0
        return reached >= up_to and standing <= set(past) and connection.scalar(later) == len(set(replaced))


def _rows(collection: str, model_id: str, *, first: int, up_to: int, limit: int) -> Sequence[Row[int, int, str]]:
    rows = (
        select(Vector.seq, Vector.document_id, Vector.text_hash)
        .where(Vector.collection == collection, Vector.model_id == model_id, Vector.seq >= first, Vector.seq <= up_to)
        .order_by(Vector.seq.desc())
        .limit(limit)
    )
    with db.engine.connect() as connection:
        return connection.execute(rows).all()


def _line(row: Row[int, int, str]) -> str:
    return f"{row.seq} {row.document_id} {row.text_hash}"
