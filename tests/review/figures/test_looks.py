"""The first look at a case: noted once, by those who decide, and never in the way of the page."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from accounts.permissions import RoleName
from audit.models import Event
from core.db import db, now
from intake.models.cases import CaseState
from review.figures import looks
from review.models import CaseLook
from tests.support import factories
from tests.support.desk import PASSWORD, plain_case, signed_in
from tests.support.statements import statements


def noted() -> list[CaseLook]:
    db.session.rollback()
    return list(db.session.scalars(select(CaseLook)))


def test_opening_an_open_case_is_noted_once_with_who_and_when(app: Flask) -> None:
    case = plain_case()
    first, second = (factories.editor(password=PASSWORD) for _ in range(2))
    events = db.session.scalar(select(func.count()).select_from(Event))
    began = now()

    for editor in (first, first, second):
        db.session.refresh(editor)
        looks.note(case, editor=editor)

    (look,) = noted()
    assert (look.case_id, look.editor_id) == (case.id, first.id)
    assert began <= look.at <= now()
    assert db.session.scalar(select(func.count()).select_from(Event)) == events, "a look is no deed"


def test_the_page_of_a_case_notes_it_and_writes_nothing_the_next_time(app: Flask) -> None:
    browser, case = signed_in(app), plain_case()

    assert browser.get(f"/desk/cases/{case.id}").status_code == 200
    assert [look.case_id for look in noted()] == [case.id]
    with statements() as sent:
        assert browser.get(f"/desk/cases/{case.id}").status_code == 200
    assert [one for one in sent if one.startswith(("INSERT", "UPDATE", "BEGIN IMMEDIATE"))] == []


def test_who_only_reads_along_has_not_looked(app: Flask) -> None:
    viewer = factories.editor(password=PASSWORD, role=RoleName.VIEWER)
    case = plain_case()

    assert signed_in(app, viewer).get(f"/desk/cases/{case.id}").status_code == 200
    assert noted() == []


@pytest.mark.parametrize("state", [state for state in CaseState if state is not CaseState.OPEN])
def test_a_case_that_is_not_open_is_not_noted(app: Flask, state: CaseState) -> None:
    looks.note(plain_case(state=state), editor=factories.editor())

    assert noted() == []


def test_a_colleague_who_was_faster_is_no_error(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    case, slow, fast = plain_case(), factories.editor(), factories.editor()
    looks.note(case, editor=fast)
    # Between looking and writing: as if the colleague's row had not been there yet.
    monkeypatch.setattr(db.session, "get", lambda *_: None)

    looks.note(case, editor=slow)

    assert [look.editor_id for look in noted()] == [fast.id]


def test_a_busy_database_keeps_nobody_from_reading(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, case = signed_in(app), plain_case()

    def busy() -> None:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    monkeypatch.setattr(looks, "writing", busy)

    assert browser.get(f"/desk/cases/{case.id}").status_code == 200
    assert noted() == []
