"""Which of the reports that are held back say the same, so that a burst of them is one line at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from intake.models.cases import Kind
from search.text.links import canonical_url
from search.text.normalise import hash_of, normalised


def alike(kind: Kind, text: str, url: str, files: Sequence[str], *, alone: str) -> str:
    """Return what reports have in common that say the same, whatever their case, blanks and unseen characters are.

    `files` are the SHA-256 of those that came along: a few words beside a picture say little. One that says nothing at
    all has it in common with none: then `alone` stands for it.
    """
    words, link = normalised(text), canonical_url(url)
    said = " ".join([hash_of(words), link, *sorted(files)]) if words or link or files else alone
    return sha256(f"{kind.value} {said}".encode()).hexdigest()[:32]
