"""Vectors in the database: stored, buried, and read as a stream of changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, func, select, update
from sqlalchemy.orm import aliased

from core.db import db, next_number, writing
from search.index.documents import MOST_PARTS, Ids, Vectors, document_id
from search.index.models import Vector
from search.text.terms import ANALYSIS, NO_TERMS, Terms, unpack

SEQ = "vector_seq"
PAGE = 5_000
# So many rows of others are copied, or deleted, in one transaction.
CARRIED_AT_ONCE = 500
FORGOTTEN_AT_ONCE = 500
# The hash of no text: of a tombstone, and of what is known by its words only. Both count as missing.
NO_TEXT = ""
# In the place of a vector that the model has still to make.
NOT_EMBEDDED = b""


@dataclass(frozen=True, slots=True)
class NewVector:
    """A document's vector, shape (dimension,), and its terms, about to be stored."""

    document_id: int
    text_hash: str
    vector: NDArray[np.float32]
    terms: Terms = NO_TERMS


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of changes: what to drop, what to add, and how far the page reaches.

    Of `words` there are only terms yet, `word_terms`; a vector that was there is to be dropped.
    """

    gone: Ids
    ids: Ids
    vectors: Vectors
    terms: list[Terms]
    words: Ids
    word_terms: list[Terms]
    seq: int


def store(collection: str, model_id: str, new: Sequence[NewVector]) -> None:
    """Store vectors, each replacing an older one of its document and model; call inside `writing()`.

    Vectors that another model made of another text of the document are buried: whoever goes back to that model would
    find the old text.
    """
    if not new:
        return
    bury_other_texts(collection, {item.document_id: item.text_hash for item in new}, but=model_id)
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


def bury_other_texts(collection: str, hashes: Mapping[int, str], *, but: str = "") -> int:
    """Leave tombstones for what was made of other texts than documents have now, by any model but one.

    `hashes` are those of the texts by the documents' numbers. Call inside `writing()`; return how many.
    """
    stored = select(Vector.id, Vector.document_id, Vector.text_hash).where(
        Vector.collection == collection,
        Vector.document_id.in_(hashes),
        Vector.model_id != but,
        Vector.text_hash != NO_TEXT,
    )
    outdated = [row.id for row in db.session.execute(stored) if row.text_hash != hashes[row.document_id]]
    if outdated:
        _bury(collection, Vector.id.in_(outdated))
    return len(outdated)


def _bury(collection: str, which: ColumnElement[bool]) -> None:
    for row_id in db.session.scalars(select(Vector.id).where(Vector.collection == collection, which)).all():
        db.session.execute(
            update(Vector)
            .where(Vector.id == row_id)
            .values(data=None, terms=None, text_hash=NO_TEXT, analysis="", seq=next_number(SEQ))
        )


def carry_words_over(collection: str, model_id: str) -> int:
    """Let documents that only other models have embedded be found by their words until this one has; return how many.

    Each gets a row without a vector, which the real one replaces. Safe to repeat and to break off: each page is
    a transaction of its own, and copies only what is still missing.
    """
    done, before = 0, None
    while True:
        with writing():
            rows = db.session.execute(_only_elsewhere(collection, model_id, before)).all()
            # The latest comes first.
            latest: dict[int, Row[int, bytes | None, str, int]] = {}
            for row in rows:
                latest.setdefault(row.document_id, row)
            last = next_number(SEQ, count=len(latest)) if latest else 0
            db.session.add_all(
                Vector(
                    collection=collection,
                    document_id=row.document_id,
                    model_id=model_id,
                    text_hash=NO_TEXT,
                    data=NOT_EMBEDDED,
                    terms=row.terms,
                    analysis=row.analysis,
                    seq=seq,
                )
                for seq, row in enumerate(latest.values(), start=last - len(latest) + 1)
            )
        done += len(latest)
        if len(rows) < CARRIED_AT_ONCE:
            return done
        before = rows[-1].seq


def _only_elsewhere(collection: str, model_id: str, before: int | None) -> Select[int, bytes | None, str, int]:
    """Return the next documents that this model knows nothing of, not even a tombstone, the latest row first."""
    other, own = aliased(Vector), aliased(Vector)
    known = select(own.id).where(
        own.collection == collection, own.document_id == other.document_id, own.model_id == model_id
    )
    rows = select(other.document_id, other.terms, other.analysis, other.seq).where(
        other.collection == collection, other.model_id != model_id, other.text_hash != NO_TEXT, ~known.exists()
    )
    if before is not None:
        rows = rows.where(other.seq < before)
    return rows.order_by(other.seq.desc()).limit(CARRIED_AT_ONCE)


def models(collection: str) -> list[str]:
    """Return the ids of all models that have embedded something of a collection, the latest first."""
    rows = (
        select(Vector.model_id)
        .where(Vector.collection == collection, Vector.text_hash != NO_TEXT)
        .group_by(Vector.model_id)
        .order_by(func.max(Vector.seq).desc())
    )
    return list(db.session.scalars(rows))


def forget(collection: str, *, kept: Sequence[str]) -> int:
    """Delete what all models but some have made, tombstones and all; return how many rows.

    Safe to repeat and to break off: each page is a transaction of its own. A process that still runs with such a model
    goes on with what it holds.
    """
    done = 0
    while True:
        with writing():
            page = (
                select(Vector.id)
                .where(Vector.collection == collection, Vector.model_id.not_in(kept))
                .order_by(Vector.id)
                .limit(FORGOTTEN_AT_ONCE)
            )
            ids = db.session.scalars(page).all()
            db.session.execute(delete(Vector).where(Vector.id.in_(ids)))
        done += len(ids)
        if len(ids) < FORGOTTEN_AT_ONCE:
            return done


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
        alive = [row for row in rows if row.data]
        words = [row for row in rows if row.data == NOT_EMBEDDED]
        yield Changes(
            gone=np.array([row.document_id for row in rows if row.data is None], np.int64),
            ids=np.array([row.document_id for row in alive], np.int64),
            vectors=_unpacked([row.data for row in alive], dimension),
            terms=[unpack(row.terms) for row in alive],
            words=np.array([row.document_id for row in words], np.int64),
            word_terms=[unpack(row.terms) for row in words],
            seq=after,
        )
        if len(rows) < PAGE:
            return
