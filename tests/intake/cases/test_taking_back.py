"""Taking merges and splits back, whatever came between, and whoever moves at the same time."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, writing
from core.refusals import Conflict, InvalidInput
from intake.cases import settling
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.models.moves import CaseMove
from intake.models.reports import Submission
from tests.support import factories
from tests.support.case_moves import (
    TEXTS,
    answers,
    case_of,
    check_what_always_holds,
    merge,
    merge_crosswise,
    move_while_reports_arrive,
    one_link,
    picture,
    reports_of,
    reread,
    sent,
    settle,
    split,
    undo,
)
from tests.support.desk import suggestion


def test_what_came_later_stays_where_it_is_and_is_counted(app: Flask) -> None:
    first, second = sent(TEXTS[0], TEXTS[1])
    emptied, target = case_of(first), case_of(second)
    done = merge(emptied, target)
    (later,) = sent(TEXTS[0])
    undone = undo(done)
    check_what_always_holds()
    assert (reports_of(emptied), reports_of(target)) == ([first.id], [second.id, later.id])
    assert undone.stayed == 1
    assert undone.back.submission_ids == [first.id]
    assert db.session.get_one(CaseMove, done).undone_by_id == undone.back.id
    (copy,) = sent(TEXTS[0])
    assert case_of(copy).id == emptied.id


def test_a_case_that_was_split_off_lives_on_with_what_came_later_or_is_merged_back(app: Flask) -> None:
    first, second = one_link(*TEXTS[:2])
    old = case_of(first)
    move = split(old, second)
    (later,) = sent(TEXTS[1])
    assert undo(move.id).stayed == 1
    new = db.session.get_one(Case, move.to_case_id)
    assert (new.state, reports_of(new)) == (CaseState.OPEN, [later.id])
    again = split(reread(old), second)
    assert undo(again.id).stayed == 0
    emptied = db.session.get_one(Case, again.to_case_id)
    assert (emptied.state, emptied.merged_into_id) == (CaseState.MERGED, old.id)
    check_what_always_holds()


def test_an_answer_given_in_a_case_that_is_merged_back_is_not_lost(app: Flask) -> None:
    claim = factories.claim()
    first, second = one_link(*TEXTS[:2])
    old = case_of(first)
    with writing() as session:
        for match in session.scalars(select(Match).where(Match.case_id == old.id)):
            session.delete(match)
    move = split(old, second)
    suggestion(case_of(second), claim, answer=MatchAnswer.SAME)
    undo(move.id)
    assert answers(old) == {claim.id: MatchAnswer.SAME}


def test_nothing_is_taken_back_twice_and_taking_back_cannot_be_taken_back(app: Flask) -> None:
    first, second = sent(TEXTS[0], TEXTS[1])
    done = merge(case_of(first), case_of(second))
    back = undo(done).back.id
    before = picture()
    for move_id in (done, back):
        with pytest.raises(Conflict):
            undo(move_id)
    assert picture() == before


def test_what_something_later_stands_against_is_not_taken_back(app: Flask) -> None:
    first, second, third, copy = sent(*TEXTS[:3], TEXTS[0])
    target = case_of(second)
    done = merge(case_of(first), target)

    merged_on = merge(target, case_of(third))
    refused(done)
    undo(merged_on)

    apart = split(reread(target), copy)
    refused(done)
    undo(apart.id)

    left_behind = split(reread(target), second)
    refused(done)
    undo(left_behind.id)

    settle(target)
    refused(done)
    with writing() as session:
        fresh = session.get_one(Case, target.id)
        settling.settle(fresh, state=CaseState.OPEN, public_sentence="", verdict=None, answer_claim_id=None)
    undo(done)
    check_what_always_holds()
    assert case_of(first).id == case_of(copy).id != case_of(second).id


def refused(move_id: int) -> None:
    before = picture()
    with pytest.raises(Conflict) as conflict:
        undo(move_id)
    assert str(conflict.value).endswith(".")
    assert picture() == before


def test_a_split_is_not_taken_back_while_the_old_case_is_settled(app: Flask) -> None:
    first, second = one_link(*TEXTS[:2])
    move = split(case_of(first), second)
    settle(case_of(first))
    refused(move.id)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_merged_split_and_taken_back_every_report_is_in_one_open_case(app: Flask, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (dice, not secrets)
    sent(*TEXTS, *chance.choices(TEXTS, k=6))
    done: list[int] = []
    for step in range(40):
        open_cases = db.session.scalars(select(Case).where(Case.state == CaseState.OPEN).order_by(Case.id)).all()
        try:
            match chance.choice(["merge", "split", "undo", "arrive"]):
                case "merge":
                    done.append(merge(chance.choice(open_cases), chance.choice(open_cases)))
                case "split":
                    case = chance.choice(open_cases)
                    chosen = [db.session.get_one(Submission, number) for number in reports_of(case)]
                    done.append(split(case, *chance.sample(chosen, chance.randint(1, len(chosen)))).id)
                case "undo" if done:
                    undo(chance.choice(done))
                case _ if step % 4 == 0:
                    sent(chance.choice(TEXTS))
        except (Conflict, InvalidInput):
            db.session.rollback()
        check_what_always_holds()
    assert len(done) > 5


@pytest.mark.parametrize("seed", range(4))
def test_what_is_taken_back_in_reverse_leaves_everything_as_it_was(app: Flask, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (dice, not secrets)
    one_link(*TEXTS, TEXTS[0])
    sent("Ein fünfter Text.", "Ein sechster Text.", "Ein siebter Text.")
    before, done = picture(), []
    for _ in range(12):
        open_cases = db.session.scalars(select(Case).where(Case.state == CaseState.OPEN).order_by(Case.id)).all()
        case = chance.choice(open_cases)
        chosen = [db.session.get_one(Submission, number) for number in reports_of(case)]
        if len(chosen) > 1 and chance.random() < 0.6:
            done.append(split(case, *chance.sample(chosen, chance.randint(1, len(chosen) - 1))).id)
        elif len(open_cases) > 1:
            done.append(merge(*chance.sample(open_cases, 2)))
    assert picture() != before
    for move_id in reversed(done):
        assert undo(move_id).stayed == 0
        check_what_always_holds()
    assert picture() == before


def test_two_editors_who_merge_crosswise_make_one_case(app: Flask) -> None:
    first, second = sent(TEXTS[0], TEXTS[1])
    assert merge_crosswise(app, case_of(first).id, case_of(second).id) == ["merged", "refused"]
    check_what_always_holds()
    assert case_of(first).id == case_of(second).id


def test_no_report_is_lost_that_arrives_while_its_case_is_merged(app: Flask) -> None:
    move_while_reports_arrive(app, TEXTS[:2], rounds=12)
    check_what_always_holds()
    assert len(db.session.scalars(select(Submission.id)).all()) == 14
