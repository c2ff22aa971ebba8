"""A file that a reader adds to a report: sealed and opened like every other, and one of the report's from then on.

The words that are sent with it are kept with it, in one transaction, or neither is.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, select

from core.db import db, writing
from intake.cases.keys import hold_grouping
from intake.files import keeping, uploads
from intake.files.keeping import MOST_FILES
from intake.files.read_words import settle
from intake.files.uploads import NotTaken, Refusal
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment
from intake.models.reports import Submission
from intake.reports import drafts, opening
from intake.talk import remarks


def add_file(
    receipt: str, name: str, content: Iterable[bytes], *, text: str = "", size: int, network: str = ""
) -> None:
    """Take a file into a report that is not decided yet; the case is marked, because an editor should look again.

    `text` are words beside it. The same file once more is kept once. What a machine reads in it stands beside the
    report and leads it to no other case. Errors: `NotTaken` with the reason why the file was not, `InvalidInput` for
    the words or the report; then nothing is left, neither of the file nor of the words.
    """
    number = opening.opened(receipt).report.id
    words = remarks.checked(text) if text.strip() else ""
    # Whether there is room is asked when it is known what it is: the last one sent again is kept already.
    # A draft of its own holds it until it is the report's: who is killed in between leaves what is tidied away.
    draft = drafts.find(drafts.begin())
    if draft is None:
        raise RuntimeError("a draft was begun and is not there")
    try:
        taken = uploads.take(draft.id, name, content, size=size, network=network).id
        is_kept = _hand_over(draft.id, taken, number, words)
    except BaseException:
        keeping.discard(draft.id)
        raise
    if not is_kept:
        keeping.discard(draft.id)


def _hand_over(draft_id: int, file_id: int, report_id: int, words: str) -> bool:
    """Make the file of a draft one of a report, and note the words; return False where the report has the same file."""
    with writing() as session:
        hold_grouping()
        # In the order of whoever reads pictures: files before their reports.
        file = session.get_one(Attachment, file_id, with_for_update=True, populate_existing=True)
        report = session.get_one(Submission, report_id, with_for_update=True, populate_existing=True)
        same = select(Attachment.id).where(Attachment.submission_id == report_id, Attachment.sha256 == file.sha256)
        is_new = session.scalar(same.limit(1)) is None
        remarks.note(report, words, with_file=is_new)
        if not is_new:
            return False
        if _count(report_id) >= MOST_FILES:
            raise NotTaken(Refusal.REPORT_FULL)
        last = session.scalar(select(func.max(Attachment.position)).where(Attachment.submission_id == report_id))
        file.draft_id, file.submission_id, file.position = None, report_id, 0 if last is None else last + 1
        session.flush()
        session.execute(delete(ReportDraft).where(ReportDraft.id == draft_id))
        settle(report)
    return True


def _count(report_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Attachment.submission_id == report_id)) or 0
