"""After an update: the desk finds the cases that hold reports which would not come to them any more."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from accounts.permissions import RoleName
from audit import trail
from audit.models import Event
from core.db import db
from intake.cases import rehashing
from intake.models.cases import CaseAction
from intake.models.moves import CaseMove
from intake.models.reports import Submission
from review.models import DeskAction
from tests.support import factories
from tests.support.browsing import open_text
from tests.support.deciding import decide
from tests.support.desk import PASSWORD, signed_in
from tests.support.desk_moves import WHY
from tests.support.loosened import ASKS, ONE, OTHER, as_before

PAGE = "/desk/attention/"


def actions() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Event.action).order_by(Event.id)))


def test_the_desk_is_told_and_led_to_the_page_that_splits_the_reports_off(app: Flask) -> None:
    case = as_before((ASKS, ONE), (ASKS, OTHER), ("Krass!", ""))
    rehashing.bring_up_to_date()
    loose = list(db.session.scalars(select(Submission.id).order_by(Submission.id)))[1:]
    browser = signed_in(app)

    assert "1 thing needs a person" in browser.get("/desk/").text
    page = browser.get(PAGE).text
    assert "2 of 3 reports" in page
    address = f"/desk/cases/{case.id}/split?reports={loose[0]}&reports={loose[1]}"
    assert address.replace("&", "&amp;") in page

    fields = {"reports": [str(number) for number in loose], "reason": WHY}
    browser.send(f"/desk/cases/{case.id}/split", fields, seen_at=address)

    assert db.session.scalars(select(CaseMove.submission_ids)).all() == [loose]
    assert "All done." in browser.get(PAGE).text
    assert CaseAction.CASE_LOOSENED in actions()


def test_an_editor_may_keep_them_together(app: Flask) -> None:
    case = as_before((ASKS, ONE), (ASKS, OTHER))
    rehashing.bring_up_to_date()
    browser = signed_in(app)

    answer = browser.send(f"/desk/attention/cases/{case.id}/keep", {}, seen_at=PAGE)

    assert answer.location == PAGE
    assert "All done." in browser.get(PAGE).text
    assert actions()[-1] == DeskAction.CASE_KEPT_TOGETHER
    assert trail.first_broken() is None
    again = browser.send(f"/desk/attention/cases/{case.id}/keep", {}, seen_at=f"/desk/cases/{case.id}")
    assert again.status_code == 409


def test_hate_is_hidden_and_who_only_reads_along_has_no_buttons(app: Flask) -> None:
    as_before(("Fake!", ONE), ("Fake!", OTHER), kind="hate")
    rehashing.bring_up_to_date()

    page = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER)).get(PAGE).text

    assert "Fake!" not in open_text(page)
    assert "Text hidden." in page
    assert "They stay together" not in page


def test_a_settled_case_has_to_be_reopened_first(app: Flask) -> None:
    case = as_before((ASKS, ONE), (ASKS, OTHER))
    browser = signed_in(app)
    assert decide(browser, case).status_code == 302
    rehashing.bring_up_to_date()

    page = browser.get(PAGE).text

    assert "Reopen the case to split them off." in page
    assert f"/desk/cases/{case.id}/split" not in page
