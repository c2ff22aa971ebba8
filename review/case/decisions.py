"""What editors decide: outcomes of cases, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.models import Editor
from archive.models import ClaimState, Verdict
from core import owed
from core.db import db, existing, now, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput
from intake.cases import keys, settling
from intake.jobs import rematch_case
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from review.case.answers import check_not_merged, give_answer
from review.case.sentences import unfilled
from review.holding import leases
from review.holding.named import check_not_named
from review.lessons.lessons import FollowUp
from review.models import Decision, DeskAction
from review.reasons import ReasonCode, reasons_for
from search.text.characters import CONTROLS, TURNERS
from search.text.normalise import without_unseen

LONGEST_SENTENCE = 1_000
LONGEST_REASON = 4_000
# The page says a minute; the rest is for its way there and back.
UNDONE_WITHIN = timedelta(seconds=75)


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as an editor filled it in. `version` is the case's when the form was opened."""

    outcome: CaseState
    claim_id: int | None
    verdict: Verdict | None
    reason: str
    public_sentence: str
    version: int
    reason_code: ReasonCode | None = None


def decide(case_id: int, draft: Draft, *, editor: Editor) -> int:
    """Settle a case, and return the decision; every reporter of it reads the public sentence from then on.

    Answering it with a claim confirms the match with that claim, which is learned from, unless the claim says the
    opposite: then it answers the case all the same, and is not what the case says. Errors: `NotFound` without such a
    case, `InvalidInput` for what is missing, `Conflict` when it changed since the form was opened, when a colleague
    holds it, and for whoever is named in it.
    """
    follow_up = FollowUp()
    with writing():
        keys.hold_grouping()
        case = existing(Case, case_id, locked=True)
        check_not_named(case_id, editor)
        leases.check(case_id, editor)
        if case.version != draft.version or case.state is not CaseState.OPEN:
            raise Conflict(gettext("Another editor worked on this case in the meantime. Nothing was changed."))
        _check(case, draft)
        decision = _settle(case, draft, editor)
        if draft.claim_id is not None:
            follow_up = _confirm(decision, case, draft.claim_id, editor)
        happened(
            DeskAction.CASE_DECIDED,
            Subject("case", case.id),
            by=editor.id,
            outcome=draft.outcome.value,
            verdict=draft.verdict.value if draft.verdict else None,
            claim=draft.claim_id,
            decision=decision.id,
        )
    follow_up.pass_on()
    return decision.id


def _check(case: Case, draft: Draft) -> None:
    problems = _problems_of_words(draft)
    if draft.reason_code not in reasons_for(case.kind):
        problems["reason_code"] = gettext("Choose what the decision rests on.")
    if draft.outcome is CaseState.OPEN:
        problems["outcome"] = gettext("Choose an outcome.")
    if draft.outcome is CaseState.ANSWERED and draft.claim_id is None:
        problems["claim_id"] = gettext("Choose the article that answers this case.")
    # Whether hate is true is not what is decided about it.
    if draft.outcome is CaseState.DECIDED and draft.verdict is None and case.kind is not Kind.HATE:
        problems["verdict"] = gettext("Choose a verdict.")
    if draft.claim_id is not None and not _may_answer(case, draft.claim_id):
        problems["claim_id"] = gettext("This article is no longer published, or was not suggested here.")
    if problems:
        raise InvalidInput(problems)


def _problems_of_words(draft: Draft) -> dict[str, str]:
    problems: dict[str, str] = {}
    if draft.reason_code is ReasonCode.OTHER and not without_unseen(draft.reason).strip():
        problems["reason"] = gettext("Write down why. Your colleagues will need it.")
    elif len(draft.reason) > LONGEST_REASON:
        problems["reason"] = gettext("Please use at most 4,000 characters.")
    if not without_unseen(draft.public_sentence).strip():
        problems["public_sentence"] = gettext("Write the sentence that every reporter will read.")
    elif len(draft.public_sentence) > LONGEST_SENTENCE:
        problems["public_sentence"] = gettext("Please use at most 1,000 characters.")
    elif empty := unfilled(draft.public_sentence):
        problems["public_sentence"] = gettext("Please fill this in first: %(what)s", what=", ".join(empty))
    for name, text in (("reason", draft.reason), ("public_sentence", draft.public_sentence)):
        # What readers may not send, they are not sent either.
        if name not in problems and (CONTROLS.search(text) or TURNERS.search(text)):
            problems[name] = gettext("Invisible characters stand in this text. Please type it anew.")
    return problems


