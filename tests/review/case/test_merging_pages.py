"""The pages of merging and splitting: what editors see, can reach, and are told."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from intake.models.cases import CaseState, Kind
from intake.models.moves import CaseMove
from review.models import DeskAction
from search.ranking.bands import Band
from tests.support import factories
from tests.support.browsing import links, open_text
from tests.support.case_moves import TEXTS, case_of, check_what_always_holds, sent
from tests.support.desk import filled, plain_case, reread, signed_in, suggestion
from tests.support.desk_moves import (
    WHY,
    editor,
    merge,
    no_move_was_made,
    split,
    take_back,
    three_reports,
    trail,
    two_cases,
)


def test_two_cases_are_shown_side_by_side_before_they_are_merged(app: Flask) -> None:
    case, other = two_cases()
    browser = signed_in(app)
    shown = open_text(browser.get(f"/desk/cases/{case.id}/merge?other={other.id}").text)
    assert shown.index(TEXTS[0]) < shown.index(TEXTS[1])
    assert f"Case {case.id}" in shown
    assert f"Case {other.id}" in shown
    assert no_move_was_made()


def test_the_page_of_a_merged_case_leads_to_the_one_that_holds_its_reports(app: Flask) -> None:
    case, other = two_cases()
    browser = signed_in(app)
    merge(browser, case, other)
    page = browser.get(f"/desk/cases/{other.id}")
    assert page.status_code == 200
    shown = open_text(page.text)
    assert f"Its reports are there now: Case {case.id}" in shown
    assert "Merged into another case" in shown
    addresses = [link.split("?")[0] for link in links(page.text)]
    assert f"/desk/cases/{case.id}" in addresses
    assert not [link for link in addresses if link.startswith(f"/desk/cases/{other.id}/") and "/moves/" not in link]


NOT_A_NUMBER = ["", "x", "0", "-1", "999", "9" * 30, "1; DROP"]


@pytest.mark.parametrize("number", NOT_A_NUMBER)
def test_a_number_that_no_case_has_is_said_on_the_page_of_the_case(app: Flask, number: str) -> None:
    case = plain_case()
    browser = signed_in(app)
    shown = browser.get(f"/desk/cases/{case.id}/merge", query_string={"other": number}, follow_redirects=True)
    assert shown.status_code == 200
    assert "There is no case with this number." in open_text(shown.text)
    assert f"Case {case.id}" in open_text(shown.text)


def test_why_two_cases_stay_apart_is_said_on_the_page_of_the_case(app: Flask) -> None:
    case, hate, settled = plain_case(), plain_case(kind=Kind.HATE), plain_case(state=CaseState.CLOSED)
    browser = signed_in(app)
    for other, said in [
        (case, "cannot be merged with itself"),
        (hate, "Reports of hate stay apart"),
        (settled, f"Case {settled.id} is settled. Reopen it first."),
    ]:
        shown = browser.get(f"/desk/cases/{case.id}/merge?other={other.id}", follow_redirects=True)
        assert said in open_text(shown.text)


def test_a_case_can_be_named_by_its_number_as_people_write_it(app: Flask) -> None:
    case, other = two_cases()
    browser = signed_in(app)
    assert "/merge" in " ".join(links(browser.get(f"/desk/cases/{case.id}").text))
    shown = browser.get(f"/desk/cases/{case.id}/merge", query_string={"other": f" #{other.id} "})
    assert TEXTS[1] in open_text(shown.text)


def test_a_report_can_be_chosen_only_where_another_one_stays(app: Flask) -> None:
    browser = signed_in(app)
    case, reports = three_reports()
    page = browser.get(f"/desk/cases/{case.id}").text
    assert re.findall(r'type="checkbox"\s+name="reports"\s+value="(\d+)"', page) == [str(one.id) for one in reports]
    assert 'name="reports"' not in browser.get(f"/desk/cases/{plain_case().id}").text
    everything = split(browser, case, reports)
    assert everything.status_code == 400
    assert "At least one report that is not erased has to stay." in open_text(everything.text)
    nothing = browser.get(f"/desk/cases/{case.id}/split", follow_redirects=True)
    assert "Choose at least one report." in open_text(nothing.text)
    assert no_move_was_made()


def test_a_move_is_told_on_both_pages_and_taken_back_from_either(app: Flask) -> None:
    first, second = editor(), editor()
    case, other = two_cases()
    merge(signed_in(app, first), case, other)
    browser = signed_in(app, second)
    for place, sentence in ((case, "Took in another case"), (other, "Merged into another case")):
        shown = open_text(browser.get(f"/desk/cases/{place.id}").text).split("Merged and split")[1]
        assert sentence in shown
        assert WHY in shown
        assert first.desk_name in shown
        assert "Taken back" not in shown
    assert take_back(browser, other).status_code == 302
    check_what_always_holds()
    assert (reread(case).state, reread(other).state) == (CaseState.OPEN, CaseState.OPEN)
    shown = open_text(browser.get(f"/desk/cases/{case.id}").text).split("Merged and split")[1]
    assert f"Taken back by {second.desk_name}" in shown
    assert shown.count("Took in another case") == 1
    assert "/moves/" not in " ".join(links(browser.get(f"/desk/cases/{case.id}").text))
    move, back = db.session.scalars(select(CaseMove).order_by(CaseMove.id)).all()
    assert trail()[1:] == [(DeskAction.MOVE_UNDONE, case.id, second.id, {"move": back.id, "undone": move.id})]


def test_a_split_is_told_on_both_pages(app: Flask) -> None:
    case, reports = three_reports()
    browser = signed_in(app)
    split(browser, case, reports[1:])
    for place, sentence in ((case, "Moved reports to a new case"), (case_of(reports[1]), "Was split off another case")):
        assert sentence in open_text(browser.get(f"/desk/cases/{place.id}").text)
    assert take_back(browser, case).status_code == 302
    check_what_always_holds()
    assert reread(case).submission_count == 3


def test_taking_back_says_what_stays_and_why_it_cannot_be_done(app: Flask) -> None:
    case, other = two_cases()
    browser = signed_in(app)
    merge(browser, case, other)
    sent(TEXTS[1], TEXTS[1])
    page = f"/desk/cases/{case.id}"
    browser.send(f"{page}/decision", filled(reread(case)), seen_at=page)
    take_back(browser, case)
    assert f"Case {case.id} is settled. Reopen it first." in open_text(browser.get(page).text)
    assert reread(other).state is CaseState.MERGED
    browser.send(f"{page}/reopen", {"reason": WHY}, seen_at=page)
    take_back(browser, case)
    assert f"2 reports that came later stay in case {case.id}." in open_text(browser.get(page).text)
    assert reread(case).submission_count == 3


def test_similar_cases_are_offered_for_merging_with_how_sure_it_is(app: Flask) -> None:
    claim = factories.claim()
    case, other = plain_case(), plain_case("Am Dorfplatz steht ein Brunnen.", reports=4)
    suggestion(case, claim)
    suggestion(other, claim)
    browser = signed_in(app)
    address = f"/desk/cases/{case.id}/similar"
    assert [link for link in links(browser.get(f"/desk/cases/{case.id}").text) if link.startswith(address)]
    page = browser.get(f"{address}?state=all").text
    shown = open_text(page)
    assert "Am Dorfplatz steht ein Brunnen." in shown
    assert "4 reports" in shown
    assert str(Band.LIKELY.label) in shown
    assert f"/desk/cases/{case.id}/merge?other={other.id}&state=all" in links(page)
    assert "Merge into this case" not in open_text(browser.get(f"/desk/cases/{plain_case().id}/similar").text)


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.MERGED])
def test_similar_cases_are_looked_for_only_while_a_case_is_open(app: Flask, state: CaseState) -> None:
    case = plain_case(state=state)
    browser = signed_in(app)
    page = f"/desk/cases/{case.id}"
    assert not [link for link in links(browser.get(page).text) if "/similar" in link]
    answer = browser.get(f"{page}/similar")
    assert (answer.status_code, answer.location.split("?")[0]) == (302, page)
    assert browser.get("/desk/cases/999/similar").status_code == 404


def test_hate_is_unfolded_by_choice_wherever_two_cases_meet(app: Flask) -> None:
    reports = [factories.submission(f"Ein hasserfüllter Satz, Nummer {n}.", kind="hate") for n in range(2)]
    copy = factories.submission("Ein hasserfüllter Satz, Nummer 0.", kind="hate")
    sent()
    case, other = (case_of(report) for report in reports)
    claim = factories.claim()
    for one in (case, other):
        suggestion(one, claim)
    browser = signed_in(app)
    for address in ("", "/similar", f"/merge?other={other.id}", f"/split?reports={copy.id}"):
        page = browser.get(f"/desk/cases/{case.id}{address}").text
        # The list of similar cases says nothing at all of what they say.
        assert ("hasserfüllter" in page) is (address != "/similar")
        assert "hasserfüllter" not in open_text(page)


def test_what_people_wrote_is_escaped_wherever_two_cases_meet(app: Flask) -> None:
    script = "<script>alert('x')</script>"
    reports = [factories.submission(f"{script} {n}", url="https://example.org/a/7") for n in range(2)]
    sent(TEXTS[0])
    case = case_of(reports[0])
    browser = signed_in(app)
    pages = [browser.get(f"/desk/cases/{case.id}/merge?other={plain_case(script).id}")]
    pages += [browser.get(f"/desk/cases/{case.id}/split?reports={reports[1].id}")]
    split(browser, case, reports[1:], reason=script)
    pages += [browser.get(f"/desk/cases/{case.id}")]
    for page in pages:
        assert "&lt;script&gt;" in page.text
        assert "<script>alert" not in page.text


def test_the_queue_shows_merged_cases_only_when_asked_for_them(app: Flask) -> None:
    case, other = two_cases()
    browser = signed_in(app)
    merge(browser, case, other)
    for filters, shown in [("", [case]), ("?state=all", [case]), ("?state=merged", [other])]:
        page = browser.get(f"/desk/{filters}").text
        assert re.findall(r'id="case-(\d+)"', page) == [str(one.id) for one in shown]


def test_every_report_can_be_reached_and_chosen(app: Flask) -> None:
    reports = sent(*[TEXTS[0]] * 45)
    browser = signed_in(app)
    address: str | None = f"/desk/cases/{case_of(reports[0]).id}"
    chosen: list[str] = []
    while address:
        page = browser.get(address).text
        chosen += re.findall(r'name="reports"\s+value="(\d+)"', page)
        address = next((link for link in links(page) if "reports_after" in link), None)
    assert chosen == [str(report.id) for report in reports]


@pytest.mark.parametrize("after", ["x", "0", "-5", "9" * 30])
def test_an_unreadable_place_in_the_list_of_reports_breaks_nothing(app: Flask, after: str) -> None:
    case, reports = three_reports()
    page = signed_in(app).get(f"/desk/cases/{case.id}?reports_after={after}")
    assert reports[0].reference in page.text
