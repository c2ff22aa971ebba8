"""What a reader says stands in a picture of theirs, before the report is sent."""

from __future__ import annotations

from sqlalchemy import select

from core.db import writing
from core.refusals import InvalidInput, NotFound
from intake.files.words import LONGEST
from intake.models.files import Attachment, Reading
from intake.reports.fields import text_of


def correct_draft(draft_id: int, attachment_id: int, text: str) -> None:
    """Keep what a reader says stands in a picture of their draft; what the machine read stays beside it.

    Errors: `NotFound` without such a picture in this draft, `InvalidInput` for a text that cannot be taken.
    """
    words = checked_words(text)
    with writing() as session:
        own = Attachment.id == attachment_id, Attachment.draft_id == draft_id
        rows = select(Attachment).where(*own, Attachment.erased_at.is_(None))
        file = session.scalar(rows.with_for_update())
        if file is None:
            raise NotFound(f"there is no picture {attachment_id} in this draft")
        take_correction(file, words)


def checked_words(text: str) -> str:
    """Return the words that somebody says stand in a picture. Errors: `InvalidInput`."""
    problems: dict[str, str] = {}
    words = text_of(text, "read_words", LONGEST, problems)
    if problems:
        raise InvalidInput(problems)
    return words


def take_correction(file: Attachment, words: str) -> None:
    """Let words stand for a picture; call inside `writing()` with the file locked."""
    file.corrected_text = words
    if file.reading is Reading.WAITING:
        # Somebody has read it: no machine has to.
        file.reading = Reading.READ
