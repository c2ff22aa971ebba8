"""What editors decide: answers to matches, outcomes of cases, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.models import Editor
from archive.models import ClaimState, Verdict
from core import owed
from core.db import db, existing, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput
from intake.cases import keys, settling
from intake.jobs import rematch_case
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from review.holding import leases
from review.holding.named import check_not_named
from review.lessons.lessons import FollowUp, learn_from
from review.models import Decision, DeskAction
from search.text.characters import CONTROLS, TURNERS
from search.text.normalise import without_unseen

LONGEST_SENTENCE = 1_000
LONGEST_REASON = 4_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as an editor filled it in. `version` is the case's when the form was opened."""

    outcome: CaseState
    claim_id: int | None
    verdict: Verdict | None
    reason: str
    public_sentence: str
    version: int


def decide(case_id: int, draft: Draft, *, editor: Editor) -> None:
    """Settle a case; every reporter of it reads the public sentence from then on.

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
        _settle(case, draft, editor)
        if draft.claim_id is not None:
            follow_up = _confirm(case, draft.claim_id, editor)
        happened(
            DeskAction.CASE_DECIDED,
            Subject("case", case.id),
            by=editor.id,
            outcome=draft.outcome.value,
            verdict=draft.verdict.value if draft.verdict else None,
            claim=draft.claim_id,
        )
    follow_up.pass_on()


def _check(case: Case, draft: Draft) -> None:
    problems = _problems_of_words(draft)
    if draft.outcome is CaseState.OPEN:
        problems["outcome"] = gettext("Choose an outcome.")
    if draft.outcome is CaseState.ANSWERED and draft.claim_id is None:
        problems["claim_id"] = gettext("Choose the article that answers this case.")
    if draft.outcome is CaseState.DECIDED and draft.verdict is None:
        problems["verdict"] = gettext("Choose a verdict.")
    if draft.claim_id is not None and not _may_answer(case, draft.claim_id):
        problems["claim_id"] = gettext("This article is no longer published, or was not suggested here.")
    if problems:
        raise InvalidInput(problems)


def _problems_of_words(draft: Draft) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not without_unseen(draft.reason).strip():
        problems["reason"] = gettext("Write down why. Your colleagues will need it.")
    elif len(draft.reason) > LONGEST_REASON:
        problems["reason"] = gettext("Please use at most 4,000 characters.")
    if not without_unseen(draft.public_sentence).strip():
        problems["public_sentence"] = gettext("Write the sentence that every reporter will read.")
    elif len(draft.public_sentence) > LONGEST_SENTENCE:
        problems["public_sentence"] = gettext("Please use at most 1,000 characters.")
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


def _settle(case: Case, draft: Draft, editor: Editor) -> None:
    db.session.add(
        Decision(
            case_id=case.id,
            editor_id=editor.id,
            outcome=draft.outcome,
            verdict=draft.verdict,
            claim_id=draft.claim_id,
            reason=draft.reason,
            public_sentence=draft.public_sentence,
        )
    )
    settling.settle(
        case,
        state=draft.outcome,
        public_sentence=draft.public_sentence,
        verdict=draft.verdict,
        answer_claim_id=draft.claim_id,
    )


def _confirm(case: Case, claim_id: int, editor: Editor) -> FollowUp:
    """Answering a case with a claim says, too, that the suggested match was right, if both say the same."""
    match = db.session.scalars(select(Match).where(Match.case_id == case.id, Match.claim_id == claim_id)).one()
    explanation = match.standing_explanation
    says_the_opposite = explanation is not None and explanation.reverses
    if match.is_confirmed or says_the_opposite:
        return FollowUp()
    return _answer(match, case, MatchAnswer.SAME, editor)


def _answer(match: Match, case: Case, answer: MatchAnswer, editor: Editor) -> FollowUp:
    """Write an answer to a match and learn from it; call after `keys.hold_grouping`."""
    match.answer = answer
    # Where the suggestion stood is kept with the answer, because what is learned moves it up: the weekly figures
    # ask whether the machine was right before it was told.
    happened(
        DeskAction.MATCH_ANSWERED,
        Subject("case", case.id),
        by=editor.id,
        match=match.id,
        answer=answer.value,
        rank=match.rank,
        band=match.band.value,
    )
    return learn_from(match, case, editor=editor)


def reopen(case_id: int, *, reason: str, editor: Editor) -> None:
    """Take a settled case up again; its reporters read that it is being checked.

    Errors: `NotFound` without such a case, `Conflict` when it is open or merged, `InvalidInput` without a reason.
    """
    if not reason:
        raise InvalidInput({"reason": gettext("Write down why. Your colleagues will need it.")})
    with writing() as session:
        keys.hold_grouping()
        case = existing(Case, case_id, locked=True)
        check_not_named(case_id, editor)
        _check_not_merged(case)
        if case.state is CaseState.OPEN:
            raise Conflict(gettext("This case is open already."))
        session.add(
            Decision(
                case_id=case.id,
                editor_id=editor.id,
                outcome=CaseState.OPEN,
                reason=reason[:LONGEST_REASON],
                public_sentence="",
            )
        )
        settling.settle(case, state=CaseState.OPEN, public_sentence="", verdict=None, answer_claim_id=None)
        happened(DeskAction.CASE_REOPENED, Subject("case", case.id), by=editor.id)
        # Nothing was asked for it while it was settled: what was learned or taken back since changes its matches.
        owed.owe(rematch_case, case_id)
    owed.hand_over()


def answer_match(match_id: int, answer: MatchAnswer, *, editor: Editor) -> int:
    """Keep an editor's answer to a suggestion, or with `OPEN` take it back; return the case's id.

    `SAME` adds the case's text to the wordings of the claim, `DIFFERENT` keeps the two apart, and any other answer
    takes back what the one before has taught. Errors: `NotFound` without such a match; `Conflict` when the case is
    settled with its claim or merged into another.
    """
    follow_up = FollowUp()
    with writing() as session:
        keys.hold_grouping()
        match = existing(Match, match_id, locked=True)
        case = session.get_one(Case, match.case_id)
        check_not_named(case.id, editor)
        _check_not_merged(case)
        if case.answer_claim_id == match.claim_id:
            raise Conflict(gettext("This article is the answer to the case. Take the case up again first."))
        if match.answer is not answer:
            follow_up = _answer(match, case, answer, editor)
    follow_up.pass_on()
    return match.case_id


def _check_not_merged(case: Case) -> None:
    if case.state is CaseState.MERGED:
        raise Conflict(gettext("Case %(id)s was merged into another case. Take that back first.", id=case.id))
