"""What a reader is told about their report, from the receipt to the answer."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from archive import claims
from archive.models import Claim, Verdict
from core.db import db, writing
from core.web.display import local_day
from intake.cases import joining, settling
from intake.models.cases import Case, CaseState, Match, MatchAnswer
from intake.models.reports import Phase
from intake.reports.receipts import Receipt
from intake.reports.submissions import Status, status
from search.comparison.explanation import Explanation
from search.facts.differences import Difference, DifferenceKind
from search.ranking.bands import Band
from tests.support import factories
from tests.support.browsing import Browser, open_text

SENTENCE = "WhatsApp kostet weiterhin nichts."


def reported(text: str = factories.POST) -> tuple[Receipt, Case]:
    """Send a report, match it, and return the receipt with the case."""
    receipt = factories.report(text)
    joining.match_all_waiting()
    return receipt, db.session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()


def settle(
    case: Case,
    state: CaseState,
    *,
    claim: Claim | None = None,
    verdict: Verdict | None = None,
    sentence: str = SENTENCE,
) -> None:
    with writing() as session:
        settling.settle(
            session.get_one(Case, case.id),
            state=state,
            public_sentence=sentence,
            verdict=verdict,
            answer_claim_id=None if claim is None else claim.id,
        )


def asked(receipt: Receipt) -> Status:
    db.session.rollback()
    db.session.expire_all()
    return status(receipt.receipt)


def test_a_report_is_received_until_it_is_matched_and_then_waits_for_an_editor(app: Flask) -> None:
    receipt = factories.report()
    assert asked(receipt).phase is Phase.RECEIVED
    joining.match_all_waiting()
    told = asked(receipt)
    assert (told.reference, told.phase, told.answers) == (receipt.reference, Phase.CHECKING, [])


@pytest.mark.parametrize(
    "state, phase",
    [
        (CaseState.OPEN, Phase.CHECKING),
        (CaseState.ANSWERED, Phase.ANSWERED),
        (CaseState.DECIDED, Phase.DECIDED),
        (CaseState.CLOSED, Phase.CLOSED),
        (CaseState.FORWARDED, Phase.FORWARDED),
    ],
)
def test_each_state_of_a_case_has_its_phase(app: Flask, state: CaseState, phase: Phase) -> None:
    receipt, case = reported()
    settle(case, state)
    told = asked(receipt)
    assert told.phase is phase
    assert [answer.sentence for answer in told.answers] == ([] if state is CaseState.OPEN else [SENTENCE])


def test_no_state_of_a_case_is_without_a_phase() -> None:
    # A merged case has no reports of its own, so nobody asks for its phase.
    assert {state.value for state in CaseState} - {"open", "merged"} <= {phase.value for phase in Phase}


def test_an_answer_carries_the_article_its_verdict_and_the_day(app: Flask) -> None:
    claim = factories.claim()
    receipt, case = reported()
    settle(case, CaseState.ANSWERED, claim=claim)
    (answer,) = asked(receipt).answers
    settled = db.session.get_one(Case, case.id).settled_at
    assert settled is not None
    assert (answer.sentence, answer.verdict, answer.decided_on) == (SENTENCE, claim.verdict, local_day(settled))
    assert answer.article is not None
    assert answer.article.claim == claim


def test_the_editors_own_verdict_comes_before_that_of_the_article(app: Flask) -> None:
    receipt, case = reported()
    settle(case, CaseState.DECIDED, claim=factories.claim(verdict=Verdict.FALSE), verdict=Verdict.MISLEADING)
    assert [answer.verdict for answer in asked(receipt).answers] == [Verdict.MISLEADING]


def suggested_to(receipt: Receipt) -> list[Claim]:
    """Return the claims that a reader is shown while nobody has decided."""
    return [match.claim for match in asked(receipt).suggestions]


def suggested(case: Case, claim: Claim, band: Band, answer: MatchAnswer = MatchAnswer.OPEN) -> None:
    """Make the suggestion of this claim one of this band."""
    with writing() as session:
        match = session.scalars(select(Match).where(Match.case_id == case.id, Match.claim_id == claim.id)).one()
        match.band, match.answer = band, answer


@pytest.mark.parametrize(
    "band, answer, shown",
    [
        (Band.SAME, MatchAnswer.OPEN, True),
        (Band.LIKELY, MatchAnswer.OPEN, True),
        (Band.LIKELY, MatchAnswer.SAME, True),
        (Band.RELATED, MatchAnswer.OPEN, False),
        (Band.RELATED, MatchAnswer.SAME, True),
        (Band.SAME, MatchAnswer.DIFFERENT, False),
        (Band.LIKELY, MatchAnswer.DIFFERENT, False),
    ],
)
def test_only_sure_suggestions_that_nobody_rejected_are_shown(
    app: Flask, band: Band, answer: MatchAnswer, shown: bool
) -> None:
    claim = factories.claim()
    receipt, case = reported()
    suggested(case, claim, band, answer)
    assert suggested_to(receipt) == ([claim] if shown else [])


def test_suggestions_are_gone_once_the_case_is_settled_and_back_when_it_is_taken_up_again(app: Flask) -> None:
    claim = factories.claim()
    receipt, case = reported()
    suggested(case, claim, Band.LIKELY)
    settle(case, CaseState.CLOSED)
    assert asked(receipt).suggestions == []
    settle(case, CaseState.OPEN, sentence="")
    assert suggested_to(receipt) == [claim]
    assert asked(receipt).answers == []


def test_a_retracted_article_disappears_from_suggestions_and_answers_at_once(app: Flask) -> None:
    claim = factories.claim()
    receipt, case = reported()
    suggested(case, claim, Band.LIKELY)
    answered, other = reported("Ein ganz anderer Text, der mit dem ersten nichts zu tun hat.")
    settle(other, CaseState.ANSWERED, claim=claim)
    assert suggested_to(receipt) == [claim]
    assert asked(answered).answers[0].article is not None
    claims.retract(claim.id)
    assert asked(receipt).suggestions == []
    (answer,) = asked(answered).answers
    assert (answer.sentence, answer.article, answer.verdict) == (SENTENCE, None, None)


def test_a_retracted_article_disappears_from_the_page_and_the_interface(app: Flask, client: Browser) -> None:
    claim = factories.claim(title="Dieser Artikel war falsch", url="https://example.org/artikel")
    receipt, case = reported()
    settle(case, CaseState.ANSWERED, claim=claim)

    def shown() -> str:
        page = client.send("/status", {"receipt": receipt.receipt}).text
        headers = {"Authorization": f"Bearer {receipt.receipt}"}
        return page + client.get("/api/v1/submissions/status", headers=headers).text

    assert shown().count("https://example.org/artikel") == 2
    claims.retract(claim.id)
    told = shown()
    assert SENTENCE in told
    assert "Dieser Artikel war falsch" not in told
    assert "example.org/artikel" not in told


def test_a_new_copy_of_a_decided_case_is_answered_at_once(app: Flask) -> None:
    _, case = reported()
    settle(case, CaseState.DECIDED, verdict=Verdict.FALSE)
    copy = factories.report("Weitergeleitet\n" + factories.POST)
    joining.match_all_waiting()
    told = asked(copy)
    assert told.phase is Phase.DECIDED
    assert [answer.sentence for answer in told.answers] == [SENTENCE]
    assert db.session.get_one(Case, case.id).submission_count == 2


def test_the_page_says_that_a_suggestion_comes_from_a_machine(app: Flask, client: Browser) -> None:
    claim = factories.claim(text=factories.POST, title="WhatsApp bleibt kostenlos")
    receipt, _ = reported()
    shown = open_text(client.send("/status", {"receipt": receipt.receipt}).text)
    assert claim.title in shown
    assert "Found by a machine, not yet checked by a person" in shown
    assert "Not checked yet. Please do not pass it on." in shown


SECRET = "Frau Quastenflosser"
OTHERS = Difference(DifferenceKind.NAME, (SECRET,), ("Frau Grottenolm",))


def explained_as(case: Case, claim: Claim, *differences: Difference, reverses: bool = False) -> None:
    """Store why a claim was suggested for a case, as the worker does."""
    with writing() as session:
        match = session.scalars(select(Match).where(Match.case_id == case.id, Match.claim_id == claim.id)).one()
        match.band = Band.LIKELY
        match.explanation = Explanation((), (), differences, None, reverses=reverses)
        match.explained_from = match.made_from


def told_to(client: Browser, receipt: Receipt) -> tuple[str, dict[str, Any]]:
    """Return what a reader sees on the page and what a program gets."""
    answer = client.get("/api/v1/submissions/status", headers={"Authorization": f"Bearer {receipt.receipt}"})
    body: dict[str, Any] = answer.get_json()
    return client.send("/status", {"receipt": receipt.receipt}).text, body


def test_a_suggestion_binds_its_verdict_to_its_claim_and_tells_nothing_of_what_was_reported(
    app: Flask, client: Browser
) -> None:
    claim = factories.claim()
    receipt, case = reported()
    explained_as(case, claim, OTHERS)
    page, body = told_to(client, receipt)
    assert f"The article checks: “ {claim.text} ” – result: False" in open_text(page)
    assert 'class="badge badge-false' in page
    assert "One difference Another name: in the article “ Frau Grottenolm ”" in open_text(page)
    (match,) = body["suggestions"]
    assert match["differences"] == [{"kind": "name", "post": [], "claim": ["Frau Grottenolm"]}]
    assert (match["claim"], match["lang"], match["verdict"]) == (claim.text, "de", "false")
    assert (match["band"], match["opposite"], match["confirmed"]) == ("likely", False, False)
    assert SECRET not in page + str(body)


def test_a_suggestion_of_the_opposite_says_so_and_has_no_colour(app: Flask, client: Browser) -> None:
    claim = factories.claim()
    receipt, case = reported()
    explained_as(case, claim, reverses=True)
    page, body = told_to(client, receipt)
    assert f"The article checks the opposite: “ {claim.text} ” – result: False" in open_text(page)
    assert "badge-false" not in page
    assert [match["opposite"] for match in body["suggestions"]] == [True]


def test_a_suggestion_that_nobody_has_compared_yet_has_no_colour(app: Flask, client: Browser) -> None:
    claim = factories.claim()
    receipt, case = reported()
    suggested(case, claim, Band.LIKELY)
    page, _ = told_to(client, receipt)
    assert f"The article checks: “ {claim.text} ” – result: False" in open_text(page)
    assert "badge-false" not in page


def test_a_suggestion_that_an_editor_confirmed_is_not_called_unchecked(app: Flask, client: Browser) -> None:
    claim = factories.claim()
    receipt, case = reported()
    suggested(case, claim, Band.RELATED, MatchAnswer.SAME)
    page, body = told_to(client, receipt)
    assert "Same claim Confirmed by a person" in open_text(page)
    assert "not yet checked by a person" not in open_text(page)
    assert [(match["band"], match["confirmed"]) for match in body["suggestions"]] == [("same", True)]


@pytest.mark.parametrize("reverses", [False, True])
def test_an_article_that_answers_a_report_says_what_it_checks(app: Flask, client: Browser, *, reverses: bool) -> None:
    claim = factories.claim()
    receipt, case = reported()
    explained_as(case, claim, reverses=reverses)
    settle(case, CaseState.ANSWERED, claim=claim)
    page, body = told_to(client, receipt)
    checks = "checks the opposite" if reverses else "checks"
    assert f"The article {checks}: “ {claim.text} ” – result: False" in open_text(page)
    assert ("badge-false" in page) is not reverses
    (answer,) = body["answers"]
    # "False" over a report that says the opposite would mislead whoever reads only that.
    assert answer["verdict"] == (None if reverses else "false")
    assert answer["article"]["opposite"] is reverses
    assert (answer["article"]["claim"], answer["article"]["verdict"]) == (claim.text, "false")


def test_the_desks_own_verdict_is_told_beside_that_of_the_article(app: Flask, client: Browser) -> None:
    claim = factories.claim()
    receipt, case = reported()
    settle(case, CaseState.DECIDED, claim=claim, verdict=Verdict.MISLEADING)
    page, body = told_to(client, receipt)
    assert "Our result for the post that was reported: Misleading" in open_text(page)
    assert f"The article checks: “ {claim.text} ” – result: False" in open_text(page)
    (answer,) = body["answers"]
    assert (answer["verdict"], answer["article"]["verdict"]) == ("misleading", "false")


def test_what_could_not_be_found_out_is_not_taken_for_truth(app: Flask, client: Browser) -> None:
    receipt, case = reported()
    settle(case, CaseState.CLOSED)
    shown = open_text(told_to(client, receipt)[0])
    assert "We could not find out if it is right. That does not mean it is true." in shown


def test_the_page_tells_the_answer_and_nothing_of_what_was_sent(app: Flask, client: Browser) -> None:
    receipt, case = reported()
    settle(case, CaseState.DECIDED, verdict=Verdict.FALSE)
    page = client.send("/status", {"receipt": receipt.receipt.lower().replace("-", " ")}).text
    assert SENTENCE in page
    assert receipt.reference in page
    assert factories.POST not in page
