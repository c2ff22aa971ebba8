"""The trail: one line for everything done, and no way to change one unseen."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import AccountAction
from archive.models import ArchiveAction
from audit import trail
from audit.models import Actor, Event
from audit.trail import PAGE, first_broken
from core.config import Config
from core.db import db, writing
from core.events import Subject, happened
from intake.cases import joining
from intake.models.cases import Case, CaseAction
from intake.models.reports import Submission
from review.desk import trail as trail_page
from review.models import DeskAction
from search.learning import in_effect
from search.learning.figures import LearnedFigures
from search.learning.models import LearnedKind, LearnedState
from tests.support import factories
from tests.support.browsing import hidden_fields, links, open_text
from tests.support.desk import PASSWORD, filled, signed_in
from tests.support.trail import behind_our_back, write


def events() -> list[Event]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Event).order_by(Event.id)))


def test_matching_leaves_a_line_for_the_case_and_one_for_each_report(app: Flask) -> None:
    sent = [factories.submission().id for _ in range(2)]
    joining.match_all_waiting()
    case = db.session.scalars(select(Case)).one()
    assert [(event.action, event.details) for event in events()] == [
        (CaseAction.CASE_OPENED, {"submission": sent[0]}),
        (CaseAction.SUBMISSION_JOINED, {"submission": sent[1], "lane": "exact_text"}),
    ]
    assert {(event.actor, event.editor_id, event.case_id) for event in events()} == {(Actor.MACHINE, None, case.id)}


def test_what_the_machine_learned_from_answers_leaves_a_line_together_with_it(app: Flask) -> None:
    def learn(*, broken_off: bool) -> int:
        with writing():
            row = in_effect.keep(LearnedKind.ADAPTER, "tiny", b"", figures=LearnedFigures(), state=LearnedState.ACTIVE)
            happened(ArchiveAction.LEARNED, Subject("learned", row.id))
            if broken_off:
                raise ZeroDivisionError
        return row.id

    with pytest.raises(ZeroDivisionError):
        learn(broken_off=True)
    assert events() == []

    number = learn(broken_off=False)

    (event,) = events()
    assert (event.action, event.details) == (ArchiveAction.LEARNED, {"learned": number})
    assert (event.actor, event.editor_id, event.case_id) == (Actor.MACHINE, None, None)


def test_what_a_person_did_carries_their_name_and_what_the_machine_did_says_so(app: Flask) -> None:
    editor = factories.editor(password=PASSWORD)
    case = factories.case()
    browser = signed_in(app, editor)
    page = f"/desk/cases/{case.id}"
    browser.send(f"{page}/decision", filled(case), seen_at=page)
    lines, _ = trail.lines(case_id=case.id)
    assert [(line.is_machine, str(line.actor_label)) for line in lines] == [
        (False, editor.desk_name),
        (True, "Machine"),
    ]
    shown = open_text(browser.get(page).text).split("History", 1)[1]
    assert f"{editor.desk_name} closed case {case.id} without a result." in shown
    assert shown.count("The machine opened") == 1


def test_an_undone_deed_leaves_no_line(app: Flask) -> None:
    def deed_that_breaks_off() -> None:
        with writing():
            happened(AccountAction.SIGNED_IN)
            raise ZeroDivisionError

    write(1)
    with pytest.raises(ZeroDivisionError):
        deed_that_breaks_off()
    write(1)
    assert [event.id for event in events()] == [1, 2]
    assert first_broken() is None


def test_the_trail_holds_no_word_that_a_reader_or_an_editor_wrote(app: Flask) -> None:
    factories.claim()
    word = "Unverwechselbar"
    case = factories.case(f"{word} eins", why=f"{word} zwei", url=f"https://example.org/{word}")
    browser = signed_in(app)
    page = f"/desk/cases/{case.id}"
    form = hidden_fields(browser.get(page).text)
    browser.post(f"/desk/matches/{case.matches[0].id}/answer", data={**form, "answer": "same"})
    decision = filled(case, reason=f"{word} drei", public_sentence=f"{word} vier")
    assert browser.send(f"{page}/decision", decision, seen_at=page).status_code == 302
    assert browser.send(f"{page}/reopen", {"reason": f"{word} fünf"}, seen_at=page).status_code == 302
    assert db.session.scalar(select(Submission.text)) == f"{word} eins"
    kept = [(event.action, json.dumps(event.details)) for event in events()]
    assert {DeskAction.MATCH_ANSWERED, DeskAction.CASE_DECIDED, DeskAction.CASE_REOPENED} <= {
        action for action, _ in kept
    }
    assert not [details for _, details in kept if word.lower() in details.lower()]
    assert not [details for _, details in kept if "@" in details]


def test_the_page_shows_the_newest_first_and_leads_on_to_every_older_line(app: Flask) -> None:
    browser = signed_in(app)
    already = len(events())
    write(2 * PAGE)
    shown, address = [], "/desk/audit"
    while address:
        page = browser.get(address).text
        shown.append(page.count("<time"))
        following = page.split('rel="next" href="')[1:]
        address = following[0].split('"')[0] if following else ""
    assert shown == [PAGE, PAGE, already]


def test_the_page_says_whether_the_record_is_whole_when_it_is_asked(app: Flask, config: Config) -> None:
    browser = signed_in(app)
    assert "/desk/audit?check=1" in links(browser.get("/desk/audit").text)
    assert "The record is complete and unchanged." in open_text(browser.get("/desk/audit?check=1").text)
    behind_our_back(config, "UPDATE event SET action = 'signed_out' WHERE id = 1")
    shown = open_text(browser.get("/desk/audit?check=1").text)
    assert "The record was changed from outside." in shown
    assert "The record is complete and unchanged." not in shown
    # Without having looked, the page says neither.
    unasked = open_text(browser.get("/desk/audit").text)
    assert "The record is complete and unchanged." not in unasked
    assert "The record was changed" not in unasked


@pytest.mark.parametrize("before", ["x", "0", "-5", "9" * 30])
def test_an_unreadable_place_in_the_trail_breaks_nothing(app: Flask, before: str) -> None:
    assert signed_in(app).get(f"/desk/audit?before={before}").status_code == 200


@pytest.mark.sqlite_only("a column there takes whatever somebody writes into it")
@pytest.mark.parametrize("change", ["actor = 'robot'", "at = 'yesterday'", "details = '[1]'", "details = 'not JSON'"])
def test_the_page_says_what_somebody_did_even_where_a_line_cannot_be_read(
    app: Flask, config: Config, change: str
) -> None:
    browser = signed_in(app)
    already = len(events())
    write(3)
    behind_our_back(config, f"UPDATE event SET {change} WHERE id = {already + 2}")  # noqa: S608
    page = browser.get("/desk/audit?check=1")
    assert f"Line {already + 2} was changed from outside." in open_text(page.text)
    assert page.text.count("<time") == already + 2


def test_a_long_trail_is_checked_by_command_instead_of_keeping_a_page_waiting(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(app)
    monkeypatch.setattr(trail_page, "MOST_CHECKED", 2)
    shown = open_text(browser.get("/desk/audit?check=1").text)
    assert "flask audit verify" in shown
    assert "The record is complete" not in shown


def test_older_lines_are_found_behind_one_that_nobody_can_read(app: Flask, config: Config) -> None:
    write(PAGE + 5)
    behind_our_back(config, "UPDATE event SET details = '[]' WHERE id = 50")

    shown, more = trail.lines()
    rest, end = trail.lines(before=more)

    numbers = [line.number for line in (*shown, *rest)]
    assert numbers == [number for number in range(PAGE + 5, 0, -1) if number != 50]
    assert end is None
