"""What editors decide: outcomes of cases."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import gettext
from sqlalchemy import select

from accounts.models import Editor
from archive.models import Claim, ClaimState, Verdict
from core.db import db, existing, writing
from core.events import Detail, Subject, happened
from core.refusals import Conflict, InvalidInput
from intake.cases import keys, settling
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from review.approval import kinds, proposals
from review.approval.models import HeldDecision, HeldKind
from review.case.answers import give_answer, put_beside
from review.case.checking import problems_of_words
from review.case.reopening import last_decision
from review.holding import leases
from review.holding.named import check_not_named
from review.lessons.lessons import FollowUp
from review.models import Decision, DeskAction
from review.reasons import ReasonCode, reasons_for


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
    # Whether the public sentence names a living person, as its editor says; nobody else can tell.
    names_person: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """A decision that was made, and what is to be passed on once it is certain."""

    decision_id: int
    follow_up: FollowUp


def decide(case_id: int, draft: Draft, *, editor: Editor) -> int | None:
    """Settle a case, and return the decision; every reporter of it reads the public sentence from then on.

    What the house has wait for a second person is kept as a proposal instead: the case stays open, nobody outside
    reads anything, and the answer is None.

    Answering it with a claim confirms the match with that claim, which is learned from, unless the claim says the
    opposite: then it answers the case all the same, and is not what the case says. Errors: `NotFound` without such a
    case, `InvalidInput` for what is missing, `Conflict` when it changed since the form was opened, when a colleague
    holds it or a proposal waits, and for whoever is named in it.
    """
    with writing():
        keys.hold_grouping()
        settled = decide_within(case_id, draft, editor=editor)
    if settled is None:
        return None
    settled.follow_up.pass_on()
    return settled.decision_id


def decide_within(case_id: int, draft: Draft, *, editor: Editor, **more: Detail) -> Settled | None:
    """Do the same in the transaction of a caller who holds the grouping and passes the rest on after the commit.

    None where it waits for a second person. `more` stands in the line of the trail, too.
    """
    case, draft = existing(Case, case_id, locked=True), _fitting(draft)
    check_not_named(case_id, editor)
    again = _sent_again(case, draft, editor)
    if again is not None:
        return Settled(again, FollowUp())
    if proposals.is_proposed(case_id, _proposal(case, draft, [], editor)):
        return None
    leases.check(case_id, editor)
    if has_changed(case, draft):
        raise Conflict(gettext("This case was worked on in the meantime. Nothing was changed."))
    check(case, draft)
    held_by = kinds.of_decision(case, draft.outcome, names_person=draft.names_person)
    if held_by:
        proposals.hold(_proposal(case, draft, held_by, editor))
        return None
    return carry_out(case, draft, editor=editor, proposed_by=None, **more)


def has_changed(case: Case, draft: Draft) -> bool:
    """Return whether a case is not what it was when a draft of its decision was begun."""
    return case.version != draft.version or case.state is not CaseState.OPEN


def check(case: Case, draft: Draft) -> None:
    """Make sure that a case can be decided like this. Errors: `InvalidInput` with what is missing."""
    problems = problems_of_words(
        reason_code=draft.reason_code, reason=draft.reason, public_sentence=draft.public_sentence
    )
    if draft.reason_code not in reasons_for(case.kind):
        problems["reason_code"] = gettext("Choose what the decision rests on.")
    if draft.outcome is CaseState.OPEN:
        problems["outcome"] = gettext("Choose an outcome.")
    if draft.outcome is CaseState.ANSWERED and draft.claim_id is None:
        problems["claim_id"] = gettext("Choose the article that answers this case.")
    # Whether hate is true is not what is decided about it.
    if draft.outcome is CaseState.DECIDED and draft.verdict is None and case.kind is not Kind.HATE:
        problems["verdict"] = gettext("Choose a verdict.")
    if draft.claim_id is not None and not _is_published(draft.claim_id):
        problems["claim_id"] = gettext("This article is not published any more.")
    if problems:
        raise InvalidInput(problems)


def carry_out(case: Case, draft: Draft, *, editor: Editor, proposed_by: int | None = None, **more: Detail) -> Settled:
    """Make a decision that was checked; call inside `writing()`, with the case locked.

    `editor` makes it now. Where it waited for them as a second person, `proposed_by` is whose decision it is. `more`
    stands in the line of the trail, too.
    """
    match = None
    if draft.claim_id is not None:
        # One that answered another case alike need not have been suggested here.
        match = put_beside(case, existing(Claim, draft.claim_id), editor=editor)
    decision = _settle(case, draft, editor, proposed_by)
    follow_up = FollowUp() if match is None else _confirm(decision, case, match, editor)
    happened(
        DeskAction.CASE_DECIDED,
        Subject("case", case.id),
        by=editor.id,
        outcome=draft.outcome.value,
        verdict=draft.verdict.value if draft.verdict else None,
        claim=draft.claim_id,
        decision=decision.id,
        **more,
    )
    return Settled(decision.id, follow_up)


def _proposal(case: Case, draft: Draft, held_by: list[HeldKind], editor: Editor) -> HeldDecision:
    return HeldDecision(
        case_id=case.id,
        claim_id=draft.claim_id,
        editor_id=editor.id,
        kinds=[kind.value for kind in held_by],
        outcome=draft.outcome,
        verdict=draft.verdict,
        reason_code=draft.reason_code,
        reason=draft.reason,
        public_sentence=draft.public_sentence,
        names_person=draft.names_person,
        version=draft.version,
    )


def _fitting(draft: Draft) -> Draft:
    """Return a draft without what its outcome leaves open: who closes a case has not chosen an article for it."""
    claim_id = draft.claim_id if draft.outcome in {CaseState.ANSWERED, CaseState.DECIDED} else None
    # An article brings its own verdict.
    verdict = draft.verdict if draft.outcome is CaseState.DECIDED else None
    return replace(draft, claim_id=claim_id, verdict=verdict)


def _sent_again(case: Case, draft: Draft, editor: Editor) -> int | None:
    """Return the decision that was made by the same form a moment ago: a second click decides nothing anew."""
    if case.state is not draft.outcome or case.version <= draft.version:
        return None
    last = last_decision(case)
    if last is None or last.editor_id != editor.id:
        return None
    made = (last.outcome, last.claim_id, last.verdict, last.public_sentence, last.reason, last.reason_code)
    asked = (draft.outcome, draft.claim_id, draft.verdict, draft.public_sentence, draft.reason, draft.reason_code)
    return last.id if made == asked else None


def _is_published(claim_id: int) -> bool:
    return db.session.scalar(select(Claim.state).where(Claim.id == claim_id)) is ClaimState.PUBLISHED


def _settle(case: Case, draft: Draft, editor: Editor, proposed_by: int | None) -> Decision:
    decision = Decision(
        case_id=case.id,
        editor_id=proposed_by or editor.id,
        approved_by_id=editor.id if proposed_by else None,
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


def _confirm(decision: Decision, case: Case, match: Match, editor: Editor) -> FollowUp:
    """Answering a case with a claim says, too, that the suggested match was right, if both say the same."""
    explanation = match.standing_explanation
    says_the_opposite = explanation is not None and explanation.reverses
    if match.is_confirmed or says_the_opposite:
        return FollowUp()
    decision.confirmed_match_id = match.id
    return give_answer(match, case, MatchAnswer.SAME, editor=editor)
