"""Files of reports and drafts, sealed as an upload would leave them, without any upload."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db, writing
from core.files.sealed import sealed_files
from intake.files import keeping
from intake.models.files import Attachment, FileType, Reading
from intake.models.reports import Submission

PICTURE = b"what would be a picture"


def attached(case_id: int, *, content: bytes = PICTURE, name: str = "bild.png") -> Attachment:
    """Give the first report of a case a file and return it."""
    sent = db.session.scalars(select(Submission).where(Submission.case_id == case_id).order_by(Submission.id)).first()
    assert sent is not None
    return _stored(content, name, submission_id=sent.id)


def attach(
    draft_id: int, name: str = "chat.png", *, content: bytes = PICTURE, reading: Reading = Reading.OFF
) -> Attachment:
    """Give a draft a file and return it; call within an app context."""
    return _stored(content, name, draft_id=draft_id, position=keeping.next_position(draft_id), reading=reading)


def is_there(file: Attachment) -> bool:
    """Return whether anything of a file's content is still kept."""
    return bool({file.original_key, file.preview_key} & set(sealed_files().keys()))


def still_kept(keys: set[str]) -> set[str]:
    """Return which of some sealed files are still kept, for when the row that named them does so no more."""
    return keys & set(sealed_files().keys())


def _stored(
    content: bytes,
    name: str,
    *,
    draft_id: int | None = None,
    submission_id: int | None = None,
    position: int = 0,
    reading: Reading = Reading.WAITING,
) -> Attachment:
    original, preview = (sealed_files().put([content], most=keeping.LARGEST_FILE) for _ in range(2))
    with writing() as session:
        file = Attachment(
            draft_id=draft_id,
            submission_id=submission_id,
            position=position,
            name=name,
            media_type=FileType.PNG,
            size=original.size,
            sha256=original.sha256,
            original_key=original.key,
            preview_key=preview.key,
            width=390,
            height=844,
            reading=reading,
            code_links=[],
            provenance=[],
            read_doubts=[],
        )
        session.add(file)
    return file
