"""How often the owner of an address was asked whether it is theirs: a bound that outlives the reports."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select

from core.db import db, now, writing
from intake.models.contacts import AskedAddress

# So many letters that nobody confirmed go to one address within a day: somebody else may be typing it.
MOST_UNCONFIRMED = 3
COUNTED_FOR = timedelta(days=1)


def may_be(find_hash: str) -> bool:
    """Return whether one more such letter may go to an address, known by its hash."""
    rows = select(func.count()).where(AskedAddress.find_hash == find_hash, AskedAddress.asked_at > now() - COUNTED_FOR)
    return (db.session.scalar(rows) or 0) < MOST_UNCONFIRMED


def count(find_hash: str) -> None:
    """Count a letter; call inside `writing()`."""
    db.session.add(AskedAddress(find_hash=find_hash))


def count_no_more(find_hash: str) -> None:
    """Take one letter off: it did not arrive, or its reader has said that the address is theirs.

    Call inside `writing()`. Where none is counted nothing is changed.
    """
    latest = select(func.max(AskedAddress.id)).where(AskedAddress.find_hash == find_hash).scalar_subquery()
    db.session.execute(delete(AskedAddress).where(AskedAddress.id == latest))


def forget_old() -> None:
    """Remove what is counted no more; a repeat finds none."""
    with writing() as session:
        session.execute(delete(AskedAddress).where(AskedAddress.asked_at <= now() - COUNTED_FOR))
