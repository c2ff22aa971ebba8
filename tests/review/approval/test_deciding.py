"""A decision that waits: nobody outside reads it, a second person releases it, and both names stand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts import people
from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db, now, writing
from core.refusals import Conflict, NotFound
from intake.models.cases import CaseState, Kind, Match, MatchAnswer
from intake.models.reports import Phase
from intake.reports import submissions
from review.approval import proposals
from review.approval.models import ApprovalAction, HeldKind, HeldState
from review.case import approving, decisions, one_act, reopening
from review.case.decisions import Draft
from review.holding import leases, named
from review.models import Decision, DeskAction
from review.reasons import ReasonCode
from tests.support import factories, holding
from tests.support.approving import forwarding, has_wait, latest, proposed, state_of
from tests.support.deciding import events
from tests.support.desk import REASON, SENTENCE, plain_case, reread, suggestion


def test_what_waits_is_no_decision_and_reporters_learn_nothing(app: Flask, anna: Editor) -> None:
    receipt = factories.report().receipt
    case = factories.case()
    leases.take(case.id, editor=anna)

    held = proposed(case, by=anna)

    assert (held.held_by, held.state, held.version) == ([HeldKind.FORWARDING], HeldState.WAITING, case.version)
    case = reread(case)
    assert (case.state, case.public_sentence, case.version) == (CaseState.OPEN, "", held.version)
    assert db.session.scalars(select(Decision)).all() == []
    told = submissions.status(receipt)
    assert (told.phase, told.answers) == (Phase.CHECKING, [])
    assert leases.holder_of(case.id) is None, "whoever proposed has done their part"
    assert events() == [
        (ApprovalAction.DECISION_HELD, anna.id, {"held": held.id, "kinds": ["forwarding"]}),
    ]


def test_a_second_person_releases_it_and_then_it_is_decided_as_any_other(app: Flask, anna: Editor, bea: Editor) -> None:
    receipt = factories.report().receipt
    case = factories.case()
    held = proposed(case, by=anna)

    number = approving.approve(held.id, editor=bea)

    decision = db.session.scalars(select(Decision)).one()
    assert (decision.id, decision.editor_id, decision.approved_by_id) == (number, anna.id, bea.id)
    assert (decision.outcome, decision.public_sentence, decision.reason) == (CaseState.FORWARDED, SENTENCE, REASON)
    assert decision.created_at > held.created_at, "the time to a decision ends when it was released"
    assert reread(case).state is CaseState.FORWARDED
    (said,) = submissions.status(receipt).answers
    assert said.sentence == SENTENCE
    held = latest()
    assert (held.state, held.closed_by_id) == (HeldState.APPROVED, bea.id)
    assert [(action, who) for action, who, _ in events()] == [
        (ApprovalAction.DECISION_HELD, anna.id),
        (DeskAction.CASE_DECIDED, bea.id),
        (ApprovalAction.DECISION_APPROVED, bea.id),
    ]
    assert events()[-1][2] == {"held": held.id, "proposer": anna.id}


def test_what_the_house_has_not_wait_is_decided_at_once(app: Flask, anna: Editor) -> None:
    has_wait(app, "hate")
    assert decisions.decide((case := plain_case()).id, forwarding(case), editor=anna) is not None
    assert reread(case).state is CaseState.FORWARDED


def test_the_article_is_confirmed_when_it_is_released_and_not_before(app: Flask, anna: Editor, bea: Editor) -> None:
    match = suggestion(plain_case("Ein hasserfüllter Satz.", kind=Kind.HATE), factories.claim())

    waits = one_act.answer(match, sentence=SENTENCE, version=0, names_person=False, editor=anna)

    assert waits is None
    assert db.session.get_one(Match, match.id).answer is MatchAnswer.OPEN
    approving.approve(latest().id, editor=bea)
    db.session.expire_all()
    assert db.session.get_one(Match, match.id).answer is MatchAnswer.SAME


def test_nobody_releases_what_they_proposed_themselves(app: Flask, anna: Editor) -> None:
    held = proposed(plain_case(), by=anna)
    for deed in (approving.approve, lambda number, editor: proposals.give_back(number, reason="Nein.", editor=editor)):
        with pytest.raises(Conflict, match="You proposed this yourself"):
            deed(held.id, editor=anna)
    assert state_of(held) is HeldState.WAITING


@pytest.mark.parametrize("role", [role for role in RoleName if role not in {RoleName.EDITOR, RoleName.LEAD}])
def test_whoever_may_not_decide_releases_nothing(app: Flask, anna: Editor, role: RoleName) -> None:
    held = proposed(plain_case(), by=anna)
    with pytest.raises(Conflict, match="may not release"):
        approving.approve(held.id, editor=factories.editor(role=role))
    assert state_of(held) is HeldState.WAITING


def test_a_closed_account_releases_nothing(app: Flask, anna: Editor, bea: Editor) -> None:
    held = proposed(plain_case(), by=anna)
    people.close(bea.id, by=factories.editor(role=RoleName.ADMIN).id)
    with pytest.raises(Conflict, match="may not release"):
        approving.approve(held.id, editor=bea)
    assert state_of(held) is HeldState.WAITING


def test_what_somebody_proposed_who_has_left_can_still_be_released(app: Flask, anna: Editor, bea: Editor) -> None:
    held = proposed(plain_case(), by=anna)
    people.close(anna.id, by=factories.editor(role=RoleName.ADMIN).id)
    assert approving.approve(held.id, editor=bea) is not None


def test_whoever_is_named_in_the_post_releases_nothing(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    held = proposed(case, by=anna)
    named.say(case.id, editor=bea)
    with pytest.raises(Conflict, match="you are named in this post"):
        approving.approve(held.id, editor=bea)
    assert state_of(held) is HeldState.WAITING


def test_what_somebody_proposed_who_is_named_in_the_post_is_not_released(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    held = proposed(case, by=anna)
    named.say(case.id, editor=anna)
    with pytest.raises(Conflict, match="Anna is named in this post"):
        approving.approve(held.id, editor=bea)
    assert state_of(held) is HeldState.OVERTAKEN
    assert reread(case).state is CaseState.OPEN


def test_a_case_in_a_colleagues_hands_is_not_released_past_them(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    held = proposed(case, by=anna)
    leases.take(case.id, editor=holding.editor("Cem"))
    with pytest.raises(Conflict, match="Cem is working on this case"):
        approving.approve(held.id, editor=bea)
    assert state_of(held) is HeldState.WAITING


def test_a_replayed_release_changes_nothing(app: Flask, anna: Editor, bea: Editor) -> None:
    held = proposed(plain_case(), by=anna)
    approving.approve(held.id, editor=bea)
    before = events()
    for deed in (approving.approve, lambda number, editor: proposals.give_back(number, reason="Nein.", editor=editor)):
        with pytest.raises(Conflict, match="does not wait any more: Released"):
            deed(held.id, editor=holding.editor("Cem"))
    assert events() == before


def test_what_does_not_exist_is_not_found(app: Flask, anna: Editor) -> None:
    with pytest.raises(NotFound):
        approving.approve(999, editor=anna)


def test_nobody_decides_past_what_waits(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    held = proposed(case, by=anna)
    closing = Draft(CaseState.CLOSED, None, None, "", SENTENCE, case.version, ReasonCode.TOO_LITTLE)
    for draft in (closing, forwarding(case)):
        with pytest.raises(Conflict, match="waits for a second person"):
            decisions.decide(case.id, draft, editor=bea)
    assert latest().id == held.id


def test_who_proposed_or_released_takes_it_back_at_once_and_nobody_else(app: Flask, anna: Editor, bea: Editor) -> None:
    for editor in (anna, bea):
        case = plain_case()
        number = approving.approve(proposed(case, by=anna).id, editor=bea)
        assert number is not None
        with pytest.raises(Conflict):
            reopening.undo(number, editor=holding.editor("Cem"))
        reopening.undo(number, editor=editor)
        assert reread(case).state is CaseState.OPEN


def test_a_minute_after_the_release_nobody_takes_it_back_at_once(app: Flask, anna: Editor, bea: Editor) -> None:
    number = approving.approve(proposed(plain_case(), by=anna).id, editor=bea)
    assert number is not None
    with writing() as session:
        session.execute(update(Decision).values(created_at=now() - reopening.UNDONE_WITHIN - timedelta(seconds=1)))
    for editor in (anna, bea):
        with pytest.raises(Conflict):
            reopening.undo(number, editor=editor)
