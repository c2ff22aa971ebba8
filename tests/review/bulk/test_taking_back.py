"""Taking an act for several cases back: at once, by who did it, and of each case what is still the last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts.models import Editor
from accounts.permissions import RoleName
from audit.models import Event
from core.db import db, now, writing
from core.owed import Owed
from core.refusals import Conflict, NotFound
from intake.models.cases import CaseState, Match, MatchAnswer
from review.bulk import carrying_out, taking_back
from review.bulk.models import BulkAct, BulkWhat
from review.case import reopening
from review.case.reopening import UNDONE_WITHIN
from review.holding import assigning
from review.models import DeskAction
from review.queue import tags
from tests.support import factories
from tests.support.bulk import answering, order, with_article
from tests.support.desk import plain_case, reread


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor()


@pytest.fixture
def lead(app: Flask) -> Editor:
    return factories.editor(role=RoleName.LEAD)


def make_older(by: timedelta) -> None:
    with writing() as session:
        session.execute(update(BulkAct).values(started_at=now() - by, finished_at=now() - by))
    db.session.expire_all()


def test_all_cases_are_open_again_and_what_was_learned_is_taken_back(app: Flask, editor: Editor) -> None:
    claim, other = (
        factories.claim(),
        "WhatsApp wird ab Montag kostenpflichtig, wenn du die Nachricht nicht weiterleitest!",
    )
    cases = [with_article(claim), with_article(claim, other)]
    act = carrying_out.carry_out(answering(claim, *cases), editor=editor).act_id
    assert [match.learned_wording_id is None for match in db.session.scalars(select(Match))] == [False, False]

    taken = taking_back.take_back(act, editor=editor)

    assert (taken.back, list(taken.stayed)) == (2, [])
    assert [(reread(case).state, reread(case).public_sentence) for case in cases] == [(CaseState.OPEN, "")] * 2
    found = db.session.scalars(select(Match)).all()
    assert [(match.answer, match.learned_wording_id) for match in found] == [(MatchAnswer.OPEN, None)] * 2
    told = db.session.scalars(select(Event).where(Event.action == DeskAction.DECISION_UNDONE)).all()
    assert [event.details["bulk"] for event in told] == [act, act]
    assert {case.id for case in cases} <= set(db.session.scalars(select(Owed.number))), "both are asked about again"


def test_what_was_decided_since_stays_and_is_named(app: Flask, editor: Editor) -> None:
    first, second = plain_case(), plain_case()
    act = carrying_out.carry_out(order(BulkWhat.CLOSE, first, second), editor=editor).act_id
    reopening.reopen(second.id, reason="Es kam etwas Neues.", editor=factories.editor())

    taken = taking_back.take_back(act, editor=editor)

    assert (taken.back, list(taken.stayed)) == (1, [second.id])
    assert reread(first).state is CaseState.OPEN


def test_a_replayed_undo_changes_nothing(app: Flask, editor: Editor) -> None:
    case = plain_case()
    act = carrying_out.carry_out(order(BulkWhat.CLOSE, case), editor=editor).act_id
    taking_back.take_back(act, editor=editor)
    assert taking_back.undoable(act, editor=editor) is None
    again = carrying_out.carry_out(order(BulkWhat.CLOSE, reread(case), token="another page"), editor=editor)

    with pytest.raises(Conflict):
        taking_back.take_back(act, editor=editor)

    assert again.done == 1
    assert reread(case).state is CaseState.CLOSED


def test_the_page_that_was_taken_back_does_not_close_again_what_it_closed(app: Flask, editor: Editor) -> None:
    case = plain_case()
    asked = order(BulkWhat.CLOSE, case)
    taking_back.take_back(carrying_out.carry_out(asked, editor=editor).act_id, editor=editor)

    carrying_out.carry_out(asked, editor=editor)

    assert reread(case).state is CaseState.OPEN


def test_a_late_undo_is_refused(app: Flask, editor: Editor) -> None:
    case = plain_case()
    act = carrying_out.carry_out(order(BulkWhat.CLOSE, case), editor=editor).act_id
    make_older(UNDONE_WITHIN + timedelta(seconds=1))

    assert taking_back.undoable(act, editor=editor) is None
    with pytest.raises(Conflict):
        taking_back.take_back(act, editor=editor)
    assert reread(case).state is CaseState.CLOSED


def test_the_minute_runs_from_when_all_was_done(app: Flask, editor: Editor) -> None:
    case = plain_case()
    act = carrying_out.carry_out(order(BulkWhat.CLOSE, case), editor=editor).act_id
    with writing() as session:
        session.execute(update(BulkAct).values(started_at=now() - 2 * UNDONE_WITHIN))
    db.session.expire_all()

    assert taking_back.take_back(act, editor=editor).back == 1


def test_an_act_of_somebody_else_and_a_forged_one_are_not_found(app: Flask, editor: Editor) -> None:
    act = carrying_out.carry_out(order(BulkWhat.CLOSE, plain_case()), editor=editor).act_id
    for number, who in ((act, factories.editor()), (999_999, editor)):
        assert taking_back.undoable(number, editor=who) is None
        with pytest.raises(NotFound):
            taking_back.take_back(number, editor=who)


def test_tags_return(app: Flask, editor: Editor) -> None:
    one, two = plain_case(), plain_case()
    put = carrying_out.carry_out(order(BulkWhat.TAG, one, two, tag="Wahl"), editor=editor).act_id
    (tag,) = tags.offered()
    tags.remove(two.id, tag.id, editor=factories.editor())

    taken = taking_back.take_back(put, editor=editor)

    assert (taken.back, list(taken.stayed)) == (1, [two.id])
    assert tags.of([one.id, two.id]) == {}

    tags.add(one.id, "Wahl", until=None, editor=editor)
    off = carrying_out.carry_out(order(BulkWhat.UNTAG, one, tag_id=tag.id, token="another"), editor=editor).act_id
    assert taking_back.take_back(off, editor=editor).back == 1
    assert set(tags.of([one.id])) == {one.id}


def test_whoever_had_a_case_has_it_again(app: Flask, lead: Editor) -> None:
    before, given, third = factories.editor(), factories.editor(), factories.editor()
    had, free, moved = plain_case(), plain_case(), plain_case()
    assigning.assign(had.id, before.id, by=lead)
    act = carrying_out.carry_out(order(BulkWhat.ASSIGN, had, free, moved, editor_id=given.id), editor=lead).act_id
    assigning.assign(moved.id, third.id, by=lead)

    taken = taking_back.take_back(act, editor=lead)

    assert (taken.back, list(taken.stayed)) == (2, [moved.id])
    now_with = {case_id: one.editor_id for case_id, one in assigning.assigned([had.id, free.id, moved.id]).items()}
    assert now_with == {had.id: before.id, moved.id: third.id}
