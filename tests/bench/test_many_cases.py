"""The desk that pages are measured on: as large as it was asked for, the same each time, and whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench.support import desk_work, many_cases
from core.db import db, writing
from intake.cases import counting
from intake.models.cases import Case, CaseState
from intake.models.counts import CaseDay, CasePlatform
from intake.models.reports import Submission
from review.figures import tallies
from review.figures.ranges import Span
from review.models import Decision, Measure
from tests.support import factories

MOMENT = datetime(2026, 3, 18, 12, tzinfo=UTC)


@pytest.fixture
def filled(app: Flask) -> Flask:
    many_cases.fill(db.engine, submissions=900, cases=300, moment=MOMENT)
    return app


def picture() -> list[tuple[int, CaseState, int, datetime, datetime]]:
    rows = select(Case.id, Case.state, Case.submission_count, Case.first_seen, Case.last_seen).order_by(Case.id)
    return [(number, state, count, first, last) for number, state, count, first, last in db.session.execute(rows)]


def test_it_has_as_many_reports_and_cases_as_were_asked_for(filled: Flask) -> None:
    counts = select(
        Submission.case_id, func.count(), func.min(Submission.received_at), func.max(Submission.received_at)
    )
    rows = db.session.execute(counts.group_by(Submission.case_id))
    held = {case_id: (count, first, last) for case_id, count, first, last in rows}

    assert sum(count for count, _, _ in held.values()) == 900
    assert {case_id: (count, first, last) for case_id, _, count, first, last in picture()} == held
    assert len(held) == 300
    assert max(count for count, _, _ in held.values()) >= 10, "some cases are reported far more often than others"
    assert all(MOMENT - timedelta(days=366) < first and last < MOMENT for _, first, last in held.values())


def test_it_is_the_same_each_time(filled: Flask) -> None:
    before = picture()
    db.session.rollback()
    db.drop_all()
    db.create_all()

    many_cases.fill(db.engine, submissions=900, cases=300, moment=MOMENT)

    assert picture() == before


def test_settled_cases_have_their_decision_and_most_are_settled(filled: Flask) -> None:
    settled = {case_id for case_id, state, *_ in picture() if state is not CaseState.OPEN}

    assert set(db.session.scalars(select(Decision.case_id))) == settled
    assert 270 < len(settled) < 300


def test_work_goes_on_where_it_ends(filled: Flask) -> None:
    editor = factories.editor()
    sent = factories.submission("Ein neuer Beitrag, den bisher niemand gemeldet hat.")

    assert (editor.id, sent.id) == (desk_work.EDITORS + 1, 901)


def test_its_days_can_be_counted(filled: Flask) -> None:
    while tallies.keep_up(moment=MOMENT):
        pass
    found = tallies.read(Span((MOMENT - timedelta(days=366)).date(), MOMENT.date()), moment=MOMENT)

    assert found.total(Measure.RECEIVED) == 900
    assert found.total(Measure.SETTLED) == found.total(Measure.DECISION)
    assert found.total(Measure.SUGGESTED) > 20


def test_cases_carry_what_is_counted_of_their_reports(filled: Flask) -> None:
    most = db.session.scalars(select(Case).order_by(Case.submission_count.desc()).limit(5)).all()
    before = [carried(case.id) for case in most]

    with writing():
        for case in most:
            counting.recount(case)

    assert [carried(case.id) for case in most] == before


def carried(case_id: int) -> tuple[object, ...]:
    case = db.session.get_one(Case, case_id)
    days = select(CaseDay.day, CaseDay.count).where(CaseDay.case_id == case_id).order_by(CaseDay.day)
    platforms = select(CasePlatform.platform).where(CasePlatform.case_id == case_id)
    return (
        case.submission_count,
        case.told_by,
        pytest.approx(case.heat),
        case.best_band,
        [tuple(row) for row in db.session.execute(days)],
        set(db.session.scalars(platforms)),
    )
