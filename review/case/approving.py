"""Releasing what a colleague proposed: it is done then, by the same way as what waits for nobody."""

from __future__ import annotations

from flask_babel import gettext

from accounts.models import Editor
from archive import claims
from archive.claims import Grounds
from archive.models import Claim, ClaimState
from core.db import existing, writing
from core.refusals import Conflict, InvalidInput
from intake.cases import keys
from intake.models.cases import Case, CaseState
from review.approval import proposals
from review.approval.models import HeldDecision, HeldState
from review.case import decisions
from review.case.decisions import Draft, Settled
from review.holding import leases
from review.holding.named import is_named


def approve(held_id: int, *, editor: Editor) -> int | None:
    """Do what a colleague proposed; return the decision, None where an article went.

    A proposal that does not fit any more is not done: it is marked as overtaken, and its text is a draft of whoever
    made it. Errors: `NotFound` without such a proposal; `Conflict` for whoever made it or is named in the case, when it
    waits no more, does not fit any more, or a colleague holds the case.
    """
    settled, misfit = None, ""
    with writing():
        keys.hold_grouping()
        held = proposals.locked(held_id)
        proposals.check_second_person(held, editor)
        misfit = _misfit(held)
        if misfit:
            proposals.close(held, HeldState.OVERTAKEN, by=editor, answer=misfit)
        else:
            settled = _done(held, editor)
            proposals.close(held, HeldState.APPROVED, by=editor)
    if misfit:
        raise Conflict(gettext("%(why)s Nothing was sent. The text is kept for whoever wrote it.", why=misfit))
    if settled is None:
        return None
    settled.follow_up.pass_on()
    return settled.decision_id


def _misfit(held: HeldDecision) -> str:
    """Return why a proposal does not fit what it is about any more, in a sentence; nothing if it does."""
    if held.case_id is None:
        is_gone = existing(Claim, held.claim_id or 0).state is not ClaimState.PUBLISHED
        return str(gettext("This article is not published any more.")) if is_gone else ""
    case, draft = existing(Case, held.case_id), _draft(held)
    if decisions.has_changed(case, draft):
        return str(gettext("The case was changed since this was proposed."))
    if is_named(case.id, held.editor_id):
        return str(gettext("%(name)s is named in this post by now.", name=held.editor.desk_name))
    try:
        decisions.check(case, draft)
    except InvalidInput as invalid:
        return " ".join(invalid.problems.values())
    return ""


def _done(held: HeldDecision, editor: Editor) -> Settled | None:
    if held.case_id is None:
        claims.take_out(held.claim_id or 0, Grounds(held.editor_id, held.reason, approved_by_id=editor.id))
        return None
    leases.check(held.case_id, editor)
    return decisions.carry_out(existing(Case, held.case_id), _draft(held), editor=editor, proposed_by=held.editor_id)


def _draft(held: HeldDecision) -> Draft:
    return Draft(
        outcome=held.outcome or CaseState.OPEN,
        claim_id=held.claim_id,
        verdict=held.verdict,
        reason=held.reason,
        public_sentence=held.public_sentence,
        version=held.version,
        reason_code=held.reason_code,
        names_person=held.names_person,
    )
