"""Deciding a case, answering its suggestions, and taking both back."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from archive import claims
from archive.models import Verdict
from core.db import db
from intake.cases import joining
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.models.reports import Phase
from intake.reports import submissions
from review.models import DeskAction
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


def test_an_article_that_was_not_suggested_here_or_was_retracted_cannot_answer(app: Flask) -> None:
    browser, case, other = signed_in(app), plain_case(), plain_case()
    elsewhere, retracted = factories.claim(), factories.claim()
    suggestion(other, elsewhere)
    suggestion(case, retracted)
    claims.retract(retracted.id)
    for claim_id in (elsewhere.id, retracted.id):
        told = decide(browser, case, outcome="answered", claim_id=str(claim_id))
        assert told.status_code == 400
        assert "was not suggested here" in open_text(told.text)
    assert reread(case).state is CaseState.OPEN
