"""Merging and splitting at the desk: what is refused, and what is written down."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from audit.trail import first_broken
from core.config import Config
from core.db import db
from core.refusals import NotFound
from intake.cases.rematching import rematch_changed
from intake.models.cases import CaseState, Match
from intake.models.moves import CaseMove
from intake.models.reports import Phase
from intake.reports import submissions
from review.case import merging
from review.models import DeskAction
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.case_moves import TEXTS, case_of, check_what_always_holds, forget, sent
from tests.support.desk import filled, plain_case, reread, signed_in, suggestion
from tests.support.desk_moves import WHY, editor, merge, no_move_was_made, split, three_reports, trail, two_cases
from tests.support.installation import work_off


def test_a_merge_answers_the_reporters_of_both_and_is_written_down(app: Flask) -> None:
    receipt = factories.report(TEXTS[1])
    case, other = two_cases()
    who = editor()
    browser = signed_in(app, who)
    saved = merge(browser, case, other)
    assert saved.status_code == 302
    assert saved.location.startswith(f"/desk/cases/{case.id}")
    check_what_always_holds()
    move = db.session.scalars(select(CaseMove)).one()
    assert (move.from_case_id, move.to_case_id, move.note) == (other.id, case.id, WHY)
    details = {"move": move.id, "merged": other.id, "reports": 2, "keys": 1}
    assert trail() == [(DeskAction.CASES_MERGED, case.id, who.id, details)]
    assert first_broken() is None
    assert submissions.status(receipt.receipt).phase is Phase.CHECKING
    page = f"/desk/cases/{case.id}"
    assert browser.send(f"{page}/decision", filled(reread(case)), seen_at=page).status_code == 302
    assert submissions.status(receipt.receipt).phase is Phase.CLOSED


def test_what_can_be_done_to_a_merged_case_is_to_take_the_merge_back(app: Flask) -> None:
    case, other = two_cases()
    match = suggestion(other, factories.claim())
    suggestion(case, match.claim)
    browser = signed_in(app)
    merge(browser, case, other)
    before = trail()
    page = f"/desk/cases/{other.id}"
    form = hidden_fields(browser.get(page).text)
    for address, fields in [
        (f"{page}/decision", filled(reread(other))),
        (f"{page}/reopen", {"reason": WHY}),
        (f"/desk/matches/{match.id}/answer", {"answer": "same"}),
    ]:
        assert browser.post(address, data={**form, **fields}).status_code == 409, address
    assert trail() == before
    assert reread(other).state is CaseState.MERGED


def test_merged_is_not_an_outcome_that_can_be_sent(app: Flask) -> None:
    case = plain_case()
    page = f"/desk/cases/{case.id}"
    sent_anyway = signed_in(app).send(f"{page}/decision", filled(case, outcome="merged"), seen_at=page)
    assert sent_anyway.status_code == 400
    assert reread(case).state is CaseState.OPEN


@pytest.mark.parametrize("reason", ["", "  \n", "a" * 4_001])
def test_a_move_without_a_reason_is_shown_again_with_what_is_missing(app: Flask, reason: str) -> None:
    case, reports = three_reports()
    other = plain_case()
    browser = signed_in(app)
    for told in (merge(browser, case, other, reason=reason), split(browser, case, reports[1:], reason=reason)):
        assert told.status_code == 400
        assert 'id="reason-error"' in told.text
    assert no_move_was_made()


def test_what_was_missing_can_be_filled_in_and_sent(app: Flask) -> None:
    case, other = two_cases()
    browser = signed_in(app)
    page = merge(browser, case, other, reason="").text
    again = browser.post(f"/desk/cases/{case.id}/merge", data={**hidden_fields(page), "reason": WHY})
    assert again.status_code == 302
    assert reread(other).merged_into_id == case.id


@pytest.mark.parametrize("changed", ["case", "other"])
def test_a_form_from_before_one_of_the_two_changed_is_refused(app: Flask, changed: str) -> None:
    case, other = two_cases()
    browser = signed_in(app)
    page = f"/desk/cases/{case.id}/merge"
    form = hidden_fields(browser.get(f"{page}?other={other.id}").text)
    settled = f"/desk/cases/{(case if changed == 'case' else other).id}"
    browser.send(f"{settled}/decision", filled(reread(case)), seen_at=settled)
    browser.send(f"{settled}/reopen", {"reason": WHY}, seen_at=settled)
    late = browser.post(page, data={**form, "reason": WHY})
    assert late.status_code == 409
    assert "in the meantime" in open_text(late.text)
    assert db.session.scalars(select(CaseMove)).all() == []


def test_a_split_from_before_the_case_changed_is_refused(app: Flask) -> None:
    case, reports = three_reports()
    assert split(signed_in(app), case, reports[1:], version="7").status_code == 409
    assert no_move_was_made()


def test_of_editors_who_merge_crosswise_in_the_same_moment_exactly_one_does(app: Flask) -> None:
    case, other = two_cases()
    numbers = [(case.id, other.id), (other.id, case.id)]
    browsers = [signed_in(app) for _ in numbers]
    forms = [
        hidden_fields(browser.get(f"/desk/cases/{one}/merge?other={two}").text)
        for browser, (one, two) in zip(browsers, numbers, strict=True)
    ]
    together, codes = threading.Barrier(2), []

    def send(browser: Browser, form: dict[str, str], number: int) -> None:
        together.wait()
        codes.append(browser.post(f"/desk/cases/{number}/merge", data={**form, "reason": WHY}).status_code)

    threads = [
        threading.Thread(target=send, args=(browser, form, number))
        for browser, form, (number, _) in zip(browsers, forms, numbers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [302, 409]
    check_what_always_holds()
    assert [action for action, _, _, _ in trail()] == [DeskAction.CASES_MERGED]


def test_chosen_reports_become_a_case_of_their_own_that_the_worker_matches(app: Flask, config: Config) -> None:
    claim_id = factories.claim().id
    # What is new in the archive is seen: nothing but the split itself asks for the new case.
    rematch_changed()
    case, reports = three_reports()
    leaving = factories.submission(url="https://example.org/a/7")
    sent()
    who = editor()
    browser = signed_in(app, who)
    shown = open_text(browser.get(f"/desk/cases/{case.id}/split?reports={leaving.id}").text)
    assert leaving.reference in shown
    assert reports[0].reference not in shown
    saved = split(browser, case, [leaving])
    new = case_of(leaving)
    assert saved.location.startswith(f"/desk/cases/{new.id}")
    assert new.id != case.id
    new_id = new.id
    move = db.session.scalars(select(CaseMove)).one()
    details = {"move": move.id, "new": new.id, "reports": 1, "keys": 0}
    assert trail() == [(DeskAction.CASE_SPLIT, case.id, who.id, details)]
    work_off(config)
    forget()
    assert claim_id in db.session.scalars(select(Match.claim_id).where(Match.case_id == new_id)).all()


@pytest.mark.parametrize("number", ["x", "0", "9" * 30])
def test_reports_that_do_not_exist_cannot_be_split_off(app: Flask, number: str) -> None:
    case, reports = three_reports()
    browser = signed_in(app)
    assert split(browser, case, reports[:1], reports=[number]).status_code in {400, 409}
    assert browser.get(f"/desk/cases/{case.id}/split?reports={number}").status_code in {200, 302}
    assert no_move_was_made()


def test_a_move_is_taken_back_only_at_a_case_that_had_a_part_in_it(app: Flask) -> None:
    case, other = two_cases()
    stranger = plain_case()
    browser = signed_in(app)
    merge(browser, case, other)
    move = db.session.scalars(select(CaseMove.id)).one()
    form = hidden_fields(browser.get(f"/desk/cases/{case.id}").text)
    for address in (f"/desk/cases/{stranger.id}/moves/{move}/undo", f"/desk/cases/{case.id}/moves/999/undo"):
        assert browser.post(address, data=form).status_code == 404
    with pytest.raises(NotFound):
        merging.undo_move(999, editor=editor())
    assert reread(other).state is CaseState.MERGED


@pytest.mark.parametrize("address", ["merge", "split"])
def test_a_case_that_does_not_exist_can_be_neither_merged_nor_split(app: Flask, address: str) -> None:
    browser = signed_in(app)
    assert browser.get(f"/desk/cases/999/{address}?other=1&reports=1").status_code == 404
    fields = {"reason": WHY, "other": "1", "reports": "1", "version": "0"}
    assert browser.send(f"/desk/cases/999/{address}", fields, seen_at="/desk/").status_code == 404


@pytest.mark.parametrize("address", ["merge", "split", "moves/1/undo"])
def test_without_its_token_nothing_is_moved(app: Flask, address: str) -> None:
    case, other = two_cases()
    browser = signed_in(app)
    fields = {"other": str(other.id), "version": "0", "other_version": "0", "reason": WHY}
    assert browser.post(f"/desk/cases/{case.id}/{address}", data=fields).status_code == 400
    assert no_move_was_made()
