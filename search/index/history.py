"""Whether the database has gone the way that what was written down on the disk has: it may come from a backup."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, func, select

from core.db import db
from search.index.models import Vector

# How many of the last changes tell one history of the database from another; a few of them are replaced meanwhile.
PAST = 64


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
