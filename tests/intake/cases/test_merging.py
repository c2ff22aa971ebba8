"""Merging cases and splitting reports off them: nothing is lost, nothing is counted twice, keys lead right."""

from __future__ import annotations

from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from archive.models import Wording
from core.db import db, writing
from core.refusals import Conflict, InvalidInput
from intake import jobs
from intake.cases import joining, merging
from intake.models.cases import Case, CaseKey, CaseState, Kind, Match, MatchAnswer
from intake.models.moves import CaseMove, MoveReason
from intake.models.reports import Phase, Submission
from intake.reports import submissions
from tests.support import factories
from tests.support.case_moves import (
    LINK,
    TEXTS,
    answers,
    case_of,
    check_what_always_holds,
    forget,
    merge,
    one_link,
    picture,
    reread,
    sent,
    settle,
    split,
    undo,
)
from tests.support.desk import plain_case, suggestion


def test_a_merge_brings_reports_and_keys_and_leaves_the_emptied_case_as_a_sign(app: Flask) -> None:
    first, second, third = sent(TEXTS[0], TEXTS[1], TEXTS[0])
    emptied, target = case_of(first), case_of(second)
    move = db.session.get_one(CaseMove, merge(emptied, target))
    check_what_always_holds()
    assert [case_of(report).id for report in (first, second, third)] == [target.id] * 3
    emptied, target = reread(emptied), db.session.get_one(Case, target.id)
    assert (emptied.state, emptied.merged_into_id, emptied.version) == (CaseState.MERGED, target.id, 1)
    assert (target.state, target.submission_count, target.version) == (CaseState.OPEN, 3, 1)
    assert (target.first_seen, target.last_seen) == (first.received_at, third.received_at)
    assert target.text == TEXTS[1]
    assert (move.reason, move.from_case_id, move.to_case_id) == (MoveReason.MERGE, emptied.id, target.id)
    assert (move.submission_ids, len(move.key_ids)) == ([first.id, third.id], 1)


def test_the_next_copy_of_a_merged_text_joins_the_case_it_was_merged_into(app: Flask) -> None:
    first, second = sent(TEXTS[0], TEXTS[1])
    target = case_of(second)
    merge(case_of(first), target)
    (copy,) = sent(TEXTS[0])
    assert case_of(copy).id == target.id
    check_what_always_holds()


def test_a_reader_whose_case_was_merged_is_told_what_is_decided_in_the_other_one(app: Flask) -> None:
    receipt = factories.report(TEXTS[0])
    _, other = sent(TEXTS[0], TEXTS[1])
    merged = db.session.scalars(select(Submission).where(Submission.reference == receipt.reference)).one()
    merge(case_of(merged), case_of(other))
    assert submissions.status(receipt.receipt).phase is Phase.CHECKING
    settle(case_of(other))
    forget()
    told = submissions.status(receipt.receipt)
    assert (told.phase, told.answers[0].sentence) == (Phase.DECIDED, "Das stimmt nicht.")


def test_a_case_that_was_merged_and_merged_again_leads_to_where_its_reports_are(app: Flask) -> None:
    one, two, three = (case_of(report) for report in sent(*TEXTS[:3]))
    merge(one, two)
    merge(two, three)
    check_what_always_holds()
    assert reread(one).standing.id == three.id
    (copy,) = sent(TEXTS[0])
    assert case_of(copy).id == three.id


def test_what_must_stay_apart_is_refused_and_nothing_moves(app: Flask) -> None:
    one, hate = plain_case(), plain_case(kind=Kind.HATE)
    settled, merged = plain_case(state=CaseState.CLOSED), plain_case(state=CaseState.MERGED)
    before = picture()
    for emptied, target in [
        (one, one),
        *product([one], [hate, settled, merged]),
        *product([hate, settled, merged], [one]),
    ]:
        with pytest.raises(Conflict) as refused:
            merge(emptied, target)
        assert str(refused.value).endswith(".")
        assert picture() == before
    assert db.session.scalars(select(CaseMove)).all() == []


