"""Giving waiting reports their cases: read and compared before anything is locked, then written in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from archive.matching import Found
from core.db import db, writing
from core.events import Subject, happened
from core.logs import frames_of
from intake.cases import near_duplicates, suggesting
from intake.cases.keys import Key, fits, hold_grouping, keys_of, known_case_id
from intake.cases.near_duplicates import Opened, Twin, Twins
from intake.cases.opening import join, open_case
from intake.models.cases import Case, CaseAction, Kind
from intake.models.reports import Submission
from intake.reports import waiting
from intake.reports.trouble import ENDS_THE_BATCH, Budget, Stage, passes, told
from search.engine import engine
from search.text.content import Content, content_of

log = structlog.get_logger(__name__)

# One job ends after this many, long before its time limit; those that follow it take up the rest.
MOST_BATCHES = 40
# A batch that has used so much CPU time is cut: what it has read is written, and the rest waits for the next one. A
# batch of 64 ordinary posts stays far below.
CPU_SECONDS = 5.0
# When so many reports in a row break the batch, the reports are hardly to blame: the rest is left for the next job, so
# that a fault of ours does not set everything aside within seconds.
MOST_FAILURES = 3
# The archive is asked for so many at a time; between two of them the batch can be cut.
ASKED_AT_ONCE = 16
# So often the cases that other workers have opened meanwhile are compared before the write lock is kept.
LOOKS = 3

T = TypeVar("T")


@dataclass(slots=True)
class Plan:
    """One report, and what was found out about it while nothing was locked."""

    report_id: int
    kind: Kind
    content: Content | None
    keys: list[Key]
    found: Found = field(default_factory=Found.nothing)
    twin: Twin | None = None
    # Where the machine broke, empty when it did not.
    trouble: str = ""

    @property
    def about(self) -> str:
        """The link that the report is about, if any."""
        return "" if self.content is None else self.content.about


def match_all_waiting() -> int:
    """Give waiting reports their cases, oldest first; return how many this call matched.

    May run twice and side by side: each batch is one transaction that takes only what still waits, so a worker that
    dies in the middle leaves the batch waiting, whole.
    Errors: `search.model.embedder.ModelMissing`; then nothing was taken.
    """
    # Asked for first: without a model nothing is tried, so that no report is blamed for it.
    _ = engine().embedder
    done = 0
    failed: set[int] = set()
    for _ in range(MOST_BATCHES):
        ids = waiting.take() if len(failed) < MOST_FAILURES else []
        if not ids:
            break
        matched = match_batch(ids)
        done += matched
        failed = set() if matched else failed | {ids[0]}
    return done


def match_batch(ids: Sequence[int]) -> int:
    """Give some reports that were taken their cases; return how many.

    What breaks for one report costs it its suggestions. What breaks the batch as a whole lets its reports wait on, and
    be taken one by one. Errors: `NOT_THE_TEXTS_FAULT`, and whatever ends the process.
    """
    try:
        plans, found = _planned(ids)
        waiting.give_back(ids[len(plans) :])
        ids = ids[: len(plans)]
        return _written(plans, found)
    except Exception as error:
        log.error("batch_failed", kind=type(error).__name__, where=frames_of(error), count=len(ids))
        # A database that is away cannot be told; the reports are free again after `waiting.HELD`.
        with suppress(SQLAlchemyError):
            waiting.release(ids, trouble=told(Stage.STORING, error), counts=not passes(error))
        if isinstance(error, ENDS_THE_BATCH):
            raise
        return 0
    except BaseException:
        with suppress(SQLAlchemyError):
            waiting.release(ids)
        raise


# ------------------------------------------------------------------------------------------ before the lock


def _planned(ids: Sequence[int]) -> tuple[list[Plan], Twins]:
    """Return what is to become of some reports, in their order; fewer when they take too long, but at least one."""
    budget = Budget(CPU_SECONDS)
    reports = db.session.scalars(select(Submission).where(Submission.id.in_(ids)).order_by(Submission.id)).all()
    plans = list(_while_there_is_time(reports, budget, _read))
    new = _new(plans)
    for some in _sliced(new, ASKED_AT_ONCE):
        if some[0] is not new[0] and budget.is_spent():
            plans = plans[: plans.index(some[0])]
            break
        _ask(some)
    found = Twins.of(
        {plan.report_id: plan.found.question for plan in plans if plan.found.question is not None},
        {plan.report_id: plan.found.said for plan in plans if plan.found.said is not None},
        {plan.report_id: plan.kind for plan in plans},
    )
    return list(_while_there_is_time(plans, budget, lambda plan: _with_twin(plan, found))), found


def _while_there_is_time(items: Iterable[T], budget: Budget, step: Callable[[T], Plan]) -> Iterator[Plan]:
    for number, item in enumerate(items):
        if number and budget.is_spent():
            return
        yield step(item)


def _sliced(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _read(report: Submission) -> Plan:
    try:
        content = content_of(report.text, report.url)
        return Plan(report.id, report.kind, content, keys_of(report.kind, content))
    except Exception as error:
        log.error("report_unreadable", id=report.id, kind=type(error).__name__, where=frames_of(error))
        return Plan(report.id, report.kind, None, [], trouble=told(Stage.READING, error))


def _new(plans: Sequence[Plan]) -> list[Plan]:
    """Return the reports that no case has a key of; a hundred copies in one batch are asked for once."""
    asked: dict[tuple[Key, ...] | int, Plan] = {}
    for plan in plans:
        if plan.content is not None and known_case_id(plan.keys) is None:
            asked.setdefault(tuple(plan.keys) or plan.report_id, plan)
    return list(asked.values())


def _ask(plans: Sequence[Plan]) -> None:
    answers = suggesting.ask({plan.report_id: plan.content for plan in plans if plan.content is not None})
    for plan in plans:
        plan.found = answers.found.get(plan.report_id, plan.found)
        plan.trouble = answers.trouble.get(plan.report_id, plan.trouble)


def _with_twin(plan: Plan, found: Twins) -> Plan:
    if plan.content is not None and plan.found.question is not None:
        try:
            plan.twin = found.twin_of(plan.report_id, plan.content)
        except ENDS_THE_BATCH:
            raise
        except Exception as error:
            log.error("report_unreadable", id=plan.report_id, kind=type(error).__name__, where=frames_of(error))
            plan.trouble = told(Stage.COMPARING, error)
    return plan


# ------------------------------------------------------------------------------------------- under the lock


def _written(plans: Sequence[Plan], found: Twins) -> int:
    """Write what was planned, in one transaction; return how many reports have their cases now.

    When other workers have opened cases meanwhile, the lock is given up and the batch compared with those: an
    optimistic lock. After `LOOKS` the lock is kept: a case too many can be merged, a writer must not wait for ever.
    """
    for _ in range(LOOKS - 1):
        with writing():
            hold_grouping()
            if not found.is_outdated():
                return _write(plans)
        found.look_again()
        for plan in plans:
            _with_twin(plan, found)
    with writing():
        hold_grouping()
        return _write(plans)


def _write(plans: Sequence[Plan]) -> int:
    by_report = {plan.report_id: plan for plan in plans}
    # Somebody else may have matched them since.
    rows = select(Submission).where(Submission.id.in_(by_report), Submission.case_id.is_(None))
    still = db.session.scalars(rows.order_by(Submission.id).with_for_update()).all()
    _hold_known_cases([by_report[report.id] for report in still])
    opened: dict[int, Opened] = {}
    cases: dict[int, int] = {}
    for report in still:
        plan = by_report[report.id]
        case = _case_of(plan, cases)
        if case is None:
            case = open_case(report, plan.keys, about=plan.about, trouble=plan.trouble)
            happened(CaseAction.CASE_OPENED, Subject("case", case.id), submission=report.id)
            suggesting.write_matches(case, plan.found)
            if plan.content is not None and plan.found.question is not None:
                opened[case.id] = Opened(case.id, plan.content.text_hash, plan.found.question)
        else:
            happened(CaseAction.SUBMISSION_JOINED, Subject("case", case.id), submission=report.id)
        join(case, report, about=plan.about)
        cases[report.id] = case.id
    near_duplicates.index(list(opened.values()))
    return len(still)


def _hold_known_cases(plans: Sequence[Plan]) -> None:
    """Lock the cases that are about to be joined before the first line goes into the audit trail.

    An editor who decides one of them writes to the trail, too, with the case in their hands: without this the two
    could deadlock.
    """
    known = {known_case_id(plan.keys) for plan in plans} | {plan.twin.case_id for plan in plans if plan.twin}
    db.session.scalars(select(Case.id).where(Case.id.in_(known - {None})).order_by(Case.id).with_for_update()).all()


def _case_of(plan: Plan, cases: Mapping[int, int]) -> Case | None:
    """Return the case that a report joins, locked, or None; `cases` are those of the reports before it."""
    known = known_case_id(plan.keys)
    if known is not None:
        return _locked(known)
    twin = None if plan.twin is None else _case_id_of(plan.twin, cases)
    case = None if twin is None else _locked(db.session.get_one(Case, twin).standing.id)
    # A report about another link may have joined it since.
    return case if case is not None and fits(plan.about, case.about) else None


def _locked(case_id: int) -> Case:
    return db.session.get_one(Case, case_id, with_for_update=True, populate_existing=True)


def _case_id_of(twin: Twin, cases: Mapping[int, int]) -> int | None:
    if twin.report_id is None or twin.report_id in cases:
        return twin.case_id if twin.report_id is None else cases[twin.report_id]
    # Another worker was faster with that report.
    return db.session.scalar(select(Submission.case_id).where(Submission.id == twin.report_id))
