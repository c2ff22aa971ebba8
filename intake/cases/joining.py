"""Giving waiting reports their cases: read and compared before anything is locked, then written in one transaction.

While one batch is compared and written, the model embeds the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from core.db import db, writing
from core.logs import frames_of
from intake.cases import pictures, suggesting
from intake.cases.keys import Key, fits, hold_grouping, holders, keys_with, words_of
from intake.cases.near_duplicates import Twins
from intake.cases.pictures import Sent
from intake.cases.placing import Plan, place
from intake.models.reports import Submission
from intake.reports import waiting
from intake.reports.trouble import ENDS_THE_BATCH, Budget, Stage, passes, told
from search.engine import engine
from search.model.ahead import Ahead
from search.ranking.judging import Vectors

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
class Batch:
    """Reports that were taken and read; `vectors` is what the model makes of those that no case has a key of."""

    ids: list[int]
    plans: list[Plan] = field(default_factory=list)
    # Nobody has tried any of them before.
    is_new: bool = False
    vectors: Future[Vectors] | None = None


def match_all_waiting(*, most: int = MOST_BATCHES) -> int:
    """Give waiting reports their cases, oldest first, in `most` batches; return how many this call matched.

    May run twice and side by side: each batch is one transaction that takes only what still waits, so a worker that
    dies in the middle leaves the batch waiting, whole, and with it the next one, which was taken already.
    Errors: `search.model.embedder.ModelMissing`; then nothing was taken.
    """
    # Asked for first: without a model nothing is tried, so that no report is blamed for it.
    with Ahead(engine().embedder) as ahead:
        return _match_all(ahead, most)


def _match_all(ahead: Ahead, most: int) -> int:
    done = 0
    failed: set[int] = set()
    following = Batch([])

    def look_ahead() -> None:
        nonlocal following
        following = _read(waiting.take_new(), ahead)

    try:
        for _ in range(most):
            batch, following = following, Batch([])
            if not batch.ids and len(failed) < MOST_FAILURES:
                batch = _read(waiting.take(), ahead)
            if not batch.ids:
                break
            # One that was tried before may kill this process, and what is taken beside it would be blamed, too.
            matched = _matched(batch, look_ahead if batch.is_new and not failed else None)
            done += matched
            failed = set() if matched else failed | {batch.ids[0]}
    finally:
        with suppress(SQLAlchemyError):
            waiting.give_back(following.ids)
    return done


def match_batch(ids: Sequence[int]) -> int:
    """Give some reports that were taken their cases; return how many.

    What breaks for one report costs it its suggestions. What breaks the batch as a whole lets its reports wait on, and
    be taken one by one. Errors: `NOT_THE_TEXTS_FAULT`, and whatever ends the process.
    """
    return _matched(_read(ids))


def _matched(batch: Batch, look_ahead: Callable[[], None] | None = None) -> int:
    """Do it for a batch that was read; the next one is taken before the model has nothing to do."""
    ids = batch.ids
    try:
        if look_ahead is not None:
            look_ahead()
        plans, found = _planned(batch)
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


def _read(ids: Sequence[int], ahead: Ahead | None = None) -> Batch:
    """Read reports that were taken, in their order, and let the model begin; fewer when they take too long."""
    if not ids:
        return Batch([])
    rows = select(Submission).where(Submission.id.in_(ids)).order_by(Submission.id)
    reports = db.session.scalars(rows).all()
    sent = pictures.sent_with(ids)
    step = partial(_plan, sent=sent)
    plans = list(_while_there_is_time(reports, Budget(CPU_SECONDS), step))
    waiting.give_back(ids[len(plans) :])
    batch = Batch([plan.report_id for plan in plans], plans, all(report.attempts == 1 for report in reports))
    if ahead is not None:
        batch.vectors = ahead.embed([plan.content.text for plan in _new(plans) if plan.content and plan.content.text])
    return batch


def _plan(report: Submission, sent: Mapping[int, Sequence[Sent]]) -> Plan:
    files = sent.get(report.id, ())
    try:
        words = words_of(report)
        content, further = words.content, words.further_content
        keys = [*keys_with(words, content, further), *pictures.keys_of(report, files)]
        beside = further if further is not None and further.has_matter else None
        doubtful = words.is_doubtful
        return Plan(report.id, report.kind, content, keys, words, further=beside, is_doubtful=doubtful, sent=files)
    except Exception as error:
        log.error("report_unreadable", id=report.id, kind=type(error).__name__, where=frames_of(error))
        return Plan(report.id, report.kind, None, [], sent=files, trouble=told(Stage.READING, error))


def _planned(batch: Batch) -> tuple[list[Plan], Twins]:
    """Return what is to become of some reports, in their order; fewer when they take too long, but at least one."""
    plans = batch.plans
    new = _new(plans)
    vectors = None if batch.vectors is None or not new else _made(batch.vectors)
    budget = Budget(CPU_SECONDS)
    for some in _sliced(new, ASKED_AT_ONCE):
        if some[0] is not new[0] and budget.is_spent():
            plans = plans[: plans.index(some[0])]
            break
        _ask(some, vectors)
    heard = {plan.report_id: plan.found for plan in plans} | {-plan.report_id: plan.found_beside for plan in plans}
    found = Twins.of(
        {number: one.question for number, one in heard.items() if one.question is not None},
        {number: one.said for number, one in heard.items() if one.said is not None},
        {plan.report_id: plan.kind for plan in plans},
    )
    return list(_while_there_is_time(plans, budget, lambda plan: _with_twin(plan, found))), found


def _made(vectors: Future[Vectors]) -> Vectors | None:
    """Return what the model made; None when it broke, and then it is asked again for fewer at a time."""
    error = vectors.exception()
    if error is not None:
        log.error("not_embedded_ahead", kind=type(error).__name__, where=frames_of(error))
    return None if error is not None else vectors.result()


def _while_there_is_time(items: Iterable[T], budget: Budget, step: Callable[[T], Plan]) -> Iterator[Plan]:
    for number, item in enumerate(items):
        if number and budget.is_spent():
            return
        yield step(item)


def _sliced(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _new(plans: Sequence[Plan]) -> list[Plan]:
    """Return the reports that no case has a key of; a hundred copies in one batch are asked for once."""
    held = holders({key for plan in plans for key in plan.keys})
    asked: dict[tuple[Key, ...] | int, Plan] = {}
    for plan in plans:
        known = any(key in held and fits(key.about, held[key].about) for key in plan.keys)
        if plan.content is not None and not known:
            asked.setdefault(tuple(plan.keys) or plan.report_id, plan)
    return list(asked.values())


def _ask(plans: Sequence[Plan], vectors: Vectors | None) -> None:
    asked = {plan.report_id: plan.content for plan in plans if plan.content is not None}
    # What was read in pictures beside typed words is asked for as well, under the number below zero.
    asked |= {-plan.report_id: plan.further for plan in plans if plan.further is not None}
    seen = {plan.report_id: pictures.fingerprints(plan.sent) for plan in plans}
    answers = suggesting.ask(asked, vectors=vectors, seen=seen)
    for plan in plans:
        plan.found_beside = answers.found.get(-plan.report_id, plan.found_beside)
        plan.found = suggesting.together(answers, plan.report_id, is_doubtful=plan.is_doubtful) or plan.found
        plan.trouble = answers.trouble.get(plan.report_id, plan.trouble)


def _with_twin(plan: Plan, found: Twins) -> Plan:
    # What was read with doubt comes to no case by itself, and nothing to it.
    if plan.content is not None and plan.found.question is not None and not plan.is_doubtful:
        try:
            plan.twin = found.twin_of(plan.report_id, plan.content)
            if plan.twin is None and plan.further is not None and plan.found_beside.question is not None:
                plan.twin = found.twin_of_pictures(plan.report_id, plan.further)
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
                return place(plans)
        found.look_again()
        for plan in plans:
            _with_twin(plan, found)
    with writing():
        hold_grouping()
        return place(plans)