def test_two_kinds_that_ask_the_same_question_can_be_merged(app: Flask) -> None:
    scam = factories.submission(TEXTS[0], kind="scam")
    (check,) = sent(TEXTS[1])
    merge(case_of(scam), case_of(check))
    check_what_always_holds()
    assert case_of(scam).id == case_of(check).id


def test_what_editors_answered_comes_along_where_the_target_has_no_answer_and_goes_back_with_it(app: Flask) -> None:
    first, second = sent(TEXTS[0], TEXTS[1])
    emptied, target = case_of(first), case_of(second)
    only_there, answered, both, only_here = claims = [factories.claim() for _ in range(4)]
    for case, claim, answer in [
        (emptied, only_there, MatchAnswer.OPEN),
        (emptied, answered, MatchAnswer.DIFFERENT),
        (emptied, both, MatchAnswer.SAME),
        (target, answered, MatchAnswer.OPEN),
        (target, both, MatchAnswer.DIFFERENT),
        (target, only_here, MatchAnswer.SAME),
    ]:
        suggestion(case, claim, answer=answer)
    before = answers(emptied), answers(target)
    done = merge(emptied, target)
    assert [answers(target)[claim.id] for claim in claims] == [
        MatchAnswer.OPEN,
        MatchAnswer.DIFFERENT,
        MatchAnswer.DIFFERENT,
        MatchAnswer.SAME,
    ]
    undo(done)
    assert (answers(emptied), answers(target)) == before


def test_what_an_answer_taught_belongs_to_one_match_only(app: Flask) -> None:
    first, second = sent(TEXTS[0], TEXTS[1])
    claim = factories.claim()
    there = suggestion(case_of(first), claim, answer=MatchAnswer.SAME)
    here = suggestion(case_of(second), claim)
    with writing() as session:
        wording = Wording(claim_id=claim.id, part=1, text=TEXTS[0], text_hash="h")
        session.add(wording)
        session.flush()
        session.get_one(Match, there.id).learned_wording_id = taught = wording.id
    done = merge(case_of(first), case_of(second))
    forget()
    assert (here.learned_wording_id, there.learned_wording_id) == (taught, None)
    undo(done)
    forget()
    assert (here.learned_wording_id, there.learned_wording_id) == (None, taught)


def test_split_off_reports_make_a_case_that_their_next_copy_joins(app: Flask) -> None:
    first, second, third = one_link(*TEXTS[:3])
    old = case_of(first)
    assert old.submission_count == 3
    move = split(old, second, third)
    check_what_always_holds()
    old, new = reread(old), case_of(second)
    assert (old.submission_count, new.submission_count) == (1, 2)
    assert (old.version, new.version) == (1, 1)
    assert (new.text, new.url, new.kind, new.state) == (TEXTS[1], LINK, Kind.CHECK, CaseState.OPEN)
    assert (move.reason, move.from_case_id, move.to_case_id) == (MoveReason.SPLIT, old.id, new.id)
    copies = sent(TEXTS[0], TEXTS[1], TEXTS[2])
    assert [case_of(copy).id for copy in copies] == [old.id, new.id, new.id]
    # The link is still one of a report that stayed.
    link = factories.submission("", url=LINK)
    joining.match_all_waiting()
    assert case_of(link).id == old.id


def test_a_key_that_only_leaving_reports_have_goes_along(app: Flask) -> None:
    first, second = sent(TEXTS[0], TEXTS[1])
    old = case_of(second)
    merge(case_of(first), old)
    kept = db.session.scalars(select(CaseKey).where(CaseKey.case_id == old.id).order_by(CaseKey.id)).all()
    move = split(old, first)
    assert move.key_ids == [kept[0].id]
    check_what_always_holds()
    copies = sent(TEXTS[0], TEXTS[1])
    assert [case_of(copy).id for copy in copies] == [move.to_case_id, old.id]


def test_one_of_two_copies_that_leaves_does_not_take_the_key_along(app: Flask) -> None:
    first, second = sent(TEXTS[0], TEXTS[0])
    old = case_of(first)
    move = split(old, second)
    assert move.key_ids == []
    (copy,) = sent(TEXTS[0])
    assert case_of(copy).id == old.id
    check_what_always_holds()


