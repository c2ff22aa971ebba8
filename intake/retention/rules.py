"""For how long reports are kept, and which of them go when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from core.config import Config
from core.db import db, now, rows_of
from core.labels import LabelledEnum
from core.refusals import Conflict
from core.web.display import local_day, local_midnight
from intake.models.cases import Case, CaseState, Kind
from intake.models.files import Attachment
from intake.models.reports import Held, Submission
from intake.models.retention import Why
from intake.retention import erasing, holds, log

AT_ONCE = 200


class Rule(LabelledEnum):
    """What decides how long a report is kept; each report falls under one."""

    REPORTS = "reports", _l("Reports, after they came in")
    HATE = "hate", _l("Reports of hate, after the case was decided")

    @property
    def days(self) -> int:
        """For how many days; 0 for no end."""
        config: Config = current_app.extensions["settings"]
        return config.keep_hate if self is Rule.HATE else config.keep_reports


@dataclass(frozen=True, slots=True)
class Due:
    """How many reports go by a rule, and how many files with them."""

    rule: Rule
    reports: int
    files: int


def due_by(day: date) -> list[Due]:
    """Return what goes on a day or before it, by rule; what is kept for a legal reason is not among it."""
    return [Due(rule, *_counted(rule, day)) for rule in Rule]


def due_on(report: Submission) -> date | None:
    """Return the day on which a report goes; None for one that has no such day yet, or is gone."""
    # What has no case or is held back in one is decided by nobody.
    case = report.told_case
    rule = Rule.HATE if case is not None and case.kind is Kind.HATE else Rule.REPORTS
    since: datetime | None = report.received_at
    if rule is Rule.HATE:
        settled = None if case is None or case.state is CaseState.OPEN else case.settled_at
        # One may come to a case that was settled long ago.
        since = None if settled is None else max(settled, report.received_at)
    if report.erased_at is not None or since is None or not rule.days:
        return None
    return local_day(since) + timedelta(days=rule.days)


def run() -> int:
    """Erase the reports whose time is over; return how many. May run twice and side by side: a repeat finds none."""
    today = local_day(now())
    return sum(_run(rule, today) for rule in Rule)


def _run(rule: Rule, today: date) -> int:
    rows = _reports(rule, today)
    done = after = 0
    while page := rows_of(rows.where(Submission.id > after).order_by(Submission.id).limit(AT_ONCE)):
        db.session.rollback()
        after = page[-1].id
        of_case: dict[int | None, list[int]] = defaultdict(list)
        for number, case_id in page:
            # Those without a case have nothing in common, not even a lock.
            of_case[case_id if case_id is not None else -number].append(number)
        for numbers in of_case.values():
            done += _erased(numbers)
    db.session.rollback()
    return done


def _erased(numbers: Sequence[int]) -> int:
    try:
        return erasing.erase(numbers, why=Why.TIME)
    except Conflict:
        # Somebody has said meanwhile that they are kept.
        return 0
    except Exception as error:
        # One that cannot be erased must not keep the others from it; it is tried again with the next round.
        log.failed(numbers, error)
        return 0


def _counted(rule: Rule, day: date) -> tuple[int, int]:
    due = _reports(rule, day).subquery()
    files = select(func.count(Attachment.id)).join(due, due.c.id == Attachment.submission_id)
    return db.session.scalar(select(func.count()).select_from(due)) or 0, db.session.scalar(files) or 0


def _reports(rule: Rule, day: date) -> Select[int, int | None]:
    rows = select(Submission.id, Submission.case_id).outerjoin(Case, Case.id == Submission.case_id)
    kept = or_(Submission.case_id.is_(None), Submission.case_id.not_in(holds.held_cases()))
    return rows.where(Submission.erased_at.is_(None), _is_over(rule, day), kept)


def _is_over(rule: Rule, day: date) -> ColumnElement[bool]:
    if not rule.days:
        return Submission.id.is_(None)
    # What came in on a day goes on one day, whatever the hour.
    before = local_midnight(day - timedelta(days=rule.days - 1))
    if rule is Rule.HATE:
        settled = and_(Case.state != CaseState.OPEN, Case.settled_at < before, Submission.received_at < before)
        return and_(Case.kind == Kind.HATE, Submission.held == Held.NO, settled)
    undecided = or_(Case.id.is_(None), Submission.held != Held.NO)
    return and_(Submission.received_at < before, or_(undecided, Case.kind != Kind.HATE))
