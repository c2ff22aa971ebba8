"""Pictures as readers send them: sealed, with the row that an upload leaves behind. Call within an app context."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import select

from core import jobs
from core.db import db, writing
from core.files.sealed import sealed_files
from intake.files import keeping
from intake.files.read_words import settle
from intake.models.files import Attachment, FileType, Reading
from intake.models.reports import Submission
from intake.reports import drafts
from tests.support import factories


def attached(draft_id: int, content: bytes, *, code_links: tuple[str, ...] = ()) -> Attachment:
    """Put a picture into a draft as an upload does."""
    kept = sealed_files().put([content], most=keeping.LARGEST_FILE)
    with writing() as session:
        file = Attachment(
            draft_id=draft_id,
            position=keeping.next_position(draft_id),
            name="Bildschirmfoto.png",
            media_type=FileType.PNG,
            size=kept.size,
            sha256=sha256(content).hexdigest(),
            original_key=kept.key,
            preview_key=kept.key,
            width=1,
            height=1,
            code_links=list(code_links),
        )
        session.add(file)
    return file


def drafted(*pictures: bytes, code_links: tuple[str, ...] = ()) -> int:
    """Begin a draft with pictures; return its number."""
    draft = drafts.find(drafts.begin())
    assert draft is not None
    for content in pictures:
        attached(draft.id, content, code_links=code_links)
    return draft.id


def sent(*pictures: bytes, text: str = "", code_links: tuple[str, ...] = (), **fields: str) -> int:
    """Send a report with pictures and return its number; nothing is read or matched yet."""
    return sent_draft(drafted(*pictures, code_links=code_links), text=text, **fields)


def sent_draft(draft_id: int, *, text: str = "", **fields: str) -> int:
    """Send a draft and return the number of its report, which has the files and waits until they are read."""
    # A report needs words or a link of its own until the form takes pictures; what is stored is what is meant.
    report_id = factories.submission(text or "?", **fields).id
    with writing() as session:
        report = session.get_one(Submission, report_id, with_for_update=True)
        report.text = text
        keeping.hand_over(draft_id, report.id)
        settle(report)
    return report_id


def read_as(report_id: int, text: str, *, is_doubtful: bool = False) -> None:
    """Have the pictures of a report say something, as if they had been read just now."""
    with writing() as session:
        report = session.get_one(Submission, report_id, with_for_update=True)
        rows = select(Attachment).where(Attachment.submission_id == report.id).order_by(Attachment.position)
        for number, file in enumerate(session.scalars(rows)):
            file.reading, file.read_text = Reading.READ, "" if number else text
            file.is_read_doubtful = is_doubtful and not number
        session.flush()
        settle(report)


def reload(report_id: int) -> Submission:
    """Return a report as it stands in the database now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Submission, report_id)


def pay() -> None:
    """Do what is owed, as the worker does."""
    jobs.run_here("core.owed.pay")
