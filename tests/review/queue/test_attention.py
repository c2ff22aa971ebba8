"""What needs a person: reports that no machine could process, and answers whose article is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from archive import claims
from archive.models import Verdict
from audit import trail
from audit.models import Event
from core.config import Config
from core.db import db, now, writing
from core.refusals import Conflict
from intake.cases import explaining, joining, settling, suggesting
from intake.models.cases import Case, CaseAction, CaseState
from intake.models.reports import Phase, Submission
from intake.reports import submissions, waiting
from review.case.explanations import explanations
from review.models import DeskAction
from review.queue import attention
from search.comparison.explanation import Explanation, explain
from search.comparison.meeting import Similarity
from search.comparison.said import Said
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.desk import plain_case, reread, signed_in, suggestion
from tests.support.installation import work_off
from tests.support.waiting_reports import TROUBLE, set_aside


def row(report_id: int) -> Submission:
    db.session.rollback()
    return db.session.get_one(Submission, report_id, populate_existing=True)


def actions() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Event.action).order_by(Event.id)))


def test_the_first_page_of_the_desk_says_what_waits_and_leads_to_it(app: Flask) -> None:
    browser = signed_in(app)
    assert "Waiting for the machine" not in browser.get("/desk/").text
    set_aside()
    waits = factories.submission("Ein anderer Text, der noch auf die Maschine wartet.")
    with writing():
        db.session.get_one(Submission, waits.id).received_at = now() - timedelta(minutes=7)

    page = browser.get("/desk/").text

    assert "Waiting for the machine: the oldest report for 7 minutes." in page
    assert 'href="/desk/attention/"' in page
    assert "1 thing needs a person" in page


def test_the_list_shows_what_failed_and_where_and_hides_hate(app: Flask) -> None:
    shown = set_aside("Ein Text, den die Maschine nicht lesen konnte.").reference
    hidden = set_aside("Ein gemeiner Satz über Menschen.", kind="hate").reference

    page = signed_in(app).get("/desk/attention/").text

    assert page.count(TROUBLE) == 2
    assert shown in page
    assert "Ein Text, den die Maschine nicht lesen konnte." in open_text(page)
    assert hidden in page
    assert "Ein gemeiner Satz" not in open_text(page)
    assert "Ein gemeiner Satz" in page, "whoever wants to decide what to do with it has to read it"


def test_an_empty_list_says_that_all_is_done(app: Flask) -> None:
    assert "All done." in signed_in(app).get("/desk/attention/").text


def test_a_report_is_tried_again_and_gets_its_case(app: Flask, config: Config) -> None:
    number = set_aside().id
    browser = signed_in(app)

    answer = browser.send(f"/desk/attention/reports/{number}/again", {}, seen_at="/desk/attention/")
    assert answer.location == "/desk/attention/"
    work_off(config)

    assert row(number).case_id is not None
    assert attention.set_aside() == []
    assert [action for action in actions() if action in {CaseAction.REPORT_SET_ASIDE, DeskAction.REPORT_PUT_BACK}] == [
        CaseAction.REPORT_SET_ASIDE,
        DeskAction.REPORT_PUT_BACK,
    ]
    assert trail.first_broken() is None


def test_all_reports_are_tried_again_at_once(app: Flask, config: Config) -> None:
    reports = [set_aside(f"{factories.POST} Nummer {number} von allen.").id for number in range(3)]

    page = signed_in(app).send("/desk/attention/again", {}, seen_at="/desk/attention/")
    assert page.location == "/desk/attention/"
    work_off(config)

    assert all(row(report).case_id is not None for report in reports)


def test_a_person_opens_a_case_without_the_machine(app: Flask) -> None:
    report = set_aside()
    browser = signed_in(app)

    answer = browser.send(f"/desk/attention/reports/{report.id}/case", {}, seen_at="/desk/attention/")

    case = db.session.scalars(select(Case)).one()
    assert answer.location == f"/desk/cases/{case.id}"
    assert (case.submission_count, case.matching_failed, case.matching_trouble) == (1, True, TROUBLE)
    page = browser.get(answer.location).text
    assert "The machine could not process this report" in page
    assert TROUBLE in page
    assert "The machine found nothing that fits" not in page
    assert DeskAction.CASE_OPENED_BY_HAND in actions()
    assert CaseAction.CASE_OPENED not in actions(), "no machine has looked for anything"


def test_the_machine_is_never_asked_about_a_case_that_was_opened_by_hand(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = set_aside()
    case_id = attention.open_by_hand(report.id, editor=factories.editor())
    factories.claim(text=factories.POST)

    def dies(*_args: object, **_more: object) -> None:
        raise AssertionError("this text kills the worker")

    monkeypatch.setattr("intake.cases.suggesting.find_matches", dies)
    suggesting.rematch_open()
    suggesting.rematch_case(case_id)

    assert db.session.scalars(select(Case)).one().matches == []


def test_what_does_not_wait_for_a_person_is_refused(app: Flask) -> None:
    report = factories.submission()
    browser = signed_in(app)

    for act in ("again", "case"):
        for number in (report.id, 999):
            answer = browser.send(f"/desk/attention/reports/{number}/{act}", {}, seen_at="/desk/attention/")
            assert answer.status_code == 409
    assert joining.match_all_waiting() == 1


def test_two_editors_cannot_open_two_cases_for_one_report(app: Flask) -> None:
    report, editor = set_aside(), factories.editor()
    attention.open_by_hand(report.id, editor=editor)

    with pytest.raises(Conflict):
        attention.open_by_hand(report.id, editor=editor)

    assert len(db.session.scalars(select(Case)).all()) == 1


def test_an_answer_whose_article_is_gone_is_listed_and_its_reader_is_told(app: Flask) -> None:
    claim = factories.claim(title="Ein Artikel, der zurückgezogen wird")
    receipt = factories.report()
    joining.match_all_waiting()
    case = db.session.scalars(select(Case)).one()
    with writing():
        settling.settle(
            case, state=CaseState.ANSWERED, public_sentence="Das ist falsch.", verdict=None, answer_claim_id=claim.id
        )
    browser, reader = signed_in(app), Browser(app, app.response_class)
    assert attention.summary().total == 0

    claims.retract(claim.id)

    assert attention.summary().unanswered == 1
    page = browser.get("/desk/attention/").text
    assert "Ein Artikel, der zurückgezogen wird" in page
    assert f"/desk/cases/{case.id}" in page
    told = reader.send("/status", {"receipt": receipt.receipt}).text
    assert "We have taken back the article that we sent you to." in told
    status = reader.get("/api/v1/submissions/status", headers={"Authorization": f"Bearer {receipt.receipt}"}).get_json()
    assert status["phase"] == "checking", "what rests on an article that is gone is not answered"
    (answer,) = status["answers"]
    assert (answer["article"], answer["article_withdrawn"]) == (None, True)


def test_an_answer_without_an_article_or_with_a_published_one_is_not_listed(app: Flask) -> None:
    published = factories.claim()
    for state, claim_id in ((CaseState.ANSWERED, published.id), (CaseState.CLOSED, None)):
        case = plain_case(f"Ein Beitrag, {state.value}.")
        with writing():
            settling.settle(
                db.session.get_one(Case, case.id),
                state=state,
                public_sentence="Satz.",
                verdict=Verdict.FALSE,
                answer_claim_id=claim_id,
            )

    assert attention.article_is_gone() == []


def test_a_pair_that_cannot_be_explained_costs_its_reason_and_not_the_page(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = plain_case(factories.POST)
    broken, fine = factories.claim("Eine Behauptung, an der die Erklärung zerbricht."), factories.claim()
    matches = [suggestion(case, broken), suggestion(case, fine, rank=2)]

    def breaking(said: Said, claim: Said, *, similarity: Similarity | None) -> Explanation:
        if "zerbricht" in claim.text:
            raise ZeroDivisionError(said.text)
        return explain(said, claim, similarity=similarity)

    monkeypatch.setattr(explaining, "explain", breaking)

    found = explanations(reread(case), matches)
    assert [found[match.id] is None for match in matches] == [True, False]
    page = signed_in(app).get(f"/desk/cases/{case.id}")
    assert page.status_code == 200
    assert page.text.count('class="match ') == 2


def test_readiness_tells_how_old_the_oldest_waiting_report_is(app: Flask) -> None:
    set_aside()
    waits = factories.submission("Ein anderer Text, der noch auf die Maschine wartet.")
    with writing():
        db.session.get_one(Submission, waits.id).received_at = now() - timedelta(minutes=7)

    figures = app.test_client().get("/readyz").get_json()["figures"]

    assert figures["needs_a_person"] == 1
    assert 420 <= figures["oldest_waiting_seconds"] < 480
    assert submissions.status(factories.report("Noch ein Text, ganz neu.").receipt).phase is Phase.RECEIVED


@pytest.mark.parametrize("minutes,logged", [(1, False), (3, True)])
def test_the_log_says_that_reports_wait_too_long(app: Flask, minutes: int, logged: bool) -> None:
    waits = factories.submission()
    with writing():
        db.session.get_one(Submission, waits.id).received_at = now() - timedelta(minutes=minutes)

    with capture_logs() as lines:
        waiting.log_if_late()

    told = [(line["event"], line["oldest_seconds"], line["needs_a_person"]) for line in lines]
    assert told == ([("reports_wait", 180, 0)] if logged else [])
