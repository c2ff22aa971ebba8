"""How objections stand: for whoever sent one, and in numbers for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import db, now, rows_of
from core.web.display import local_day
from intake.models.cases import Case, with_merged
from intake.models.objections import Objection, ObjectionOutcome
from intake.models.reports import Submission
from intake.reports import receipts

# Beyond, nobody reads the exact number.
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Standing:
    """How an objection stands; holds nothing of what its sender wrote. Without `outcome` it is not answered yet."""

    reference: str
    received_on: date
    due_on: date
    outcome: ObjectionOutcome | None
    sentence: str
    answered_on: date | None
    # Whether the one who answered had made the decision, because the desk has nobody else.
    is_own_decision: bool


def standing(receipt: str) -> Standing | None:
    """Return how the objection stands whose receipt stands in what was pasted; None when no objection has it."""
    hashes = [receipts.hash_of(secret) for secret in receipts.found_in(receipt)]
    found = db.session.scalar(select(Objection).where(Objection.receipt_hash.in_(hashes)).limit(1))
    return None if found is None else _standing(found)


def of_report(reference: str) -> list[Standing]:
    """Return how the objections stand that came with the receipt of a report, newest first."""
    rows = (
        select(Objection)
        .join(Objection.submission)
        .where(Submission.reference == reference, Objection.is_proven)
        .order_by(Objection.id.desc())
    )
    return [_standing(found) for found in db.session.scalars(rows)]


def _standing(found: Objection) -> Standing:
    return Standing(
        reference=found.reference,
        received_on=local_day(found.received_at),
        due_on=found.due_on,
        outcome=found.outcome,
        sentence=found.public_sentence,
        answered_on=local_day(found.answered_at) if found.answered_at else None,
        is_own_decision=found.is_own_decision,
    )


def open_count() -> int:
    """Return how many objections wait for an answer, counted to one more than `MOST_COUNTED`."""
    return len(rows_of(select(Objection.id).where(_IS_OPEN).limit(MOST_COUNTED + 1)))


def overdue_count() -> int:
    """Return how many of them wait for longer than they should, counted likewise."""
    late = Objection.due_on < local_day(now())
    return len(rows_of(select(Objection.id).where(_IS_OPEN, late).limit(MOST_COUNTED + 1)))


_IS_OPEN = Objection.answered_at.is_(None)


def about_case(case: Case) -> Sequence[Objection]:
    """Return the objections to what was decided about a case, or about one that was merged into it, newest first."""
    rows = select(Objection).where(Objection.case_id.in_(with_merged(case.id)))
    return db.session.scalars(rows.order_by(Objection.id.desc())).all()
