"""Several who release, give back and withdraw the same proposal in the same moment: one wins."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier

from flask import Flask
from sqlalchemy import select

from accounts.models import Editor
from audit import trail
from core.db import db
from core.refusals import Conflict
from intake.models.cases import CaseState
from review.approval import proposals
from review.approval.models import HeldState
from review.case import approving
from review.models import Decision
from tests.support import holding
from tests.support.approving import latest, proposed
from tests.support.deciding import events
from tests.support.desk import plain_case, reread
from tests.support.side_by_side import side_by_side


def won(deed: Callable[[], object], together: Barrier) -> bool:
    """Do something as soon as all are there; return whether it was done."""
    together.wait()
    try:
        return deed() is not None
    except Conflict:
        return False


def by(number: int) -> Editor:
    return db.session.get_one(Editor, number)


def test_of_many_who_release_in_the_same_moment_exactly_one_does(app: Flask, anna: Editor) -> None:
    case = plain_case()
    held = proposed(case, by=anna).id
    colleagues = [holding.editor(f"Person {number}").id for number in range(6)]
    together = Barrier(len(colleagues))

    def release(number: int) -> object:
        return approving.approve(held, editor=by(number))

    db.session.rollback()
    with side_by_side(app) as start:
        done = [start(partial(won, partial(release, number), together)) for number in colleagues]
    assert sorted(one.result() for one in done) == [False] * 5 + [True]
    assert reread(case).state is CaseState.FORWARDED
    decision = db.session.scalars(select(Decision)).one()
    assert decision.approved_by_id in colleagues
    assert [action for action, _, _ in events()] == ["decision_held", "case_decided", "decision_approved"]
    assert trail.first_broken() is None


def test_a_release_a_return_and_a_withdrawal_at_once_leave_one_of_them(app: Flask, anna: Editor, bea: Editor) -> None:
    case = plain_case()
    held, first, second = proposed(case, by=anna).id, anna.id, bea.id
    third = holding.editor("Cem").id
    together = Barrier(3)
    deeds: list[Callable[[], object]] = [
        lambda: approving.approve(held, editor=by(second)),
        lambda: proposals.give_back(held, reason="Nein.", editor=by(third)),
        lambda: proposals.withdraw(held, editor=by(first)),
    ]
    db.session.rollback()
    with side_by_side(app) as start:
        done = [start(partial(won, deed, together)) for deed in deeds]
    assert sorted(one.result() for one in done) == [False, False, True]
    released = latest().state is HeldState.APPROVED
    assert (reread(case).state is CaseState.FORWARDED) is released
    assert (holding.kept(case, anna) == {}) is released
    assert len(events()) == (3 if released else 2)
    assert trail.first_broken() is None
