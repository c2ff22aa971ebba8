"""What is given back, withdrawn or overtaken: it is not done, and its text is a draft of whoever wrote it."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.models import Editor
from archive import claims
from archive.models import Verdict
from core.db import now, writing
from core.refusals import Conflict, InvalidInput
from intake.models.cases import CaseState, Kind
from review.approval import proposals
from review.approval.models import ApprovalAction, HeldState
from review.case import approving, changing, decisions, merging, one_act
from review.holding import drafts
from review.holding.drafts import Mark
from review.holding.models import DraftForm
from tests.support import factories, holding
from tests.support.approving import forwarding, latest, proposed, state_of
from tests.support.deciding import events
from tests.support.desk import REASON, SENTENCE, plain_case, reread, suggestion


def test_what_is_given_back_is_a_draft_of_its_writer_with_the_reason(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    decisions.decide(case.id, forwarding(case, names_person=True), editor=anna)
    for reason in ("", "x" * 1_001):
        with pytest.raises(InvalidInput):
            proposals.give_back(latest().id, reason=reason, editor=bea)

    proposals.give_back(latest().id, reason="Bitte ohne den Namen.", editor=bea)

    held = latest()
    assert (held.state, held.answer, held.closed_by_id) == (HeldState.RETURNED, "Bitte ohne den Namen.", bea.id)
    assert holding.kept(case, anna) == {
        "outcome": "forwarded",
        "claim_id": "",
        "verdict": "",
        "reason_code": "other",
        "reason": REASON,
        "public_sentence": SENTENCE,
        "names_person": "y",
    }
    assert reread(case).state is CaseState.OPEN
    assert events()[-1] == (ApprovalAction.DECISION_RETURNED, bea.id, {"held": held.id, "proposer": anna.id})


def test_a_draft_that_was_begun_since_is_not_overwritten(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    held = proposed(case, by=anna)
    newer = Mark(anna.id, case.id, DraftForm.DECISION, case.version, now())
    drafts.keep(newer, {"public_sentence": ["Neuer."]})

    proposals.give_back(held.id, reason="Nein.", editor=bea)

    assert holding.kept(case, anna) == {"public_sentence": "Neuer."}


def test_only_who_proposed_it_withdraws_it(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    held = proposed(case, by=anna)
    with pytest.raises(Conflict, match="Only who proposed this"):
        proposals.withdraw(held.id, editor=bea)
    proposals.withdraw(held.id, editor=anna)
    assert state_of(held) is HeldState.WITHDRAWN
    assert holding.kept(case, anna)["public_sentence"] == SENTENCE
    assert decisions.decide(case.id, forwarding(case), editor=bea) is None, "another can be proposed"


def test_a_change_of_the_case_overtakes_it_and_keeps_its_text(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    held = proposed(case, by=anna)
    changing.change_kind(case.id, Kind.SCAM, version=case.version, editor=bea)
    assert state_of(held) is HeldState.OVERTAKEN
    assert holding.kept(case, anna)["public_sentence"] == SENTENCE
    with pytest.raises(Conflict, match="does not wait any more: Overtaken"):
        approving.approve(held.id, editor=bea)


@pytest.mark.parametrize("stays", [True, False], ids=["the one that stays", "the one that is emptied"])
def test_a_merge_overtakes_what_waits_about_either_case(app: Flask, anna: Editor, bea: Editor, stays: bool) -> None:
    case, other = plain_case("Eins."), plain_case("Zwei.")
    held = proposed(case if stays else other, by=anna)
    merging.merge_cases(case.id, other.id, version=case.version, other_version=other.version, reason=REASON, editor=bea)
    assert state_of(held) is HeldState.OVERTAKEN


def test_a_case_that_changed_unnoticed_is_not_decided_by_what_was_proposed_before(
    app: Flask, anna: Editor, bea: Editor
) -> None:
    case = plain_case()
    held = proposed(case, by=anna)
    with writing() as session:
        session.get_one(type(case), case.id).version += 1
    with pytest.raises(Conflict, match="The case was changed since this was proposed"):
        approving.approve(held.id, editor=bea)
    assert state_of(held) is HeldState.OVERTAKEN
    assert reread(case).state is CaseState.OPEN
    assert holding.kept(case, anna)["public_sentence"] == SENTENCE
    assert [action for action, _, _ in events()] == [ApprovalAction.DECISION_HELD, ApprovalAction.DECISION_OVERTAKEN]


def test_an_article_that_went_meanwhile_answers_nothing(app: Flask, anna: Editor, bea: Editor) -> None:
    match = suggestion(plain_case("Ein hasserfüllter Satz.", kind=Kind.HATE), factories.claim(verdict=Verdict.FALSE))
    one_act.answer(match, sentence=SENTENCE, version=0, names_person=False, editor=anna)
    claims.retract(match.claim_id)
    with pytest.raises(Conflict, match="not published any more"):
        approving.approve(latest().id, editor=bea)
    assert latest().state is HeldState.OVERTAKEN