def _may_answer(case: Case, claim_id: int) -> bool:
    match = db.session.scalar(
        select(Match).where(Match.case_id == case.id, Match.claim_id == claim_id).options(joinedload(Match.claim))
    )
    return match is not None and match.claim.state is ClaimState.PUBLISHED


def _settle(case: Case, draft: Draft, editor: Editor) -> Decision:
    decision = Decision(
        case_id=case.id,
        editor_id=editor.id,
        outcome=draft.outcome,
        verdict=draft.verdict,
        claim_id=draft.claim_id,
        reason_code=draft.reason_code,
        reason=draft.reason,
        public_sentence=draft.public_sentence,
    )
    db.session.add(decision)
    db.session.flush()
    settling.settle(
        case,
        state=draft.outcome,
        public_sentence=draft.public_sentence,
        verdict=draft.verdict,
        answer_claim_id=draft.claim_id,
    )
    return decision


def _confirm(decision: Decision, case: Case, claim_id: int, editor: Editor) -> FollowUp:
    """Answering a case with a claim says, too, that the suggested match was right, if both say the same."""
    match = db.session.scalars(select(Match).where(Match.case_id == case.id, Match.claim_id == claim_id)).one()
    explanation = match.standing_explanation
    says_the_opposite = explanation is not None and explanation.reverses
    if match.is_confirmed or says_the_opposite:
        return FollowUp()
    decision.confirmed_match_id = match.id
    return give_answer(match, case, MatchAnswer.SAME, editor=editor)


def reopen(case_id: int, *, reason: str, editor: Editor) -> None:
    """Take a settled case up again; its reporters read that it is being checked.

    Errors: `NotFound` without such a case, `Conflict` when it is open or merged, `InvalidInput` without a reason.
    """
    if not reason:
        raise InvalidInput({"reason": gettext("Write down why. Your colleagues will need it.")})
    with writing():
        keys.hold_grouping()
        case = existing(Case, case_id, locked=True)
        check_not_named(case_id, editor)
        check_not_merged(case)
        if case.state is CaseState.OPEN:
            raise Conflict(gettext("This case is open already."))
        was = case.state.value
        decision = _open_again(case, reason[:LONGEST_REASON], editor)
        happened(DeskAction.CASE_REOPENED, Subject("case", case.id), by=editor.id, decision=decision.id, before=was)
        # Nothing was asked for it while it was settled: what was learned or taken back since changes its matches.
        owed.owe(rematch_case, case_id)
    owed.hand_over()


def _open_again(case: Case, reason: str, editor: Editor) -> Decision:
    decision = Decision(case_id=case.id, editor_id=editor.id, outcome=CaseState.OPEN, reason=reason, public_sentence="")
    db.session.add(decision)
    db.session.flush()
    settling.settle(case, state=CaseState.OPEN, public_sentence="", verdict=None, answer_claim_id=None)
    return decision


def undo(decision_id: int, *, editor: Editor) -> int:
    """Take a decision of one's own back at once, and what it taught; return the case, which is open again.

    Errors: `NotFound` without such a decision; `Conflict` when it is another's, when a minute has passed, or when
    something was decided since.
    """
    follow_up = FollowUp()
    with writing() as session:
        keys.hold_grouping()
        decision = existing(Decision, decision_id)
        case = existing(Case, decision.case_id, locked=True)
        check_not_named(case.id, editor)
        if not _can_be_undone(decision, case, editor):
            raise Conflict(gettext("This cannot be taken back any more. Reopen the case instead."))
        back = _open_again(case, "", editor)
        if decision.confirmed_match_id is not None:
            match = session.get_one(Match, decision.confirmed_match_id)
            follow_up = give_answer(match, case, MatchAnswer.OPEN, editor=editor)
        happened(
            DeskAction.DECISION_UNDONE, Subject("case", case.id), by=editor.id, decision=back.id, undone=decision.id
        )
        owed.owe(rematch_case, case.id)
    follow_up.pass_on()
    owed.hand_over()
    return case.id


def undoable(decision_id: int, *, editor: Editor) -> Decision | None:
    """Return a decision if it can be taken back at once by who asks."""
    decision = db.session.get(Decision, decision_id)
    return decision if decision is not None and _can_be_undone(decision, decision.case, editor) else None


def _can_be_undone(decision: Decision, case: Case, editor: Editor) -> bool:
    last = db.session.scalar(
        select(Decision.id).where(Decision.case_id == case.id).order_by(Decision.id.desc()).limit(1)
    )
    is_in_time = now() - decision.created_at <= UNDONE_WITHIN
    return last == decision.id and decision.editor_id == editor.id and case.state is not CaseState.OPEN and is_in_time
