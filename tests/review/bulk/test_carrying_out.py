"""One act for several cases: it is done to what was shown, by each case's own rules, and never twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Editor
from accounts.permissions import RoleName
from audit import trail
from audit.models import Event
from core.db import db, writing
from core.refusals import InvalidInput
from intake.models.cases import Case, CaseState, Kind, Match, MatchAnswer
from review.bulk import carrying_out
from review.bulk.carrying_out import Outcome
from review.bulk.models import BulkAct, BulkItem, BulkWhat
from review.bulk.orders import Answer, Picked
from review.case import decisions
from review.holding import assigning, leases, named
from review.models import Decision, DeskAction
from review.queue import tags
from review.reasons import ReasonCode
from search.ranking.bands import Band
from tests.support import factories
from tests.support.bulk import SENTENCE, answering, order, with_article
from tests.support.desk import plain_case, reread, suggestion


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor()


@pytest.fixture
def lead(app: Flask) -> Editor:
    return factories.editor(role=RoleName.LEAD)


def states(*cases: Case) -> list[CaseState]:
    return [reread(case).state for case in cases]


def whys(outcome: Outcome) -> dict[int, str]:
    return {case_id: why for why, ids in outcome.refused.items() for case_id in ids}


def test_cases_are_closed_together_each_with_a_decision_and_a_line_of_its_own(app: Flask, editor: Editor) -> None:
    cases = [plain_case(f"Fall {number}.") for number in range(3)]

    outcome = carrying_out.carry_out(order(BulkWhat.CLOSE, *cases, reason="Alles Kettenbriefe."), editor=editor)

    assert (outcome.done, outcome.refused) == (3, {})
    assert states(*cases) == [CaseState.CLOSED] * 3
    assert {reread(case).public_sentence for case in cases} == {SENTENCE}
    made = db.session.scalars(select(Decision).order_by(Decision.id)).all()
    assert [(one.case_id, one.reason_code, one.reason) for one in made] == [
        (case.id, ReasonCode.TOO_LITTLE, "Alles Kettenbriefe.") for case in cases
    ]
    told = db.session.scalars(select(Event).where(Event.action == DeskAction.CASE_DECIDED)).all()
    assert [(one.case_id, one.details["bulk"]) for one in told] == [(case.id, outcome.act_id) for case in cases]
    sentence = str(trail.lines(case_id=cases[0].id)[0][0].sentence)
    assert sentence.endswith("without a result. The same was done to other cases in one act.")
    assert trail.first_broken() is None


def test_each_case_is_answered_in_the_language_that_was_shown(app: Flask, editor: Editor) -> None:
    german, english = plain_case(), plain_case()
    asked = order(BulkWhat.CLOSE, german, sentences={"de": SENTENCE, "en": "We could not find out."})
    asked = replace(asked, picked=[Picked(german.id, 0, "de"), Picked(english.id, 0, "en")])

    carrying_out.carry_out(asked, editor=editor)

    assert [reread(case).public_sentence for case in (german, english)] == [SENTENCE, "We could not find out."]


def test_what_is_missing_is_said_before_anything_is_done(app: Flask, editor: Editor) -> None:
    case = plain_case()
    for wrong, field in (
        (order(BulkWhat.CLOSE, case, reason_code=None), "reason_code"),
        (order(BulkWhat.CLOSE, case, reason_code=ReasonCode.OTHER), "reason"),
        (order(BulkWhat.CLOSE, case, sentences={}), "sentence_de"),
        (order(BulkWhat.CLOSE, case, sentences={"de": "Weil [warum]."}), "sentence_de"),
        (order(BulkWhat.TAG, case), "tag"),
        (order(BulkWhat.UNTAG, case), "tag_id"),
        # Giving cases away is for leads.
        (order(BulkWhat.ASSIGN, case, editor_id=editor.id), "what"),
    ):
        with pytest.raises(InvalidInput) as refused:
            carrying_out.carry_out(wrong, editor=editor)
        assert set(refused.value.problems) == {field}
    assert db.session.scalar(select(func.count()).select_from(BulkAct)) == 0
    assert states(case) == [CaseState.OPEN]


def test_whoever_only_reads_may_do_none_of_it(app: Flask) -> None:
    case = plain_case()
    for what in BulkWhat:
        with pytest.raises(InvalidInput):
            carrying_out.carry_out(order(what, case), editor=factories.editor(role=RoleName.VIEWER))
    assert states(case) == [CaseState.OPEN]


def test_what_is_not_as_it_was_shown_is_left_out_with_the_reason(app: Flask, editor: Editor) -> None:
    fine, changed, hate = plain_case(), plain_case(), plain_case(kind=Kind.HATE)
    settled, merged = plain_case(state=CaseState.CLOSED), plain_case(state=CaseState.MERGED)
    held, in_it = plain_case(), plain_case()
    leases.take(held.id, editor=factories.editor())
    named.say(in_it.id, editor=editor)
    asked = order(BulkWhat.CLOSE, fine, changed, hate, settled, merged, held, in_it)
    with writing() as session:
        session.get_one(Case, changed.id).version += 1
    forged = replace(asked, picked=[*asked.picked, Picked(999_999, 0, "de")])

    outcome = carrying_out.carry_out(forged, editor=editor)

    assert outcome.done == 1
    told = whys(outcome)
    assert told[changed.id] == "It changed after the list was shown."
    assert told[hate.id] == "Reports of hate are decided one by one."
    assert told[settled.id] == "It is settled already."
    assert told[merged.id] == "It was merged into another case."
    assert "is working on this case" in told[held.id]
    assert "you are named in this post" in told[in_it.id]
    assert told[999_999] == "There is no case with this number."
    assert states(fine, changed, hate, held, in_it) == [CaseState.CLOSED, *[CaseState.OPEN] * 4]


def test_the_same_page_sent_twice_does_nothing_twice(app: Flask, editor: Editor) -> None:
    cases = [plain_case(), plain_case()]
    first = carrying_out.carry_out(order(BulkWhat.CLOSE, *cases), editor=editor)
    again = carrying_out.carry_out(order(BulkWhat.CLOSE, *cases), editor=editor)

    assert (again.act_id, again.done, again.refused) == (first.act_id, 2, {})
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 2
    with pytest.raises(InvalidInput):
        carrying_out.carry_out(order(BulkWhat.TAG, *cases, tag="Wahl"), editor=editor)


def test_a_page_that_stopped_in_the_middle_goes_on_where_it_stopped(app: Flask, editor: Editor) -> None:
    first, second = plain_case(), plain_case()
    carrying_out.carry_out(order(BulkWhat.CLOSE, first), editor=editor)

    outcome = carrying_out.carry_out(order(BulkWhat.CLOSE, first, second), editor=editor)

    assert (outcome.done, states(first, second)) == (2, [CaseState.CLOSED] * 2)
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 2


def test_a_token_of_somebody_else_is_another_page(app: Flask, editor: Editor) -> None:
    mine = carrying_out.carry_out(order(BulkWhat.CLOSE, plain_case()), editor=editor)
    other = carrying_out.carry_out(order(BulkWhat.CLOSE, plain_case()), editor=factories.editor())
    assert mine.act_id != other.act_id


def test_each_case_is_answered_with_its_own_article(app: Flask, editor: Editor) -> None:
    claim = factories.claim()
    other = factories.claim("In Retz steht ein Brunnen aus Gold.", title="Kein Gold in Retz")
    one, two = with_article(claim), with_article(other, "In Retz steht ein Brunnen aus Gold, unglaublich!")
    asked = answering(claim, one, two)
    asked = replace(asked, answers={**asked.answers, two.id: Answer(other.id, "Kein Gold.")})

    outcome = carrying_out.carry_out(asked, editor=editor)

    assert (outcome.done, outcome.refused) == (2, {})
    assert [(reread(case).answer_claim_id, reread(case).public_sentence) for case in (one, two)] == [
        (claim.id, "Das stimmt nicht."),
        (other.id, "Kein Gold."),
    ]
    assert set(db.session.scalars(select(Match.answer))) == {MatchAnswer.SAME}
    assert set(db.session.scalars(select(Decision.reason_code))) == {ReasonCode.ARTICLE}


def test_only_an_article_that_surely_fits_answers_unseen(app: Flask, editor: Editor) -> None:
    claim = factories.claim("In Retz ist der Brunnen giftig.")
    without, related = plain_case(), with_article(claim, band=Band.RELATED)
    opposite = with_article(claim, "In Retz ist der Brunnen nicht giftig.")
    rejected = with_article(claim, answer=MatchAnswer.DIFFERENT)
    unseen = plain_case("Noch nie verglichen.")
    suggestion(unseen, claim)

    outcome = carrying_out.carry_out(answering(claim, without, related, opposite, rejected, unseen), editor=editor)

    none = "No article is probably about the same claim."
    assert outcome.done == 0
    assert whys(outcome) == {
        without.id: none,
        related.id: none,
        rejected.id: none,
        opposite.id: "The article says the opposite.",
        unseen.id: "The machine has not compared the article with this post yet. Please open the case.",
    }


def test_tags_are_put_on_and_taken_off(app: Flask, editor: Editor) -> None:
    one, two, hate = plain_case(), plain_case(state=CaseState.CLOSED), plain_case(kind=Kind.HATE)
    tag = tags.add(one.id, "Wahl", until=None, editor=editor)

    put = carrying_out.carry_out(order(BulkWhat.TAG, one, two, hate, tag=" wahl "), editor=editor)
    assert (put.done, whys(put)) == (2, {one.id: "It has this tag already."})
    assert {case_id: [one.name for one in on] for case_id, on in tags.of([one.id, two.id, hate.id]).items()} == {
        case.id: ["Wahl"] for case in (one, two, hate)
    }

    off = carrying_out.carry_out(order(BulkWhat.UNTAG, one, two, tag_id=tag.id, token="another"), editor=editor)
    assert off.done == 2
    assert set(tags.of([one.id, two.id, hate.id])) == {hate.id}


def test_cases_are_given_to_a_colleague(app: Flask, lead: Editor, editor: Editor) -> None:
    one, has_it, in_it = plain_case(), plain_case(), plain_case()
    assigning.assign(has_it.id, editor.id, by=lead)
    named.say(in_it.id, editor=editor)

    outcome = carrying_out.carry_out(order(BulkWhat.ASSIGN, one, has_it, in_it, editor_id=editor.id), editor=lead)

    assert outcome.done == 1
    assert whys(outcome) == {
        has_it.id: f"{editor.desk_name} has it already.",
        in_it.id: f"{editor.desk_name} is named in this post. Choose somebody else.",
    }
    assert set(assigning.assigned([one.id, has_it.id, in_it.id])) == {one.id, has_it.id}
    assert db.session.scalars(select(BulkItem.given_to_id)).all() == [editor.id]


def test_a_colleague_who_is_faster_with_one_case_keeps_what_they_decided(app: Flask, editor: Editor) -> None:
    mine, theirs = plain_case(), plain_case()
    asked = order(BulkWhat.CLOSE, mine, theirs)
    quick = decisions.Draft(CaseState.FORWARDED, None, None, "", "Schneller.", 0, ReasonCode.NOT_OURS)
    decisions.decide(theirs.id, quick, editor=factories.editor())

    outcome = carrying_out.carry_out(asked, editor=editor)

    assert outcome.done == 1
    assert (reread(theirs).public_sentence, states(mine)) == ("Schneller.", [CaseState.CLOSED])
