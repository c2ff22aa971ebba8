"""Repeated work on the archive; each job may run twice."""

from __future__ import annotations

from core.jobs import job
from search import claims, desk_fitting
from search.engine import engine


@job
def embed_missing_claims() -> None:
    """Embed what the current model has not seen; a repeat finds nothing missing."""
    claims.embed_missing()


@job
def write_snapshot() -> None:
    """Write snapshots of the indexes that changed; a repeat finds them unchanged."""
    engine().claims.write_snapshot_if_changed()
    engine().cases.write_snapshot_if_changed()


@job
def learn_from_desk() -> None:
    """Learn from the editors' answers if enough are new; a repeat finds that there are none."""
    desk_fitting.learn()
