"""Whichever way a page of the queue is found, all pages together show each case that fits once, in order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from flask import Flask

from core.db import db
from intake.models.cases import Case, CaseState, Kind
from review.queue import finding
from review.queue.filters import Filters, Sort
from tests.support.browsing import links, open_text
from tests.support.desk import plain_case, signed_in
from tests.support.queueing import arguments_of, asked, common_is_what_two_have, pages

MADE = 75


@pytest.fixture
def many(app: Flask) -> list[Case]:
    """Cases of which every third is a scam, every fifth is closed, and many share their sort value."""
    return [
        plain_case(
            kind=Kind.SCAM if number % 3 == 0 else Kind.CHECK,
            state=CaseState.CLOSED if number % 5 == 0 else CaseState.OPEN,
            reports=1 + number % 4,
            minutes=number % 7,
        )
        for number in range(MADE)
    ]


@pytest.fixture(params=["rare", "common"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fulfils a filter is few, and found by its own index, or so many that it is looked for along the order."""
    if request.param == "common":
        common_is_what_two_have(monkeypatch)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize(
    "arguments",
    [{}, {"state": "all"}, {"kind": "scam"}, {"kind": "scam", "state": "all"}, {"kind": "scam", "fit": "none"}],
)
def test_each_case_that_fits_is_shown_once_and_in_order(
    app: Flask,
    many: list[Case],
    arguments: dict[str, str],
    sort: Sort,
) -> None:
    fitting = [
        case
        for case in many
        if ("kind" not in arguments or case.kind is Kind.SCAM)
        and ("state" in arguments or case.state is CaseState.OPEN)
    ]
    column = {"priority": "priority", "reports": "submission_count", "waiting": "first_seen", "newest": "last_seen"}
    value = column.get(sort.value, "heat")
    expected = sorted(fitting, key=lambda case: (getattr(case, value), case.id), reverse=sort is not Sort.WAITING)

    read = [number for page in pages(app, **arguments, sort=sort.value) for number in page]

    assert read == [case.id for case in expected]


def test_a_page_that_is_not_full_says_that_there_may_be_more(
    app: Flask, many: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    common_is_what_two_have(monkeypatch)
    found = asked(app, kind="scam", sort="newest")
    assert found.is_searched
    in_order = sorted(many, key=lambda case: (case.last_seen, case.id), reverse=True)
    looked_at = [case for case in in_order if case.state is CaseState.OPEN][: finding.FAR]
    assert [row.id for row in found.rows] == [case.id for case in looked_at if case.kind is Kind.SCAM]
    assert found.heading == "Open (more than 2)"


def test_what_few_have_is_counted(app: Flask, many: list[Case]) -> None:
    assert asked(app, kind="scam").heading == "Open (20)"
    assert asked(app, kind="other").heading == "Open (0)"
    assert asked(app, state="all").heading == "All (75)"


@pytest.mark.usefixtures("way")
def test_next_and_previous_lead_along_the_list_and_back(
    app: Flask,
    many: list[Case],
) -> None:
    filters = Filters.read({"kind": "scam", "sort": "reports"})
    order = [number for page in pages(app, kind="scam", sort="reports") for number in page]
    for before, after in pairwise(order):
        one, other = db.session.get_one(Case, before), db.session.get_one(Case, after)
        assert [case.id for case in finding.neighbours(one, filters).cases] == [after]
        assert [case.id for case in finding.neighbours(other, filters, backwards=True).cases] == [before]


def test_beyond_what_is_near_next_leads_further_down_the_list_and_not_to_its_top(
    app: Flask, many: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    common_is_what_two_have(monkeypatch)
    far = [plain_case(kind=Kind.OTHER, minutes=-number).id for number in (1, 2, 3)]
    top = max(many, key=lambda case: (case.state is CaseState.OPEN, case.last_seen, case.id))
    place = {"kind": "other", "sort": "newest"}

    page = signed_in(app).get(f"/desk/cases/{top.id}", query_string=place).text
    (address,) = {link for link in links(page) if "after=" in link}

    assert "Look further on" in open_text(page)
    assert [number for found in pages(app, **arguments_of(address)) for number in found] == far
