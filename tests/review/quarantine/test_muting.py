"""Muting a contact: what comes with its address later waits for a person, and nobody learns whose address it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from accounts.models import Editor
from accounts.permissions import RoleName
from app import create_app
from audit import exporting
from audit.exporting import Format
from audit.filters import Filters as TrailFilters
from audit.models import Event
from core import owed
from core.config import AppRole, Config
from core.db import db, now, writing
from core.refusals import Conflict, InvalidInput
from intake import jobs
from intake.abuse.doubts import Doubt
from intake.cases import counting, held_back, joining
from intake.contact import composing, contacts, letters, muting, opening
from intake.models.cases import Case, CaseState
from intake.models.contacts import Contact
from intake.models.mutes import MuteAction, MutedContact, MutedReport, WhyMuted
from intake.models.reports import Held, Phase, Submission
from intake.reports import submissions
from intake.retention import discarding, erasing, rules
from review.quarantine import emptying, page
from review.quarantine import muting as desk_muting
from review.quarantine.muting import Until
from tests.support import factories
from tests.support.browsing import Browser, open_text
from tests.support.databases import let_go
from tests.support.desk import PASSWORD, signed_in
from tests.support.held import states
from tests.support.installation import changed
from tests.support.mailing import (
    MailServer,
    confirmed,
    environment,
    let_time_pass,
    send_all,
    settle,
)
from tests.support.muting import ADDRESS, FIRST, SECOND, anew, case_of, in_case, listed, loose, mute, wishes_for_mail

OTHER = "Ab Oktober fahren in Steyr alle Busse rückwärts, um Strom zu sparen."


@pytest.fixture
def app(mailing_app: Flask) -> Flask:
    return mailing_app


def trail() -> list[tuple[str, object]]:
    db.session.rollback()
    rows = select(Event).where(Event.action.in_([one.value for one in MuteAction])).order_by(Event.id)
    return [(event.action, event.details) for event in db.session.scalars(rows)]


@pytest.mark.parametrize("address", [ADDRESS, "Immer.Wieder@EXAMPLE.org", "  immer.wieder@example.ORG "])
def test_who_sends_again_with_the_address_however_it_is_written_is_held_back(
    app: Flask, muted: MutedContact, address: str
) -> None:
    receipt = factories.report(SECOND)
    joining.match_all_waiting()
    report = db.session.scalars(select(Submission).where(Submission.reference == receipt.reference)).one()
    assert SECOND in listed(), "nobody knows of the address yet"

    report = wishes_for_mail(app, report, address)

    assert (report.held, report.doubts) == (Held.QUARANTINE, ["muted_contact"])
    assert listed() == [FIRST], "the case held only this report"
    assert [(line.text, line.doubts) for line in page.page(Held.QUARANTINE).lines] == [(SECOND, [Doubt.MUTED_CONTACT])]
    status = submissions.status(receipt.receipt)
    assert (status.phase, status.waits_its_turn, status.answers) == (Phase.RECEIVED, True, [])


def test_another_address_is_not_held_back(app: Flask, muted: MutedContact) -> None:
    report = wishes_for_mail(app, in_case(OTHER), "wieder@example.org")
    assert (report.held, report.doubts) == (Held.NO, [])
    assert listed() == sorted([FIRST, OTHER])


def test_what_came_before_stays_where_it_is(app: Flask, editor: Editor, muted: MutedContact) -> None:
    assert states() == [Held.NO]
    assert listed() == [FIRST]


def test_in_a_case_with_others_only_this_report_is_held_back_and_counts_for_nothing(
    app: Flask, muted: MutedContact
) -> None:
    honest = loose(in_case(SECOND))
    report = wishes_for_mail(app, in_case(SECOND, danger="yes", why="Mein Nachbar!"), ADDRESS)
    assert report.case_id == honest.case_id
    assert (report.held, anew(honest).held) == (Held.QUARANTINE, Held.NO)
    case = case_of(report)
    assert (case.submission_count, case.is_held_back, case.told_by) == (1, False, None)
    assert "danger" not in case.signals
    assert SECOND in listed()


def test_who_sends_the_same_as_a_case_that_is_held_back_brings_it_before_the_desk(
    app: Flask, muted: MutedContact
) -> None:
    report = wishes_for_mail(app, in_case(SECOND), ADDRESS)
    assert case_of(report).is_held_back
    honest = in_case(SECOND)
    assert honest.case_id == report.case_id
    case = case_of(anew(report))
    assert (case.submission_count, case.is_held_back) == (1, False)
    assert SECOND in listed()
    assert anew(report).held is Held.QUARANTINE


def test_a_report_whose_case_is_decided_is_left(app: Flask, muted: MutedContact) -> None:
    report = in_case(SECOND)
    settle(case_of(report))
    report = wishes_for_mail(app, report, ADDRESS)
    assert (report.held, report.doubts) == (Held.NO, [])


def test_one_that_has_no_case_yet_gets_none_not_even_from_a_worker_that_has_taken_it(
    app: Flask, muted: MutedContact, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = factories.submission(SECOND)
    written = joining._written

    def late(plans: object, found: object) -> int:
        # Between reading and writing.
        wishes_for_mail(app, report, ADDRESS)
        return written(plans, found)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(joining, "_written", late)
        joining.match_all_waiting(most=1)
    joining.match_all_waiting()

    found = anew(report)
    assert (found.held, found.case_id) == (Held.QUARANTINE, None)
    assert listed() == [FIRST]


def test_undoing_the_mute_lets_go_what_it_held_and_nothing_else(
    app: Flask, editor: Editor, muted: MutedContact
) -> None:
    alone = wishes_for_mail(app, in_case(SECOND), ADDRESS)
    with writing() as session:
        trapped = session.get_one(Submission, in_case(OTHER).id)
        trapped.doubts = ["trap"]
    trapped = wishes_for_mail(app, trapped, ADDRESS)
    assert listed() == [FIRST]

    assert desk_muting.undo(muted.id, editor=editor) == 1

    assert (anew(alone).held, anew(trapped).held) == (Held.NO, Held.QUARANTINE)
    assert listed() == sorted([FIRST, SECOND])
    assert case_of(anew(alone)).submission_count == 1
    assert db.session.scalar(select(func.count()).select_from(MutedContact)) == 0
    with pytest.raises(Conflict, match="not muted any more"):
        desk_muting.undo(muted.id, editor=editor)
    later = wishes_for_mail(app, in_case("Ganz etwas anderes, das niemand sonst sagt."), ADDRESS)
    assert later.held is Held.NO


def test_one_that_a_person_let_in_goes_on_and_is_not_held_back_again(
    app: Flask, editor: Editor, muted: MutedContact
) -> None:
    report = wishes_for_mail(app, in_case(SECOND), ADDRESS)
    emptying.let_in(report.alike or "", report.held, editor=editor)
    assert SECOND in listed()
    jobs.hold_muted(report.id)
    assert anew(report).held is Held.NO
    assert db.session.get_one(MutedContact, muted.id, populate_existing=True).reports == 1


def test_one_let_in_after_its_case_was_decided_gets_the_answer(
    app: Flask, editor: Editor, muted: MutedContact, server: MailServer
) -> None:
    in_case(SECOND)
    receipt = factories.report(SECOND)
    joining.match_all_waiting()
    report = db.session.scalars(select(Submission).where(Submission.reference == receipt.reference)).one()
    confirmed(report, ADDRESS)
    with writing() as session:
        session.execute(update(Contact).where(Contact.submission_id == report.id).values(find_hash=""))
        contact = session.scalars(select(Contact).where(Contact.submission_id == report.id)).one()
        composing.keep_hash(contact, opening.ring().find_hash(ADDRESS))
    owed.pay_all()
    report = anew(report)
    assert report.held is Held.QUARANTINE
    settle(case_of(report))
    send_all(app)
    assert submissions.status(receipt.receipt).phase is Phase.RECEIVED
    told_before = len(server.got)

    emptying.let_in(report.alike or "", report.held, editor=editor)
    owed.pay_all()
    assert submissions.status(receipt.receipt).phase is Phase.CLOSED
    case = case_of(anew(report))
    assert (case.later_reports, case.submission_count) == (1, 2)
    let_time_pass()
    send_all(app)
    assert len(server.got) == told_before + 1


def test_a_repeat_of_letter_and_job_holds_once(app: Flask, muted: MutedContact) -> None:
    report = in_case(SECOND)
    contacts.ask(report.id, ADDRESS)
    contact = db.session.scalars(select(Contact).where(Contact.submission_id == report.id)).one()
    for _ in range(2):
        letters.Confirmation().compose(contact.id)
    for _ in range(2):
        held_back.hold_back(report.id)
        owed.pay_all()
    assert db.session.get_one(MutedContact, muted.id, populate_existing=True).reports == 1
    assert [action for action, _ in trail()].count(MuteAction.MUTED_REPORT_HELD.value) == 1


def test_killed_between_letter_and_holding_back_it_is_made_up_for(app: Flask, muted: MutedContact) -> None:
    report = in_case(SECOND)
    contacts.ask(report.id, ADDRESS)
    send_all(app)
    assert anew(report).held is Held.NO, "the worker has not come round"
    jobs.sweep()
    assert anew(report).held is Held.QUARANTINE


def test_killed_while_the_hash_is_kept_nothing_of_it_stands_and_the_next_letter_does_it(
    app: Flask, muted: MutedContact, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = in_case(SECOND)
    contacts.ask(report.id, ADDRESS)
    contact = db.session.scalars(select(Contact).where(Contact.submission_id == report.id)).one()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(owed, "owe", killed)
        with pytest.raises(KeyboardInterrupt):
            letters.Confirmation().compose(contact.id)
    db.session.rollback()
    assert db.session.get_one(Contact, contact.id, populate_existing=True).find_hash == ""
    send_all(app)
    owed.pay_all()
    assert anew(report).held is Held.QUARANTINE


def test_killed_while_it_is_held_back_nothing_of_it_stands(
    app: Flask, muted: MutedContact, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = in_case(SECOND)
    contacts.ask(report.id, ADDRESS)
    send_all(app)

    def killed(_case: Case) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(counting, "recount", killed)
        with pytest.raises(KeyboardInterrupt):
            held_back.hold_back(report.id)
    db.session.rollback()
    assert (anew(report).held, db.session.scalar(select(func.count()).select_from(MutedReport))) == (Held.NO, 0)
    owed.pay_all()
    assert anew(report).held is Held.QUARANTINE


def test_a_mute_ends_at_its_day_and_what_it_held_still_waits_for_a_person(app: Flask, muted: MutedContact) -> None:
    held = wishes_for_mail(app, in_case(SECOND), ADDRESS)
    with writing() as session:
        session.get_one(MutedContact, muted.id).ends_at = now() - timedelta(seconds=1)
    assert desk_muting.standing() == []
    after = wishes_for_mail(app, in_case(OTHER), ADDRESS)
    assert after.held is Held.NO, "over is over, whether or not it was tidied up"
    for _ in range(2):
        jobs.tidy_contacts()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(MutedContact)) == 0
    assert anew(held).held is Held.QUARANTINE
    assert [action for action, _ in trail()].count(MuteAction.MUTE_ENDED.value) == 1


def test_one_without_an_end_stays(app: Flask, editor: Editor) -> None:
    first = in_case(FIRST)
    confirmed(first, ADDRESS)
    mute(first, editor, Until.UNDONE)
    assert muting.end_over() == 0
    assert [one.by for one in desk_muting.standing()] == [editor.desk_name]


def test_muting_again_changes_reason_and_end_of_the_one_mute(app: Flask, editor: Editor, muted: MutedContact) -> None:
    first = db.session.scalars(select(Submission)).one()
    desk_muting.mute(first.id, WhyMuted.ABUSE.value, Until.UNDONE.value, editor=editor)
    db.session.rollback()
    found = db.session.scalars(select(MutedContact)).one()
    assert (found.id, found.why, found.ends_at) == (muted.id, WhyMuted.ABUSE, None)


def test_only_a_contact_that_its_owner_has_confirmed_is_muted(app: Flask, editor: Editor) -> None:
    report = wishes_for_mail(app, in_case(FIRST), ADDRESS)
    with pytest.raises(Conflict):
        mute(report, editor)
    desk = signed_in(app, editor)
    assert desk.get(f"/desk/quarantine/mute/{report.id}").status_code == 404
    assert "Mute its contact" not in desk.get(f"/desk/cases/{report.case_id}").text


def test_a_reason_and_an_end_are_asked_for(app: Flask, editor: Editor) -> None:
    report = in_case(FIRST)
    confirmed(report, ADDRESS)
    with pytest.raises(InvalidInput) as refused:
        desk_muting.mute(report.id, "", "", editor=editor)
    assert set(refused.value.problems) == {"why", "until"}
    assert db.session.scalar(select(func.count()).select_from(MutedContact)) == 0


def test_an_editor_mutes_from_the_case_and_undoes_it_where_it_is_listed(app: Flask, editor: Editor) -> None:
    report = in_case(FIRST)
    confirmed(report, ADDRESS)
    desk = signed_in(app, editor)
    link = f"/desk/quarantine/mute/{report.id}"
    assert link in desk.get(f"/desk/cases/{report.case_id}").text
    asked = desk.get(link).text
    assert "only a keyed hash" in asked
    assert ADDRESS not in asked
    refused = desk.send(link, {})
    assert refused.status_code == 400
    assert "Choose for how long." in refused.text
    sent = desk.send(link, {"why": "flood", "until": "quarter"})
    assert sent.status_code == 302
    shown = open_text(desk.get("/desk/quarantine/").text)
    assert "Muted contacts" in shown
    assert editor.desk_name in shown
    assert "has held back 0 reports" in shown
    held = wishes_for_mail(app, in_case(SECOND), ADDRESS)
    shown = open_text(desk.get("/desk/quarantine/").text)
    assert "has held back 1 report" in shown
    assert "The desk has muted the contact that came with it" in shown
    assert "Held back" in open_text(desk.get(f"/desk/cases/{held.case_id}").text)
    number = db.session.scalars(select(MutedContact.id)).one()
    desk.send(f"/desk/quarantine/muted/{number}/undo", {}, seen_at="/desk/quarantine/")
    assert "One report that it held back is let in." in desk.get("/desk/quarantine/").text
    assert anew(held).held is Held.NO


@pytest.mark.parametrize("role", [RoleName.VIEWER, RoleName.LEGAL])
def test_who_may_not_empty_the_quarantine_sees_the_list_and_mutes_nothing(
    app: Flask, muted: MutedContact, role: RoleName
) -> None:
    report = db.session.scalars(select(Submission)).one()
    desk: Browser = signed_in(app, factories.editor(password=PASSWORD, role=role))
    assert desk.get(f"/desk/quarantine/mute/{report.id}").status_code == 403
    undo, listed_at = f"/desk/quarantine/muted/{muted.id}/undo", "/desk/quarantine/"
    assert desk.send(undo, {}, seen_at=listed_at).status_code == 403
    shown = desk.get(listed_at).text
    assert "Muted contacts" in shown
    assert "Mute it no longer" not in shown
    assert "Mute its contact" not in desk.get(f"/desk/cases/{report.case_id}").text


def test_the_trail_and_the_desk_say_nothing_of_the_address(app: Flask, editor: Editor, muted: MutedContact) -> None:
    report = wishes_for_mail(app, in_case(SECOND), ADDRESS)
    desk = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.LEAD))
    pages = ("/desk/quarantine/", f"/desk/cases/{report.case_id}", "/desk/audit", f"/desk/quarantine/mute/{report.id}")
    shown = "".join(desk.get(address).text for address in pages)
    desk_muting.undo(muted.id, editor=editor)
    saved = "".join(exporting.export(TrailFilters(), Format.JSON_LINES, by=editor.id))
    for secret in (ADDRESS, "immer.wieder", muted.find_hash):
        assert secret not in shown
        assert secret not in saved
    first, second = (row.id for row in db.session.scalars(select(Submission).order_by(Submission.id)))
    assert trail() == [
        ("contact_muted", {"submission": first, "why": "flood", "days": 30}),
        ("muted_report_held", {"submission": second}),
        ("contact_unmuted", {"mute": muted.id, "reports": 1}),
    ]
    told = open_text(desk.get("/desk/audit").text)
    assert "muted the contact of report" in told
    assert "because the desk has muted its contact" in told


def test_the_process_for_readers_takes_addresses_without_the_private_key(
    app: Flask, config: Config, server: MailServer, muted: MutedContact
) -> None:
    report = in_case(SECOND)
    private = config.contact_private_key
    away = private.with_name("away")
    private.rename(away)
    public = create_app(changed(config, APP_ROLE=AppRole.PUBLIC.value, **environment(server)))
    with public.app_context():
        contacts.ask(report.id, ADDRESS)
        found = db.session.scalars(select(Contact).where(Contact.submission_id == report.id)).one()
        assert found.find_hash == ""
        db.session.rollback()
    let_go(public)
    send_all(app)
    owed.pay_all()
    assert anew(report).held is Held.NO, "without the key nobody knows, and no report is stuck"
    away.rename(private)
    send_all(app)
    owed.pay_all()
    assert anew(report).held is Held.QUARANTINE


def test_erasing_a_report_forgets_who_held_it_and_leaves_the_mute(app: Flask, muted: MutedContact) -> None:
    report = wishes_for_mail(app, in_case(SECOND), ADDRESS)
    erasing.erase_at_desk(report.id, by=1, reason="Auf Wunsch.")
    assert db.session.scalar(select(func.count()).select_from(MutedReport)) == 0
    assert db.session.scalar(select(func.count()).select_from(MutedContact)) == 1
    report = anew(report)
    assert (report.doubts, report.held) == ([], Held.QUARANTINE)
    case = case_of(report)
    assert (case.state, case.is_held_back) == (CaseState.CLOSED, False)


def test_those_in_cases_that_cannot_be_erased_keep_no_other_from_it(
    app: Flask, editor: Editor, muted: MutedContact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "AT_ONCE", 1)
    stuck, other = wishes_for_mail(app, in_case(SECOND), ADDRESS).id, in_case(OTHER).id
    with writing() as session:
        for number in (stuck, other):
            report = session.get_one(Submission, number)
            report.held, report.alike = Held.DISCARDED, report.alike or "alike"
            report.discarded_at = now() - discarding.TAKEN_BACK_WITHIN
        session.get_one(Submission, other).case_id = None
    erase = erasing.erase

    def breaks(report_ids: list[int], **named: Any) -> int:
        if stuck in report_ids:
            raise RuntimeError("broken")
        return erase(report_ids, **named)

    monkeypatch.setattr(erasing, "erase", breaks)
    assert discarding.carry_out() == 1
    db.session.expire_all()
    assert db.session.get_one(Submission, other).erased_at is not None


def test_what_is_discarded_is_erased_after_a_day_with_its_case(app: Flask, editor: Editor, muted: MutedContact) -> None:
    report = wishes_for_mail(app, in_case(SECOND), ADDRESS)
    emptying.discard(report.alike or "", report.held, "nothing", editor=editor)
    assert listed() == [FIRST]
    with writing() as session:
        session.get_one(Submission, report.id).discarded_at = now() - discarding.TAKEN_BACK_WITHIN
    assert discarding.carry_out() == 1
    assert discarding.carry_out() == 0
    assert anew(report).text == ""
    assert case_of(anew(report)).state is CaseState.CLOSED


def test_a_report_of_hate_that_is_held_back_goes_when_its_time_is_over_though_nobody_decides_it(
    app: Flask, config: Config, muted: MutedContact
) -> None:
    report = wishes_for_mail(app, in_case(SECOND, kind="hate"), ADDRESS)
    assert report.held is Held.QUARANTINE
    assert rules.due_on(report) is not None
    with writing() as session:
        session.get_one(Submission, report.id).received_at = now() - timedelta(days=config.keep_reports + 2)
    assert rules.run() == 1
    assert anew(report).erased_at is not None


def test_its_owner_has_the_mute_deleted_by_the_address_alone(app: Flask, muted: MutedContact) -> None:
    held = wishes_for_mail(app, in_case(SECOND), ADDRESS)
    asked = app.test_cli_runner().invoke(args=["retention", "unmute"], input="nobody@example.org\n")
    assert "is not muted" in asked.output
    assert anew(held).held is Held.QUARANTINE
    done = app.test_cli_runner().invoke(args=["retention", "unmute"], input="Immer.Wieder@Example.org\n")
    assert "Reports that go on: 1." in done.output
    assert anew(held).held is Held.NO
    assert db.session.scalar(select(func.count()).select_from(MutedContact)) == 0
