"""Bringing stored hashes and links up to date after an update that reads texts or links in another way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog
from sqlalchemy import select

from archive.models import Claim, KeptApart, Wording
from core.db import writing
from search.text.content import content_of
from search.text.links import canonical_url
from search.text.normalise import text_hash

log = structlog.get_logger(__name__)

PAGE = 500

Row = TypeVar("Row", Claim, Wording)


def _came_alone(pair: KeptApart) -> str:
    return pair.link


def rehash(*, joined: Callable[[int, int], None], url_of: Callable[[KeptApart], str] = _came_alone) -> None:
    """Work out again what claims, wordings and pairs kept apart are known by.

    `url_of` tells with which link a pair's text came, for pairs that were learned before that was kept.
    Of pairs of one claim that are now known by the same hash the oldest stays, and stands if one of them stood. Before
    a younger one goes, `joined` is told its id and that of the one that stays, inside the transaction. Safe to repeat
    and to break off: each page is a transaction of its own, and what is up to date stays as it is.
    """
    _in_pages(Claim, _rehash_claim)
    _in_pages(Wording, _rehash_wording)
    _rehash_apart(joined, url_of)


def _in_pages(table: type[Row], renew: Callable[[Row], None]) -> None:
    after = 0
    while True:
        page = select(table).where(table.id > after).order_by(table.id).limit(PAGE).with_for_update()
        with writing() as session:
            rows = session.scalars(page).all()
            for row in rows:
                _renewed(row, renew)
        if len(rows) < PAGE:
            return
        after = rows[-1].id


def _renewed(row: Row, renew: Callable[[Row], None]) -> None:
    """Renew a row, or leave it as it is known: one text that cannot be read must not stop the start."""
    try:
        renew(row)
    except Exception as error:
        log.error("not_rehashed", table=row.__tablename__, id=row.id, kind=type(error).__name__)


def _rehash_claim(claim: Claim) -> None:
    claim.text_hash, claim.canonical_url = text_hash(claim.text), canonical_url(claim.url)


def _rehash_wording(wording: Wording) -> None:
    # Of texts of which nothing is left no two say the same: the old hash, which is one of theirs, is kept.
    wording.text_hash = text_hash(wording.text) or wording.text_hash


def _rehash_apart(joined: Callable[[int, int], None], url_of: Callable[[KeptApart], str]) -> None:
    with writing() as session:
        oldest: dict[tuple[int, str], KeptApart] = {}
        for pair in session.scalars(select(KeptApart).order_by(KeptApart.id).with_for_update()).all():
            digest = _digest(pair, url_of(pair))
            stays = oldest.setdefault((pair.claim_id, digest), pair)
            if stays is not pair:
                _let_stand(stays, instead_of=pair)
                joined(pair.id, stays.id)
                session.delete(pair)
        outdated = [(pair, digest) for (_, digest), pair in oldest.items() if pair.text_hash != digest]
        # In between each has a hash that no text has: otherwise one could for a moment have that of its neighbour.
        for pair, _ in outdated:
            pair.text_hash = f"of {pair.id}"
        session.flush()
        for pair, digest in outdated:
            pair.text_hash = digest


def _digest(pair: KeptApart, url: str) -> str:
    """Return what a pair is known by, and bring its link up to date; of a text that says nothing as before."""
    try:
        if not text_hash(pair.text):
            return pair.text_hash
        content = content_of(pair.text, url)
        pair.link = content.about
        return content.together or pair.text_hash
    except Exception as error:
        log.error("not_rehashed", table=pair.__tablename__, id=pair.id, kind=type(error).__name__)
        return pair.text_hash


def _let_stand(stays: KeptApart, *, instead_of: KeptApart) -> None:
    if stays.taken_back_at is not None and instead_of.taken_back_at is None:
        stays.taken_back_at, stays.learned_at = None, instead_of.learned_at
