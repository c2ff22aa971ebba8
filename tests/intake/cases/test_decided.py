"""What the desk decided without an article is found by whoever looks up exactly that post, and nothing else is."""

from __future__ import annotations

import pytest
from flask import Flask

from archive.models import Verdict
from core.db import writing
from intake.cases import decided
from intake.models.cases import Case, CaseState, Kind
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.settled import POST, SENTENCE, settle


def test_exactly_the_same_words_find_the_decision(app: Flask) -> None:
    settle(factories.case(POST))
    found = decided.decision_about(f"  {POST.upper()} ")
    assert found is not None
    assert (found.sentence, found.verdict) == (SENTENCE, Verdict.FALSE)


ALIKE = (
    *(POST.replace("Parkbänke", "Brunnen"), POST.replace("Musterstadt", "Neustadt"), POST + " Nein!"),
    *("Parkbänke", "", "?"),
)


def test_what_is_only_alike_finds_nothing(app: Flask) -> None:
    settle(factories.case(POST))
    assert [text for text in ALIKE if decided.decision_about(text) is not None] == []


def test_what_is_not_decided_is_not_told(app: Flask) -> None:
    case = factories.case(POST)
    for state in (CaseState.OPEN, CaseState.CLOSED, CaseState.FORWARDED):
        settle(case, state)
        assert decided.decision_about(POST) is None, state


@pytest.mark.parametrize("reported_as", ["check", "hate"])
def test_what_an_editor_calls_hate_is_never_found(app: Flask, reported_as: str) -> None:
    settle(factories.case(POST, kind=reported_as), kind=Kind.HATE)
    assert decided.decision_about(POST) is None


def test_what_somebody_objects_to_is_not_told_until_somebody_has_looked(app: Flask) -> None:
    sent = factories.report(POST)
    case = factories.case(POST)
    settle(case)
    factories.objection(receipt=sent.receipt)
    assert decided.decision_about(POST) is None


def test_a_link_is_found_by_itself_and_not_by_other_words_about_it(app: Flask) -> None:
    link = "https://video.example.org/watch?v=parkbank"
    settle(factories.case("", url=link))
    assert decided.decision_about(link) is not None
    assert decided.decision_about("", link) is not None
    assert decided.decision_about("Der Zirkus brennt, sagt der Mann im Video hier.", link) is None


def test_an_article_by_which_an_editor_answered_is_found_as_confirmed(app: Flask) -> None:
    claim = factories.claim("Parkbänke sind aus Holz.")
    case = settle(factories.case(POST), CaseState.ANSWERED)
    with writing() as session:
        session.get_one(Case, case.id).answer_claim_id = claim.id
    found = decided.article_about(POST)
    assert found is not None
    assert found.is_confirmed
    assert found.claim.id == claim.id
    assert decided.decision_about(POST) is None


# ------------------------------------------------------------------------------------------------ the look-up


def test_the_look_up_shows_the_decision_first_and_never_that_nothing_was_found(app: Flask, client: Browser) -> None:
    settle(factories.case(POST))
    page = client.post("/lookup", data={"text": POST}).text
    words = open_text(page)
    assert "Exactly this post was reported to us" in words
    assert SENTENCE in words
    assert "We found nothing" not in words
    assert page.index(SENTENCE) < page.index('<details class="again"')


def test_programs_are_told_the_decision(app: Flask, client: Browser) -> None:
    settle(factories.case(POST))
    answer = client.post("/api/v1/lookup", json={"text": POST}).get_json()
    assert answer["decided"]["sentence"] == SENTENCE
    assert answer["decided"]["verdict"] == "false"
    assert client.post("/api/v1/lookup", json={"text": "Etwas ganz anderes"}).get_json()["decided"] is None


def test_what_was_asked_goes_along_to_the_report(app: Flask, client: Browser) -> None:
    text = 'Zwei\nZeilen & "Zeichen"'
    page = client.post("/lookup", data={"text": text})
    assert "We found nothing." in page.text
    assert "That does not mean it is true." in page.text
    sent = hidden_fields(page.text)
    client.post("/report", data=sent)
    carried = client.get("/report/text")
    assert "error-summary" not in carried.text
    assert "Zwei\nZeilen" in carried.text


def test_words_of_self_harm_in_a_question_bring_help_lines_above_the_rest(app: Flask, client: Browser) -> None:
    page = client.post("/lookup", data={"text": "Ich will nicht mehr leben."}).text
    assert 'href="tel:142"' in page
    assert page.index("help-box") < page.index("That does not mean it is true.")
    assert "help-box" not in client.post("/lookup", data={"text": POST}).text
