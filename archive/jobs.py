"""Repeated work on the archive; each job is idempotent."""

from __future__ import annotations

from archive import indexing
from archive.models import ArchiveAction
from core.events import Action, after_commit
from core.jobs import enqueue, job
from search.engine import engine


@job(formerly="search.jobs.embed_missing_claims", once=True)
def embed_missing_claims() -> None:
    """Embed what the current model has not seen; a repeat finds nothing missing."""
    indexing.embed_missing()


@after_commit(ArchiveAction.ARTICLE_PUBLISHED)
@after_commit(ArchiveAction.CLAIM_PUBLISHED)
def _embed(_action: Action) -> None:
    enqueue(embed_missing_claims)


@job(formerly="search.jobs.write_snapshot")
def write_snapshot() -> None:
    """Write snapshots of all collections that changed; a repeat finds them unchanged."""
    engine().snapshot()


@job(formerly="search.jobs.learn_from_desk")
def learn_from_desk() -> None:
    """Learn from the editors' answers if enough are new; a repeat finds that there are none."""
    # scikit-learn takes a second and 80 MB, which nobody is to pay for before the first training.
    from archive.evaluation import train_from_desk  # noqa: PLC0415

    train_from_desk.learn()
