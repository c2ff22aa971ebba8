"""Changing the keys: a new pair, and every address sealed anew, page by page, so that it can be killed and goes on."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select, update

from core.db import db, now, writing
from intake.contact import opening
from intake.contact.opening import RETIRED_KEPT, Ring
from intake.contact.sealing import seal
from intake.models.contacts import Contact

PAGE = 200
_HOLDS = Contact.sealed != b""


def begin() -> Ring:
    """Return the keys to seal anew with: a new pair, or that of a change which did not come to its end.

    Errors: `NoKey` where the private keys are not.
    """
    present = opening.ring()
    # Whoever died between the two files has sealed nothing with the new key yet; this lets them agree.
    opening.keep(present)
    if outdated(present):
        return present
    changed = present.with_new()
    opening.keep(changed)
    return changed


def outdated(ring: Ring) -> int:
    """Return how many addresses are sealed with another key than the newest."""
    counted = select(func.count()).where(_HOLDS, Contact.key_id != ring.newest.id)
    return db.session.scalar(counted) or 0


def seal_anew(ring: Ring, *, progress: Callable[[int], object] = lambda _more: None) -> None:
    """Seal every address with the newest key; what is done is done, whenever this is killed."""
    after = 0
    while True:
        with writing() as session:
            rows = select(Contact.id, Contact.sealed, Contact.key_id).where(_HOLDS, Contact.key_id != ring.newest.id)
            page = session.execute(rows.where(Contact.id > after).order_by(Contact.id).limit(PAGE)).all()
            for number, sealed, key_id in page:
                anew = seal(ring.open(sealed, key_id), ring.newest.public)
                same = (Contact.id == number, Contact.key_id == key_id, Contact.sealed == sealed)
                session.execute(update(Contact).where(*same).values(sealed=anew, key_id=ring.newest.id))
        if not page:
            return
        after = page[-1][0]
        progress(len(page))


def drop_retired() -> list[str]:
    """Destroy the private keys that no address names and that nobody seals with any more; return their ids.

    After this, backups of before hold no address that anybody could open. Errors: `NoKey`.
    """
    present = opening.ring()
    named = set(db.session.scalars(select(Contact.key_id).where(_HOLDS).distinct()))
    db.session.rollback()
    gone = [
        key.id
        for key in present.keys[:-1]
        if key.id not in named and (key.retired_at is None or key.retired_at <= now() - RETIRED_KEPT)
    ]
    if gone:
        opening.keep(present.without(gone))
    return gone
