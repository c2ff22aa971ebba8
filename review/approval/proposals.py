"""What was proposed and waits for a second person: kept, given back, withdrawn, overtaken.

Nothing of it is public, and the case stays open. What carries a proposal out stands where the act itself stands:
`review.case.approving`.
"""

from __future__ import annotations

from flask_babel import gettext
from sqlalchemy import delete, select

from accounts.models import Editor
from accounts.permissions import Permission
from core.db import db, existing, now, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput
from intake.models.cases import Case
from review.approval.models import ApprovalAction, HeldDecision, HeldState
from review.holding import drafts
from review.holding.drafts import Mark
from review.holding.models import DraftForm, Lease
from review.holding.named import check_not_named

LONGEST_ANSWER = 1_000

_ENDINGS = {
    HeldState.APPROVED: ApprovalAction.DECISION_APPROVED,
    HeldState.RETURNED: ApprovalAction.DECISION_RETURNED,
    HeldState.WITHDRAWN: ApprovalAction.DECISION_WITHDRAWN,
    HeldState.OVERTAKEN: ApprovalAction.DECISION_OVERTAKEN,
}


def hold(held: HeldDecision) -> None:
    """Keep a proposal; whoever made it has done their part and holds the case no longer. Call inside `writing()`."""
    db.session.add(held)
    db.session.flush()
    if held.case_id is not None:
        own = delete(Lease).where(Lease.case_id == held.case_id, Lease.editor_id == held.editor_id)
        db.session.execute(own)
    happened(ApprovalAction.DECISION_HELD, subject_of(held), by=held.editor_id, held=held.id, kinds=list(held.kinds))


def give_back(held_id: int, *, reason: str, editor: Editor) -> HeldDecision:
    """Give a proposal back with a sentence why; its text is a draft of whoever made it again.

    Errors: `NotFound` without such a proposal, `InvalidInput` without a reason, `Conflict` when it waits no more, and
    for whoever may not release it.
    """
    if not reason:
        raise InvalidInput({"reason": gettext("Write down why. Your colleague will need it.")})
    if len(reason) > LONGEST_ANSWER:
        raise InvalidInput({"reason": gettext("Please use at most 1,000 characters.")})
    with writing():
        held = locked(held_id)
        check_second_person(held, editor)
        close(held, HeldState.RETURNED, by=editor, answer=reason)
    return held


def withdraw(held_id: int, *, editor: Editor) -> HeldDecision:
    """Take a proposal of one's own back; its text is a draft again.

    Errors: `NotFound` without such a proposal, `Conflict` when it is another's or waits no more.
    """
    with writing():
        held = locked(held_id)
        if held.editor_id != editor.id:
            raise Conflict(gettext("Only who proposed this can withdraw it. You can give it back."))
        close(held, HeldState.WITHDRAWN, by=editor)
    return held


def overtake(case_id: int, *, by: Editor) -> None:
    """End what waits about a case that was changed otherwise; call inside `writing()`, with the case locked."""
    held = _waiting_about(case_id)
    if held is not None:
        close(held, HeldState.OVERTAKEN, by=by, answer=gettext("The case was changed in the meantime."))


def erase(case_id: int, *, by: Editor) -> None:
    """End what waits about a case whose words are erased, and empty all that was proposed of it and never released.

    It rests on these words, and so do the drafts of all forms of the case, which go. Call inside `writing()`, with the
    case locked.
    """
    overtake(case_id, by=by)
    rows = select(HeldDecision).where(HeldDecision.case_id == case_id, HeldDecision.state != HeldState.APPROVED)
    for held in db.session.scalars(rows.order_by(HeldDecision.id).with_for_update()):
        held.reason = held.public_sentence = ""
    drafts.erase(case_id)


def close(held: HeldDecision, state: HeldState, *, by: Editor, answer: str = "") -> None:
    """Write what became of a proposal that is locked; unless it was released, its text is a draft again.

    Call inside `writing()`.
    """
    held.state, held.closed_at, held.closed_by_id, held.answer = state, now(), by.id, answer
    if state is not HeldState.APPROVED and held.case_id is not None:
        mark = Mark(held.editor_id, held.case_id, DraftForm.DECISION, held.version, held.created_at)
        drafts.give_back(mark, _fields(held))
    happened(_ENDINGS[state], subject_of(held), by=by.id, held=held.id, proposer=held.editor_id)


def locked(held_id: int) -> HeldDecision:
    """Return a proposal that waits, with what it is about, until the transaction ends; call inside `writing()`.

    The case is locked first, as everywhere. Errors: `NotFound` without such a proposal, `Conflict` when it waits no
    more.
    """
    held = existing(HeldDecision, held_id)
    if held.case_id is not None:
        existing(Case, held.case_id, locked=True)
    # What was read before the locks may have changed while they were waited for.
    db.session.refresh(held, with_for_update=True)
    if held.state is not HeldState.WAITING:
        raise Conflict(gettext("This does not wait any more: %(state)s. Nothing was changed.", state=held.state.label))
    return held


def check_second_person(held: HeldDecision, editor: Editor) -> None:
    """Make sure that somebody may release a proposal or give it back: another person, who may do the same themselves.

    Errors: `Conflict` with a sentence why not.
    """
    second = existing(Editor, editor.id)
    if held.editor_id == second.id:
        raise Conflict(gettext("You proposed this yourself. Somebody else has to look at it."))
    if not (second.active and second.may(permission_for(held))):
        raise Conflict(gettext("Your account may not release this. Nothing was changed."))
    if held.case_id is not None:
        check_not_named(held.case_id, second)


def check_none_waits(case_id: int) -> None:
    """Make sure that nobody decides a case past a proposal that waits. Errors: `Conflict` with what to do instead."""
    if _waiting_about(case_id) is not None:
        raise _waits()


def is_proposed(case_id: int, held: HeldDecision) -> bool:
    """Return whether the same proposal of the same person waits already: a second click proposes nothing anew.

    Errors: `Conflict` where another one waits, as of `check_none_waits`.
    """
    waiting = _waiting_about(case_id)
    if waiting is None:
        return False
    if waiting.editor_id != held.editor_id or _fields(waiting) != _fields(held):
        raise _waits()
    return True


def _waits() -> Conflict:
    return Conflict(gettext("A decision about this case waits for a second person. Release it or give it back first."))


def permission_for(held: HeldDecision) -> Permission:
    """Return what it takes to release a proposal: the same as to do it."""
    return Permission.RETRACT if held.case_id is None else Permission.DECIDE


def subject_of(held: HeldDecision) -> Subject:
    """Return what a proposal is about, as the trail names it."""
    return Subject("claim", held.claim_id or 0) if held.case_id is None else Subject("case", held.case_id)


def _waiting_about(case_id: int) -> HeldDecision | None:
    rows = select(HeldDecision).where(HeldDecision.case_id == case_id, HeldDecision.state == HeldState.WAITING)
    return db.session.scalar(rows)


def _fields(held: HeldDecision) -> dict[str, list[str]]:
    """Return a proposal as the form of a decision has it."""
    fields = {
        "outcome": held.outcome or "",
        "claim_id": "" if held.claim_id is None else str(held.claim_id),
        "verdict": held.verdict or "",
        "reason_code": held.reason_code or "",
        "reason": held.reason,
        "public_sentence": held.public_sentence,
        "names_person": "y" if held.names_person else "",
    }
    # With what was left empty: the form would start from what was decided before. A box that is not ticked is not sent.
    return {name: [str(value)] for name, value in fields.items() if value or name != "names_person"}
