"""Which of the reports that are held back say the same, so that a burst of them is one line at the desk."""

from __future__ import annotations

from hashlib import sha256

from intake.models.cases import Kind
from search.text.links import canonical_url
from search.text.normalise import hash_of, normalised


def alike(kind: Kind, text: str, url: str, *, alone: str) -> str:
    """Return what reports have in common that say the same, whatever their case, blanks and unseen characters are.

    One that says nothing in words, for instance because it is a picture, has it in common with none: then `alone`
    stands for it.
    """
    words, link = normalised(text), canonical_url(url)
    said = f"{hash_of(words)} {link}" if words or link else alone
    return sha256(f"{kind.value} {said}".encode()).hexdigest()[:32]
