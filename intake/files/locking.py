"""Locking a file unseen: neither it nor its preview is shown to anybody from then on.

For pictures that nobody may have, which reach a desk by accident. Whoever guesses from the first glance, or from what
the reader wrote, what a file is, locks it and looks no further. Every page and job that opens a file asks `is_locked`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from core import jobs
from core.db import db, existing, now, rows_of, writing
from core.db import take_turns as db_turns
from core.events import Subject, happened
from core.refusals import Conflict, NotFound
from intake.files import keeping
from intake.files.read_words import settle_by_id
from intake.models.files import Attachment, FileAction, Reading
from intake.models.reports import Submission

# The job by which a worker takes up reports that wait for no picture any more.
MATCH = "intake.jobs.match_waiting"
MOST_COUNTED = 999
SHOWN = 100
_WAITS = (Attachment.locked_at.is_not(None), Attachment.erased_at.is_(None))


def is_locked(attachment: Attachment) -> bool:
    """Return whether a file must not be opened, whoever asks."""
    return attachment.locked_at is not None


def readable(files: Iterable[Attachment]) -> list[Attachment]:
    """Return those of some files whose words may be shown to who sent them."""
    return [file for file in files if not is_locked(file)]


def is_known(sha256: str) -> bool:
    """Return whether a file with this content was locked."""
    rows = select(Attachment.id).where(Attachment.sha256 == sha256, Attachment.locked_at.is_not(None))
    return db.session.scalar(rows.limit(1)) is not None


def take_turns(sha256: str) -> None:
    """Take turns with whoever locks files of this content or takes one in; call inside `writing()`, first of all.

    Else a copy that is committed while the others are locked would stay open.
    """
    db_turns(f"file {sha256}")


def lock(attachment_id: int, *, by: int) -> None:
    """Lock a file, and every other with the same content; on the word of an account, by its number.

    A report that waited for what is read in them waits no longer. A repeat changes nothing. Errors: `NotFound`.
    """
    with writing():
        file, copies = _with_copies(attachment_id)
        if is_locked(file):
            return
        for one in copies:
            one.locked_at, one.locked_by = now(), by
            # Nor does a machine read on in it.
            if one.reading is Reading.WAITING:
                one.reading = Reading.OFF
        goes_on = [settle_by_id(report_id) for report_id in reports_of(copies)]
        # The trail last, in the order of every other writer: otherwise a deadlock with a worker that joins the reports.
        _tell(FileAction.FILE_LOCKED, file, by=by, files=len(copies))
    if any(goes_on):
        jobs.enqueue_once(MATCH)


def unlock(attachment_id: int, *, by: int) -> None:
    """Let a file be seen again that was locked by mistake, with its copies; a repeat changes nothing.

    Errors: `NotFound`, `Conflict` when it was erased meanwhile.
    """
    with writing():
        file, copies = _with_copies(attachment_id)
        if file.erased_at is not None:
            raise Conflict(gettext("The content of this file is erased. There is nothing to show."))
        if not is_locked(file):
            return
        _tell(FileAction.FILE_UNLOCKED, file, by=by)
        for one in copies:
            one.locked_at = one.locked_by = None


@dataclass(frozen=True, slots=True)
class Emptied:
    """What is still to be done once files were emptied; nothing where they had been before.

    `keys` are those of sealed files, to be removed after the commit. `report_ids` are the reports to be settled,
    `file_ids` the files, and `image_hashes` what their pictures were recognised by.
    """

    keys: Sequence[str] = ()
    report_ids: Sequence[int] = ()
    file_ids: Sequence[int] = ()
    image_hashes: frozenset[str] = frozenset()


def empty(file_id: int, *, by: int) -> Emptied:
    """Empty the rows of a locked file and of its copies of all that a machine or a person read in them.

    What stays is that there was one: its hash, size and day. Call inside `writing()`; what stands elsewhere is for
    whoever calls. A repeat changes nothing. Errors: `NotFound`, `Conflict` for a file that is not locked.
    """
    file, copies = _with_copies(file_id)
    if not is_locked(file):
        raise Conflict(gettext("This file is not locked any more, so it was not erased."))
    files = [one for one in copies if one.erased_at is None] if file.erased_at is None else []
    if not files:
        return Emptied()
    emptied = Emptied(
        keys=[key for one in files for key in (one.original_key, one.preview_key)],
        report_ids=reports_of(files),
        file_ids=[one.id for one in files],
        image_hashes=frozenset(one.image_hash for one in files if one.image_hash),
    )
    for one in files:
        one.erased_at = now()
        keeping.blank(one)
    _tell(FileAction.FILE_ERASED, file, by=by, files=len(files))
    return emptied


def held(file_id: int) -> Sequence[Attachment]:
    """Return a file and all others with the same content, locked; call inside `writing()`. Errors: `NotFound`."""
    return _with_copies(file_id)[1]


def reports_of(files: Sequence[Attachment]) -> list[int]:
    """Return the reports that files were sent with, each once, in the order in which they are locked."""
    return sorted({file.submission_id for file in files if file.submission_id is not None})


def locked() -> Sequence[Attachment]:
    """Return the locked files of reports with which nothing was done yet, the longest locked first."""
    rows = select(Attachment).join(Attachment.submission).where(*_WAITS).order_by(Attachment.locked_at, Attachment.id)
    return db.session.scalars(rows.options(contains_eager(Attachment.submission)).limit(SHOWN)).all()


def locked_count() -> int:
    """Return how many locked files wait for a lead, counted to one more than `MOST_COUNTED`."""
    return len(rows_of(select(Attachment.id).where(*_WAITS).limit(MOST_COUNTED + 1)))


def _with_copies(attachment_id: int) -> tuple[Attachment, Sequence[Attachment]]:
    """Return a file as it is now, and all with the same content, itself among them, locked in the order of their ids.

    None before the others: two who begin with different copies would wait for each other. Errors: `NotFound`.
    """
    file = existing(Attachment, attachment_id)
    take_turns(file.sha256)
    rows = select(Attachment).where(Attachment.sha256 == file.sha256).order_by(Attachment.id)
    copies = db.session.scalars(rows.with_for_update().execution_options(populate_existing=True)).all()
    if file not in copies:
        # Its draft was thrown away at this very moment.
        raise NotFound(f"there is no attachment {attachment_id}")
    return file, copies


def _tell(action: FileAction, file: Attachment, *, by: int, files: int = 1) -> None:
    case_id = db.session.scalar(select(Submission.case_id).where(Submission.id == file.submission_id))
    subject = Subject("file", file.id) if case_id is None else Subject("case", case_id)
    happened(action, subject, by=by, attachment=file.id, files=files)
