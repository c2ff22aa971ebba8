"""At the desk: who erases and who keeps, what the pages say, and how the trail tells of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from accounts.models import Editor
from accounts.permissions import RoleName
from core.db import db, now, writing
from intake.cases import joining
from intake.models.cases import Case
from intake.models.reports import Submission
from intake.models.retention import Erasure
from intake.retention import erasing, holds, rules
from review.holding import named
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.desk import PASSWORD, signed_in

REASON = "Auf Wunsch der Schule, die darin genannt ist."


@pytest.fixture
def lead(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD, role=RoleName.LEAD)


@pytest.fixture
def browser(app: Flask, lead: Editor) -> Browser:
    return signed_in(app, lead)


@pytest.fixture
def report(app: Flask) -> Submission:
    sent = factories.submission()
    joining.match_all_waiting()
    return fresh(sent)


def fresh(report: Submission) -> Submission:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Submission, report.id)


def page(browser: Browser, address: str) -> str:
    return open_text(browser.get(address, headers={"Accept-Language": "en"}).text)


def test_a_lead_erases_a_report_with_a_reason_and_the_trail_says_so(browser: Browser, report: Submission) -> None:
    case, ask = f"/desk/cases/{report.case_id}", f"/desk/retention/reports/{report.id}"
    assert ask in browser.get(case).text
    missing = browser.send(f"{ask}/erase", {"reason": " "}, seen_at=ask)
    assert missing.status_code == 400
    assert "Please say why" in open_text(missing.text)
    assert fresh(report).text
    assert browser.send(f"{ask}/erase", {"reason": REASON}, seen_at=ask).status_code == 302
    assert fresh(report).text == ""
    shown = page(browser, case)
    assert "Everything that was reported here is erased" in shown
    assert f"erased report {report.reference}" in shown
    assert REASON in shown
    assert factories.POST not in shown
    assert "(erased)" in page(browser, "/desk/?state=all")
    assert "This report was erased on" in page(browser, ask)
    again = browser.send(f"{case}/reopen", {"reason": "Doch noch", "version": ""}, seen_at=case)
    assert again.status_code == 409


def test_the_trail_tells_on_whose_word(browser: Browser, report: Submission) -> None:
    receipt = factories.report("Gurken sind ab morgen im ganzen Land verboten, sagt mein Onkel.")
    joining.match_all_waiting()
    erasing.ask(receipt.receipt)
    erasing.carry_out()
    with writing() as session:
        session.execute(update(Submission).values(received_at=now().replace(year=now().year - 2)))
    assert rules.run() == 1
    told = page(browser, "/desk/audit")
    assert f"erased report {receipt.reference}, because its reporter asked for it." in told
    assert f"erased report {report.reference}, because its time was over." in told


def test_a_case_is_kept_and_let_go_on_its_page(browser: Browser, report: Submission, app: Flask) -> None:
    case = f"/desk/cases/{report.case_id}"
    answer = browser.send(
        f"/desk/retention/cases/{report.case_id}/hold", {"reason": "Das Gericht fragt."}, seen_at=case
    )
    assert answer.status_code == 302
    shown = page(browser, case)
    assert "Kept for a legal reason since" in shown
    assert "Das Gericht fragt." in shown
    assert "keeps the reports of" in shown
    ask = f"/desk/retention/reports/{report.id}"
    assert browser.send(f"{ask}/erase", {"reason": REASON}, seen_at=ask).status_code == 409
    assert "Das Gericht fragt." in page(signed_in(app), case)
    assert "Das Gericht fragt." in page(browser, "/desk/retention")
    browser.send(f"/desk/retention/cases/{report.case_id}/lift", {}, seen_at=case)
    assert holds.of_case(report.case_id or 0) == []
    assert "Kept for a legal reason since" not in page(browser, case)


def test_who_is_named_in_the_post_neither_erases_nor_keeps_nor_lets_go(
    browser: Browser, report: Submission, lead: Editor
) -> None:
    assert report.case_id is not None
    case_id = report.case_id
    named.say(case_id, editor=lead)
    held, seen_at = {"reason": "Das Gericht fragt."}, "/desk/retention"
    assert browser.send(f"/desk/retention/cases/{case_id}/hold", held, seen_at=seen_at).status_code == 409
    assert holds.of_case(case_id) == []
    reason = {"reason": REASON}
    assert browser.send(f"/desk/retention/reports/{report.id}/erase", reason, seen_at=seen_at).status_code == 409
    assert fresh(report).text == factories.POST
    holds.hold(case_id, reason="Das Gericht fragt.", by=factories.editor().id)
    assert browser.send(f"/desk/retention/cases/{case_id}/lift", {}, seen_at=seen_at).status_code == 409
    assert len(holds.of_case(case_id)) == 1


def test_the_page_says_what_goes_by_tomorrow_and_what_waits(browser: Browser, report: Submission) -> None:
    assert "0 reports are erased" in page(browser, "/desk/retention")
    with writing() as session:
        session.execute(update(Submission).values(received_at=now().replace(year=now().year - 2)))
        session.add(Erasure(submission_id=report.id, why="reader"))
    shown = page(browser, "/desk/retention")
    assert "1 report is erased" in shown
    assert report.reference in shown


def test_an_editor_sees_no_way_to_erase_or_keep(app: Flask, report: Submission) -> None:
    shown = signed_in(app).get(f"/desk/cases/{report.case_id}").text
    assert "/desk/retention/" not in shown


def test_a_case_with_another_report_stays_open_and_says_which_is_erased(
    browser: Browser, report: Submission, lead: Editor
) -> None:
    other = factories.submission()
    joining.match_all_waiting()
    erasing.erase_at_desk(report.id, by=lead.id, reason=REASON)
    case = db.session.get_one(Case, fresh(other).case_id, populate_existing=True)
    shown = page(browser, f"/desk/cases/{case.id}")
    assert "erased on" in shown
    assert "2 reports" in shown
    assert factories.POST in shown