def test_the_oldest_report_speaks_for_a_case_whose_words_have_left_until_they_return(app: Flask) -> None:
    first, second, _ = one_link(*TEXTS[:3])
    old = case_of(first)
    earlier = split(old, first)
    assert reread(old).text == TEXTS[1]
    later = split(reread(old), second)
    assert reread(old).text == TEXTS[2]
    undo(earlier.id)
    assert reread(old).text == TEXTS[0]
    undo(later.id)
    assert reread(old).text == TEXTS[0]
    undo(split(old, first).id)
    assert reread(old).text == TEXTS[0]
    check_what_always_holds()


def test_words_that_left_one_after_the_other_return_in_reverse(app: Flask) -> None:
    first, second, _ = one_link(*TEXTS[:3])
    old = case_of(first)
    earlier, later = split(old, first), split(reread(old), second)
    undo(later.id)
    assert reread(old).text == TEXTS[1]
    undo(earlier.id)
    assert reread(old).text == TEXTS[0]


def test_at_least_one_report_leaves_and_at_least_one_stays(app: Flask) -> None:
    first, second = sent(TEXTS[0], TEXTS[0])
    (stranger,) = sent(TEXTS[1])
    case = case_of(first)
    before = picture()
    for leaving in ([], [first, second]):
        with pytest.raises(InvalidInput) as invalid:
            split(case, *leaving)
        assert set(invalid.value.problems) == {"reports"}
    with pytest.raises(Conflict):
        split(case, first, stranger)
    assert picture() == before


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.MERGED])
def test_only_an_open_case_can_be_split(app: Flask, state: CaseState) -> None:
    first, _ = sent(TEXTS[0], TEXTS[0])
    with writing() as session:
        session.get_one(Case, case_of(first).id).state = state
    with pytest.raises(Conflict):
        split(case_of(first), first)


def test_a_new_case_gets_its_matches_from_the_worker_and_a_repeat_changes_nothing(app: Flask) -> None:
    claim_id = factories.claim().id
    first, second = one_link(TEXTS[0], factories.POST)
    assert case_of(first).id == case_of(second).id
    new = db.session.get_one(Case, split(case_of(first), second).to_case_id)
    new_id = new.id
    for _ in range(2):
        jobs.rematch_case(new_id)
        assert answers(db.session.get_one(Case, new_id)) == {claim_id: MatchAnswer.OPEN}
    settle(db.session.get_one(Case, new_id))
    with writing() as session:
        session.delete(session.scalars(select(Match).where(Match.case_id == new_id)).one())
    jobs.rematch_case(new_id)
    assert answers(db.session.get_one(Case, new_id)) == {}


@pytest.mark.parametrize("kind", [Kind.HATE, Kind.SCAM])
def test_what_an_editor_said_of_the_kind_holds_for_what_is_split_off_and_for_what_stays(app: Flask, kind: Kind) -> None:
    reports = [factories.submission(text, url="https://example.org/a/7") for text in TEXTS[:3]]
    sent()
    case = case_of(reports[0])
    with writing():
        (held,) = merging.locked(case.id)
        held.kind = kind

    with writing():
        (held,) = merging.locked(case.id)
        # With the report that spoke for the case.
        move = merging.split(held, [reports[0].id])

    forget()
    assert {db.session.get_one(Case, number).kind for number in (move.from_case_id, move.to_case_id)} == {kind}


def test_a_split_is_not_taken_back_once_one_of_the_two_is_hate(app: Flask) -> None:
    reports = [factories.submission(text, url="https://example.org/a/7") for text in TEXTS[:2]]
    sent()
    move = split(case_of(reports[0]), reports[1])
    move_id = move.id
    with writing() as session:
        session.get_one(Case, move.to_case_id).kind = Kind.HATE

    with pytest.raises(Conflict, match="Reports of hate stay apart"):
        undo(move_id)
