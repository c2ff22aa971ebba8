"""Moves of reports that are erased: no case stays open of which nobody knows anything any more."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, writing
from core.refusals import Conflict, InvalidInput
from intake.models.cases import Case, CaseState
from intake.models.reports import Submission
from intake.retention import erasing
from tests.support import factories
from tests.support.case_moves import TEXTS, case_of, forget, merge, one_link, split, undo


def reports_in(case: Case) -> list[Submission]:
    rows = select(Submission).where(Submission.case_id == case.id).order_by(Submission.id)
    return list(db.session.scalars(rows))


def erase(report: Submission) -> None:
    erasing.erase_at_desk(report.id, by=factories.editor().id, reason="")
    forget()


def test_what_is_erased_neither_leaves_alone_nor_keeps_a_case(app: Flask) -> None:
    """Else a case would be open of which nobody knows anything any more."""
    first, second = one_link(TEXTS[0], TEXTS[1])
    case = case_of(first)
    erase(first)

    for leaving, told in ((second, "has to stay"), (first, "Choose at least one")):
        with pytest.raises(InvalidInput, match=told):
            split(case, leaving)
    assert len(reports_in(case)) == 2


@pytest.mark.parametrize("own", [True, False])
def test_a_merge_of_which_one_side_is_erased_is_not_taken_back(app: Flask, own: bool) -> None:
    emptied, target = factories.case(TEXTS[0]), factories.case(TEXTS[1])
    [theirs], [mine] = reports_in(emptied), reports_in(target)
    move = merge(emptied, target)
    erase(mine if own else theirs)

    with pytest.raises(Conflict, match="erased"):
        undo(move)
    states = dict(db.session.execute(select(Case.id, Case.state)).all())
    assert states[target.id] is CaseState.OPEN
    assert states[emptied.id] is not CaseState.OPEN


def test_a_split_taken_back_leaves_no_open_case_with_erased_reports_alone(app: Flask) -> None:
    first, second = one_link(TEXTS[0], TEXTS[1])
    case = case_of(first)
    move = split(case, second)
    new = db.session.get_one(Case, move.to_case_id)
    late = factories.submission(TEXTS[2])
    with writing() as session:
        session.get_one(Submission, late.id).case_id = new.id
    erase(late)
    undo(move.id)
    forget()

    assert db.session.get_one(Case, new.id).state is CaseState.MERGED
    assert {one.id for one in reports_in(case)} == {first.id, second.id, late.id}
