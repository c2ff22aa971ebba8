"""Deciding a case, answering its suggestions, and taking both back."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from archive import claims
from archive.models import Verdict
from core.db import db
from intake.cases import joining
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.models.reports import Phase
from intake.reports import submissions
from review.case import answers
from review.case.reopening import reopen
from review.models import Decision, DeskAction
from tests.support import factories
from tests.support.browsing import Browser, fields_of, hidden_fields, open_text
from tests.support.deciding import decide, decisions, events
from tests.support.desk import REASON, SENTENCE, filled, plain_case, reread, signed_in, suggestion

MISSING = {
    "no outcome": ({"outcome": ""}, {"outcome"}),
    "unknown outcome": ({"outcome": "burnt"}, {"outcome"}),
    "open is no outcome": ({"outcome": "open"}, {"outcome"}),
    "no reason": ({"reason_code": ""}, {"reason_code"}),
    "unknown reason": ({"reason_code": "because"}, {"reason_code"}),
    "a reason of hate": ({"reason_code": "no_hate"}, {"reason_code"}),
    "another reason that is not said": ({"reason_code": "other", "reason": ""}, {"reason"}),
    "only spaces": ({"reason_code": "other", "reason": " \n"}, {"reason"}),
    "a placeholder": ({"public_sentence": "Weitergegeben an [Stelle]."}, {"public_sentence"}),
    "reason too long": ({"reason": "a" * 4_001}, {"reason"}),
    "no sentence": ({"public_sentence": ""}, {"public_sentence"}),
    "sentence too long": ({"public_sentence": "a" * 1_001}, {"public_sentence"}),
    "answered by nothing": ({"outcome": "answered"}, {"claim_id"}),
    "decided without verdict": ({"outcome": "decided"}, {"verdict"}),
    "unknown verdict": ({"outcome": "decided", "verdict": "perhaps"}, {"verdict"}),
    "no number": ({"outcome": "answered", "claim_id": "x"}, {"claim_id"}),
    "no such claim": ({"outcome": "answered", "claim_id": "999"}, {"claim_id"}),
    "no claim has this number": ({"outcome": "answered", "claim_id": "9" * 30}, {"claim_id"}),
    "everything": (
        {"outcome": "", "reason_code": "", "public_sentence": ""},
        {"outcome", "reason_code", "public_sentence"},
    ),
}


@pytest.mark.parametrize("changed, fields", MISSING.values(), ids=MISSING.keys())
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_is_kept(
    app: Flask, changed: dict[str, str], fields: set[str]
) -> None:
    browser, case = signed_in(app), plain_case()
    told = decide(browser, case, **changed)
    assert told.status_code == 400
    assert 'id="error-summary"' in told.text
    assert {name for name in filled(case) if f'"{name}-error"' in told.text} == fields
    typed = filled(case, **changed)
    kept = fields_of(told.text)
    assert {name: kept[name].strip() for name in ("reason", "public_sentence")} == {
        name: typed[name].strip() for name in ("reason", "public_sentence")
    }
    assert reread(case).state is CaseState.OPEN
    assert (decisions(), events()) == ([], [])


def test_what_was_missing_can_be_filled_in_and_sent(app: Flask) -> None:
    browser, case = signed_in(app), plain_case()
    page = decide(browser, case, reason_code="").text
    again = {**hidden_fields(page), **fields_of(page), "outcome": "closed", "reason_code": "too_little"}
    assert browser.post(f"/desk/cases/{case.id}/decision", data=again).status_code == 302
    assert reread(case).state is CaseState.CLOSED


OUTCOMES = [
    (CaseState.ANSWERED, Phase.ANSWERED, Verdict.FALSE),
    (CaseState.DECIDED, Phase.DECIDED, Verdict.SATIRE),
    (CaseState.CLOSED, Phase.CLOSED, None),
    (CaseState.FORWARDED, Phase.FORWARDED, None),
]


@pytest.mark.parametrize("outcome, phase, verdict", OUTCOMES)
def test_one_decision_answers_every_reporter(
    app: Flask, client: Browser, outcome: CaseState, phase: Phase, verdict: Verdict | None
) -> None:
    claim = factories.claim(verdict=Verdict.FALSE)
    receipts = [factories.report() for _ in range(3)]
    stranger = factories.report("Ein anderer Text, der nichts damit zu tun hat.")
    joining.match_all_waiting()
    case = db.session.scalars(select(Case).order_by(Case.id).limit(1)).one()
    sent = {
        CaseState.ANSWERED: {"claim_id": str(claim.id)},
        CaseState.DECIDED: {"verdict": "satire"},
    }.get(outcome, {})
    saved = decide(signed_in(app), case, outcome=outcome.value, **sent)
    assert saved.status_code == 302
    for receipt in receipts:
        told = submissions.status(receipt.receipt)
        assert told.phase is phase
        (said,) = told.answers
        assert (said.sentence, said.verdict) == (SENTENCE, verdict)
        assert (said.article is not None) is (outcome is CaseState.ANSWERED)
        # The reason is the desk's own; the page for readers never shows it.
        page = client.send("/status", {"receipt": receipt.receipt}).text
        assert SENTENCE in page
        assert REASON not in page
    assert submissions.status(stranger.receipt).phase is Phase.CHECKING


def test_an_article_that_answers_a_case_confirms_its_suggestion(app: Flask) -> None:
    editor = factories.editor(password="four words nobody guesses")
    claim, case = factories.claim(), plain_case()
    match = suggestion(case, claim)
    decide(signed_in(app, editor), case, outcome="answered", claim_id=str(claim.id))
    assert db.session.get_one(Match, match.id).answer is MatchAnswer.SAME
    assert events() == [
        (
            DeskAction.MATCH_ANSWERED,
            editor.id,
            {"match": match.id, "claim": claim.id, "answer": "same", "rank": 1, "band": "likely"},
        ),
        (
            DeskAction.CASE_DECIDED,
            editor.id,
            {"outcome": "answered", "verdict": None, "claim": claim.id, "decision": 1},
        ),
    ]


def test_an_article_that_was_retracted_or_never_was_cannot_answer(app: Flask) -> None:
    browser, case = signed_in(app), plain_case()
    retracted = factories.claim()
    suggestion(case, retracted)
    claims.retract(retracted.id)
    for claim_id in (retracted.id, 4711):
        told = decide(browser, case, outcome="answered", claim_id=str(claim_id))
        assert told.status_code == 400
        assert "not published any more" in open_text(told.text)
    assert reread(case).state is CaseState.OPEN


def test_an_article_that_answered_a_similar_case_answers_one_that_it_was_not_suggested_to(app: Flask) -> None:
    browser, case, other, claim = signed_in(app), plain_case(), plain_case("Anders gesagt."), factories.claim()
    suggestion(other, claim)
    decide(browser, other, outcome="answered", claim_id=str(claim.id), reason_code="article")

    page = browser.get(f"/desk/cases/{case.id}?like={other.id}").text
    told = decide(browser, case, outcome="answered", claim_id=str(claim.id), reason_code="article")

    assert re.search(rf'<option selected value="{claim.id}">', page)
    assert told.status_code == 302
    match = db.session.scalars(select(Match).where(Match.case_id == case.id)).one()
    assert (match.claim_id, match.is_by_hand, match.answer) == (claim.id, True, MatchAnswer.SAME)


def test_what_an_outcome_leaves_open_is_not_kept_and_teaches_nothing(app: Flask) -> None:
    browser, case, claim = signed_in(app), plain_case(), factories.claim()
    match = suggestion(case, claim)

    decide(browser, case, outcome="closed", claim_id=str(claim.id), verdict="false")

    closed = reread(case)
    assert (closed.state, closed.answer_claim_id, closed.verdict) == (CaseState.CLOSED, None, None)
    assert db.session.get_one(Match, match.id).answer is MatchAnswer.OPEN


def test_a_form_that_is_sent_twice_decides_once_and_one_of_another_page_is_refused(app: Flask) -> None:
    browser, case = signed_in(app), plain_case()
    form = filled(case)

    twice = [browser.send(f"/desk/cases/{case.id}/decision", form) for _ in range(2)]
    other = browser.send(f"/desk/cases/{case.id}/decision", {**form, "public_sentence": "Etwas anderes."})

    assert [answer.status_code for answer in (*twice, other)] == [302, 302, 409]
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 1


def test_a_colleagues_answer_to_a_match_is_not_decided_past(app: Flask) -> None:
    case, claim = plain_case(), factories.claim()
    match = suggestion(case, claim)
    form = filled(case, outcome="answered", claim_id=str(claim.id), reason_code="article")
    answers.answer_match(match.id, MatchAnswer.DIFFERENT, editor=factories.editor())

    assert signed_in(app).send(f"/desk/cases/{case.id}/decision", form).status_code == 409
    assert db.session.get_one(Match, match.id, populate_existing=True).answer is MatchAnswer.DIFFERENT


def test_a_decision_that_nobody_has_seen_is_not_reopened(app: Flask) -> None:
    case, alva = plain_case(), signed_in(app)
    decide(alva, case)
    page = f"/desk/cases/{case.id}"
    form = {**hidden_fields(alva.get(page).text), "reason": "Darum."}
    reopen(case.id, reason="Anders.", editor=factories.editor())
    decide(signed_in(app), reread(case), public_sentence="Etwas anderes.")

    assert alva.post(f"{page}/reopen", data=form).status_code == 409
    assert reread(case).state is CaseState.CLOSED
