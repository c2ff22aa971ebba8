"""When reports go: by the day, by kind, never while they are kept, and told before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select, update

from core.config import Config
from core.config_values import ConfigError
from core.db import db, now, writing
from core.web.display import local_day, local_midnight
from intake import jobs
from intake.abuse.doubts import Doubt
from intake.cases import joining
from intake.models.cases import Case, CaseState, Kind
from intake.models.reports import Submission
from intake.models.retention import Erasure, Why
from intake.retention import erasing, holds, own, rules
from intake.retention.rules import Due, Rule
from tests.support import factories
from tests.support.held import held
from tests.support.installation import changed

YEAR, HALF = timedelta(days=365), timedelta(days=183)


def ago(age: timedelta) -> datetime:
    """Return noon of a day so long ago: just before midnight half a year is another day in summer."""
    return local_midnight(local_day(now()) - age) + timedelta(hours=12)


def old(text: str = factories.POST, *, age: timedelta, kind: str = "check") -> Submission:
    """Return a report that came in so long ago, with its case."""
    report = factories.submission(text, kind=kind)
    joining.match_all_waiting()
    with writing() as session:
        session.execute(update(Submission).where(Submission.id == report.id).values(received_at=ago(age)))
    return fresh(report)


def fresh(report: Submission) -> Submission:
    # A job closes the session that the row came from.
    number = (inspect(report).identity or (0,))[0]
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Submission).where(Submission.id == number)).one()


def settled(report: Submission, *, age: timedelta) -> None:
    with writing() as session:
        values = {"state": CaseState.CLOSED, "settled_at": ago(age)}
        session.execute(update(Case).where(Case.id == report.case_id).values(values))


def reports_due(days: int = 0) -> dict[Rule, int]:
    return {due.rule: due.reports for due in rules.due_by(local_day(now()) + timedelta(days=days))}


def test_a_report_goes_a_year_after_it_came_in_by_the_day(app: Flask) -> None:
    due, not_yet = old(age=YEAR), old("Gurken sind ab morgen im ganzen Land verboten.", age=YEAR - timedelta(days=1))
    assert reports_due() == {Rule.REPORTS: 1, Rule.HATE: 0}
    assert reports_due(1) == {Rule.REPORTS: 2, Rule.HATE: 0}
    assert rules.run() == 1
    assert (fresh(due).text, fresh(not_yet).text != "") == ("", True)
    assert db.session.scalars(select(Erasure.why)).all() == [Why.TIME]
    assert rules.run() == 0


def test_a_report_of_hate_goes_half_a_year_after_the_outcome_and_not_before_there_is_one(app: Flask) -> None:
    report = old("Ein hasserfüllter Beitrag über Leute von nebenan.", age=3 * YEAR, kind=Kind.HATE.value)
    assert rules.due_on(report) is None
    assert reports_due() == {Rule.REPORTS: 0, Rule.HATE: 0}
    settled(report, age=HALF - timedelta(days=1))
    assert reports_due() == {Rule.REPORTS: 0, Rule.HATE: 0}
    assert rules.due_on(fresh(report)) == local_day(now()) + timedelta(days=1)
    settled(report, age=HALF)
    assert rules.run() == 1
    assert fresh(report).text == ""


def test_a_report_of_hate_that_comes_to_a_case_settled_long_ago_is_kept_as_long_as_others(app: Flask) -> None:
    report = old("Ein hasserfüllter Beitrag über Leute von nebenan.", age=timedelta(days=1), kind=Kind.HATE.value)
    settled(report, age=HALF + timedelta(days=40))
    assert rules.run() == 0
    assert fresh(report).text != ""
    due = rules.due_on(fresh(report))
    assert due is not None
    assert due > local_day(now()) + HALF - timedelta(days=3)


def test_one_that_cannot_be_erased_keeps_no_other_from_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = old(age=YEAR), old("Gurken sind ab morgen im ganzen Land verboten.", age=YEAR)
    erase = erasing.erase

    def broken(numbers: Sequence[int], **how: Any) -> int:
        if first.id in numbers:
            raise OSError("no room")
        return erase(numbers, **how)

    monkeypatch.setattr(erasing, "erase", broken)
    assert rules.run() == 1
    assert (fresh(first).text != "", fresh(second).text) == (True, "")


def test_a_report_that_no_machine_could_read_goes_too(app: Flask) -> None:
    report = factories.submission()
    with writing() as session:
        session.execute(update(Submission).values(received_at=now() - YEAR))
    assert rules.run() == 1
    assert fresh(report).text == ""


def test_many_reports_of_one_case_go_together(app: Flask) -> None:
    for _ in range(5):
        factories.report()
    joining.match_all_waiting()
    with writing() as session:
        session.execute(update(Submission).values(received_at=now() - YEAR))
    assert rules.run() == 5
    case = db.session.scalars(select(Case).execution_options(populate_existing=True)).one()
    assert (case.text, case.submission_count, case.state) == ("", 5, CaseState.CLOSED)


def test_what_is_kept_for_a_legal_reason_does_not_go(app: Flask) -> None:
    report = old(age=2 * YEAR)
    assert report.case_id is not None
    holds.hold(report.case_id, reason="Ein Gericht fragt danach.", by=factories.editor().id)
    assert reports_due() == {Rule.REPORTS: 0, Rule.HATE: 0}
    assert rules.run() == 0
    assert fresh(report).text


def test_without_an_end_nothing_goes(config: Config, app: Flask) -> None:
    report = old(age=9 * YEAR)
    app.extensions["settings"] = changed(config, KEEP_REPORTS="0", KEEP_HATE="0")
    assert rules.due_on(report) is None
    assert rules.run() == 0


def test_a_number_of_days_has_to_be_one(config: Config) -> None:
    with pytest.raises(ConfigError):
        changed(config, KEEP_REPORTS="ewig")


def test_the_job_erases_what_is_due(app: Flask) -> None:
    report = old(age=YEAR)
    factories.sent_file(report)
    assert rules.due_by(local_day(now())) == [Due(Rule.REPORTS, 1, 1), Due(Rule.HATE, 0, 0)]
    jobs.erase_due()
    assert fresh(report).text == ""


@pytest.mark.parametrize("days,is_told", [(31, False), (30, True), (0, True)])
def test_the_status_says_when_it_is_near(app: Flask, days: int, is_told: bool) -> None:
    receipt = factories.report()
    with writing() as session:
        session.execute(update(Submission).values(received_at=now() - YEAR + timedelta(days=days)))
    day = local_day(now()) + timedelta(days=days)
    assert own.ending_of(receipt.receipt).goes_on == (day if is_told else None)


def test_a_dry_run_prints_what_would_go_and_erases_nothing(app: Flask) -> None:
    report = old(age=YEAR)
    runner = app.test_cli_runner()
    shown = runner.invoke(args=["retention", "run", "--dry-run"])
    assert shown.exit_code == 0, shown.output
    assert "Nothing was erased." in shown.output
    told = json.loads(runner.invoke(args=["retention", "run", "--dry-run", "--days", "7", "--json"]).output)
    assert told["due"]["reports"] == {"days": 365, "reports": 1, "files": 0}
    assert fresh(report).text
    assert runner.invoke(args=["retention", "run", "--days", "7"]).exit_code != 0
    told = json.loads(runner.invoke(args=["retention", "run", "--json"]).output)
    assert told["erased"] == 1
    assert fresh(report).text == ""
    assert "again: 0" in runner.invoke(args=["retention", "apply-erasures"]).output


def test_what_no_case_was_found_for_goes_a_year_after_it_came_in_hate_or_not(app: Flask) -> None:
    for kind in ("check", "hate"):
        report = held(Doubt.TRAP, text=f"Ein Beitrag, den niemand einlässt: {kind}", kind=kind)
        with writing() as session:
            session.get_one(Submission, report.id).received_at = now() - YEAR
    assert reports_due() == {Rule.REPORTS: 2, Rule.HATE: 0}
    hate = db.session.scalars(select(Submission).where(Submission.kind == Kind.HATE)).one()
    assert rules.due_on(hate) == local_day(now())
    assert rules.run() == 2
