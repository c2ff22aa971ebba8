"""Repeated work on the archive; each job may run twice."""

from __future__ import annotations

from core.jobs import job
from search import claims
from search.engine import engine


@job
def embed_missing_claims() -> None:
    """Embed what the current model has not seen; a repeat finds nothing missing."""
    claims.embed_missing()


@job
def write_snapshot() -> None:
    """Write a snapshot of the index if it changed; a repeat finds it unchanged."""
    engine().claims.write_snapshot_if_changed()
