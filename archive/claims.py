"""What can be done with claims: announce that they are findable, take them back, and let them be found again."""

from __future__ import annotations

from sqlalchemy import select

from archive.models import CLAIMS, ArchiveAction, Claim, ClaimState
from core.db import db, existing, writing
from core.events import Subject, happened
from core.refusals import NotFound
from search.engine import engine


def announce(*, count: int) -> None:
    """Say that so many claims became findable, or are found in another way; whoever keeps open questions asks again."""
    with writing():
        happened(ArchiveAction.CLAIMS_PUBLISHED, count=count)


def retract(claim_id: int) -> bool:
    """Take a claim back: it disappears from every answer at once. Return whether it was not taken back yet.

    Open cases that it was suggested for are asked again; what editors have answered stays as it is.
    Errors: `NotFound` when there is no such claim.
    """
    with writing():
        if _state(claim_id) is ClaimState.RETRACTED:
            return False
        happened(ArchiveAction.CLAIM_RETRACTED, Subject("claim", claim_id))
        existing(Claim, claim_id, locked=True).state = ClaimState.RETRACTED
        engine().collection(CLAIMS).remove_owner(claim_id)
        return True


def publish(claim_id: int) -> bool:
    """Let a claim be found again that was taken back, as it reads now. Return whether it was not published already.

    By its words and link it is found at once, by similarity when it is embedded (`archive.jobs.embed_missing_claims`).
    Errors: `NotFound` when there is no such claim.
    """
    with writing():
        if _state(claim_id) is ClaimState.PUBLISHED:
            return False
        happened(ArchiveAction.CLAIM_PUBLISHED, Subject("claim", claim_id))
        existing(Claim, claim_id, locked=True).state = ClaimState.PUBLISHED
        return True


def _state(claim_id: int) -> ClaimState:
    state = db.session.scalar(select(Claim.state).where(Claim.id == claim_id))
    if state is None:
        raise NotFound(f"there is no claim {claim_id}")
    return state
