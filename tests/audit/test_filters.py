"""Narrowing the trail down: by who, what, case and days, each with a chip that takes it off."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from accounts.models import AccountAction, Editor
from accounts.permissions import RoleName
from audit import trail
from audit.filters import Filters
from audit.models import Event
from core.db import db, writing
from core.events import Subject, happened
from review.models import DeskAction
from tests.support import factories
from tests.support.browsing import links, open_text
from tests.support.desk import PASSWORD, signed_in


def found(**arguments: str) -> list[int]:
    """Return the numbers of the lines that an address shows, the newest first."""
    db.session.rollback()
    lines, _ = trail.lines(filters=Filters.read(arguments))
    return [line.number for line in lines]


@pytest.fixture
def anna(app: Flask) -> Editor:
    """An editor, and five lines: 1 and 2 are those of the account."""
    editor = factories.editor(password=PASSWORD)
    with writing():
        happened(DeskAction.CASE_REOPENED, Subject("case", 7), by=editor.id)
        happened(DeskAction.CASE_KEPT_TOGETHER, Subject("case", 8), by=editor.id)
        happened(AccountAction.SIGNED_IN, by=editor.id)
    return editor


def dated(**moments: datetime) -> None:
    """Give lines their moments, by `_` and their number."""
    with writing() as session:
        for name, moment in moments.items():
            session.execute(update(Event).where(Event.id == int(name[1:])).values(at=moment))


def test_without_filters_all_lines_are_there(anna: Editor) -> None:
    assert found() == [5, 4, 3, 2, 1]


def test_lines_are_found_by_who_did_it(anna: Editor) -> None:
    assert found(who=str(anna.id)) == [5, 4, 3, 2]
    assert found(who="machine") == [1]
    assert found(who="999") == []


def test_lines_are_found_by_what_was_done_one_action_or_a_list_of_them(anna: Editor) -> None:
    assert found(what="case_reopened") == [3]
    assert found(what="list:DeskAction") == [4, 3]
    assert found(what="list:AccountAction", who=str(anna.id)) == [5, 2]


def test_lines_are_found_by_the_number_of_their_case(anna: Editor) -> None:
    assert found(case="7") == [3]
    assert found(case=" #8 ") == [4]


def test_lines_are_found_by_days_as_the_readers_count_them_the_last_one_included(anna: Editor) -> None:
    # In Vienna it is two hours later: the first is of the second of July already.
    dated(
        _1=datetime(2026, 6, 30, 12, tzinfo=UTC),
        _2=datetime(2026, 7, 1, 21, 59, tzinfo=UTC),
        _3=datetime(2026, 7, 1, 22, 0, tzinfo=UTC),
        _4=datetime(2026, 7, 2, 21, 59, tzinfo=UTC),
        _5=datetime(2026, 7, 2, 22, 0, tzinfo=UTC),
    )
    assert found(since="2026-07-02", until="2026-07-02") == [4, 3]
    assert found(since="2026-07-02") == [5, 4, 3]
    assert found(until="2026-07-01") == [2, 1]
    assert found(since="2026-07-04") == []
    assert found(until="2026-06-29") == []
    assert found(since="2026-07-03", until="2026-07-01") == []


def test_a_clock_that_was_set_back_hides_no_line(anna: Editor) -> None:
    dated(
        _1=datetime(2026, 7, 1, 21, 0, tzinfo=UTC),
        _2=datetime(2026, 7, 1, 22, 20, tzinfo=UTC),
        # Twenty-five minutes back.
        _3=datetime(2026, 7, 1, 21, 55, tzinfo=UTC),
        _4=datetime(2026, 7, 1, 22, 5, tzinfo=UTC),
        _5=datetime(2026, 7, 2, 9, 0, tzinfo=UTC),
    )
    assert found(since="2026-07-02") == [5, 4, 2]
    assert found(until="2026-07-01") == [3, 1]


@pytest.mark.parametrize(
    "arguments",
    [
        {"who": "nobody"},
        {"who": "-1"},
        {"who": "9" * 30},
        {"what": "list:"},
        {"what": "list:Event"},
        {"what": "x' OR 1=1"},
        {"case": "seven"},
        {"case": "٧"},
        {"since": "yesterday"},
        {"since": "2026-02-30"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
    ],
)
def test_what_cannot_be_read_counts_as_not_given(anna: Editor, arguments: dict[str, str]) -> None:
    assert found(**arguments) == [5, 4, 3, 2, 1]


def test_each_filter_is_a_chip_in_words_that_leads_to_the_others(app: Flask, anna: Editor) -> None:
    address = f"/desk/audit?who={anna.id}&what=list:DeskAction&case=7&since=2026-01-01&until=2026-12-31"
    page = signed_in(app, anna).get(address).text
    shown = open_text(page)
    for words in (
        f"Who: {anna.desk_name}",
        "What: Work on cases",
        "Case: 7",
        "From: Jan 1, 2026",
        "Until: Dec 31, 2026",
    ):
        assert words in shown
    rest = {link for link in links(page) if link.startswith("/desk/audit?") and "check" not in link}
    assert f"/desk/audit?who={anna.id}&what=list:DeskAction&since=2026-01-01&until=2026-12-31" in rest
    assert "/desk/audit" in links(page)
    assert len(rest) == 5


def test_the_form_offers_everybody_and_every_action_in_its_list_and_keeps_what_was_chosen(
    app: Flask, anna: Editor
) -> None:
    page = signed_in(app, anna).get("/desk/audit?what=case_reopened").text
    assert '<optgroup label="Work on cases">' in page
    assert page.count(" selected") == 1
    assert f'<option value="{anna.id}" >{anna.desk_name}</option>' in page


def test_paging_keeps_the_filters(app: Flask, anna: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "PAGE", 2)
    browser = signed_in(app, anna)
    page = browser.get(f"/desk/audit?who={anna.id}").text
    (older,) = [link for link in links(page) if "before=" in link]
    assert older == f"/desk/audit?who={anna.id}&before=5"
    assert browser.get(older).text.count("<time") == 2


def test_a_line_that_no_filter_shows_says_what_to_do(app: Flask, anna: Editor) -> None:
    assert "No line fits. Take a filter off." in open_text(signed_in(app, anna).get("/desk/audit?case=99").text)


@pytest.mark.sqlite_only("a look at its plan; PostgreSQL chooses by how many rows there are")
@pytest.mark.parametrize(
    "arguments",
    [
        {"who": "1"},
        {"who": "machine"},
        {"what": "case_decided"},
        {"what": "list:DeskAction"},
        {"case": "7"},
        {"since": "2026-01-01", "until": "2026-12-31"},
        {"who": "1", "since": "2026-01-01", "until": "2026-12-31"},
    ],
)
def test_the_newest_lines_are_found_without_sorting(app: Flask, anna: Editor, arguments: dict[str, str]) -> None:
    rows = Filters.read(arguments).found().newest(51, before=None)
    with db.engine.connect() as connection:
        asked = rows.compile(db.engine, compile_kwargs={"render_postcompile": True})
        values = tuple(asked.params[name] for name in asked.positiontup or ())
        raw = tuple(str(value) if isinstance(value, datetime) else value for value in values)
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", raw)]
    assert any(step.startswith("SEARCH event USING") for step in plan), plan
    # Of a list of actions the newest of each are found without sorting; only these are sorted then.
    assert "what" in arguments or len(plan) == 1, plan
    assert not any("SCAN event" in step for step in plan), plan


def test_who_may_not_read_the_trail_sees_none_of_it(app: Flask) -> None:
    browser = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER))
    assert browser.get("/desk/audit").status_code == 403
