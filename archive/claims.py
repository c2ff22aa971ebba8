"""What can be done with claims: announce that they are findable, take them back, and let them be found again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from archive.models import CLAIMS, ArchiveAction, Claim, ClaimState, Retraction
from core.db import db, writing
from core.events import Subject, happened
from core.refusals import NotFound
from search.engine import engine


def announce(*, count: int) -> None:
    """Say that so many claims became findable, or are found in another way; whoever keeps open questions asks again."""
    with writing():
        happened(ArchiveAction.CLAIMS_PUBLISHED, count=count)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a person takes a claim back, and who has looked at it besides, where that was asked for."""

    editor_id: int
    reason: str
    approved_by_id: int | None = None


def retract(claim_id: int) -> bool:
    """Take a claim back: it disappears from every answer at once. Return whether it was not taken back yet.

    Open cases that it was suggested for are asked again; what editors have answered stays as it is.
    Errors: `NotFound` when there is no such claim, or only a draft.
    """
    with writing():
        return take_out(claim_id, None)


def take_out(claim_id: int, grounds: Grounds | None) -> bool:
    """Do what `retract` does; call inside `writing()`. `grounds` are kept, and None where a command did it."""
    if _state(claim_id) is ClaimState.RETRACTED:
        return False
    details: dict[str, int] = {}
    by = None
    if grounds is not None:
        row = Retraction(
            claim_id=claim_id,
            editor_id=grounds.editor_id,
            approved_by_id=grounds.approved_by_id,
            reason=grounds.reason,
        )
        db.session.add(row)
        db.session.flush()
        details["retraction"] = row.id
        by = grounds.approved_by_id or grounds.editor_id
    happened(ArchiveAction.CLAIM_RETRACTED, Subject("claim", claim_id), by=by, **details)
    _locked(claim_id).state = ClaimState.RETRACTED
    engine().collection(CLAIMS).remove_owner(claim_id)
    return True


def publish(claim_id: int, *, by: int | None = None) -> bool:
    """Let a claim be found again that was taken back, as it reads now. Return whether it was not published already.

    By its words and link it is found at once, by similarity when it is embedded (`archive.jobs.embed_missing_claims`).
    Errors: `NotFound` when there is no such claim, or only a draft: what that lacks is told by `archive.debunks`.
    """
    with writing():
        if _state(claim_id) is ClaimState.PUBLISHED:
            return False
        happened(ArchiveAction.CLAIM_PUBLISHED, Subject("claim", claim_id), by=by)
        _locked(claim_id).state = ClaimState.PUBLISHED
        return True


def _locked(claim_id: int) -> Claim:
    # As weakly as a change of its row allows: whoever decides refers to it before they write to the trail.
    return db.session.get_one(Claim, claim_id, with_for_update={"key_share": True}, populate_existing=True)


def _state(claim_id: int) -> ClaimState:
    state = db.session.scalar(select(Claim.state).where(Claim.id == claim_id))
    if state is None:
        raise NotFound(f"there is no claim {claim_id}")
    if state is ClaimState.DRAFT:
        raise NotFound(f"claim {claim_id} is a draft, which is published at the desk")
    return state
