"""A file that a reader adds to a report: sealed and opened like every other, and one of the report's from then on."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext
from sqlalchemy import delete, func, select

from core.db import db, now, writing
from core.refusals import InvalidInput
from intake.cases.keys import hold_grouping
from intake.files import keeping, uploads
from intake.files.keeping import MOST_FILES
from intake.files.read_words import settle
from intake.files.uploads import NotTaken, Refusal
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment
from intake.models.remarks import Remark, Speaker
from intake.models.reports import Submission
from intake.reports import drafts, opening
from intake.talk.remarks import is_open


def add_file(receipt: str, name: str, content: Iterable[bytes], *, size: int, network: str = "") -> None:
    """Take a file into a report that is not decided yet; the case is marked, because an editor should look again.

    The same file once more is kept once. What a machine reads in it stands beside the report and leads it to no other
    case. Errors: `InvalidInput` at `file`, with the reason why it was not taken; then nothing of it is left.
    """
    number = opening.opened(receipt).report.id
    if _count(number) >= MOST_FILES:
        raise InvalidInput({"file": str(Refusal.TOO_MANY.label)})
    # A draft of its own holds it until it is the report's: who is killed in between leaves what is tidied away.
    draft = drafts.find(drafts.begin())
    if draft is None:
        raise RuntimeError("a draft was begun and is not there")
    try:
        taken = uploads.take(draft.id, name, content, size=size, network=network).id
        is_kept = _hand_over(draft.id, taken, number)
    except NotTaken as refused:
        keeping.discard(draft.id)
        raise InvalidInput({"file": str(refused.refusal.label)}) from refused
    except BaseException:
        keeping.discard(draft.id)
        raise
    if not is_kept:
        keeping.discard(draft.id)


def _hand_over(draft_id: int, file_id: int, report_id: int) -> bool:
    """Make the file of a draft one of a report; return False where the report has the same one already."""
    with writing() as session:
        hold_grouping()
        # In the order of whoever reads pictures: files before their reports.
        file = session.get_one(Attachment, file_id, with_for_update=True, populate_existing=True)
        report = session.get_one(Submission, report_id, with_for_update=True, populate_existing=True)
        if not is_open(report):
            raise InvalidInput({"file": gettext("Meanwhile this report is decided or erased. Nothing was added.")})
        same = select(Attachment.id).where(Attachment.submission_id == report_id, Attachment.sha256 == file.sha256)
        if session.scalar(same.limit(1)) is not None:
            return False
        if _count(report_id) >= MOST_FILES:
            raise NotTaken(Refusal.TOO_MANY)
        last = session.scalar(select(func.max(Attachment.position)).where(Attachment.submission_id == report_id))
        file.draft_id, file.submission_id, file.position = None, report_id, 0 if last is None else last + 1
        session.flush()
        session.execute(delete(ReportDraft).where(ReportDraft.id == draft_id))
        settle(report)
        # It answers a question that is open, and the desk sees when it came.
        # Without its name, which goes when the file is locked or erased.
        said = gettext("Added a file")
        session.add(Remark(submission_id=report_id, speaker=Speaker.READER, text=said, said_at=now()))
        if report.told_case is not None:
            report.told_case.has_news = True
    return True


def _count(report_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Attachment.submission_id == report_id)) or 0
