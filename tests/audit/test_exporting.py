"""Taking the trail out of the house: as a table for people, with its hashes for whoever checks it."""

from __future__ import annotations

import csv
import hmac
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.models import Editor
from accounts.permissions import RoleName
from audit import exporting
from audit.chain import FIRST
from audit.filters import Filters
from audit.models import Event
from audit.trail import first_broken
from core.db import db
from core.spreadsheets import BYTE_ORDER_MARK
from intake.models.cases import CaseState
from review.case import decisions
from review.case.decisions import Draft
from review.reasons import ReasonCode
from tests.support import factories
from tests.support.browsing import Browser, hidden_fields
from tests.support.desk import PASSWORD, plain_case, signed_in
from tests.support.trail import write


@pytest.fixture
def lead(app: Flask) -> Editor:
    """Somebody who may take the trail out."""
    return factories.editor(password=PASSWORD, role=RoleName.LEAD)


def export(browser: Browser, form: str, **filters: str) -> TestResponse:
    """Press one of the two buttons."""
    fields = {**hidden_fields(browser.get("/desk/audit").text), "format": form, **filters}
    # Read to its end within the request, as a server does.
    return browser.post("/desk/audit/export", data=fields, buffered=True)


def table(answer: TestResponse) -> list[list[str]]:
    return list(csv.reader(answer.text.removeprefix(BYTE_ORDER_MARK).splitlines(True), delimiter=";"))


def objects(answer: TestResponse) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.text.splitlines()]


def test_the_table_has_a_row_a_line_with_who_what_and_why(app: Flask, lead: Editor) -> None:
    case = plain_case()
    reason = '=HYPERLINK("https://example.org")'
    decisions.decide(
        case.id,
        Draft(CaseState.CLOSED, None, None, reason, "Wir wissen es nicht.", 0, ReasonCode.TOO_LITTLE),
        editor=lead,
    )

    answer = export(signed_in(app, lead), "csv", what="list:DeskAction")

    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=trail-")
    assert answer.text.startswith(BYTE_ORDER_MARK)
    head, row = table(answer)
    assert head == ["Number", "Time", "Who", "What happened", "Reason", "Case"]
    assert [row[0], *row[2:]] == [
        "3",
        lead.desk_name,
        f"{lead.desk_name} closed case {case.id} without a result.",
        "'" + reason,
        str(case.id),
    ]


def test_saving_is_itself_a_line_with_the_filters_and_the_last_one_saved(app: Flask, lead: Editor) -> None:
    browser = signed_in(app, lead)
    rows = table(export(browser, "csv", who=str(lead.id)))
    line = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (line.action, line.editor_id) == ("trail_exported", lead.id)
    assert line.details == {"format": "csv", "who": str(lead.id)}
    assert rows[-1][3] == f"{lead.desk_name} saved lines of the trail as a file (csv)."
    assert first_broken() is None


def test_whoever_has_the_lines_and_the_secret_can_check_them_without_us(app: Flask, lead: Editor) -> None:
    write(3)
    lines = objects(export(signed_in(app, lead), "jsonl"))
    key = hmac.digest(app.config["SECRET_KEY"].encode(), b"audit", "sha256")
    previous = FIRST
    names = ("id", "at", "actor", "editor_id", "action", "case_id", "details", "previous_hash")
    for number, line in enumerate(lines, start=1):
        content = json.dumps([line[name] for name in names], sort_keys=True, ensure_ascii=False)
        assert (line["id"], line["previous_hash"]) == (number, previous)
        assert line["hash"] == hmac.new(key, content.encode(), "sha256").hexdigest()
        previous = line["hash"]
    assert len(lines) == 7


def test_all_lines_are_sent_however_many_and_a_page_at_a_time(
    app: Flask, lead: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    browser = signed_in(app, lead)
    write(6)
    assert [line["id"] for line in objects(export(browser, "jsonl"))] == list(range(1, 11))


def test_lines_that_are_written_later_are_not_in_it(app: Flask, lead: Editor) -> None:
    with app.test_request_context():
        lines = exporting.export(Filters(), exporting.Format.JSON_LINES, by=lead.id)
        write(2)
        numbers = [json.loads(line)["id"] for line in lines]
    assert numbers == [1, 2, 3]


@pytest.mark.parametrize("form", ["", "xlsx", "CSV"])
def test_any_other_format_is_refused_and_leaves_no_line(app: Flask, lead: Editor, form: str) -> None:
    browser = signed_in(app, lead)
    before = db.session.scalars(select(Event.id)).all()
    assert export(browser, form).status_code == 400
    assert db.session.scalars(select(Event.id)).all() == before


@pytest.mark.parametrize("role, may", [(RoleName.EDITOR, False), (RoleName.LEGAL, True), (RoleName.ADMIN, True)])
def test_an_editor_reads_the_trail_and_takes_none_of_it_out(app: Flask, role: RoleName, may: bool) -> None:
    browser = signed_in(app, factories.editor(password=PASSWORD, role=role))
    assert ("Save as a file" in browser.get("/desk/audit").text) is may
    assert export(browser, "csv").status_code == (200 if may else 403)


def test_whoever_may_open_no_case_gets_no_reason_in_the_table(app: Flask, lead: Editor) -> None:
    case = plain_case()
    decisions.decide(
        case.id, Draft(CaseState.CLOSED, None, None, "Unverwechselbar.", "Satz.", 0, ReasonCode.TOO_LITTLE), editor=lead
    )
    admin = factories.editor(password=PASSWORD, role=RoleName.ADMIN)
    assert "Unverwechselbar" not in export(signed_in(app, admin), "csv").text
    assert "Unverwechselbar" in export(signed_in(app, lead), "csv").text
