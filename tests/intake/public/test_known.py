"""The answer before sending: asked while somebody types, ended well by “yes”, remembered after “no”."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from archive.models import Claim
from archive.public import lookups
from archive.public.lookups import LookupTooSlow
from core.db import db, writing
from intake.cases.known import FEWEST_WORDS, is_long_enough
from intake.models.cases import Case, CaseState
from intake.models.counts import EndedDay, Ending
from intake.models.drafts import ReportDraft
from intake.models.reports import Submission
from intake.public.reader import DRAFT_IN_SESSION
from intake.reports import drafts
from intake.reports.drafts import NOT_THE_SAME
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.settled import POST, SENTENCE, settle

ASKED = "Is it about this?"


@pytest.fixture
def claim(app: Flask) -> Claim:
    return factories.claim()


def ask(client: Browser, text: str = factories.CLAIM, **fields: str) -> str:
    answer = client.post("/report/known", data={"text": text, **fields})
    assert answer.status_code in (200, 204)
    return answer.text


def say(client: Browser, word: str, claim_id: int, **fields: str) -> str:
    token = hidden_fields(client.get("/report").text)["csrf_token"]
    sent = {"csrf_token": token, "answer": word, "claim_id": str(claim_id), **fields}
    answer = client.post("/report/known/answer", data=sent)
    assert answer.status_code == 303
    return answer.location


def number_of(entity: type[ReportDraft] | type[Submission]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


def ruled_out(client: Browser) -> frozenset[int]:
    found = drafts.find(token_of(client))
    return frozenset() if found is None else found.not_the_same


def token_of(client: Browser) -> str:
    with client.session_transaction() as kept:
        found: str = kept[DRAFT_IN_SESSION]
        return found


def test_the_article_that_fits_is_shown_with_the_claim_that_it_judges(client: Browser, claim: Claim) -> None:
    words = open_text(ask(client))
    assert ASKED in words
    assert claim.title in words
    assert claim.text in words


def test_too_few_words_are_answered_by_nothing(client: Browser, claim: Claim) -> None:
    few = " ".join(factories.POST.split()[: FEWEST_WORDS - 1])
    assert ask(client, few) == ""
    assert ask(client, "Etwas ganz anderes, das mit keinem Artikel dieser Welt zu tun hat, wirklich nicht.") == ""
    assert ask(client, "") == ""


@pytest.mark.parametrize(
    "text, is_long", [("", False), ("eins zwei drei", False), ("a b c d e f g h", True), ("!? … " * 9, False)]
)
def test_how_long_is_long_enough(text: str, is_long: bool) -> None:
    assert is_long_enough(text) is is_long


def test_what_the_desk_decided_is_known_however_short_it_is(client: Browser, app: Flask) -> None:
    settle(factories.case("Parkbänke in Musterstadt wurden heimlich verkauft"))
    words = open_text(ask(client, "Parkbänke in Musterstadt wurden heimlich verkauft"))
    assert ASKED in words
    assert SENTENCE in words


def test_where_looking_up_is_refused_nothing_is_known(
    client: Browser, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_asked: object) -> None:
        raise LookupTooSlow

    monkeypatch.setattr(lookups.Places, "run", slow)
    assert ask(client) == ""


def test_asking_keeps_nothing(client: Browser, claim: Claim) -> None:
    ask(client)
    assert (number_of(ReportDraft), number_of(Submission)) == (0, 0)


def test_yes_ends_well_without_a_report_and_counts_one(client: Browser, claim: Claim) -> None:
    token = drafts.begin({"text": [factories.POST]})
    with client.session_transaction() as kept:
        kept[DRAFT_IN_SESSION] = token

    location = say(client, "yes", claim.id)

    assert location == f"/report/answered?claim={claim.id}"
    assert claim.title in client.get(location).text
    assert (number_of(ReportDraft), number_of(Submission)) == (0, 0)
    assert db.session.execute(select(EndedDay.ending, EndedDay.count)).all() == [(Ending.KNOWN, 1)]


@pytest.mark.parametrize("claim_id", ["", "4711", "x", "-1", str(2**40)])
def test_the_last_page_thanks_whatever_the_address_says(client: Browser, claim_id: str) -> None:
    page = client.get("/report/answered", query_string={"claim": claim_id})
    assert page.status_code == 200
    assert "Thank you for asking" in page.text


def test_no_goes_on_and_the_same_article_is_not_shown_again(client: Browser, claim: Claim) -> None:
    assert ASKED in ask(client)
    assert say(client, "no", claim.id) == "/report"
    assert ruled_out(client) == {claim.id}
    assert ask(client) == ""
    assert db.session.execute(select(EndedDay.count)).all() == []


def test_no_is_remembered_beside_what_the_draft_has_already(client: Browser, claim: Claim) -> None:
    other = factories.claim("Ein anderer Satz.")
    say(client, "no", claim.id)
    token = token_of(client)
    drafts.keep(token, {"text": ["etwas"]})
    say(client, "no", other.id)
    assert token_of(client) == token
    draft = drafts.find(token)
    assert draft is not None
    assert draft.one("text") == "etwas"
    assert set(draft.several(NOT_THE_SAME)) == {str(claim.id), str(other.id)}


def test_no_to_what_is_no_number_begins_no_draft(client: Browser, app: Flask) -> None:
    token = hidden_fields(client.get("/report").text)["csrf_token"]
    client.post("/report/known/answer", data={"csrf_token": token, "answer": "no", "claim_id": "x"})
    assert number_of(ReportDraft) == 0


# ------------------------------------------------------------------------------------------------- the receipt


def receipt_page(client: Browser, text: str, kind: str = "check") -> str:
    fields = {"kind": kind, "text": text, "url": "", "platform": "unknown", "why": ""}
    return open_text(client.get(client.send("/report/one-page", fields).location).text)


def test_the_receipt_of_what_is_decided_has_the_answer_and_is_never_called_unchecked(
    client: Browser, app: Flask
) -> None:
    settle(factories.case(POST))
    page = receipt_page(client, POST)
    assert "We have checked this already" in page
    assert SENTENCE in page
    assert "Not checked yet" not in page


def test_the_receipt_of_what_an_article_answered_leads_to_it(client: Browser, claim: Claim) -> None:
    case = settle(factories.case(POST), CaseState.ANSWERED)
    with writing() as session:
        session.get_one(Case, case.id).answer_claim_id = claim.id
    page = receipt_page(client, POST)
    assert claim.title in page
    assert "Not checked yet" not in page


def test_the_receipt_of_anything_else_says_that_it_is_not_checked(client: Browser, app: Flask) -> None:
    settle(factories.case(POST))
    assert "Not checked yet" in receipt_page(client, POST.replace("Parkbänke", "Brunnen"))
    assert "Not checked yet" in receipt_page(client, POST, kind="hate")


def test_it_is_told_whose_claim_the_answer_is_about(app: Flask, client: Browser) -> None:
    factories.claim(claimant="Beiträge auf Facebook")

    assert "Claimed by: Beiträge auf Facebook" in open_text(ask(client))
