"""What an editor leaves to others today: kinds and single cases, without a reason, and unseen by anybody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Editor
from audit.models import Event
from core.db import db
from core.refusals import NotFound
from intake.models.cases import Case, Kind
from review.care import days, left_out, preferences
from review.care.jobs import erase_past_days
from review.care.models import NotToday, OpenedText, Skipped
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.desk import PASSWORD, plain_case, signed_in
from tests.support.wearing import as_yesterday, hate_case, weary


def rows(*entities: type) -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(entity)) or 0 for entity in entities]


def listed(browser: Browser, *cases: Case) -> list[bool]:
    page = browser.get("/desk/").text
    return [f'id="case-{case.id}"' in page for case in cases]


def next_ones(editor: Editor) -> Sequence[int]:
    db.session.rollback()
    return db.session.scalars(select(Case.id).where(left_out.not_skipped(editor)).order_by(Case.id)).all()


def test_a_kind_that_is_left_out_is_not_listed_for_that_editor_and_one_click_brings_it_back(app: Flask) -> None:
    hate, check = hate_case(), plain_case()
    browser, colleague = signed_in(app), signed_in(app)

    browser.send("/desk/care/not-today", {"kind": "hate"}, seen_at="/desk/care/")

    assert listed(browser, hate, check) == [False, True]
    assert listed(colleague, hate, check) == [True, True]
    page = browser.get("/desk/").text
    assert "Hate: not today" in open_text(page)
    assert "not today" not in open_text(colleague.get("/desk/").text)

    fields = {**hidden_fields(page), "kind": "hate", "next": "/desk/?sort=newest"}
    answer = browser.post("/desk/care/today-again", data=fields)

    assert answer.location == "/desk/?sort=newest"
    assert listed(browser, hate, check) == [True, True]


def test_a_case_that_is_left_out_can_still_be_opened(app: Flask) -> None:
    editor, case = factories.editor(password=PASSWORD), hate_case()
    left_out.not_today(Kind.HATE, editor=editor)

    assert signed_in(app, editor).get(f"/desk/cases/{case.id}").status_code == 200


def test_a_case_is_skipped_without_a_reason_by_that_editor_alone(app: Flask) -> None:
    editor, colleague = factories.editor(password=PASSWORD), factories.editor()
    first, second = plain_case(), plain_case()
    browser = signed_in(app, editor)
    page = f"/desk/cases/{first.id}"

    answer = browser.send(f"/desk/care/skip/{first.id}", {}, seen_at=page)

    assert answer.status_code == 302
    assert answer.location == f"/desk/cases/{second.id}", "the next one"
    assert "Skipped until tomorrow. Nobody is told." in open_text(browser.get("/desk/").text)
    assert next_ones(editor) == [second.id]
    assert next_ones(colleague) == [first.id, second.id]
    # What comes next is one thing; whoever looks for the case finds it.
    assert listed(browser, first, second) == [True, True]

    browser.send("/desk/care/skipped-again", {}, seen_at="/desk/care/")
    assert next_ones(editor) == [first.id, second.id]


def test_skipping_twice_is_skipping_once_and_a_case_that_is_not_there_is_not_found(app: Flask) -> None:
    editor, case = factories.editor(), plain_case()
    left_out.skip(case.id, editor=editor)
    left_out.skip(case.id, editor=editor)
    left_out.not_today(Kind.SCAM, editor=editor)
    left_out.not_today(Kind.SCAM, editor=editor)

    assert left_out.count_skipped(editor=editor) == 1
    assert rows(NotToday, Skipped) == [1, 1]
    with pytest.raises(NotFound):
        left_out.skip(case.id + 1, editor=editor)


@pytest.mark.parametrize("kind", ["", "loud", "HATE"])
def test_a_kind_that_is_none_is_a_bad_request(app: Flask, kind: str) -> None:
    assert signed_in(app).send("/desk/care/not-today", {"kind": kind}, seen_at="/desk/care/").status_code == 400


@pytest.mark.parametrize("target", ["//elsewhere.example", "https://elsewhere.example/", "\\\\elsewhere", ""])
def test_nobody_is_led_out_of_the_house(app: Flask, target: str) -> None:
    case = plain_case()

    answer = signed_in(app).send(f"/desk/care/skip/{case.id}", {"next": target}, seen_at=f"/desk/cases/{case.id}")

    assert answer.location == "/desk/care/"


def test_nothing_of_it_stands_in_the_trail(app: Flask) -> None:
    editor = factories.editor()
    before = rows(Event)

    weary(editor)
    left_out.today_again(Kind.OTHER, editor=editor)
    left_out.skipped_again(editor=editor)

    assert rows(Event) == before


def test_tomorrow_everything_comes_up_again_and_an_hour_later_nothing_is_kept(app: Flask) -> None:
    editor = weary(factories.editor())
    assert rows(NotToday, Skipped, OpenedText) == [1, 1, 1]
    as_yesterday()
    again = weary(factories.editor())

    assert preferences.of(editor).not_today == frozenset()
    assert left_out.count_skipped(editor=editor) == 0

    days.erase_past()

    assert rows(NotToday, Skipped, OpenedText) == [1, 1, 1]
    assert preferences.of(again).not_today == {Kind.OTHER}
    as_yesterday()
    erase_past_days()
    assert rows(NotToday, Skipped, OpenedText) == [0, 0, 0]


def test_the_day_is_that_of_the_desk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "now", lambda: datetime(2026, 7, 1, 22, 30, tzinfo=UTC))

    assert str(days.today()) == "2026-07-02"
