"""The way back from what machines did by themselves, and what the line says once somebody has gone it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts.models import Editor
from archive.models import ArchiveAction
from core.db import db, writing
from core.events import Happened, Subject, all_happened
from core.owed import Owed
from core.refusals import Conflict, InvalidInput, NotFound
from intake.cases import joining
from intake.models.cases import Case, CaseAction, CaseState
from intake.models.moves import Loosened
from intake.models.reports import Submission
from review.automatic import asking_again
from review.automatic.filters import What
from review.case import merging
from review.queue import attention
from search.learning import in_effect
from search.learning.figures import LearnedFigures
from search.learning.models import Learned, LearnedKind, LearnedState
from tests.support import factories
from tests.support.automatic import became, close, listed, two_reports
from tests.support.browsing import Browser, hidden_fields, open_text
from tests.support.case_moves import check_what_always_holds
from tests.support.desk import plain_case, reread
from tests.support.waiting_reports import set_aside


def test_each_of_what_is_listed_has_a_way_back(app: Flask, anna: Editor) -> None:
    case, _ = two_reports()
    set_aside()
    with writing():
        db.session.add(Loosened(case_id=case.id, submission_ids=[1]))
        row = in_effect.keep(LearnedKind.ADAPTER, "tiny", b"", figures=LearnedFigures(), state=LearnedState.ACTIVE)
        of_case = Subject("case", case.id)
        all_happened(
            [
                Happened(CaseAction.CASE_LOOSENED, of_case, None, {"reports": 1}),
                Happened(ArchiveAction.LEARNED, Subject("learned", row.id), None, {}),
                Happened(ArchiveAction.LEARNED_TAKEN_BACK, of_case, None, {"match": 1, "wording": 1}),
            ]
        )

    ways = {act.what: act.became.way for act in listed()}

    assert ways.keys() == set(What)
    assert None not in ways.values()


def test_a_joined_report_gets_a_case_of_its_own_again_and_the_line_says_by_whom(
    app: Flask, browser: Browser, anna: Editor
) -> None:
    case, joined = two_reports()
    page = browser.get("/desk/automatic/?what=joined").text
    (address,) = re.findall(r'action="(/desk/automatic/reports/[^"]+)"', page)

    sent = hidden_fields(page)
    done = browser.post(address, data=sent)

    assert done.location == "/desk/automatic/?what=joined"
    own = db.session.get_one(Submission, joined.id).case_id
    assert own not in (None, case.id)
    shown = open_text(browser.get(done.location).text)
    assert f"Anna took it out again; it is in case {own} now." in shown
    assert "Take it out again" not in shown
    assert {case.id, own} <= set(db.session.scalars(select(Owed.number))), "both are matched anew"
    check_what_always_holds()
    # Sent once more it finds another version, and changes nothing.
    assert browser.post(address, data=sent).status_code == 409
    assert db.session.get_one(Submission, joined.id).case_id == own


def test_a_report_leaves_a_settled_case_whose_decision_stays(app: Flask, anna: Editor) -> None:
    case = factories.case()
    close(case, anna)
    later = factories.submission()
    joining.match_all_waiting()

    move = merging.part_report(case.id, later.id, version=reread(case).version, editor=anna)

    settled, own = reread(case), db.session.get_one(Case, move.to_case_id)
    assert (settled.state, settled.submission_count, settled.later_reports) == (CaseState.CLOSED, 1, 0)
    assert (own.state, own.submission_count) == (CaseState.OPEN, 1)
    assert settled.public_sentence == "Ein Satz."
    check_what_always_holds()


def test_parting_refuses_what_is_stale_forged_alone_or_merged(app: Flask, anna: Editor) -> None:
    case, joined = two_reports()
    other = factories.case("Ein ganz anderer Beitrag über den Stephansdom.")
    alone = db.session.scalars(select(Submission).where(Submission.case_id == other.id)).one()
    with pytest.raises(Conflict):
        merging.part_report(case.id, joined.id, version=case.version + 1, editor=anna)
    with pytest.raises(Conflict):
        merging.part_report(case.id, alone.id, version=case.version, editor=anna)
    with pytest.raises(NotFound):
        merging.part_report(999_999, joined.id, version=0, editor=anna)
    with pytest.raises(InvalidInput):
        merging.part_report(other.id, alone.id, version=other.version, editor=anna)
    merging.merge_cases(
        other.id, case.id, version=other.version, other_version=case.version, reason="Dasselbe.", editor=anna
    )
    with pytest.raises(Conflict):
        merging.part_report(case.id, joined.id, version=reread(case).version, editor=anna)
    assert became(what="joined").case_id == other.id
    assert became(what="joined").way is not None, "it can be taken out of the case that it went into"


def test_a_report_that_was_set_aside_says_who_had_it_tried_again(app: Flask, browser: Browser, anna: Editor) -> None:
    report = set_aside()
    assert became(what="set_aside").words == "It waits for a person."
    attention.try_again(report.id, editor=anna)
    assert became(what="set_aside").words == "It waits for the machine again. (Anna)"
    joining.match_all_waiting()
    assert became(what="set_aside").words.endswith("now. (Anna)")


def test_what_an_update_loosened_says_who_kept_it(app: Flask, anna: Editor) -> None:
    case, _ = two_reports()
    with writing():
        db.session.add(Loosened(case_id=case.id, submission_ids=[1]))
        all_happened([Happened(CaseAction.CASE_LOOSENED, Subject("case", case.id), None, {"reports": 1})])
    attention.keep_together(case.id, editor=anna)
    assert became(what="loosened").words == "They stay together. (Anna)"


@pytest.mark.parametrize("state", list(LearnedState))
def test_what_was_learned_says_what_became_of_it(app: Flask, state: LearnedState) -> None:
    with writing():
        row = in_effect.keep(LearnedKind.ADAPTER, "tiny", b"", figures=LearnedFigures(), state=LearnedState.ACTIVE)
        all_happened([Happened(ArchiveAction.LEARNED, Subject("learned", row.id), None, {})])
    with writing() as session:
        session.execute(update(Learned).values(state=state))
    found = became(what="learned")
    assert found.words
    assert (found.way is not None) is (state is LearnedState.ACTIVE)


def test_an_open_case_is_asked_about_again_and_says_by_whom(app: Flask, browser: Browser, anna: Editor) -> None:
    case = factories.case()
    page = browser.get("/desk/automatic/?what=opened").text
    assert "Nothing in the archive fits." in open_text(page)

    done = browser.post(f"/desk/automatic/cases/{case.id}/again?what=opened", data=hidden_fields(page))

    assert done.location == "/desk/automatic/?what=opened"
    assert "Anna had it look again." in open_text(browser.get(done.location).text)
    assert list(db.session.scalars(select(Owed.number))) == [case.id]


def test_only_an_open_case_that_a_machine_can_read_is_asked_about(app: Flask, anna: Editor) -> None:
    settled, by_hand = plain_case(state=CaseState.CLOSED), attention.open_by_hand(set_aside().id, editor=anna)
    for number in (settled.id, by_hand):
        with pytest.raises(Conflict):
            asking_again.ask_again(number, editor=anna)
    with pytest.raises(NotFound):
        asking_again.ask_again(999_999, editor=anna)
    assert db.session.scalars(select(Owed.number)).all() == []
