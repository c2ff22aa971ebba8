"""What editors say to suggested articles, and articles that they find themselves."""

from __future__ import annotations

from flask_babel import gettext
from sqlalchemy import func, select

from accounts.models import Editor
from archive.models import Claim, ClaimState
from core.db import db, existing, writing
from core.events import Subject, happened
from core.refusals import Conflict
from intake.cases import counting, keys
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from review.approval import proposals
from review.holding.named import check_not_named
from review.lessons.lessons import FollowUp, learn_from
from review.models import BY_HAND, DeskAction
from search.ranking.bands import Band


def answer_match(match_id: int, answer: MatchAnswer, *, editor: Editor) -> int:
    """Keep an editor's answer to a suggestion, or with `OPEN` take it back; return the case's id.

    `SAME` adds the case's text to the wordings of the claim, `DIFFERENT` keeps the two apart, and any other answer
    takes back what the one before has taught. Errors: `NotFound` without such a match; `Conflict` when the case is
    settled with its claim or merged into another, and while a decision about it waits for a second person.
    """
    follow_up = FollowUp()
    with writing() as session:
        keys.hold_grouping()
        match = existing(Match, match_id, locked=True)
        case = session.get_one(Case, match.case_id, with_for_update=True)
        check_not_named(case.id, editor)
        check_not_merged(case)
        if case.answer_claim_id == match.claim_id:
            raise Conflict(gettext("This article is the answer to the case. Take the case up again first."))
        proposals.check_none_waits(case.id)
        if match.answer is not answer:
            # A colleague whose page shows the answer before would decide without knowing this one.
            case.version += 1
            follow_up = give_answer(match, case, answer, editor=editor)
    follow_up.pass_on()
    return match.case_id


def give_answer(match: Match, case: Case, answer: MatchAnswer, *, editor: Editor) -> FollowUp:
    """Write an answer to a match and learn from it; call after `keys.hold_grouping`."""
    match.answer = answer
    # Where the suggestion stood is kept with the answer, because what is learned moves it up: the weekly figures
    # ask whether the machine was right before it was told.
    happened(
        DeskAction.MATCH_ANSWERED,
        Subject("case", case.id),
        by=editor.id,
        match=match.id,
        claim=match.claim_id,
        answer=answer.value,
        # What a person put there the machine did not find, on no place at all.
        rank=BY_HAND if match.is_by_hand else match.rank,
        band=match.band.value,
    )
    counting.note_matches(case)
    return learn_from(match, case, editor=editor)


def add_article(case_id: int, claim_id: int, *, editor: Editor) -> int:
    """Put an article beside a case that no machine suggested, as a suggestion by hand; return the match.

    One that stands there already stays as it is. It is not the answer yet: that is decided. Errors: `NotFound` without
    such a case or claim, `Conflict` when the case is not open or the claim not published.
    """
    with writing():
        keys.hold_grouping()
        case, claim = existing(Case, case_id, locked=True), existing(Claim, claim_id)
        check_not_named(case_id, editor)
        check_not_merged(case)
        if case.state is not CaseState.OPEN:
            raise Conflict(gettext("This case is settled. Reopen it first."))
        if claim.state is not ClaimState.PUBLISHED:
            raise Conflict(gettext("This article is not published any more."))
        match = put_beside(case, claim, editor=editor)
    return match.id


def put_beside(case: Case, claim: Claim, *, editor: Editor) -> Match:
    """Put a published article beside an open case; call inside `writing()` after `keys.hold_grouping`."""
    session = db.session
    match = session.scalar(select(Match).where(Match.case_id == case.id, Match.claim_id == claim.id))
    if match is None:
        last = session.scalar(select(func.max(Match.rank)).where(Match.case_id == case.id)) or 0
        # Who adds an article says that it fits; `same` is for whoever answers with it.
        match = Match(case_id=case.id, claim_id=claim.id, rank=last + 1, band=Band.LIKELY, lanes=[], model_id="")
        match.answer, match.is_by_hand = MatchAnswer.OPEN, True
        session.add(match)
        happened(DeskAction.ARTICLE_ADDED, Subject("case", case.id), by=editor.id, claim=claim.id)
        counting.note_matches(case)
    return match


def check_not_merged(case: Case) -> None:
    """Refuse a case that was merged into another. Errors: `Conflict` with a sentence that says so."""
    if case.state is CaseState.MERGED:
        raise Conflict(gettext("Case %(id)s was merged into another case. Take that back first.", id=case.id))
