"""Decisions of several editors, old forms, and taking a decision back."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from archive.models import Verdict
from core.db import db
from intake.cases import joining
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.models.reports import Phase
from intake.reports import submissions
from review.models import Decision, DeskAction
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.deciding import decide, decisions, events
from tests.support.desk import SENTENCE, filled, plain_case, reread, signed_in, suggestion


def reopen(browser: Browser, case: Case, reason: str = "Neue Belege.") -> TestResponse:
    page = f"/desk/cases/{case.id}"
    return browser.send(f"{page}/reopen", {"reason": reason}, seen_at=page)


def answer(browser: Browser, match: Match, said: str) -> TestResponse:
    return browser.send(f"/desk/matches/{match.id}/answer", {"answer": said}, seen_at="/desk/")


def test_the_second_of_two_editors_is_told_and_changes_nothing(app: Flask) -> None:
    first, second = signed_in(app), signed_in(app)
    case = plain_case()
    form = hidden_fields(second.get(f"/desk/cases/{case.id}").text)
    decide(first, case, outcome="closed")
    before = decisions(), events(), reread(case).version
    late = second.post(
        f"/desk/cases/{case.id}/decision",
        data={**filled(case, outcome="decided", verdict="true", public_sentence="Doch wahr."), **form},
    )
    assert late.status_code == 409
    assert "This case was worked on in the meantime." in open_text(late.text)
    assert (decisions(), events(), reread(case).version) == before
    assert reread(case).public_sentence == SENTENCE


def test_a_form_from_before_the_case_was_taken_up_again_is_refused(app: Flask) -> None:
    first, second = signed_in(app), signed_in(app)
    case = plain_case()
    form = hidden_fields(second.get(f"/desk/cases/{case.id}").text)
    decide(first, case)
    reopen(first, case)
    late = second.post(f"/desk/cases/{case.id}/decision", data={**filled(case), **form})
    assert late.status_code == 409
    assert reread(case).state is CaseState.OPEN


@pytest.mark.parametrize("version", ["", "x", "-1", "1", "9" * 30])
def test_a_form_without_the_version_it_was_opened_at_is_refused(app: Flask, version: str) -> None:
    case = plain_case()
    assert decide(signed_in(app), case, version=version).status_code == 409
    assert decisions() == []


def test_of_editors_who_decide_in_the_same_moment_exactly_one_does(app: Flask) -> None:
    browsers = [signed_in(app) for _ in range(4)]
    case = plain_case()
    forms = [hidden_fields(browser.get(f"/desk/cases/{case.id}").text) for browser in browsers]
    together, codes = threading.Barrier(4), []

    def send(browser: Browser, form: dict[str, str], said: str) -> None:
        data = {**filled(case, public_sentence=said), **form}
        together.wait()
        codes.append(browser.post(f"/desk/cases/{case.id}/decision", data=data).status_code)

    case_id = case.id
    threads = [
        threading.Thread(target=send, args=(browser, form, f"Satz {number}."))
        for number, (browser, form) in enumerate(zip(browsers, forms, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [302, 409, 409, 409]
    db.session.rollback()
    db.session.expire_all()
    (kept,) = db.session.scalars(select(Decision)).all()
    assert db.session.get_one(Case, case_id).public_sentence == kept.public_sentence
    assert [action for action, _, _ in events()] == [DeskAction.CASE_DECIDED]


def test_a_decision_can_be_taken_back_and_made_again_and_none_is_ever_changed(app: Flask) -> None:
    editor = factories.editor(password="four words nobody guesses")
    browser = signed_in(app, editor)
    receipt = factories.report()
    joining.match_all_waiting()
    case = db.session.scalars(select(Case)).one()
    decide(browser, case, outcome="decided", verdict="false")
    first = decisions()
    assert reopen(browser, case).status_code == 302
    told = submissions.status(receipt.receipt)
    assert (told.phase, told.answers) == (Phase.CHECKING, [])
    second = decisions()
    decide(browser, case, outcome="decided", verdict="true", public_sentence="Es stimmt doch.")
    third = decisions()
    assert (len(first), len(second), len(third)) == (1, 2, 3)
    assert third[:2] == second
    assert second[:1] == first
    outcomes = db.session.scalars(select(Decision.outcome).order_by(Decision.id)).all()
    assert outcomes == [CaseState.DECIDED, CaseState.OPEN, CaseState.DECIDED]
    (said,) = submissions.status(receipt.receipt).answers
    assert (said.sentence, said.verdict) == ("Es stimmt doch.", Verdict.TRUE)
    assert [(action, who) for action, who, _ in events()] == [
        (DeskAction.CASE_DECIDED, editor.id),
        (DeskAction.CASE_REOPENED, editor.id),
        (DeskAction.CASE_DECIDED, editor.id),
    ]


def test_taking_a_case_up_again_needs_a_reason_and_a_settled_case(app: Flask) -> None:
    browser, case = signed_in(app), plain_case()
    form = hidden_fields(browser.get(f"/desk/cases/{case.id}").text)
    assert browser.post(f"/desk/cases/{case.id}/reopen", data={**form, "reason": "Darum."}).status_code == 409
    decide(browser, case)
    before = decisions(), events()
    assert reopen(browser, case, reason="  ").status_code == 400
    assert (decisions(), events()) == before
    assert reread(case).state is CaseState.CLOSED


@pytest.mark.parametrize("address", ["/desk/cases/999/decision", "/desk/cases/999/reopen", "/desk/matches/999/answer"])
def test_what_does_not_exist_cannot_be_decided(app: Flask, address: str) -> None:
    fields = {**filled(Case(version=0)), "reason": "Darum.", "answer": "same"}
    assert signed_in(app).send(address, fields, seen_at="/desk/").status_code == 404


@pytest.mark.parametrize("address", ["/desk/cases/1/decision", "/desk/cases/1/reopen", "/desk/matches/1/answer"])
def test_without_its_token_nothing_is_decided(app: Flask, address: str) -> None:
    browser, case = signed_in(app), plain_case()
    suggestion(case, factories.claim())
    assert browser.post(address, data={**filled(case), "answer": "same"}).status_code == 400
    assert (decisions(), events()) == ([], [])
    assert reread(case).version == 0


def test_a_suggestion_can_be_confirmed_rejected_and_taken_back(app: Flask) -> None:
    editor = factories.editor(password="four words nobody guesses")
    browser, case = signed_in(app, editor), plain_case()
    match = suggestion(case, factories.claim())
    for said in ("same", "different", "open"):
        saved = answer(browser, match, said)
        assert saved.status_code == 302
        assert saved.location.startswith(f"/desk/cases/{case.id}")
        assert db.session.get_one(Match, match.id).answer.value == said
    assert [event for event in events() if event[0] == DeskAction.MATCH_ANSWERED] == [
        (
            DeskAction.MATCH_ANSWERED,
            editor.id,
            {"match": match.id, "claim": match.claim_id, "answer": said, "rank": 1, "band": "likely"},
        )
        for said in ("same", "different", "open")
    ]


def test_the_same_answer_twice_is_one_line(app: Flask) -> None:
    browser, case = signed_in(app), plain_case()
    match = suggestion(case, factories.claim())
    answer(browser, match, "same")
    answer(browser, match, "same")
    assert len(events()) == 1


@pytest.mark.parametrize("said", ["", "perhaps", "SAME"])
def test_an_unknown_answer_is_refused(app: Flask, said: str) -> None:
    browser, case = signed_in(app), plain_case()
    match = suggestion(case, factories.claim())
    assert answer(browser, match, said).status_code == 400
    assert db.session.get_one(Match, match.id).answer is MatchAnswer.OPEN


def test_the_suggestion_that_answers_a_case_cannot_be_rejected_before_the_case_is_open_again(app: Flask) -> None:
    browser, case, claim = signed_in(app), plain_case(), factories.claim()
    match = suggestion(case, claim)
    decide(browser, case, outcome="answered", claim_id=str(claim.id))
    before = events()
    for said in ("different", "open"):
        refused = answer(browser, match, said)
        assert refused.status_code == 409
        assert "Take the case up again first." in open_text(refused.text)
    assert events() == before
    reopen(browser, case)
    assert answer(browser, match, "different").status_code == 302


def test_an_article_that_an_editor_rejected_is_not_offered_as_an_answer(app: Flask) -> None:
    browser, case = signed_in(app), plain_case()
    kept, rejected = factories.claim(title="Passt gut"), factories.claim(title="Passt nicht")
    suggestion(case, kept, rank=1)
    suggestion(case, rejected, rank=2, answer=MatchAnswer.DIFFERENT)
    page = browser.get(f"/desk/cases/{case.id}").text
    offered = page.split('name="claim_id"')[1].split("</select>")[0]
    assert "Passt gut" in offered
    assert "Passt nicht" not in offered


@pytest.mark.parametrize("field", ["reason", "public_sentence"])
@pytest.mark.parametrize("text", ["A\x00", "gut \u202egnp.exe", "\u200b\u2060", "\x01"], ids=ascii)
def test_what_nobody_can_see_is_no_text_for_readers_or_colleagues(app: Flask, field: str, text: str) -> None:
    case = plain_case()

    answer = signed_in(app).send(
        f"/desk/cases/{case.id}/decision",
        filled(case, **{"reason_code": "other", field: text}),
        seen_at=f"/desk/cases/{case.id}",
    )

    assert answer.status_code == 400
    assert reread(case).state is CaseState.OPEN
