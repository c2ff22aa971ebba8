"""Leases: who holds a case, for how long, and how it changes hands."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import event, select

from accounts.models import Editor
from audit import trail
from audit.models import Event
from core.db import db
from core.refusals import Conflict, NotFound
from intake.models.cases import CaseState
from review.case import decisions
from review.case.decisions import Draft
from review.holding import leases
from review.holding.models import Lease
from review.reasons import ReasonCode
from tests.support.desk import REASON, SENTENCE, plain_case, reread
from tests.support.holding import editor, let_pass
from tests.support.side_by_side import side_by_side

MINUTE = timedelta(minutes=1)
MANY = 20


def closing(version: int) -> Draft:
    return Draft(CaseState.CLOSED, None, None, REASON, SENTENCE, version, ReasonCode.TOO_LITTLE)


def winners_of(app: Flask, deed: Callable[[Editor], None]) -> list[int]:
    """Let twenty editors do the same at once; return the ids of those who were not refused."""
    ids = [editor(f"Editor {number}").id for number in range(MANY)]

    def tried(editor_id: int) -> int:
        try:
            deed(db.session.get_one(Editor, editor_id))
        except Conflict:
            return 0
        return editor_id

    with side_by_side(app) as start:
        running: list[Future[int]] = [start(partial(tried, editor_id)) for editor_id in ids]
    db.session.rollback()
    return [winner for future in running if (winner := future.result())]


def test_a_case_that_is_taken_is_held_for_ten_minutes_and_then_free(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")

    leases.take(case.id, editor=alva)

    held = leases.holder_of(case.id)
    assert held is not None
    assert (held.name, held.minutes) == ("Alva", 10)
    with pytest.raises(Conflict, match="Alva is working on this case, for 10 more minutes"):
        leases.take(case.id, editor=bo)
    let_pass(leases.LASTS)
    assert leases.holder_of(case.id) is None
    leases.take(case.id, editor=bo)
    assert leases.holders([case.id, 4711])[case.id].name == "Bo"


def test_of_twenty_who_take_a_case_at_once_one_has_it(app: Flask) -> None:
    case = plain_case()
    case_id = case.id

    winners = winners_of(app, lambda who: leases.take(case_id, editor=who))

    held = leases.holder_of(case.id)
    assert held is not None
    assert winners == [held.editor_id]


def test_of_twenty_who_take_a_case_over_at_once_one_has_it_and_one_line_says_so(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    leases.take(case.id, editor=alva)
    case_id, holder_id = case.id, alva.id

    winners = winners_of(app, lambda who: leases.take_over(case_id, holder_id=holder_id, editor=who))

    held = leases.holder_of(case.id)
    assert held is not None
    assert winners == [held.editor_id]
    lines = db.session.scalars(select(Event).where(Event.action == "lease_taken_over")).all()
    assert [(line.editor_id, line.case_id, line.details) for line in lines] == [
        (winners[0], case.id, {"holder": alva.id})
    ]
    assert trail.first_broken() is None


def test_a_heartbeat_renews_a_lease_and_takes_a_free_case_only_for_who_writes(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")

    leases.beat(case.id, editor=alva, takes=False)
    assert leases.holder_of(case.id) is None
    leases.beat(case.id, editor=alva, takes=True)
    let_pass(9 * MINUTE)
    leases.beat(case.id, editor=alva, takes=False)
    leases.beat(case.id, editor=bo, takes=True)

    held = leases.holder_of(case.id)
    assert held is not None
    assert (held.name, held.minutes) == ("Alva", 10)
    assert leases.viewers(case.id, besides=alva) == ["Bo"]
    let_pass(leases.VIEWING_LASTS)
    assert leases.viewers(case.id, besides=alva) == []


def test_a_heartbeat_writes_no_line_and_waits_for_no_lock_of_the_trail_or_the_grouping(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    changed: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        words = statement.split()
        changed.extend(words[1:3] if words[0] in {"INSERT", "UPDATE", "DELETE"} else [])

    event.listen(db.engine, "before_cursor_execute", note)
    for _ in range(3):
        leases.beat(case.id, editor=alva, takes=True)
        leases.leave(case.id, editor=alva)
    event.remove(db.engine, "before_cursor_execute", note)

    assert {"viewing", "lease"} <= set(changed)
    assert set(changed) & {"counter", "event"} == set()


def test_a_page_that_is_left_gives_the_case_back_soon_but_not_before_another_page_of_it_speaks(app: Flask) -> None:
    case, alva = plain_case(), editor("Alva")
    leases.beat(case.id, editor=alva, takes=True)

    leases.leave(case.id, editor=alva)
    held = leases.holder_of(case.id)
    assert held is not None
    assert held.minutes == 2
    leases.beat(case.id, editor=alva, takes=False)
    renewed = leases.holder_of(case.id)
    assert renewed is not None
    assert renewed.minutes == 10
    leases.leave(case.id, editor=alva)
    let_pass(leases.LEFT_LASTS)
    assert leases.holder_of(case.id) is None


def test_nobody_gives_back_or_shortens_what_a_colleague_holds(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    leases.take(case.id, editor=alva)

    leases.release(case.id, editor=bo)
    leases.leave(case.id, editor=bo)
    leases.renew(case.id, editor=bo)
    held = leases.holder_of(case.id)
    assert held is not None
    assert (held.name, held.minutes) == ("Alva", 10)
    leases.release(case.id, editor=alva)
    assert leases.holder_of(case.id) is None


def test_whoever_had_a_case_taken_from_them_is_known_until_it_changes_hands_again(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    leases.take(case.id, editor=alva)
    leases.take_over(case.id, holder_id=alva.id, editor=bo)

    held = leases.holder_of(case.id)
    assert held is not None
    assert (held.name, held.taken_from_id) == ("Bo", alva.id)
    with pytest.raises(Conflict, match="in other hands by now"):
        leases.take_over(case.id, holder_id=alva.id, editor=editor("Cem"))
    leases.release(case.id, editor=bo)
    leases.take(case.id, editor=alva)
    again = leases.holder_of(case.id)
    assert again is not None
    assert again.taken_from_id is None


def test_a_case_that_a_colleague_holds_is_decided_only_after_taking_it_over(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    leases.take(case.id, editor=alva)

    with pytest.raises(Conflict, match="Alva is working on this case"):
        decisions.decide(case.id, closing(case.version), editor=bo)
    assert reread(case).state is CaseState.OPEN
    leases.take_over(case.id, holder_id=alva.id, editor=bo)
    decisions.decide(case.id, closing(case.version), editor=bo)
    assert reread(case).state is CaseState.CLOSED


def test_a_case_that_nobody_holds_any_more_is_decided_without_a_lease(app: Flask) -> None:
    case, alva, bo = plain_case(), editor("Alva"), editor("Bo")
    leases.take(case.id, editor=alva)
    let_pass(leases.LASTS)

    decisions.decide(case.id, closing(case.version), editor=bo)

    assert reread(case).state is CaseState.CLOSED


def test_a_settled_case_has_no_holder_and_none_is_taken_that_is_not_there(app: Flask) -> None:
    settled, alva = plain_case(state=CaseState.CLOSED), editor("Alva")

    leases.beat(settled.id, editor=alva, takes=True)
    assert leases.holders([settled.id]) == {}
    for taking in (leases.take, lambda case_id, editor: leases.take_over(case_id, holder_id=1, editor=editor)):
        with pytest.raises(Conflict, match="not open"):
            taking(settled.id, editor=alva)
        with pytest.raises(NotFound):
            taking(4711, editor=alva)
    with pytest.raises(NotFound):
        leases.beat(4711, editor=alva, takes=True)


def test_what_ended_is_swept_away_and_what_runs_stays(app: Flask) -> None:
    old, fresh, alva = plain_case(), plain_case(), editor("Alva")
    leases.beat(old.id, editor=alva, takes=True)
    let_pass(3 * leases.LASTS)
    leases.beat(fresh.id, editor=alva, takes=True)

    for _ in range(2):
        leases.erase_ended()

    assert list(db.session.scalars(select(Lease.case_id))) == [fresh.id]
    assert leases.viewers(fresh.id, besides=editor("Bo")) == ["Alva"]
