"""What is held back stands at the desk as one line for all that says the same; a person lets it in or discards it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Editor
from accounts.permissions import RoleName
from audit.models import Event
from core.db import db, now, writing
from core.refusals import Conflict, InvalidInput
from intake import jobs
from intake.abuse import bursts
from intake.abuse.doubts import Doubt
from intake.cases import joining
from intake.models.cases import Case, Kind
from intake.models.reports import Held, Phase, Submission
from intake.reports import submissions
from intake.retention import discarding, erasing
from intake.talk import remarks
from review.quarantine import emptying, page
from review.quarantine.emptying import QuarantineAction, WhyDiscarded
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.desk import PASSWORD, signed_in
from tests.support.held import BURST, held, sent, states

PAGE = "/desk/quarantine/"
OTHER = "Im Rathaus von Enns wird ab Mai eine Maut für Fußgänger kassiert."


@pytest.fixture
def editor(app: Flask) -> Editor:
    return factories.editor(password=PASSWORD)


@pytest.fixture
def desk(app: Flask, editor: Editor) -> Browser:
    return signed_in(app, editor)


def fields(report: Submission, **more: str) -> dict[str, str]:
    """Return what the buttons beside a line send."""
    return {"alike": report.alike or "", "held": report.held.value, **more}


def told() -> list[tuple[str, int | None, object]]:
    """Return what the trail has of this room: action, account and details."""
    db.session.rollback()
    rows = select(Event).where(Event.action.in_([one.value for one in QuarantineAction])).order_by(Event.id)
    return [(event.action, event.editor_id, event.details) for event in db.session.scalars(rows)]


def test_a_burst_is_one_line_however_it_is_spaced_and_what_says_something_else_is_another(desk: Browser) -> None:
    held(Doubt.TRAP, count=4)
    held(Doubt.FORGED_PROOF, text=f"  {BURST.upper()} ")
    held(Doubt.TRAP, text=OTHER)

    lines = page.page(Held.QUARANTINE).lines
    assert [(line.reports, line.doubts) for line in lines] == [
        (1, [Doubt.TRAP]),
        (5, [Doubt.TRAP, Doubt.FORGED_PROOF]),
    ]
    shown = open_text(desk.get(PAGE).text)
    assert "5 reports" in shown
    assert "Filled in a field that people do not see" in shown


def test_reports_without_words_are_alike_with_none(app: Flask) -> None:
    first, second = (held(Doubt.TRAP, text="", url=f"https://example.org/{number}") for number in (1, 2))
    assert first.alike != second.alike
    assert len(page.page(Held.QUARANTINE).lines) == 2


def test_lines_come_newest_first_and_each_once_over_the_pages(app: Flask) -> None:
    ids = [held(Doubt.TRAP, text=f"Nummer {number}: {OTHER}").id for number in range(5)]
    held(Doubt.TRAP, text=f"Nummer 0: {OTHER}")
    seen: list[str] = []
    before: int | None = None
    while True:
        shown = page.page(Held.QUARANTINE, before=before, most=2)
        seen += [line.alike for line in shown.lines]
        before = shown.next_before
        if before is None:
            break
    assert len(seen) == len(set(seen)) == 5
    assert seen[0] == db.session.get_one(Submission, ids[0]).alike, "its second report came last"


def test_who_says_that_somebody_is_in_danger_stands_first_over_all_pages(app: Flask) -> None:
    danger = held(Doubt.TRAP, text="Jemand steht auf der Brücke und braucht Hilfe.", danger="yes").id
    others = [held(Doubt.TRAP, text=f"Nummer {number}: {OTHER}").id for number in range(3)]
    first = page.page(Held.QUARANTINE, most=2)
    second = page.page(Held.QUARANTINE, most=2, before=first.next_before)
    assert [line.report.id for line in (*first.lines, *second.lines)] == [danger, *reversed(others)]
    assert [line.is_danger for line in first.lines] == [True, False]


def test_what_is_let_in_becomes_one_case_with_all_its_reports(desk: Browser, editor: Editor) -> None:
    report = held(Doubt.TRAP, count=3)
    first = report.id - 2
    assert joining.match_all_waiting() == 0

    desk.send(f"{PAGE}let-in", fields(report), seen_at=PAGE)
    assert states() == [Held.NO] * 3
    joining.match_all_waiting()
    assert db.session.scalars(select(Case.submission_count)).all() == [3]
    assert told() == [("held_let_in", editor.id, {"submission": first, "reports": 3})]
    assert "let in 3 reports that were held back" in open_text(desk.get("/desk/audit").text)


def test_one_can_be_let_in_alone_and_the_others_wait_on(desk: Browser) -> None:
    report = held(Doubt.TRAP, count=3)
    desk.send(f"{PAGE}let-in", fields(report, only_one="yes"), seen_at=PAGE)
    assert states() == [Held.QUARANTINE, Held.QUARANTINE, Held.NO], "the one that is shown"


def test_those_whose_turn_has_not_come_are_let_in_at_once_by_a_person(desk: Browser) -> None:
    report = held(Doubt.NETWORK, count=2, network="0a1b2c3d")
    assert "2 reports wait their turn" in open_text(desk.get("/desk/").text)
    desk.send(f"{PAGE}let-in", fields(report), seen_at=f"{PAGE}?held=later")
    assert states() == [Held.NO] * 2
    assert db.session.scalars(select(Submission.line).distinct()).all() == [None]


def test_nothing_is_discarded_without_a_reason(desk: Browser, editor: Editor) -> None:
    report = held(Doubt.TRAP)
    for why in ("", "whatever"):
        desk.send(f"{PAGE}discard", fields(report, why=why), seen_at=PAGE)
        with pytest.raises(InvalidInput):
            emptying.discard(report.alike or "", Held.QUARANTINE, why, editor=editor)
    assert states() == [Held.QUARANTINE]
    assert told() == []


def test_what_is_discarded_can_be_taken_back_for_a_day(desk: Browser, editor: Editor) -> None:
    report = held(Doubt.TRAP, count=2)
    alike, first = report.alike or "", report.id - 1
    desk.send(f"{PAGE}discard", fields(report, why="machine"), seen_at=PAGE)
    assert states() == [Held.DISCARDED] * 2
    jobs.sweep()
    assert db.session.scalars(select(Submission.text).distinct()).all() == [BURST], "its day is not over"

    answer = desk.send(f"{PAGE}take-back", {"alike": alike}, seen_at=f"{PAGE}?held=discarded")
    assert answer.status_code == 302
    assert states() == [Held.QUARANTINE] * 2
    assert [action for action, _, _ in told()] == ["held_discarded", "discard_taken_back"]
    assert told()[0][2] == {"submission": first, "reports": 2, "why": "machine"}


def test_after_a_day_it_is_erased_and_the_receipt_says_so_kindly(client: Browser, editor: Editor) -> None:
    receipt = sent(Doubt.TRAP)
    report = db.session.scalars(select(Submission)).one()
    emptying.discard(report.alike or "", Held.QUARANTINE, WhyDiscarded.NOTHING.value, editor=editor)
    assert submissions.status(receipt.receipt).phase is Phase.RECEIVED
    let_a_day_pass()

    assert discarding.carry_out() == 1
    assert discarding.carry_out() == 0

    row = db.session.scalars(select(Submission)).one()
    assert (row.text, row.doubts, row.alike, row.held) == ("", [], None, Held.DISCARDED)
    assert submissions.status(receipt.receipt).phase is Phase.CLOSED
    shown = open_text(client.send("/status", {"receipt": receipt.receipt}).text)
    assert "closed it without a result" in shown
    with pytest.raises(Conflict):
        emptying.take_back(report.alike or "", editor=editor)


def test_after_a_day_nobody_is_told_that_it_can_be_taken_back(app: Flask, editor: Editor) -> None:
    report = held(Doubt.TRAP)
    alike = report.alike or ""
    emptying.discard(alike, Held.QUARANTINE, WhyDiscarded.NOTHING.value, editor=editor)
    let_a_day_pass()
    with pytest.raises(Conflict):
        emptying.take_back(alike, editor=editor)


def test_one_that_was_taken_back_meanwhile_is_not_erased(
    app: Flask, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = held(Doubt.TRAP)
    emptying.discard(report.alike or "", Held.QUARANTINE, WhyDiscarded.NOTHING.value, editor=editor)
    let_a_day_pass()
    number, erase = report.id, erasing.erase

    def after_somebody_else(report_ids: list[int], **named: Any) -> int:
        with writing() as session:
            session.get_one(Submission, number).held = Held.QUARANTINE
        return erase(report_ids, **named)

    monkeypatch.setattr(erasing, "erase", after_somebody_else)
    assert discarding.carry_out() == 0
    assert db.session.get_one(Submission, number).text == BURST


def test_one_that_cannot_be_erased_keeps_no_other_from_it(
    app: Flask, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = held(Doubt.TRAP), held(Doubt.TRAP, text=OTHER)
    for one in (first, second):
        emptying.discard(one.alike or "", Held.QUARANTINE, WhyDiscarded.NOTHING.value, editor=editor)
    let_a_day_pass()
    erase = erasing.erase

    def breaks(report_ids: list[int], **named: Any) -> int:
        if first.id in report_ids:
            raise RuntimeError("broken")
        return erase(report_ids, **named)

    monkeypatch.setattr(erasing, "erase", breaks)
    number = second.id
    assert discarding.carry_out() == 1
    assert db.session.get_one(Submission, number).erased_at is not None


def test_a_picture_and_what_was_added_are_seen_before_anybody_discards(app: Flask, desk: Browser) -> None:
    report = held(Doubt.TRAP, text="Stimmt das?")
    factories.sent_file(report, name="Drohung.png")
    with writing() as session:
        session.get_one(Submission, report.id).read_text = "Wir wissen, wo du wohnst."
    receipt = sent(Doubt.TRAP, text=OTHER)
    remarks.add(receipt.receipt, "Es ist wirklich eine Drohung.")
    shown = desk.get(PAGE).text
    assert "One file came along." in open_text(shown)
    assert "/preview" in shown
    assert "Wir wissen, wo du wohnst." in shown
    assert "Es ist wirklich eine Drohung." in shown


def test_the_same_few_words_beside_other_pictures_are_two_lines(app: Flask) -> None:
    one, other, again = (
        bursts.alike(Kind.CHECK, "Stimmt das?", "", files, alone="x") for files in (("aa",), ("bb",), ("aa",))
    )
    assert one == again != other


def test_what_was_discarded_takes_nothing_more_and_promises_nothing(client: Browser, editor: Editor) -> None:
    receipt = sent(Doubt.TRAP)
    report = db.session.scalars(select(Submission)).one()
    emptying.discard(report.alike or "", Held.QUARANTINE, WhyDiscarded.NOTHING.value, editor=editor)
    with pytest.raises(InvalidInput):
        remarks.add(receipt.receipt, "Es ist doch eine Drohung.")
    assert "it waits its turn" not in open_text(client.send("/status", {"receipt": receipt.receipt}).text)


def test_a_reader_who_has_it_erased_is_told_that_and_not_that_it_was_discarded(app: Flask) -> None:
    receipt = sent(Doubt.TRAP)
    erasing.ask(receipt.receipt)
    assert erasing.carry_out() == 1
    assert submissions.status(receipt.receipt).phase is Phase.ERASED
    assert page.page(Held.QUARANTINE).lines == []


def test_of_two_at_the_same_line_the_second_is_told(desk: Browser, editor: Editor) -> None:
    report = held(Doubt.TRAP)
    emptying.let_in(report.alike or "", Held.QUARANTINE, editor=editor)
    for act in ("let-in", "discard"):
        desk.send(f"{PAGE}{act}", fields(report, why="machine"), seen_at=PAGE)
        assert "Somebody was quicker" in open_text(desk.get(PAGE).text)
    assert states() == [Held.NO]


def test_who_only_reads_sees_the_lines_and_no_button(app: Flask) -> None:
    held(Doubt.TRAP)
    reader = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER))
    shown = reader.get(PAGE).text
    assert "1 report" in open_text(shown)
    assert "let-in" not in shown


def test_hurtful_words_are_not_open_on_the_page(desk: Browser) -> None:
    held(Doubt.TRAP, kind="hate")
    assert "Dringend weiterleiten" not in open_text(desk.get(PAGE).text)


def test_the_desk_is_told_that_something_is_held_back(desk: Browser) -> None:
    held(Doubt.TRAP, count=7)
    held(Doubt.TRAP, text=OTHER)
    assert "2 things need a person" in open_text(desk.get("/desk/").text)
    assert re.search(r"Held back\s*</a>\s*\(2\)", desk.get("/desk/attention/").text)


def test_a_thousand_that_say_the_same_are_let_in_together(app: Flask, editor: Editor) -> None:
    report = held(Doubt.TRAP)
    columns = [
        column for column in Submission.__table__.columns if column.name not in {"id", "reference", "receipt_hash"}
    ]
    row = db.session.execute(select(*columns)).one()._mapping
    copies = [{**row, "reference": f"X-{n}", "receipt_hash": f"{n}"} for n in range(999)]
    with writing() as session:
        session.execute(Submission.__table__.insert(), copies)  # type: ignore[attr-defined]
    assert page.page(Held.QUARANTINE).lines[0].reports == 1_000
    assert emptying.let_in(report.alike or "", Held.QUARANTINE, editor=editor) == 1_000
    assert db.session.scalar(select(func.count()).where(Submission.held == Held.NO)) == 1_000


def let_a_day_pass() -> None:
    with writing() as session:
        for row in session.scalars(select(Submission).where(Submission.discarded_at.is_not(None))):
            row.discarded_at = now() - discarding.TAKEN_BACK_WITHIN - timedelta(minutes=1)
