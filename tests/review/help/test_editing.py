"""The help lines at the desk: added, changed, hidden, tried; and a lead is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from accounts.permissions import RoleName
from audit.models import Event
from core.db import db, now, writing
from core.refusals import InvalidInput, NotFound
from core.web.display import local_day
from intake.help import lines
from intake.models.help import HelpAction, HelpLine
from review.help import editing
from review.help.editing import Draft
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.desk import PASSWORD, signed_in

DRAFT = Draft(
    name="Männernotruf",
    kind="crisis",
    country="at",
    telephone="0800 400 777",
    url="https://example.org/hilfe",
    hours_de="rund um die Uhr",
    hours_en="at any hour",
    sentence_de="Für Männer in Not.",
    sentence_en="For men in need.",
    position=5,
)


@pytest.fixture
def lead(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD, role=RoleName.LEAD)


def told() -> list[str]:
    rows = select(Event.action).where(Event.action.in_([action.value for action in HelpAction])).order_by(Event.id)
    return [action.removeprefix("help_line_") for action in db.session.scalars(rows)]


def zara() -> Draft:
    line = editing.one("zara")
    return Draft(**{name: getattr(line, name) for name in Draft.__slots__})


def test_a_new_line_is_shown_to_readers_at_once(client: Browser, lead: Editor) -> None:
    code = editing.add(DRAFT, editor=lead)
    line = editing.one(code)
    assert (line.telephone, line.is_shown, line.stated_on, line.checked_on) == (
        "0800 400 777",
        True,
        local_day(now()),
        None,
    )
    assert "Männernotruf" in client.get("/report/danger").text
    assert told() == ["added"]


def test_a_line_that_is_changed_has_to_be_tried_again(lead: Editor) -> None:
    editing.check("zara", editor=lead)
    assert editing.one("zara").checked_by == lead.id
    editing.change("zara", replace(zara(), telephone="01 929 13 99"), editor=lead)
    line = editing.one("zara")
    assert (line.telephone, line.checked_on, line.checked_by) == ("01 929 13 99", None, None)
    assert line.stated_on == local_day(now())
    assert told() == ["checked", "changed"]


def test_saving_what_stands_there_already_changes_nothing(lead: Editor) -> None:
    editing.check("zara", editor=lead)
    editing.change("zara", zara(), editor=lead)
    assert editing.one("zara").checked_on is not None
    assert told() == ["checked"]


def test_hiding_and_showing_again(client: Browser, lead: Editor) -> None:
    for is_shown in (False, False, True, True):
        editing.show("stopline", is_shown=is_shown, editor=lead)
        assert ("stopline.at" in client.get("/report/child-abuse").text) == is_shown
    assert told() == ["hidden", "shown"]


def test_what_the_desk_has_not_touched_is_not_in_the_database(lead: Editor) -> None:
    editing.check("zara", editor=lead)
    assert db.session.scalars(select(HelpLine.code)).all() == ["zara"]


# Field and what is typed there.
REFUSED: tuple[tuple[str, str | int], ...] = (
    ("name", ""),
    ("name", "x" * 81),
    ("telephone", "ruf an"),
    ("telephone", "javascript:1"),
    ("telephone", "1" * 41),
    ("url", "http://example.org"),
    ("url", "javascript:alert(1)"),
    ("url", "https://"),
    ("url", "https://[x"),
    ("url", "https://example.org/" + "x" * 200),
    ("sentence_de", "  "),
    ("sentence_en", ""),
    ("hours_de", "x" * 121),
    ("kind", "nothing"),
    ("country", "xx"),
    ("position", -1),
    ("position", 1_000),
)


def test_what_cannot_be_shown_is_refused_at_its_field(lead: Editor) -> None:
    for field, value in REFUSED:
        changed: dict[str, str | int] = {field: value}
        with pytest.raises(InvalidInput) as refused:
            editing.change("zara", replace(zara(), **changed), editor=lead)  # type: ignore[arg-type]
        assert set(refused.value.problems) == {field}, (field, value)
    assert editing.one("zara") in lines.brought()


def test_a_line_without_any_way_to_reach_it_is_refused(lead: Editor) -> None:
    with pytest.raises(InvalidInput, match="telephone"):
        editing.add(replace(DRAFT, telephone="", url=""), editor=lead)


def test_an_unknown_code_is_refused(lead: Editor) -> None:
    with pytest.raises(NotFound):
        editing.check("no-such-line", editor=lead)
    with pytest.raises(NotFound):
        editing.change("no-such-line", DRAFT, editor=lead)


# ---------------------------------------------------------------------------------------------------- the pages


def test_a_lead_edits_a_line_and_marks_it_as_tried_today(app: Flask, lead: Editor) -> None:
    browser = signed_in(app, lead)
    answer = browser.send("/desk/help/zara", vars_of(replace(zara(), name="ZARA Beratung")))
    assert answer.location == "/desk/help/"
    page = open_text(browser.get("/desk/help/").text)
    assert "ZARA Beratung" in page
    browser.send("/desk/help/zara/check", {}, seen_at="/desk/help/")
    assert editing.one("zara").checked_on == local_day(now())
    browser.send("/desk/help/zara/hide", {}, seen_at="/desk/help/")
    assert not editing.one("zara").is_shown
    browser.send("/desk/help/zara/show", {}, seen_at="/desk/help/")
    assert editing.one("zara").is_shown
    trail = open_text(browser.get("/desk/audit").text)
    assert "tried the help line “ZARA Beratung” and found it right." in trail


def test_a_refused_line_keeps_what_was_typed(app: Flask, lead: Editor) -> None:
    browser = signed_in(app, lead)
    answer = browser.send("/desk/help/add", vars_of(replace(DRAFT, telephone="ruf an")))
    assert answer.status_code == 400
    assert 'value="Männernotruf"' in answer.text
    assert "Write the number with digits" in answer.text
    added = browser.send("/desk/help/add", vars_of(DRAFT))
    assert added.location == "/desk/help/"
    assert told() == ["added"]


def vars_of(draft: Draft) -> dict[str, str]:
    return {name: str(getattr(draft, name)) for name in Draft.__slots__}


def test_a_lead_is_reminded_on_the_first_page_of_the_day_and_nobody_else(app: Flask, lead: Editor) -> None:
    asked = "Help lines that somebody should try again"
    browser = signed_in(app, lead)
    assert asked not in browser.get("/desk/start").text
    editing.check("zara", editor=lead)
    with writing() as session:
        row = session.scalars(select(HelpLine)).one()
        row.checked_on = local_day(now()) - lines.CHECKED_EVERY - timedelta(days=1)
    assert asked in browser.get("/desk/start").text
    assert "Please try it again" in browser.get("/desk/help/").text
    assert asked not in signed_in(app).get("/desk/start").text
    editing.check("zara", editor=lead)
    assert asked not in browser.get("/desk/start").text
