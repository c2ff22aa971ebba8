"""Taking an article out of the archive at the desk, and putting it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from accounts.models import Editor
from archive import claims
from archive.claims import Grounds
from archive.models import Claim, ClaimState, Retraction
from core.db import db, existing, writing
from core.refusals import Conflict
from intake.cases import keys
from review.approval import kinds, proposals
from review.approval.models import HeldDecision, HeldKind, HeldState
from review.reasons import check_reason

SHOWN = 20


def retract(claim_id: int, *, reason: str, editor: Editor) -> bool:
    """Take an article out of every answer, and return True; False when that waits for a second person.

    Errors: `NotFound` without such an article, `InvalidInput` without a reason, `Conflict` when it is not published or
    a colleague has proposed the same.
    """
    check_reason(reason)
    with writing():
        # Of two who propose it at once, the second waits here. Not for the claim: the trail is locked before claims.
        keys.hold_grouping()
        claim = existing(Claim, claim_id)
        if claim.state is not ClaimState.PUBLISHED:
            raise Conflict(gettext("This article is not published any more."))
        if HeldKind.RETRACTION not in kinds.in_force():
            return claims.take_out(claim_id, Grounds(editor.id, reason))
        proposed = waiting(claim_id)
        if proposed is not None and proposed.editor_id == editor.id:
            return False
        if proposed is not None:
            raise Conflict(gettext("A colleague has proposed this already. It waits for a second person."))
        proposals.hold(_proposal(claim_id, reason, editor))
        return False


def put_back(claim_id: int, *, editor: Editor) -> bool:
    """Let an article be found again that was taken out, and return whether it was out; a repeat changes nothing.

    Errors: `NotFound` without such an article.
    """
    return claims.publish(claim_id, by=editor.id)


def waiting(claim_id: int) -> HeldDecision | None:
    """Return the proposal to take an article out that waits."""
    rows = (
        select(HeldDecision)
        .where(HeldDecision.claim_id == claim_id, HeldDecision.case_id.is_(None))
        .where(HeldDecision.state == HeldState.WAITING)
        .options(joinedload(HeldDecision.editor))
    )
    return db.session.scalar(rows)


@dataclass(frozen=True, slots=True)
class Earlier:
    """When an article was taken out and why, by whom, and who released it, if it waited."""

    editor: Editor
    approved_by: Editor | None
    reason: str
    created_at: datetime


def earlier(claim_id: int) -> Sequence[Earlier]:
    """Return when people took an article out and why, the latest first, at most `SHOWN`."""
    second = aliased(Editor)
    rows = (
        select(Retraction, Editor, second)
        .join(Editor, Editor.id == Retraction.editor_id)
        .outerjoin(second, second.id == Retraction.approved_by_id)
        .where(Retraction.claim_id == claim_id)
        .order_by(Retraction.id.desc())
        .limit(SHOWN)
    )
    return [Earlier(by, released, one.reason, one.created_at) for one, by, released in db.session.execute(rows)]


def _proposal(claim_id: int, reason: str, editor: Editor) -> HeldDecision:
    return HeldDecision(
        claim_id=claim_id,
        editor_id=editor.id,
        kinds=[HeldKind.RETRACTION.value],
        reason=reason,
        public_sentence="",
        names_person=False,
        version=0,
    )
