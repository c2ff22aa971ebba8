"""Keeping the reports of a case for a legal reason: nothing of them is erased until somebody lifts that."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core import jobs
from core.db import db, existing, now, writing
from core.events import Subject, happened
from core.refusals import InvalidInput
from intake.cases import merging
from intake.models.cases import Case, with_merged
from intake.models.retention import LegalHold, RetentionAction

LONGEST_REASON = 2_000
# What reporters asked for meanwhile is done by this job, which stands above this file.
CARRY_OUT = "intake.jobs.carry_out_erasures"


def hold(case_id: int, *, reason: str, by: int) -> None:
    """Keep the reports of a case, on the word of an account by its number; a case that is kept already stays so.

    Errors: `NotFound`, `InvalidInput` without a reason.
    """
    checked = _checked(reason)
    with writing() as session:
        (case,) = merging.locked(case_id)
        # Where its reports are, if it was merged into another.
        stands = case.standing
        if of_case(stands.id):
            return
        session.add(LegalHold(case_id=stands.id, reason=checked, set_by_id=by, set_at=now()))
        happened(RetentionAction.CASE_HELD, Subject("case", stands.id), by=by)


def lift(case_id: int, *, by: int) -> None:
    """Let the reports of a case be erased again; what was asked for meanwhile is done then. Errors: `NotFound`."""
    with writing():
        existing(Case, case_id)
        found = of_case(case_id)
        if not found:
            return
        for one in found:
            one.lifted_at, one.lifted_by_id = now(), by
        happened(RetentionAction.HOLD_LIFTED, Subject("case", case_id), by=by)
    jobs.enqueue_once(CARRY_OUT)


def of_case(case_id: int) -> Sequence[LegalHold]:
    """Return why the reports of a case are kept, also those that came with a case that was merged into it."""
    rows = select(LegalHold).where(LegalHold.lifted_at.is_(None), LegalHold.case_id.in_(with_merged(case_id)))
    return db.session.scalars(rows.order_by(LegalHold.id)).all()


def is_held(case_id: int | None) -> bool:
    """Return whether the reports of a case are kept; those without a case are not."""
    return case_id is not None and bool(of_case(case_id))


def standing() -> Sequence[LegalHold]:
    """Return all that is kept, the longest kept first."""
    rows = select(LegalHold).where(LegalHold.lifted_at.is_(None)).order_by(LegalHold.id)
    return db.session.scalars(rows.options(joinedload(LegalHold.case))).all()


def held_cases() -> set[int]:
    """Return the cases whose reports are kept, where the reports are now."""
    return {hold.case.standing.id for hold in standing()}


def _checked(reason: str) -> str:
    stripped = reason.strip()
    if not stripped:
        raise InvalidInput({"reason": gettext("Please say why, for whoever has to lift it one day.")})
    if len(stripped) > LONGEST_REASON:
        raise InvalidInput({"reason": gettext("Please keep it under %(most)s characters.", most=LONGEST_REASON)})
    return stripped
