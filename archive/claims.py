"""What can be done with claims: announce that they are findable, and retract."""

from __future__ import annotations

from archive.models import CLAIMS, ArchiveAction, Claim, ClaimState
from core.db import existing, writing
from core.events import Subject, happened
from search.engine import engine


def announce(*, count: int) -> None:
    """Say that so many claims became findable, or are found in another way; whoever keeps open questions asks again."""
    with writing():
        happened(ArchiveAction.CLAIMS_PUBLISHED, count=count)


def retract(claim_id: int) -> None:
    """Take a published claim back: it disappears from every answer at once.

    Errors: `NotFound` when there is no such claim.
    """
    with writing():
        claim = existing(Claim, claim_id)
        happened(ArchiveAction.CLAIM_RETRACTED, Subject("claim", claim_id))
        claim.state = ClaimState.RETRACTED
        engine().collection(CLAIMS).remove_owner(claim_id)
