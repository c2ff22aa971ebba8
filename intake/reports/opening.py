"""Opening a report by its receipt, wherever in what was pasted that stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.db import db
from core.refusals import InvalidInput
from intake.models.cases import Case
from intake.models.reports import Submission
from intake.reports import receipts


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with its case and the article that answers it, and its receipt as we write it."""

    report: Submission
    receipt: str


def opened(pasted: str) -> Opened:
    """Return the report whose receipt stands in what was pasted; of several the likeliest that we know.

    Asked for by keyed hash in one question, so that how long it takes says nothing of how near a guess was. Errors:
    `InvalidInput` when no report has it.
    """
    by_hash = {receipts.hash_of(secret): secret for secret in receipts.found_in(pasted)}
    rows = select(Submission).where(Submission.receipt_hash.in_(by_hash))
    rows = rows.options(joinedload(Submission.case).joinedload(Case.answer_claim))
    found = {report.receipt_hash: report for report in db.session.scalars(rows)}
    for receipt_hash, secret in by_hash.items():
        if receipt_hash in found:
            return Opened(found[receipt_hash], secret)
    raise InvalidInput({"receipt": receipts.problem_of(pasted)})
