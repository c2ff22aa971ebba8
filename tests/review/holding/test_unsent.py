"""Text is never lost: whatever becomes of a request that carries it, its editor finds it again, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from accounts import sessions
from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import writing
from intake.models.cases import Case, CaseState
from review.case import decisions
from review.case.decisions import Draft
from review.holding import drafts, leases, unsent
from review.holding.models import DraftForm
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.browsing import Browser, fields_of, links, open_text
from tests.support.desk import PASSWORD, REASON, SENTENCE, filled, plain_case, reread, signed_in, suggestion
from tests.support.desk_moves import merge, two_cases
from tests.support.door import login
from tests.support.holding import close, editor, end_session, kept, mark, page_of

WORDS = "Der Anbieter hat es auf Nachfrage bestätigt, und zwar schriftlich."
KEPT = "What you wrote is kept as a draft."


def send(browser: Browser, case: Case, form: dict[str, str], **changed: str) -> TestResponse:
    """Send a decision with a mark and a token that a page gave out earlier."""
    return browser.post(f"/desk/cases/{case.id}/decision", data={**filled(case, reason=WORDS), **form, **changed})


def closing(case: Case) -> Draft:
    return Draft(CaseState.CLOSED, None, None, REASON, SENTENCE, reread(case).version, ReasonCode.TOO_LITTLE)


def test_what_is_sent_after_the_session_ended_is_there_after_signing_in_again(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser = signed_in(app, alva)
    form = mark(browser, case, "decision")
    end_session(alva)

    answer = browser.post(f"/desk/cases/{case.id}/decision?sort=newest", data={**filled(case, reason=WORDS), **form})

    assert answer.status_code == 302
    back = f"/desk/cases/{case.id}?sort=newest"
    asked = browser.get(answer.location)
    assert "What you wrote is kept: sign in" in open_text(asked.text)
    assert WORDS not in asked.text
    entered = browser.send("/desk/login", {"email": alva.email, "password": PASSWORD}, seen_at=answer.location)
    assert entered.location == back
    page = browser.get(back).text
    assert fields_of(page)["reason"] == WORDS
    assert "Your draft of" in open_text(page)
    assert reread(case).state is CaseState.OPEN


def test_a_colleague_who_signs_in_at_the_same_computer_sees_nothing_of_it(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo", role=RoleName.LEAD)
    browser = signed_in(app, alva)
    form = mark(browser, case, "decision")
    end_session(alva)
    left = send(browser, case, form)
    login(browser, bo.email, PASSWORD)

    page = page_of(case, browser)
    # The page that Alva left open is sent once more, by whoever sits there now.
    again = send(browser, case, form)

    assert left.status_code == 302
    assert WORDS not in page
    assert fields_of(page)["reason"] == ""
    assert again.status_code == 400
    assert KEPT not in again.text
    assert (kept(case, bo), kept(case, alva)["reason"]) == ({}, WORDS)


@pytest.mark.parametrize("form", ["", "x", "a.b", "WzEsMSwiZGVjaXNpb24iLDAsIngiXQ.x"])
def test_a_mark_that_is_none_of_ours_keeps_nothing(app: Flask, form: str) -> None:
    case, alva = plain_case(), editor("Alva")

    answer = send(Browser(app, app.response_class), case, {"draft": form})

    assert answer.status_code == 302
    assert kept(case, alva) == {}


def test_a_mark_is_worth_nothing_after_a_week_or_once_its_account_is_closed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, alva, gone = plain_case(), editor("Alva"), editor("Gerda")
    forms = [mark(signed_in(app, who), case, "decision") for who in (alva, gone)]
    close(gone)
    nobody = Browser(app, app.response_class)

    send(nobody, case, forms[1])
    monkeypatch.setattr(unsent, "MARK_LASTS", timedelta(0))
    send(nobody, case, forms[0])

    assert (kept(case, alva), kept(case, gone)) == ({}, {})


def test_a_page_that_was_open_for_too_long_leads_back_to_the_case_with_the_text(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser = signed_in(app, alva)

    answer = send(browser, case, mark(browser, case, "decision"), csrf_token="too old")

    assert answer.status_code == 400
    assert KEPT in open_text(answer.text)
    assert f"/desk/cases/{case.id}" in answer.text
    assert "Sign out" in answer.text, "the desk's own page"
    assert fields_of(page_of(case, browser))["reason"] == WORDS


def test_a_decision_that_came_too_late_is_shown_beside_that_of_the_colleague(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser = signed_in(app, alva)
    form = mark(browser, case, "decision")
    decisions.decide(case.id, closing(case), editor=editor("Bo"))

    answer = send(browser, case, form)
    page = page_of(case, browser)

    assert answer.status_code == 409
    assert KEPT in open_text(answer.text)
    shown = open_text(page)
    assert "was not sent" in shown
    assert "Meanwhile Bo decided this case" in shown
    assert WORDS in shown
    assert SENTENCE in shown


def test_a_decision_on_a_case_that_a_colleague_took_over_is_kept(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    browser = signed_in(app, alva)
    form = mark(browser, case, "decision")
    leases.take(case.id, editor=alva)
    leases.take_over(case.id, holder_id=alva.id, editor=bo)

    answer = send(browser, case, form)
    page = page_of(case, browser)

    assert answer.status_code == 409
    assert "Bo is working on this case" in answer.text
    assert "Bo has taken this case over from you" in open_text(page)
    assert fields_of(page)["reason"] == WORDS


def test_a_decision_that_lacks_something_is_kept_as_well_and_one_that_is_sent_is_no_draft_any_more(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser = signed_in(app, alva)

    browser.post("/desk/drafts", data={**mark(browser, case, "note"), "text": "Eine Notiz, nicht gesendet"})

    lacking = send(browser, case, mark(browser, case, "decision"), public_sentence="")
    between = kept(case, alva)
    sent = send(browser, case, mark(browser, case, "decision"))

    assert (lacking.status_code, sent.status_code) == (400, 302)
    assert fields_of(lacking.text)["reason"] == WORDS
    assert fields_of(lacking.text)["text"] == "Eine Notiz, nicht gesendet"
    empty = dict.fromkeys(("claim_id", "public_sentence", "verdict"), "")
    assert between == {"outcome": "closed", "reason_code": "too_little", "reason": WORDS, **empty}
    assert kept(case, alva) == {}


def test_another_button_that_takes_the_text_along_keeps_it(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    match = suggestion(case, factories.claim())
    browser = signed_in(app, alva)
    fields = {**filled(case, reason=WORDS), **mark(browser, case, "decision"), "answer": "same"}

    answer = browser.post(f"/desk/matches/{match.id}/answer", data=fields)

    assert answer.status_code == 302
    assert fields_of(page_of(case, browser))["reason"] == WORDS


def test_a_note_and_a_reason_to_reopen_are_kept_like_a_decision(app: Flask) -> None:
    case, alva = plain_case(state=CaseState.CLOSED), editor("Alva")
    browser = signed_in(app, alva)
    here = f"/desk/cases/{case.id}"

    for form, path, name in (("note", "notes", "text"), ("reopen", "reopen", "reason")):
        given = mark(browser, case, form)
        browser.post(f"{here}/{path}", data={**given, name: f"{WORDS} {form}", "csrf_token": "too old"})
        assert f"{WORDS} {form}" in page_of(case, browser)
        assert kept(case, alva, DraftForm(form)) == {name: f"{WORDS} {form}"}
        browser.post(f"{here}/{path}", data={**given, name: WORDS, "version": str(case.version)})
        assert kept(case, alva, DraftForm(form)) == {}


def test_what_was_begun_on_a_case_that_was_merged_meanwhile_is_shown_there(app: Flask) -> None:
    case, other = two_cases()
    alva = editor("Alva")
    browser = signed_in(app, alva)
    for form, name in (("decision", "reason"), ("note", "text")):
        browser.post("/desk/drafts", data={**mark(browser, other, form), name: f"{WORDS} {form}"})
    merge(signed_in(app, editor("Bo")), case, other)

    page = page_of(other, browser)

    assert f"{WORDS} decision" in open_text(page)
    assert fields_of(page)["text"] == f"{WORDS} note"


def test_a_draft_is_kept_while_typing_and_thrown_away_by_a_button(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser = signed_in(app, alva)
    form = mark(browser, case, "decision")
    here = f"/desk/cases/{case.id}"

    saved = browser.post("/desk/drafts", data={**form, "reason": WORDS})
    between = kept(case, alva)
    thrown = browser.send(f"{here}/drafts/discard", {"form": "decision"}, seen_at=here)

    assert (saved.status_code, saved.data) == (204, b"")
    assert between == {"reason": WORDS}
    assert thrown.status_code == 302
    assert kept(case, alva) == {}
    assert browser.post("/desk/drafts", data={"csrf_token": form["csrf_token"]}).status_code == 400
    assert browser.post("/desk/drafts", data={**form, "reason": "x" * 20_001}).status_code == 400
    assert browser.send(f"{here}/drafts/discard", {"form": "x"}, seen_at=here).status_code == 400


def test_typing_on_after_the_session_ended_is_kept_without_a_word_in_the_cookie(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser = signed_in(app, alva)
    form = mark(browser, case, "decision")
    end_session(alva)

    answers = [browser.post("/desk/drafts", data={**form, "reason": f"{WORDS} {number}"}) for number in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert kept(case, alva) == {"reason": f"{WORDS} 1"}
    assert "is kept" not in browser.get("/desk/login").text


def test_a_role_that_may_no_longer_decide_reads_that_the_text_is_kept(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser = signed_in(app, alva)
    form = mark(browser, case, "decision")
    reader = factories.editor(role=RoleName.VIEWER).roles
    with writing() as session:
        session.get_one(Editor, alva.id).roles = list(reader)

    answer = send(browser, case, form)

    assert answer.status_code == 403
    assert KEPT in open_text(answer.text)
    assert kept(case, alva)["reason"] == WORDS


@pytest.mark.parametrize("status,path,method", [(404, "/desk/nothing", "GET"), (405, "/desk/audit", "POST")])
def test_errors_below_the_desk_wear_its_page_and_claim_nothing_that_is_not_so(
    app: Flask, status: int, path: str, method: str
) -> None:
    browser = signed_in(app, editor("Alva"))
    token = mark(browser, plain_case(), "note")["csrf_token"]

    answer = browser.open(path, method=method, data={"csrf_token": token} if method == "POST" else None)

    assert answer.status_code == status
    assert f"Error {status}" in answer.text
    assert "Sign out" in answer.text
    assert 'href="/desk/"' in answer.text
    assert KEPT not in answer.text


def test_a_case_that_is_not_there_leads_to_the_desk_and_to_no_case(app: Flask) -> None:
    answer = signed_in(app, editor("Alva")).get("/desk/cases/4711")

    assert answer.status_code == 404
    assert "/desk/cases/4711?" not in answer.text
    assert "Back to the case" not in answer.text


def test_a_text_that_could_not_be_kept_is_not_said_to_be(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    case, alva = plain_case(), editor("Alva")
    browser = signed_in(app, alva)
    form = mark(browser, case, "decision")

    def away(*_args: Any, **_named: Any) -> bool:
        raise OperationalError("no", None, RuntimeError())

    monkeypatch.setattr(drafts, "keep", away)
    answers = [
        send(browser, case, form, csrf_token="too old"),
        send(browser, case, form | {"csrf_token": "old"}, reason="x" * 140_000),
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert [KEPT in answer.text for answer in answers] == [False, False]
    assert "Nothing was stored." in answers[0].text


def test_an_editor_is_told_that_the_database_is_away_and_is_still_signed_in_when_it_is_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(app, editor("Alva"))

    def away(**_named: Any) -> Editor | None:
        raise OperationalError("no", None, RuntimeError())

    with monkeypatch.context() as patched:
        patched.setattr(sessions, "owner", away)
        answer = browser.get("/desk/cases/1")

    assert answer.status_code == 503
    assert "We are busy for a moment" in answer.text
    assert "Sign out" not in answer.text
    assert browser.get("/desk/").status_code == 200


def test_who_changes_the_language_of_an_error_comes_back_to_the_case(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    browser = signed_in(app, alva)

    answer = send(browser, case, mark(browser, case, "decision"), version="-1")

    assert answer.status_code == 409
    assert f"/language/de?next=/desk/cases/{case.id}" in links(answer.text)
