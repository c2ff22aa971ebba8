"""Erasing one report among others: what the others said stays, and the case goes on with them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from archive.models import Wording
from audit.models import Event
from core.config import Config
from core.db import db, now, writing
from core.refusals import Conflict, InvalidInput, NotFound
from intake.cases import joining, merging
from intake.cases.keys import Key, all_keys, words_of
from intake.files import keeping, locking
from intake.models.cases import Case, CaseKey, CaseState, MatchAnswer
from intake.models.files import Attachment
from intake.models.moves import CaseMove
from intake.models.reports import Submission
from intake.models.retention import Erasure, RetentionAction, Why
from intake.public.receipt_page import page_of
from intake.reports import waiting
from intake.retention import erasing, holds
from review.case import answers, read_text
from tests.support import factories, sent_pictures
from tests.support.attached import attached, still_kept
from tests.support.desk import suggestion
from tests.support.installation import work_off


def fresh(number: int) -> Submission:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Submission, number)


def case_of(number: int) -> Case:
    found = fresh(number).case
    assert found is not None
    return found


def keys_of(case: Case) -> set[Key]:
    return {Key(row.lane, row.value) for row in db.session.scalars(select(CaseKey).where(CaseKey.case_id == case.id))}


def told() -> list[dict[str, object]]:
    rows = select(Event).where(Event.action == RetentionAction.REPORT_ERASED.value).order_by(Event.id)
    return [dict(event.details) for event in db.session.scalars(rows)]


@pytest.fixture
def by(app: Flask) -> int:
    return factories.editor().id


def merged(first: str, second: str) -> tuple[int, int]:
    """Return two reports with different words in one case, of which the first speaks for it."""
    one, other = factories.submission(first), factories.submission(second)
    joining.match_all_waiting()
    target, emptied = case_of(one.id).id, case_of(other.id).id
    if target != emptied:
        with writing():
            target_case, emptied_case = merging.locked(target, emptied)
            merging.merge(emptied_case, target_case)
    return one.id, other.id


def test_a_case_goes_on_with_the_words_and_keys_of_another_report(by: int) -> None:
    one, other = merged(factories.POST, "Gurken sind seit gestern im ganzen Land verboten, sagt mein Onkel im Amt.")
    version, gone = case_of(one).version, all_keys(words_of(fresh(one)))
    assert keys_of(case_of(one)) & set(gone)
    erasing.erase([one], why=Why.DESK, by=by, reason="Auf Wunsch")
    case = case_of(other)
    assert (case.text, case.state, case.submission_count) == (fresh(other).text, CaseState.OPEN, 2)
    assert case.version > version
    assert not keys_of(case) & set(gone)
    assert set(all_keys(words_of(fresh(other)))) <= keys_of(case)


def test_the_machine_makes_the_case_findable_by_its_new_words(by: int, config: Config) -> None:
    one, other = merged(factories.POST, "Gurken sind seit gestern im ganzen Land verboten, sagt mein Onkel im Amt.")
    erasing.erase([one], why=Why.DESK, by=by, reason="Auf Wunsch")
    work_off(config)
    again = factories.submission("Gurken sind seit gestern im ganzen Land verboten, sagt mein Onkel im Amt!")
    joining.match_all_waiting()
    assert fresh(again.id).case_id == fresh(other).case_id


def test_what_another_report_says_too_stays(by: int) -> None:
    one, other = factories.submission(), factories.submission()
    joining.match_all_waiting()
    before = keys_of(case_of(one.id))
    erasing.erase([one.id], why=Why.DESK, by=by, reason="Auf Wunsch")
    case = case_of(other.id)
    assert (case.text, case.erased_at) == (factories.POST, None)
    assert keys_of(case) == before
    assert fresh(one.id).text == ""
    assert fresh(other.id).text == factories.POST


def test_what_was_learned_from_other_words_stays(by: int) -> None:
    editor = factories.editor()
    one = factories.case()
    answers.answer_match(suggestion(one, factories.claim()).id, MatchAnswer.SAME, editor=editor)
    two = factories.case("Gurken sind seit gestern im ganzen Land verboten, sagt mein Onkel im Amt.")
    answers.answer_match(
        suggestion(two, factories.claim("Gurken sind nicht verboten.")).id, MatchAnswer.SAME, editor=editor
    )
    first = db.session.scalars(select(Submission.id).where(Submission.case_id == one.id)).one()
    erasing.erase([first], why=Why.DESK, by=by, reason="Auf Wunsch")
    assert [row.text.partition(" ")[0] for row in db.session.scalars(select(Wording))] == ["Gurken"]


def test_a_further_copy_of_erased_words_opens_a_case_of_its_own(by: int) -> None:
    one = factories.submission()
    joining.match_all_waiting()
    emptied = case_of(one.id).id
    erasing.erase([one.id], why=Why.DESK, by=by, reason="Auf Wunsch")
    again = factories.submission()
    joining.match_all_waiting()
    assert case_of(again.id).id != emptied


def test_a_report_that_waits_is_erased_and_gets_no_case(by: int) -> None:
    one = factories.submission()
    erasing.erase([one.id], why=Why.DESK, by=by, reason="Auf Wunsch")
    assert not waiting.is_waiting(one.id)
    joining.match_all_waiting()
    assert fresh(one.id).case_id is None
    assert told() == [{"submission": one.id, "why": "desk"}]


def test_a_report_that_was_taken_up_before_it_was_erased_gets_no_case(by: int) -> None:
    one = factories.submission()
    assert waiting.take() == [one.id]
    erasing.erase([one.id], why=Why.DESK, by=by, reason="Auf Wunsch")
    assert joining.match_batch([one.id]) == 0
    assert fresh(one.id).case_id is None


def test_files_go_and_a_locked_one_stays_sealed_until_a_lead_has_dealt_with_it(by: int) -> None:
    case = factories.case()
    report = db.session.scalars(select(Submission).where(Submission.case_id == case.id)).one()
    plain, locked = attached(case.id), attached(case.id, content=b"not to be seen")
    locking.lock(locked.id, by=by)
    keys = {key for file in (plain, locked) for key in (file.original_key, file.preview_key)}
    assert still_kept(keys) == keys
    erasing.erase([report.id], why=Why.DESK, by=by, reason="Auf Wunsch")
    assert still_kept(keys) == {locked.original_key, locked.preview_key}
    (left,) = keeping.of_report(report.id)
    assert (left.id, left.sha256, left.name) == (locked.id, locked.sha256, "")
    assert locking.is_known(locked.sha256)
    assert [file.id for file in locking.locked()] == [locked.id]
    assert db.session.get(Attachment, plain.id) is None
    with writing():
        emptied = locking.empty(locked.id, by=by)
    keeping.forget(emptied.keys)
    assert still_kept(keys) == set()
    assert locking.locked() == []


def test_what_was_learned_from_words_that_were_misread_goes_too(app: Flask, by: int) -> None:
    report = sent_pictures.sent(b"a picture")
    sent_pictures.read_as(report, "Ab Mai kostet das Wasser in Linz 5.000 Euro, sagt der Nachbar.")
    joining.match_all_waiting()
    editor = db.session.get_one(Editor, by)
    right = suggestion(case_of(report), factories.claim("Das Wasser in Linz kostet ab Mai nicht mehr als bisher."))
    answers.answer_match(right.id, MatchAnswer.SAME, editor=editor)
    assert db.session.scalars(select(Wording)).all() != []
    file = keeping.of_report(report)[0]
    read_text.correct(case_of(report).id, file.id, "Ab Mai kostet das Wasser in Linz 6.000 Euro.", editor=editor)

    erasing.erase([report], why=Why.DESK, by=by, reason="Auf Wunsch")

    assert db.session.scalars(select(Wording)).all() == []
    assert keys_of(case_of(report)) == set()


def test_a_reader_asks_with_the_receipt_and_the_worker_does_it(app: Flask, config: Config) -> None:
    receipt = factories.report()
    work_off(config)
    erasing.ask(receipt.receipt)
    erasing.ask(receipt.receipt.lower())
    assert len(db.session.scalars(select(Erasure)).all()) == 1
    work_off(config)
    report = db.session.scalars(select(Submission).execution_options(populate_existing=True)).one()
    assert report.erased_at is not None
    noted = db.session.scalars(select(Erasure).execution_options(populate_existing=True)).one()
    assert noted.cleared_at is not None
    shown = page_of(receipt.receipt)
    assert shown is not None
    assert not shown.is_answered


def test_nobody_erases_with_a_receipt_that_is_none(app: Flask) -> None:
    with pytest.raises(InvalidInput):
        erasing.ask("1234-5678-9012-3456-7888")


def test_nothing_is_erased_that_is_not_there(by: int) -> None:
    with pytest.raises(NotFound):
        erasing.erase_at_desk(4711, by=by, reason="Auf Wunsch")


def test_what_is_kept_for_a_legal_reason_waits_until_it_is_not(by: int) -> None:
    receipt = factories.report()
    joining.match_all_waiting()
    report = db.session.scalars(select(Submission)).one()
    assert report.case_id is not None
    holds.hold(report.case_id, reason="Die Staatsanwaltschaft fragt danach.", by=by)
    erasing.ask(receipt.receipt)
    assert erasing.carry_out() == 0
    with pytest.raises(Conflict):
        erasing.erase_at_desk(report.id, by=by, reason="Auf Wunsch")
    holds.lift(report.case_id, by=by)
    assert erasing.carry_out() == 1


def test_reports_stay_kept_wherever_they_are_moved(by: int) -> None:
    one, other = factories.submission(), factories.submission()
    joining.match_all_waiting()
    case_id = case_of(one.id).id
    holds.hold(case_id, reason="Die Staatsanwaltschaft fragt danach.", by=by)
    with writing():
        (case,) = merging.locked(case_id)
        new = merging.split(case, [other.id]).to_case_id
    assert holds.is_held(new)
    target = factories.case("Gurken sind seit gestern im ganzen Land verboten, sagt mein Onkel im Amt.").id
    with writing():
        emptied, into = merging.locked(new, target)
        merging.merge(emptied, into)
    assert holds.is_held(target)
    assert holds.held_cases() == {case_id, target}
    holds.lift(target, by=by)
    assert not holds.is_held(target)
    assert holds.is_held(case_id)


def test_a_case_is_kept_once_and_for_a_reason_only(by: int) -> None:
    case = factories.case()
    with pytest.raises(InvalidInput):
        holds.hold(case.id, reason="  ", by=by)
    holds.hold(case.id, reason="Ein Gericht.", by=by)
    holds.hold(case.id, reason="Noch ein Gericht.", by=by)
    assert [hold.reason for hold in holds.of_case(case.id)] == ["Ein Gericht."]
    assert now() >= holds.standing()[0].set_at


def take_back(move_id: int) -> None:
    with writing() as session:
        move = session.get_one(CaseMove, move_id)
        merging.locked(move.to_case_id, move.from_case_id)
        merging.undo(move)


def test_a_merge_is_not_taken_back_for_a_report_that_is_erased(by: int) -> None:
    other, one = merged("Gurken sind seit gestern im ganzen Land verboten, sagt mein Onkel im Amt.", factories.POST)
    move = db.session.scalars(select(CaseMove)).one()
    erasing.erase([one], why=Why.DESK, by=by, reason="Auf Wunsch")
    emptied = db.session.get_one(Case, move.from_case_id, populate_existing=True)
    assert (emptied.text, emptied.state) == ("", CaseState.MERGED)
    assert case_of(other).text == fresh(other).text
    with pytest.raises(Conflict):
        take_back(move.id)
