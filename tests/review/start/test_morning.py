"""The page that a day begins with: what waits, what grows, and calm when nothing does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db
from intake.models.cases import CaseState, Kind
from review.start import morning, views
from review.start.morning import Morning
from tests.support import counted, factories
from tests.support.browsing import Browser, open_text
from tests.support.counted import MOMENT, hours_ago
from tests.support.desk import PASSWORD, plain_case, signed_in
from tests.support.statements import statements
from tests.support.waiting_reports import set_aside


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


@pytest.fixture
def page(app: Flask, editor: Editor, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Return what the page shows at `MOMENT`."""
    browser: Browser = signed_in(app, editor)
    monkeypatch.setattr(views, "now", lambda: MOMENT)
    return lambda: browser.get("/desk/start").text


def now() -> Morning:
    db.session.rollback()
    return morning.morning(MOMENT)


def test_when_nothing_waits_it_says_so(page: Callable[[], str]) -> None:
    shown = open_text(page())

    assert "All done." in shown
    assert "Nothing that is reported more often than the day before." in shown
    assert "Waits longest" not in shown
    assert "Needs a person 0" not in shown


def test_the_case_waits_longest_that_was_reported_first(page: Callable[[], str]) -> None:
    counted.case(hours_ago(5), text="Neu.")
    old = counted.case(hours_ago(73), text="Alt.")
    plain_case("Erledigt.", state=CaseState.CLOSED)

    found = now()
    assert (found.open, found.oldest and found.oldest.id, found.waited) == (2, old.id, timedelta(hours=73))
    shown = page()
    assert "Waits longest: 3 days" in open_text(shown)
    assert f'href="/desk/cases/{old.id}"' in shown


def test_open_cases_are_counted_to_a_border(
    app: Flask, monkeypatch: pytest.MonkeyPatch, page: Callable[[], str]
) -> None:
    monkeypatch.setattr(morning, "MOST_COUNTED", 3)
    for _ in range(5):
        plain_case()

    assert now().open == 4
    assert "over 3" in open_text(page())


def test_cases_settled_since_monday_count_once(app: Flask, editor: Editor) -> None:
    twice, reopened, before = (counted.case(hours_ago(200)) for _ in range(3))
    # Monday began at 23:00 in UTC, 61 hours ago.
    counted.decide(before, hours_ago(61.1), editor=editor)
    counted.decide(twice, hours_ago(60.9), editor=editor, outcome=CaseState.CLOSED)
    counted.decide(twice, hours_ago(10), editor=editor)
    counted.decide(reopened, hours_ago(5), editor=editor, outcome=CaseState.OPEN)

    assert now().settled_this_week == 1


def test_what_grows_had_more_reports_in_the_last_day_than_in_the_one_before(page: Callable[[], str]) -> None:
    wave, fading, small = (counted.case(hours_ago(60), text=text) for text in ("Welle.", "Ebbe.", "Klein."))
    for hours in (1, 2, 3, 4, 25):
        counted.report(hours_ago(hours), case=wave)
    for hours in (1, 2, 3, 30, 31, 32, 33):
        counted.report(hours_ago(hours), case=fading)
    for hours in (1, 2):
        counted.report(hours_ago(hours), case=small)

    assert [(one.case.id, one.reports, one.before) for one in now().growing] == [(wave.id, 4, 1)]
    shown = open_text(page())
    assert "Welle. 4 reports in 24 hours, 1 in the 24 hours before" in shown
    assert "Ebbe." not in shown


def test_the_words_of_hate_stay_hidden_and_a_settled_case_says_so(page: Callable[[], str], editor: Editor) -> None:
    hate = counted.case(hours_ago(20), kind=Kind.HATE, text="Ein hasserfüllter Satz.")
    settled = counted.case(hours_ago(20), text="Beantwortet und weiter gemeldet.")
    for case in (hate, settled):
        for hours in (1, 2, 3):
            counted.report(hours_ago(hours), case=case)
    counted.decide(settled, hours_ago(10), editor=editor, outcome=CaseState.CLOSED)

    shown = page()

    assert "hasserfüllter" not in shown
    assert open_text(shown).count("Text hidden") == 2, "it waits longest and it grows"
    assert "· Closed without result" in open_text(shown)


def test_what_needs_a_person_is_told(page: Callable[[], str]) -> None:
    set_aside()

    shown = open_text(page())

    assert "1 Needs a person" in shown or "Needs a person 1" in shown
    assert "All done." not in shown


def test_the_number_of_queries_does_not_grow(app: Flask) -> None:
    counts = []
    for _ in range(3):
        with statements() as sent:
            now()
        counts.append(len(sent))
        for _ in range(4):
            case = counted.case(hours_ago(20))
            for hours in (1, 2, 3):
                counted.report(hours_ago(hours), case=case)

    # The first time nothing grows, so no case is fetched.
    assert counts[1] == counts[2]
    assert counts[1] - counts[0] <= 1


@pytest.mark.sqlite_only("PostgreSQL reads a small table as a whole, whatever indexes there are")
def test_no_question_reads_a_whole_table(app: Flask) -> None:
    case = counted.case(hours_ago(20))
    for hours in (1, 2, 3):
        counted.report(hours_ago(hours), case=case)
    with statements() as sent:
        now()

    plans = [
        (step[-1], one)
        for one in sent
        if one.startswith("SELECT")
        for step in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", (0,) * one.count("?"))
    ]
    scans = [(step, one) for step, one in plans if step.startswith("SCAN") and "INDEX" not in step]
    assert [one for step, one in scans if "loosened" not in step and "CONSTANT" not in step] == []


@pytest.mark.parametrize("role, status", [(RoleName.VIEWER, 200), (RoleName.LEGAL, 200), (RoleName.ADMIN, 403)])
def test_who_may_read_cases_may_see_it(app: Flask, role: RoleName, status: int) -> None:
    browser = signed_in(app, factories.editor(password=PASSWORD, role=role))

    assert browser.get("/desk/start").status_code == status
