"""Nothing that readers sent is ever shown to the public: not what is held back, nor what has a case and an answer."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app import PUBLIC_ENDPOINTS
from intake.abuse.doubts import Doubt
from intake.cases import joining
from intake.models.cases import CaseState
from review.case import decisions
from review.case.decisions import Draft
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.held import discarded, held

# A word that nothing else has. What strangers ask for lacks it, because a page repeats what was typed into it.
CANARY = "Zwetschkenröster"
ASKED = "In Linz kostet eine Fahrt mit der Straßenbahn ab Mai hundert Euro, sagt ein Fahrer."
SENT = f"{ASKED} Gewusst hat das nur der {CANARY}."


@pytest.fixture
def everything_sent(app: Flask) -> str:
    """Have reports in every state that carry the word; return the slug of the article that answers one of them."""
    claim = factories.claim(text="In Linz kostet die Straßenbahn bald hundert Euro.", title="Die Linie bleibt billig")
    held(Doubt.NETWORK, text=SENT, network="0a1b", why=CANARY)
    held(Doubt.TRAP, text=f"{SENT} Sagt er.", url=f"https://example.org/{CANARY}")
    discarded(held(Doubt.FORGED_PROOF, text=f"{SENT} Sagt sie."))
    # Sent last: of what is held back none is to come in by the same words.
    case = factories.case(SENT, why=CANARY)
    joining.match_all_waiting()
    draft = Draft(CaseState.CLOSED, None, None, "", "Das ist geprüft.", case.version, ReasonCode.TOO_LITTLE)
    decisions.decide(case.id, draft, editor=factories.editor())
    assert case.submission_count == 1, "what is held back has joined no case"
    return claim.slug


def addresses(app: Flask, slug: str) -> list[str]:
    """Return every address that is open to everybody and can be opened."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC_ENDPOINTS and rule.endpoint != "static" and "GET" in (rule.methods or ()):
            found += [path_of(app, rule, slug)]
    return found


def path_of(app: Flask, rule: Rule, slug: str) -> str:
    named = {"slug": slug, "name": "privacy", "code": "de"}
    values = {argument: named.get(argument, 1 if "<int" in rule.rule else "x") for argument in rule.arguments}
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def test_no_page_that_is_open_to_everybody_has_a_word_of_it(app: Flask, client: Browser, everything_sent: str) -> None:
    pages = addresses(app, everything_sent)
    assert f"/claims/{everything_sent}" in pages
    assert len(pages) > 30
    assert [page for page in pages if CANARY.encode() in client.get(page, follow_redirects=True).data] == []


def test_nobody_who_asks_for_the_same_gets_a_word_of_it(client: Browser, everything_sent: str) -> None:
    answers = [
        client.send("/lookup", {"text": ASKED}),
        client.post("/api/v1/lookup", json={"text": ASKED}),
        client.send("/report/one-page", {"kind": "check", "text": ASKED}),
        client.get("/receipt"),
        client.post("/report/known", data={"text": ASKED}),
    ]
    assert answers[0].status_code == 200
    assert answers[1].status_code == 200
    assert [answer.request.path for answer in answers if CANARY in answer.text] == []


def test_the_walk_would_notice_it(app: Flask, client: Browser) -> None:
    claim = factories.claim(text=f"Der {CANARY} wird verboten.", title=f"Der {CANARY} bleibt")
    assert any(CANARY.encode() in client.get(page, follow_redirects=True).data for page in addresses(app, claim.slug))
