"""The sentence of the one act is never lost either, and is never offered with another article."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from accounts.models import Editor
from core.db import writing
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from review.case import decisions
from review.case.decisions import Draft
from review.holding.models import DraftForm
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.desk import REASON, SENTENCE, filled, plain_case, reread, signed_in, suggestion
from tests.support.holding import editor, end_session, kept, mark, page_of

WORDS = "Das haben wir schon geprüft: WhatsApp bleibt kostenlos."


@pytest.fixture
def alva(app: Flask) -> Editor:
    return editor("Alva")


@pytest.fixture
def case(app: Flask) -> Case:
    return plain_case("Bekannt.")


@pytest.fixture
def match(case: Case) -> Match:
    return suggestion(case, factories.claim(title="WhatsApp bleibt kostenlos"))


def send(browser: Browser, match: Match, form: dict[str, str], **changed: str) -> TestResponse:
    fields = {"public_sentence": WORDS, "version": "0", "match": str(match.id), **form, **changed}
    return browser.post(f"/desk/matches/{match.id}/decision", data=fields)


def offered(page: str) -> str:
    found = re.search(r'id="one-act-sentence"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(found.group(1)) if found else ""


def kept_sentence(case: Case, alva: Editor) -> str:
    return kept(case, alva, DraftForm.ANSWER).get("public_sentence", "")


def close(case: Case, by: Editor) -> None:
    draft = Draft(CaseState.CLOSED, None, None, REASON, SENTENCE, reread(case).version, ReasonCode.TOO_LITTLE)
    decisions.decide(case.id, draft, editor=by)


def test_it_stands_in_its_field_again_after_the_session_ended(
    app: Flask, case: Case, match: Match, alva: Editor
) -> None:
    browser = signed_in(app, alva)
    form = mark(browser, case, "answer")
    end_session(alva)

    assert send(browser, match, form).status_code == 302

    page = page_of(case, signed_in(app, alva))
    assert offered(page) == WORDS
    assert "Your draft of" in open_text(page)


def test_it_is_shown_beside_what_a_colleague_decided_meanwhile(
    app: Flask, case: Case, match: Match, alva: Editor
) -> None:
    browser = signed_in(app, alva)
    form = mark(browser, case, "answer")
    close(case, editor("Bo"))

    answer = send(browser, match, form)

    assert answer.status_code == 409
    shown = open_text(page_of(case, browser))
    assert "Meanwhile Bo decided this case" in shown
    assert WORDS in shown


def test_it_is_not_offered_with_another_article(app: Flask, case: Case, match: Match, alva: Editor) -> None:
    browser = signed_in(app, alva)
    send(browser, match, mark(browser, case, "answer"), csrf_token="too old")
    other = suggestion(case, factories.claim(title="Etwas anderes"), rank=2)
    with writing() as session:
        session.get_one(Match, match.id).answer = MatchAnswer.DIFFERENT

    page = page_of(case, browser)

    assert "Etwas anderes" in offered(page)
    assert str(other.id) in page
    assert WORDS in open_text(page), "what was written stands beside the decision"


def test_it_is_a_draft_no_more_once_it_is_sent(app: Flask, case: Case, match: Match, alva: Editor) -> None:
    browser = signed_in(app, alva)
    form = mark(browser, case, "answer")
    send(browser, match, form, csrf_token="too old")
    assert kept_sentence(case, alva) == WORDS

    assert send(browser, match, form).status_code == 302

    assert reread(case).state is CaseState.ANSWERED
    assert kept_sentence(case, alva) == ""


def test_a_decision_ends_it_too(app: Flask, case: Case, match: Match, alva: Editor) -> None:
    browser = signed_in(app, alva)
    send(browser, match, mark(browser, case, "answer"), csrf_token="too old")

    form = mark(browser, case, "decision")
    browser.post(f"/desk/cases/{case.id}/decision", data={**filled(reread(case)), **form})

    assert reread(case).state is CaseState.CLOSED
    assert kept_sentence(case, alva) == ""
