"""Where what waits for a second person, objections, fact checks of the desk and acts for several cases meet."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Editor
from core.db import db, writing
from core.refusals import Conflict, InvalidInput
from intake.models.cases import Case, CaseState, Kind, MatchAnswer
from intake.models.objections import Objection, ObjectionOutcome
from intake.reports import submissions
from review.approval import proposals
from review.approval.models import HeldDecision, HeldState
from review.articles import writing as articles
from review.bulk import carrying_out, taking_back
from review.bulk.models import BulkWhat
from review.bulk.previewing import closing_sentence, preview
from review.case import answers, approving, changing, decisions, merging, reopening
from review.holding import drafts, leases
from review.holding.models import DraftForm
from review.models import Decision
from review.notes import notes
from review.objections import answering
from review.objections.answerers import answerers, disputed
from review.queue import page
from review.queue.filters import Filters
from review.reasons import ReasonCode
from tests.support import bulk, factories
from tests.support.approving import forwarding, has_wait, proposed, state_of
from tests.support.articles import drafted
from tests.support.desk import plain_case, reread, signed_in, suggestion
from tests.support.desk_moves import WHY, two_cases
from tests.support.holding import editor
from tests.support.objecting import answered, close, objected


@pytest.fixture
def anna(app: Flask) -> Editor:
    return editor("Anna")


@pytest.fixture
def bea(app: Flask) -> Editor:
    return editor("Bea")


def may_answer(objection: Objection) -> list[str]:
    return [one.name for one in answerers(objection, disputed(objection)).others]


def test_who_released_a_decision_answers_no_objection_to_it(app: Flask, anna: Editor, bea: Editor) -> None:
    has_wait(app)
    case = plain_case()
    approving.approve(proposed(case, by=anna).id, editor=bea)
    objection = factories.objection("Das stimmt so nicht.")
    with writing() as session:
        session.get_one(Objection, objection.id).case_id = case.id
    editor("Cleo")

    assert may_answer(objection) == ["Cleo"]


def test_who_wrote_an_article_answers_no_objection_to_it(anna: Editor, bea: Editor) -> None:
    case = plain_case()
    claim = drafted(case, anna)
    articles.publish(case.id, version=1, means_slurs=False, source="Redaktion", editor=anna)
    objection = factories.objection("Das stimmt so nicht.", about=claim.slug)

    assert objection.claim_id == claim.id
    assert may_answer(objection) == ["Bea"]


def test_a_decision_that_nobody_objected_to_is_not_reopened_by_an_answer(anna: Editor, bea: Editor) -> None:
    objection, case = objected(anna)
    seen = reread(case).version
    reopening.reopen(case.id, reason=WHY, editor=bea)
    close(case, editor=bea)
    draft = answering.Draft(ObjectionOutcome.UPHELD, True, "Grund.", "Antwort.", version=seen)

    with pytest.raises(Conflict, match="worked on in the meantime"):
        answering.answer(objection.id, draft, editor=editor("Cleo"))
    assert reread(case).state is CaseState.CLOSED


def test_a_decision_that_was_taken_back_by_then_keeps_nobody_from_answering(anna: Editor, bea: Editor) -> None:
    case = plain_case()
    close(case, editor=anna)
    reopening.undo(db.session.scalars(select(Decision.id)).one(), editor=anna)
    objection = factories.objection("Warum dauert das so lange?")
    with writing() as session:
        session.get_one(Objection, objection.id).case_id = case.id

    assert may_answer(objection) == ["Anna", "Bea"]
    answering.answer(objection.id, answered(outcome=ObjectionOutcome.NOT_UPHELD), editor=anna)


def test_an_answer_to_a_match_kills_no_proposal_that_waits(app: Flask, anna: Editor, bea: Editor) -> None:
    has_wait(app)
    case = plain_case()
    match = suggestion(case, factories.claim())
    held = proposed(case, by=anna)

    with pytest.raises(Conflict, match="waits for a second person"):
        answers.answer_match(match.id, MatchAnswer.SAME, editor=bea)
    assert approving.approve(held.id, editor=bea) is not None


def test_taking_a_merge_back_overtakes_what_waits_and_asks_who_holds_it(app: Flask, anna: Editor, bea: Editor) -> None:
    has_wait(app)
    case, other = two_cases()
    move = merging.merge_cases(case.id, other.id, version=0, other_version=0, reason=WHY, editor=anna).id
    held = proposed(reread(case), by=anna)
    leases.take(case.id, editor=bea)

    with pytest.raises(Conflict, match="Bea is working on this case"):
        merging.undo_move(move, editor=anna)
    leases.release(case.id, editor=bea)
    merging.undo_move(move, editor=anna)

    assert state_of(held) is HeldState.OVERTAKEN


def test_who_clicks_twice_proposes_once(app: Flask, anna: Editor, bea: Editor) -> None:
    has_wait(app)
    case = plain_case()
    draft = forwarding(case)

    assert [decisions.decide(case.id, draft, editor=anna) for _ in range(2)] == [None, None]
    with pytest.raises(Conflict, match="waits for a second person"):
        decisions.decide(case.id, draft, editor=bea)
    assert db.session.scalar(select(func.count()).select_from(HeldDecision)) == 1


def test_what_is_given_back_says_what_was_left_empty_too(app: Flask, anna: Editor, bea: Editor) -> None:
    has_wait(app)
    case = plain_case()
    proposals.give_back(proposed(case, by=anna).id, reason="Bitte kürzer.", editor=bea)

    kept = drafts.drafts_of(reread(case), anna)[DraftForm.DECISION]
    assert (kept.text("claim_id"), kept.text("verdict"), "claim_id" in kept.fields) == ("", "", True)


def test_what_waits_is_passed_over_by_who_proposed_it_and_left_out_of_acts(
    app: Flask, anna: Editor, bea: Editor
) -> None:
    has_wait(app)
    first, held, last = (plain_case(minutes=minute) for minute in range(3))
    proposed(held, by=anna)
    filters = Filters.read({"sort": "waiting"})

    with app.test_request_context():
        assert page.next_case(reread(first), filters, editor=anna).case_id == last.id
        assert page.next_case(reread(first), filters, editor=bea).case_id == held.id
        shown = preview(BulkWhat.CLOSE, bulk.order(BulkWhat.CLOSE, first, reread(held)).picked, editor=bea)
    assert [one.row.id for one in shown.ready] == [first.id]
    assert [(one.case_id, one.why) for one in shown.left_out] == [
        (held.id, "A decision about it waits for a second person.")
    ]


def test_no_sentence_that_nobody_was_asked_about_goes_to_several_cases(app: Flask, anna: Editor) -> None:
    has_wait(app, "named_person")
    case = plain_case()
    with pytest.raises(InvalidInput) as refused:
        carrying_out.carry_out(bulk.order(BulkWhat.CLOSE, case), editor=anna)
    assert "sentence_de" in refused.value.problems

    own = bulk.order(BulkWhat.CLOSE, case, sentences={"de": closing_sentence("de")})
    assert carrying_out.carry_out(own, editor=anna).done == 1


def test_an_act_that_was_taken_back_is_not_told_as_done_when_its_page_is_sent_again(anna: Editor) -> None:
    case = plain_case()
    order = bulk.order(BulkWhat.CLOSE, case)
    act = carrying_out.carry_out(order, editor=anna).act_id
    taking_back.take_back(act, editor=anna)

    again = carrying_out.carry_out(order, editor=anna)

    assert (again.done, list(again.refused.values())) == (0, [[case.id]])
    assert reread(case).state is CaseState.OPEN


def test_a_tag_on_a_case_that_was_merged_since_is_not_said_to_be_taken_back(anna: Editor) -> None:
    case, other = two_cases()
    act = carrying_out.carry_out(bulk.order(BulkWhat.TAG, other, tag="Wahl"), editor=anna).act_id
    merging.merge_cases(case.id, other.id, version=0, other_version=0, reason=WHY, editor=anna)

    taken = taking_back.take_back(act, editor=anna)

    assert (taken.back, list(taken.stayed)) == (0, [other.id])


def test_notes_stand_with_the_case_into_which_theirs_was_merged_however_often(anna: Editor) -> None:
    first, second = (case.id for case in two_cases())
    third = plain_case("Ein dritter Beitrag.").id
    notes.write(first, "Polizei weiß Bescheid.", editor=anna)
    for target, emptied in ((second, first), (third, second)):
        versions = [db.session.get_one(Case, number, populate_existing=True).version for number in (target, emptied)]
        merging.merge_cases(target, emptied, version=versions[0], other_version=versions[1], reason=WHY, editor=anna)

    (note,) = notes.notes_of(third, reader=anna)
    assert (note.text, note.merged_case_id) == ("Polizei weiß Bescheid.", first)


def test_readers_are_not_told_of_an_article_before_an_editor_answers_with_it(app: Flask, anna: Editor) -> None:
    receipt = factories.report("Ein ganz anderer Text, zu dem es noch nichts gibt.").receipt
    case = factories.case("Noch ein Text.")
    reported = db.session.scalars(select(Case).where(Case.id != case.id)).one()
    answers.add_article(reported.id, factories.claim().id, editor=anna)

    assert submissions.status(receipt).suggestions == []


def test_an_article_that_was_rejected_here_is_not_offered_again_by_the_form(app: Flask, anna: Editor) -> None:
    case, claim = plain_case(), factories.claim()
    match = suggestion(case, claim)
    draft = decisions.Draft(CaseState.ANSWERED, claim.id, None, "", "Satz.", 0, ReasonCode.ARTICLE)
    decisions.decide(case.id, draft, editor=anna)
    reopening.reopen(case.id, reason=WHY, editor=anna)
    answers.answer_match(match.id, MatchAnswer.DIFFERENT, editor=anna)

    assert f'<option selected value="{claim.id}">' not in signed_in(app).get(f"/desk/cases/{case.id}").text


def test_who_publishes_twice_publishes_once(anna: Editor) -> None:
    case = plain_case()
    drafted(case, anna)

    publish = [articles.publish(case.id, version=1, means_slurs=False, source="R", editor=anna) for _ in range(2)]

    assert publish == [case.id, case.id]


def test_what_a_reporter_called_hate_waits_whatever_kind_an_editor_makes_it(app: Flask, anna: Editor) -> None:
    has_wait(app, "hate")
    told = factories.case(kind="hate")
    changing.change_kind(told.id, Kind.CHECK, version=told.version, editor=anna)
    other = plain_case("Etwas anderes.")

    def closed(case: Case) -> int | None:
        draft = decisions.Draft(CaseState.CLOSED, None, None, "", "Satz.", reread(case).version, ReasonCode.TOO_LITTLE)
        return decisions.decide(case.id, draft, editor=anna)

    assert closed(told) is None
    assert closed(other) is not None
