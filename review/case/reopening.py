"""Taking decisions back: at once, by whoever made them, or later and with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext
from sqlalchemy import select

from accounts.models import Editor
from core import owed
from core.db import db, existing, now, writing
from core.events import Detail, Subject, happened
from core.refusals import Conflict
from intake.cases import keys, settling
from intake.jobs import rematch_case
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from review.case.answers import check_not_merged, give_answer
from review.holding.named import check_not_named
from review.lessons.lessons import FollowUp
from review.models import Decision, DeskAction
from review.reasons import check_reason

# The page says a minute; the rest is for its way there and back.
UNDONE_WITHIN = timedelta(seconds=75)


def reopen(case_id: int, *, reason: str, version: int | None = None, editor: Editor) -> None:
    """Take a settled case up again; its reporters read that it is being checked.

    Errors: `NotFound` without such a case; `Conflict` when it is open or merged, or not of this version any more, where
    one is given; `InvalidInput` without a reason.
    """
    with writing():
        keys.hold_grouping()
        take_up(case_id, reason=reason, version=version, editor=editor)
    owed.hand_over()


def take_up(case_id: int, *, reason: str, version: int | None = None, editor: Editor) -> None:
    """Do what `reopen` does as a part of something larger; call inside `writing()` and after `keys.hold_grouping`.

    `owed.hand_over` is left to the caller, after the commit. Errors: as of `reopen`.
    """
    check_reason(reason)
    case = existing(Case, case_id, locked=True)
    check_not_named(case_id, editor)
    check_not_merged(case)
    if case.state is CaseState.OPEN and _is_reopened_by(case, reason, editor):
        return
    if version is not None and case.version != version:
        raise Conflict(gettext("This case was worked on in the meantime. Nothing was changed."))
    if case.state is CaseState.OPEN:
        raise Conflict(gettext("This case is open already."))
    if case.erased_at is not None:
        raise Conflict(gettext("Everything that was reported here is erased. There is nothing left to decide."))
    was = case.state.value
    decision = _open_again(case, reason, editor)
    happened(DeskAction.CASE_REOPENED, Subject("case", case.id), by=editor.id, decision=decision.id, before=was)
    # Nothing was asked for it while it was settled: what was learned or taken back since changes its matches.
    owed.owe(rematch_case, case_id)


def _is_reopened_by(case: Case, reason: str, editor: Editor) -> bool:
    """Return whether the same form has reopened a case a moment ago."""
    last = last_decision(case)
    return last is not None and (last.outcome, last.reason, last.editor_id) == (CaseState.OPEN, reason, editor.id)


def last_decision(case: Case) -> Decision | None:
    """Return the newest decision about a case, also one that took it up again."""
    rows = select(Decision).where(Decision.case_id == case.id).order_by(Decision.id.desc()).limit(1)
    return db.session.scalar(rows)


def _open_again(case: Case, reason: str, editor: Editor) -> Decision:
    decision = Decision(case_id=case.id, editor_id=editor.id, outcome=CaseState.OPEN, reason=reason, public_sentence="")
    db.session.add(decision)
    db.session.flush()
    settling.settle(case, state=CaseState.OPEN, public_sentence="", verdict=None, answer_claim_id=None)
    return decision


def undo(decision_id: int, *, editor: Editor) -> int:
    """Take a decision of one's own back at once, and what it taught; return the case, which is open again.

    One's own is what one proposed or released, too.
    Errors: `NotFound` without such a decision; `Conflict` when it is another's, when a minute has passed, or when
    something was decided since.
    """
    with writing():
        keys.hold_grouping()
        decision = existing(Decision, decision_id)
        follow_up = take_back_within(decision, editor=editor, made_at=decision.created_at)
    follow_up.pass_on()
    owed.hand_over()
    return decision.case_id


def take_back_within(decision: Decision, *, editor: Editor, made_at: datetime, **more: Detail) -> FollowUp:
    """Do the same in the transaction of a caller who holds the grouping.

    They pass the rest on and hand over what is owed after the commit.
    `made_at` is from when on the time runs; `more` stands in the line of the trail, too.
    """
    case = existing(Case, decision.case_id, locked=True)
    check_not_named(case.id, editor)
    if case.state is CaseState.OPEN:
        raise Conflict(gettext("This case is open already."))
    if not _can_be_undone(decision, case, editor, made_at):
        raise Conflict(gettext("This cannot be taken back any more. Reopen the case instead."))
    back, follow_up = _open_again(case, "", editor), FollowUp()
    if decision.confirmed_match_id is not None:
        match = db.session.get_one(Match, decision.confirmed_match_id)
        follow_up = give_answer(match, case, MatchAnswer.OPEN, editor=editor)
    subject = Subject("case", case.id)
    happened(DeskAction.DECISION_UNDONE, subject, by=editor.id, decision=back.id, undone=decision.id, **more)
    owed.owe(rematch_case, case.id)
    return follow_up


def undoable(decision_id: int, *, editor: Editor) -> Decision | None:
    """Return a decision if it can be taken back at once by who asks."""
    decision = db.session.get(Decision, decision_id)
    if decision is None or not _can_be_undone(decision, decision.case, editor, decision.created_at):
        return None
    return decision


def _can_be_undone(decision: Decision, case: Case, editor: Editor, made_at: datetime) -> bool:
    last = last_decision(case)
    is_in_time = now() - made_at <= UNDONE_WITHIN
    is_own = editor.id in {decision.editor_id, decision.approved_by_id}
    return last is decision and is_own and case.state is not CaseState.OPEN and is_in_time
