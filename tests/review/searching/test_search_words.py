"""The search box: what is found by links and words, with the real model where meaning counts."""

from __future__ import annotations

import pytest
from flask import Flask

from archive import claims
from archive.models import Verdict
from core.db import writing
from intake.cases import joining
from intake.models.cases import Case, CaseState
from review.case import decisions
from review.case.decisions import Draft
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.desk import PASSWORD, plain_case, signed_in
from tests.support.desk_moves import merge
from tests.support.searching import CHIP, TRAIN, WATER, WOOD, asked, shown

# ------------------------------------------------------------------------------------------------ links


@pytest.mark.parametrize(
    "spelling",
    [
        "https://example.org/2026/post",
        "hxxps://example[.]org/2026/post",
        "http://www.example.org/2026/post?utm_source=x",
    ],
)
def test_a_link_finds_the_cases_that_are_about_it_and_its_article(desk: Browser, spelling: str) -> None:
    claim = factories.claim(url="https://example.org/2026/post")
    other = factories.case("", url="https://example.org/2026/other")
    case = factories.case("", url="https://example.org/2026/post")
    hate = factories.case("", url="https://example.org/2026/post", kind="hate")
    answer = asked(desk, spelling)
    assert shown(answer) == [hate.id, case.id]
    assert claim.title in open_text(answer.text)
    assert other.id not in shown(answer)


def test_a_link_to_a_channel_finds_the_case_that_is_about_it(desk: Browser) -> None:
    case = factories.case("", url="https://t.me/einkanal")
    assert case.about
    assert shown(asked(desk, "https://t.me/einkanal")) == [case.id]


# ------------------------------------------------------------------------------------------------ words


def decide(case: Case, outcome: CaseState, verdict: Verdict | None = None) -> None:
    editor = factories.editor()
    draft = Draft(outcome, None, verdict, "", "Ein Satz.", case.version, ReasonCode.TOO_LITTLE)
    decisions.decide(case.id, draft, editor=editor)


def test_whatever_became_of_a_report_its_case_is_found_by_its_words(app: Flask, desk: Browser) -> None:
    opened = factories.case(CHIP)
    decided, closed = factories.case(f"{CHIP} Das hat ein Arzt gesagt."), factories.case(f"{WATER} Mikrochip!")
    decide(closed, CaseState.CLOSED)
    with writing() as session:
        row = session.get_one(Case, decided.id)
        row.state, row.verdict = CaseState.DECIDED, Verdict.FALSE
    emptied, target = factories.case(f"{TRAIN} Wegen der Mikrochips."), factories.case(WOOD)
    merge(signed_in(app, factories.editor(password=PASSWORD)), target, emptied)
    assert len({opened.id, decided.id, closed.id, emptied.id, target.id}) == 5

    answer = asked(desk, "Mikrochip")

    assert set(shown(answer)) == {opened.id, decided.id, closed.id, target.id}
    told = open_text(answer.text)
    assert f"as case {emptied.id}, merged into this one" in told
    assert answer.text.count("<mark>Mikrochip</mark>") + answer.text.count("<mark>Mikrochips</mark>") == 4
    assert "Cases (4)" in told
    assert set(shown(asked(desk, "Mikrochip", state="closed"))) == {closed.id}
    assert set(shown(asked(desk, "Mikrochip", state="open"))) == {opened.id, target.id}
    assert shown(asked(desk, "Mikrochip", kind="scam")) == []


def test_what_comes_in_while_the_desk_looks_is_found_at_once(desk: Browser) -> None:
    factories.case(CHIP)
    assert len(shown(asked(desk, "Mikrochip"))) == 1
    factories.submission(f"{WATER} Mikrochip!")
    joining.match_all_waiting()
    assert len(shown(asked(desk, "Mikrochip"))) == 2


def test_what_is_worded_alike_comes_after_what_holds_the_words(desk: Browser) -> None:
    for text in (WATER, TRAIN, WOOD):
        factories.case(text)
    case = factories.case(CHIP)
    claim = factories.claim("Impfstoffe enthalten keine Mikrochips zur Überwachung.", title="Kein Chip im Impfstoff")
    answer = asked(desk, "Mit der Spritze bekommt man einen Chip unter die Haut, damit man uns verfolgen kann")
    assert shown(answer)[0] == case.id
    assert "Worded alike" in open_text(answer.text)
    assert claim.title in open_text(answer.text)


def test_words_in_quotation_marks_are_taken_exactly(desk: Browser) -> None:
    exact = factories.case("Alle Holzöfen in Österreich sind verboten, und zwar ab sofort und für immer.")
    other = factories.case("In Österreich sind alle neuen Holzöfen ab dem Winter verboten worden, sagt der Nachbar.")
    assert set(shown(asked(desk, "Holzöfen Österreich"))) == {exact.id, other.id}
    found = asked(desk, "„Holzöfen in Österreich“")
    assert "<mark>Holzöfen in Österreich</mark>" in found.text
    assert found.text.count("<mark>") == found.text.count("<mark>Holzöfen in Österreich</mark>"), "and nothing else"
    assert shown(found)[0] == exact.id
    assert found.text.count("Holds these words") == 1


def test_articles_are_found_by_a_single_word_with_verdict_and_date(desk: Browser) -> None:
    claim = factories.claim()
    retracted = factories.claim("WhatsApp wird abgeschaltet.", title="Nein, es bleibt")
    claims.retract(retracted.id)
    answer = asked(desk, "WhatsApp")
    told = open_text(answer.text)
    assert claim.title in told
    assert "False" in told
    assert "Articles (1)" in told
    assert retracted.title not in told
    case = factories.case(CHIP)
    assert claim.title in open_text(desk.get(f"/desk/cases/{case.id}?q=whatsapp").text)


def test_before_the_model_is_there_words_and_numbers_are_found_and_the_page_says_so(desk: Browser) -> None:
    first, second = plain_case("Ein Mikrochip."), plain_case("Zwei Mikrochips.")
    plain_case("Etwas anderes.")
    answer = asked(desk, "mikrochip")
    assert shown(answer) == [second.id, first.id]
    assert "The search is not ready yet." in open_text(answer.text)
