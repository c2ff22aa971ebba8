"""What reports of a muted contact do in the cases in which they stand: they count for nothing, and tell nobody."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts.models import Editor
from audit.models import Event
from core.db import db, now, writing
from core.refusals import Conflict
from intake.abuse import waiting_line
from intake.cases import held_back, joining, settling
from intake.models.cases import Case, CaseAction, CaseState
from intake.models.mutes import MutedContact
from intake.models.reports import Held, Phase, Submission
from intake.reports import submissions
from intake.retention import copying, erasing
from intake.retention.copying import Format
from intake.talk import remarks
from review.automatic.ways_back import became_of
from review.case import page as case_page
from review.case import reopening
from review.case.sentences import readers_of
from review.case.wordings import other_wordings
from review.holding import named
from review.quarantine import emptying
from review.quarantine import muting as desk_muting
from review.start import morning
from tests.support import factories
from tests.support.browsing import open_text
from tests.support.desk import signed_in
from tests.support.mailing import settle
from tests.support.muting import ADDRESS, SECOND, anew, case_of, in_case, listed, loose, wishes_for_mail


@pytest.fixture
def app(mailing_app: Flask) -> Flask:
    return mailing_app


def held(app: Flask, text: str = SECOND, **fields: str) -> Submission:
    """Send a report that stands in a case, and is held back there because of its contact."""
    report = wishes_for_mail(app, in_case(text, **fields), ADDRESS)
    assert report.held is Held.QUARANTINE
    return report


def test_erasing_what_is_held_back_makes_nothing_of_it_count(app: Flask, muted: MutedContact) -> None:
    honest = loose(in_case(SECOND))
    copies = [held(app) for _ in range(3)]
    case = case_of(honest)
    before = case.submission_count, case.priority, case.heat
    assert before[0] == 1
    numbers = [loose(anew(one)).id for one in copies]

    for number in numbers:
        erasing.erase_at_desk(number, by=1, reason="Auf Wunsch.")

    case = case_of(anew(honest))
    assert (case.submission_count, case.priority, case.heat) == before
    erased = db.session.get_one(Submission, numbers[0])
    assert submissions.status_of(erased).phase is Phase.ERASED
    assert not submissions.status_of(erased).waits_its_turn


def test_one_that_waited_its_turn_waits_no_more_once_it_is_erased(app: Flask, editor: Editor) -> None:
    report = factories.submission(SECOND)
    with writing():
        report.held, report.alike = Held.LATER, "a" * 32
    erasing.erase_at_desk(report.id, by=editor.id, reason="Auf Wunsch.")
    assert anew(report).held is Held.NO


def test_the_copy_of_everything_does_not_tell_that_a_contact_is_muted(app: Flask, muted: MutedContact) -> None:
    receipt = factories.report(SECOND).receipt
    joining.match_all_waiting()
    report = db.session.scalars(select(Submission).order_by(Submission.id.desc()).limit(1)).one()
    with writing() as session:
        session.get_one(Submission, report.id).doubts = ["network"]
    report = wishes_for_mail(app, report, ADDRESS)
    assert report.doubts == ["muted_contact", "network"]
    for form in Format:
        told = copying.copy_of(receipt, form).content
        assert "muted" not in told
    assert json.loads(copying.copy_of(receipt, Format.JSON).content)["doubts"] == ["network"]


def test_undoing_a_mute_takes_the_doubt_off_all_that_it_held(app: Flask, editor: Editor, muted: MutedContact) -> None:
    waits, let_in = held(app), held(app, "Ganz etwas anderes, das niemand sonst sagt.")
    emptying.let_in(let_in.alike or "", let_in.held, editor=editor)
    desk_muting.undo(muted.id, editor=editor)
    assert [anew(one).doubts for one in (waits, let_in)] == [[], []]


def test_a_settled_case_stays_in_its_lists_and_leaves_them_when_it_is_opened_again(
    app: Flask, editor: Editor, muted: MutedContact
) -> None:
    report = held(app)
    assert case_of(report).is_held_back
    settle(case_of(report))
    assert not case_of(report).is_held_back
    # What counts it anew, does so here.
    with writing():
        held_back.count_again(held_back.lock_cases(Submission.id == report.id), [])
    assert not case_of(report).is_held_back
    reopening.reopen(case_of(report).id, reason="Es gibt etwas Neues.", editor=editor)
    assert case_of(report).is_held_back
    assert SECOND not in listed()


def test_a_case_that_is_opened_again_with_an_honest_report_is_listed(app: Flask, muted: MutedContact) -> None:
    honest = loose(in_case(SECOND))
    held(app)
    for state in (CaseState.CLOSED, CaseState.OPEN):
        with writing() as session:
            case = session.get_one(Case, honest.case_id or 0)
            settling.settle(case, state=state, public_sentence="", verdict=None, answer_claim_id=None)
    assert SECOND in listed()


def test_what_is_held_back_makes_no_case_grow_in_the_morning(app: Flask, muted: MutedContact) -> None:
    honest = loose(in_case(SECOND))
    for _ in range(morning.LEAST_GROWTH - 1):
        in_case(SECOND)
    numbers = [held(app).case_id]
    assert numbers == [honest.case_id]
    grown = morning.morning(now()).growing
    assert [(one.case.id, one.reports) for one in grown] == [(honest.case_id, morning.LEAST_GROWTH)]
    with writing() as session:
        mine = Submission.case_id == honest.case_id
        session.execute(update(Submission).where(mine).values(held=Held.QUARANTINE))
    assert morning.morning(now()).growing == []


def test_whoever_is_named_in_a_case_has_no_part_in_what_is_held_back_of_it(
    app: Flask, editor: Editor, muted: MutedContact
) -> None:
    report = held(app)
    named.say(report.case_id or 0, editor=editor)
    alike, other = report.alike or "", loose(factories.editor())
    verbs: list[Callable[[], int]] = [
        lambda: emptying.let_in(alike, Held.QUARANTINE, editor=editor),
        lambda: emptying.discard(alike, Held.QUARANTINE, "nothing", editor=editor),
        lambda: desk_muting.undo(muted.id, editor=editor),
    ]
    for verb in verbs:
        with pytest.raises(Conflict, match="named in this post"):
            verb()
    assert anew(report).held is Held.QUARANTINE
    assert emptying.discard(alike, Held.QUARANTINE, "nothing", editor=other) == 1
    with pytest.raises(Conflict, match="named in this post"):
        emptying.take_back(alike, editor=editor)
    assert anew(report).held is Held.DISCARDED


def test_whoever_is_named_reads_so_on_the_page(app: Flask, editor: Editor, muted: MutedContact) -> None:
    named.say(held(app).case_id or 0, editor=editor)
    desk, there = signed_in(app, editor), "/desk/quarantine/"
    assert desk.send(f"/desk/quarantine/muted/{muted.id}/undo", {}, seen_at=there).status_code == 302
    assert "named in this post" in open_text(desk.get(there).text)


@pytest.mark.parametrize("fields", [{"why": "Mein Nachbar!"}, {"danger": "yes"}])
def test_what_is_let_in_to_a_decided_case_and_says_more_is_news(
    app: Flask, editor: Editor, muted: MutedContact, fields: dict[str, str]
) -> None:
    honest = loose(in_case(SECOND))
    plain, more = held(app), held(app, **fields)
    settle(case_of(honest))
    for report, is_news in ((plain, False), (more, True)):
        let_in_alone(report, editor)
        assert case_of(anew(honest)).has_news is is_news
    assert case_of(anew(honest)).later_reports == 2


def test_what_a_reader_added_meanwhile_is_news_of_an_open_case(app: Flask, editor: Editor, muted: MutedContact) -> None:
    in_case(SECOND)
    receipt = factories.report(SECOND).receipt
    joining.match_all_waiting()
    report = db.session.scalars(select(Submission).order_by(Submission.id.desc()).limit(1)).one()
    report = wishes_for_mail(app, report, ADDRESS)
    remarks.add(receipt, "Es stand auch in der Zeitung.")
    assert not case_of(anew(report)).has_news
    let_in_alone(report, editor)
    assert case_of(anew(report)).has_news


def let_in_alone(report: Submission, editor: Editor) -> None:
    """Let in one report and none that says the same."""
    report = anew(report)
    with writing():
        report.alike = f"{report.id:032}"
    emptying.let_in(report.alike or "", Held.QUARANTINE, editor=editor)


def test_what_is_held_back_adds_no_wording_and_no_language(app: Flask, muted: MutedContact) -> None:
    honest = loose(in_case(SECOND))
    report = held(app)
    with writing() as session:
        session.get_one(Submission, report.id).text = f"{SECOND} Wirklich wahr!"
        session.get_one(Submission, report.id).language = "en"
        session.get_one(Submission, report.id).not_the_same = [7]
    case = case_of(honest)
    assert other_wordings(case) == []
    assert [count for _, count in readers_of(case.id).counts] == [1]
    assert case_page._called_different(case.id) == frozenset()
    with writing() as session:
        session.get_one(Submission, report.id).held = Held.NO
    case = case_of(honest)
    assert len(other_wordings(case)) == 1
    assert case_page._called_different(case.id) == frozenset({7})


def test_what_is_held_back_can_be_split_off(app: Flask, editor: Editor, muted: MutedContact) -> None:
    honest = loose(in_case(SECOND))
    held(app)
    desk = signed_in(app, editor)
    assert "Split off the chosen reports" in desk.get(f"/desk/cases/{honest.case_id}").text
    ways = [one.way.endpoint for one in became_of(joined(honest.case_id)).values() if one.way is not None]
    assert ways == ["automatic.part"]


def joined(case_id: int | None) -> list[Event]:
    """Return the lines of the trail that say that a report joined a case."""
    rows = select(Event).where(Event.action == CaseAction.SUBMISSION_JOINED.value, Event.case_id == case_id)
    return list(db.session.scalars(rows))


def test_a_case_that_is_held_back_says_so_wherever_it_is_found(app: Flask, editor: Editor, muted: MutedContact) -> None:
    report = held(app)
    desk = signed_in(app, editor)
    found = desk.get("/desk/search?q=Mikrochips").text.partition(f"/desk/cases/{report.case_id}")
    assert "Held back</span>" in found[2]
    first = db.session.scalars(select(Submission.case_id).order_by(Submission.id).limit(1)).one()
    merging = desk.get(f"/desk/cases/{first}/merge?other={report.case_id}").text
    assert "<strong>Held back</strong>" in merging
    head = desk.get(f"/desk/cases/{report.case_id}").text.split("</header>")
    assert any('id="case-title"' in part and ">Held back</a>" in part for part in head)


def test_undoing_lets_no_flood_past_those_who_wait_their_turn(app: Flask, editor: Editor, muted: MutedContact) -> None:
    waits = factories.submission(SECOND)
    with writing():
        waits.doubts, waits.held, waits.alike, waits.line = ["network"], Held.LATER, "a" * 32, "0123"
    had_its_turn = in_case("Ganz etwas anderes, das niemand sonst sagt.")
    with writing():
        had_its_turn.doubts = ["network"]
    waits, had_its_turn = (wishes_for_mail(app, one, ADDRESS) for one in (loose(waits), loose(had_its_turn)))
    assert (waits.held, had_its_turn.held) == (Held.QUARANTINE, Held.QUARANTINE)

    assert desk_muting.undo(muted.id, editor=editor) == 1

    assert (anew(waits).held, anew(had_its_turn).held) == (Held.LATER, Held.NO)
    assert anew(waits).doubts == ["network"]
    waiting_line.let_in()
    assert anew(waits).held is Held.NO


def test_many_are_let_in_in_pages(
    app: Flask, editor: Editor, muted: MutedContact, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = loose(in_case(SECOND))
    copies = [held(app) for _ in range(3)]
    settle(case_of(honest))
    monkeypatch.setattr(held_back, "PAGE", 2)
    assert [list(page) for page in held_back.pages_of([1, 2, 3])] == [[1, 2], [3]]
    assert desk_muting.undo(muted.id, editor=editor) == 3
    case = case_of(anew(honest))
    assert (case.submission_count, case.later_reports) == (4, 3)
    assert {anew(one).held for one in copies} == {Held.NO}


def test_an_end_that_has_come_is_no_error_for_whoever_undoes_it(
    app: Flask, editor: Editor, muted: MutedContact
) -> None:
    desk, there = signed_in(app, editor), "/desk/quarantine/"
    desk.get(there)
    undo = f"/desk/quarantine/muted/{muted.id}/undo"
    for said in ("The contact is not muted any more.", "This contact is not muted any more."):
        assert desk.send(undo, {}, seen_at=there).status_code == 302
        assert said in open_text(desk.get(there).text)
