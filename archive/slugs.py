"""The readable addresses of claims: made from a headline, and each only once."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select

from archive.models import Claim
from core.db import db

# An address has 80 characters; signs that are left out of it may stand between them.
READ_FOR_SLUG = 400


def free_slug(headline: str) -> str:
    """Return a readable address for a claim that no other claim has.

    Titles without a Latin letter all begin alike, so numbers are not tried one by one: twice as high each time until
    one is free, then halfway between that and the last one that was taken.
    """
    base = slug_of(headline)
    if _is_free(base):
        return base
    taken, free = 1, 2
    while not _is_free(f"{base}-{free}"):
        taken, free = free, 2 * free
    while free - taken > 1:
        middle = (taken + free) // 2
        taken, free = (taken, middle) if _is_free(f"{base}-{middle}") else (middle, free)
    return f"{base}-{free}"


def _is_free(slug: str) -> bool:
    return db.session.scalar(select(Claim.id).where(Claim.slug == slug)) is None


def slug_of(headline: str) -> str:
    """Return a headline as a part of an address: at most 80 small letters, digits and hyphens, never empty."""
    spelled = headline[:READ_FOR_SLUG].lower()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        spelled = spelled.replace(umlaut, letters)
    ascii_only = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:80].strip("-") or "claim"
