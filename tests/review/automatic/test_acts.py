"""What machines did by themselves stands in one list, and each of it has a way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from accounts.models import Editor
from accounts.permissions import RoleName
from archive.models import ArchiveAction
from core.db import now, writing
from core.events import Happened, Subject, all_happened
from intake.cases import joining
from intake.models.cases import CaseAction
from intake.models.mutes import MuteAction
from intake.models.retention import RetentionAction
from review.automatic import acts
from review.automatic.filters import HOW_SURE, LANES, LISTED, NOT_LISTED, Filters
from search.ranking.bands import Lane
from tests.support import factories
from tests.support.automatic import ALMOST, close, listed, two_reports
from tests.support.browsing import Browser, links, open_text
from tests.support.desk import PASSWORD, reread, signed_in
from tests.support.statements import statements


def test_whatever_a_machine_does_is_listed_or_named_with_a_reason(app: Flask) -> None:
    muting = set(MuteAction) - {MuteAction.CONTACT_MUTED}
    everything = {*CaseAction, *ArchiveAction, RetentionAction.REPORT_ERASED, *muting}
    assert {*LISTED.values(), *NOT_LISTED} == everything, "say where what machines do can be taken back, or why not"
    assert not set(LISTED.values()) & set(NOT_LISTED)
    assert all(reason.endswith(".") for reason in NOT_LISTED.values())
    assert set(HOW_SURE) == set(LANES)


@pytest.mark.parametrize(
    "text, lane, words",
    [
        (factories.POST, Lane.EXACT_TEXT, "because it has the same words."),
        (ALMOST, Lane.NEAR_DUPLICATE, "because it has almost the same words."),
    ],
)
def test_a_joined_report_says_by_what(app: Flask, text: str, lane: Lane, words: str) -> None:
    factories.case()
    factories.case(text)
    (act,) = listed(what="joined")
    assert act.lane is lane
    assert str(act.line.sentence).endswith(words)
    assert [len(listed(lane=one.value)) for one in LANES] == [int(one is lane) for one in LANES]


def test_a_report_about_the_same_link_says_so(app: Flask) -> None:
    for text in ("Das hier ist doch niemals wahr.", "Bitte einmal ansehen, was die wieder schreiben."):
        factories.case(text, url="https://example.org/a/7")
    (act,) = listed(what="joined")
    assert act.lane is Lane.SAME_LINK


def test_nothing_vanishes_because_a_machine_matched_it(app: Flask, browser: Browser, anna: Editor) -> None:
    case = factories.case()
    close(case, anna)
    later = factories.submission()
    joining.match_all_waiting()

    assert reread(case).later_reports == 1
    shown = open_text(browser.get(f"/desk/cases/{case.id}").text)
    assert later.reference in shown
    assert "1 report since" in open_text(browser.get("/desk/?state=closed").text)
    page = browser.get("/desk/automatic/").text
    assert later.reference in open_text(page)
    assert "This case is settled (Closed without result), so its answer is this reporter's, too." in open_text(page)
    assert f"/desk/cases/{case.id}" in links(page)


def test_whoever_only_reads_sees_the_list_without_buttons(app: Flask) -> None:
    two_reports()
    page = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER)).get("/desk/automatic/").text
    assert "joined report" in open_text(page)
    assert not [link for link in links(page) if link.endswith(("/part", "/again"))]


def test_what_people_do_is_not_listed(app: Flask, anna: Editor) -> None:
    with writing():
        all_happened([Happened(ArchiveAction.LEARNED, Subject("case", 1), anna.id, {})])
    assert listed() == []


def test_the_list_is_narrowed_by_day_and_read_page_by_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        factories.case()
    monkeypatch.setattr(acts, "PAGE", 2)
    first = acts.page(Filters(), before=None)
    second = acts.page(Filters(), before=first.before)
    numbers = [act.line.number for page in (first, second) for act in page.acts]
    assert numbers == sorted(numbers, reverse=True)
    assert (len(set(numbers)), second.before) == (4, None)
    today = now().date()
    assert len(listed(since=(today - timedelta(days=1)).isoformat())) == 2
    assert listed(since=(today + timedelta(days=2)).isoformat()) == []


def test_what_few_lines_have_is_looked_for_so_far_and_no_further(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (factories.POST, ALMOST, factories.POST, factories.POST):
        factories.case(text)
    monkeypatch.setattr(acts, "LOOKED_AT", 2)
    almost = Filters(lane=Lane.NEAR_DUPLICATE)
    first = acts.page(almost, before=None)
    assert (first.acts, first.is_searched) == ([], True)
    second = acts.page(almost, before=first.before)
    assert (len(second.acts), second.is_searched, second.before) == (1, False, None)


def test_the_list_asks_as_often_for_many_lines_as_for_few(app: Flask, browser: Browser) -> None:
    two_reports()
    browser.get("/desk/automatic/")
    with statements() as few:
        browser.get("/desk/automatic/")
    for number in range(5):
        factories.case(f"Ein anderer Beitrag mit der Nummer {number}.")
        factories.case()
    with statements() as many:
        assert browser.get("/desk/automatic/").text.count('id="act-') > 20
    assert len(many) == len(few)


@pytest.mark.parametrize("query", ["?what=x&lane=x&since=x&before=x", "?lane=meaning", "?what=learned&lane=exact_text"])
def test_what_is_unknown_counts_as_not_given(app: Flask, browser: Browser, query: str) -> None:
    assert browser.get(f"/desk/automatic/{query}").status_code == 200
