"""What makes reports the same case, and the lock under which they are grouped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select, tuple_

from core.db import db, next_number
from intake.models.cases import Case, CaseKey, Kind
from search.ranking.bands import Lane
from search.text.content import Content


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that makes submissions the same case."""

    lane: Lane
    value: str


def keys_of(kind: Kind, content: Content) -> list[Key]:
    """Return what would make a further submission the same case, the surest first.

    A kind that stays apart has keys of its own. A link is a key only where it is what the report is about: one that a
    text merely mentions would join everybody who quotes the same newspaper.
    """
    prefix = f"{kind.value}:" if kind.stays_apart else ""
    keys = []
    if content.text_hash:
        keys.append(Key(Lane.EXACT_TEXT, _hashed(prefix + content.text_hash)))
    if content.subject:
        keys.append(Key(Lane.SAME_LINK, _hashed(prefix + content.subject)))
    return keys


def _hashed(value: str) -> str:
    return sha256(value.encode()).hexdigest()


def known_case_id(keys: Sequence[Key]) -> int | None:
    """Return the case that has the surest of the keys that any case has."""
    for key in keys:
        holder = db.session.scalar(select(CaseKey.case_id).where(CaseKey.lane == key.lane, CaseKey.value == key.value))
        if holder is not None:
            return holder
    return None


def holders(keys: Collection[Key]) -> dict[Key, int]:
    """Return the cases that have some keys."""
    pairs = [(key.lane, key.value) for key in keys]
    held = tuple_(CaseKey.lane, CaseKey.value).in_(pairs)
    rows = select(CaseKey.lane, CaseKey.value, CaseKey.case_id).where(held)
    return {Key(row.lane, row.value): row.case_id for row in db.session.execute(rows)} if pairs else {}


def hold_grouping() -> None:
    """Take the lock under which reports are given to cases; call first of all inside `writing()`.

    Workers who join and editors who merge and split take turns. So there is no race between a report that joins a case
    and whoever empties it, and no deadlock: all locks that follow are taken under this one. It is the lock of a
    counter, and ends with the transaction; the number says nothing.
    """
    next_number("grouping")


def give_keys(case: Case, keys: Sequence[Key]) -> None:
    """Give a case those of the keys that no case has; call inside `writing()` after `hold_grouping`."""
    free = [key for key in keys if known_case_id([key]) is None]
    db.session.add_all(CaseKey(case_id=case.id, lane=key.lane, value=key.value) for key in free)
    db.session.flush()
