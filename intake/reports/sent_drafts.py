"""What becomes of a draft that is sent: its files are those of the report from then on, and the draft ends."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from core.db import db
from core.refusals import Conflict
from intake.files import keeping
from intake.files.read_words import settle
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment
from intake.models.reports import Submission


def end(became: Mapping[int, str]) -> None:
    """End drafts of which reports were stored just now, by the references of these; call inside `writing()`.

    A report whose pictures have still to be read waits for that. Errors: `Conflict` when one of the drafts is gone, and
    with it perhaps a file: no report is stored without a file that its reader has seen listed.
    """
    if not became:
        return
    locked = select(ReportDraft.id).where(ReportDraft.id.in_(became)).order_by(ReportDraft.id).with_for_update()
    if set(db.session.scalars(locked)) != became.keys():
        raise Conflict("a draft is gone")
    with_files = select(Attachment.draft_id).where(Attachment.draft_id.in_(became)).distinct()
    for draft_id in db.session.scalars(with_files).all():
        if draft_id is not None:
            _hand_over(draft_id, became[draft_id])
    db.session.execute(delete(ReportDraft).where(ReportDraft.id.in_(became)))


def _hand_over(draft_id: int, reference: str) -> None:
    report = db.session.scalars(select(Submission).where(Submission.reference == reference)).one()
    keeping.hand_over(draft_id, report.id)
    settle(report)
