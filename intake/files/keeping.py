"""Which files belong to whom: those of a draft become those of its report, and what belongs to nobody is removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import structlog
from sqlalchemy import and_, delete, func, or_, select, update

from archive.models import ClaimPicture
from core.db import db, now, writing
from core.files.sealed import sealed_files
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment, Reading
from intake.models.pages import PageSnapshot

log = structlog.get_logger(__name__)

MOST_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024
# A file is sealed before its row is committed. One that no row names after so long was left by a process that died.
NAMED_AFTER_SECONDS = 3600.0
PAGE = 100


def of_draft(draft_id: int) -> Sequence[Attachment]:
    """Return the files of a draft, in the order in which they came."""
    rows = select(Attachment).where(Attachment.draft_id == draft_id).order_by(Attachment.position)
    return db.session.scalars(rows).all()


def of_report(submission_id: int) -> Sequence[Attachment]:
    """Return the files of a report, in the order in which they came."""
    rows = select(Attachment).where(Attachment.submission_id == submission_id).order_by(Attachment.position)
    return db.session.scalars(rows).all()


def hand_over(draft_id: int, submission_id: int) -> int:
    """Give the files of a draft to the report that it became; return how many. Call inside `writing()`."""
    moving = update(Attachment).where(Attachment.draft_id == draft_id)
    moved = db.session.execute(moving.values(draft_id=None, submission_id=submission_id).returning(Attachment.id))
    return len(moved.all())


def remove(draft_id: int, attachment_id: int) -> bool:
    """Remove a file of a draft, with its content; return whether it was there."""
    with writing() as session:
        gone = session.execute(
            delete(Attachment)
            .where(Attachment.id == attachment_id, Attachment.draft_id == draft_id)
            .returning(Attachment.original_key, Attachment.preview_key)
        ).all()
    # After the commit: a row must never name a file that is gone.
    forget(key for row in gone for key in row)
    return bool(gone)


def discard(draft_id: int) -> None:
    """Remove a draft with its files, because its reader does not want to send it; one that is gone is no error."""
    with writing() as session:
        # Locked first, so that no file comes in between.
        session.execute(select(ReportDraft.id).where(ReportDraft.id == draft_id).with_for_update())
        keys = let_go([draft_id])
        session.execute(delete(ReportDraft).where(ReportDraft.id == draft_id))
    forget(keys)


def let_go(draft_ids: Sequence[int]) -> list[str]:
    """Take the files of drafts off them; call inside `writing()`, and `forget` the keys that come back afterwards."""
    gone = delete(Attachment).where(Attachment.draft_id.in_(draft_ids))
    keys = db.session.execute(gone.returning(Attachment.original_key, Attachment.preview_key)).all()
    return [key for row in keys for key in row]


def take_away(files: Sequence[Attachment]) -> list[str]:
    """Take files off reports that are erased; call inside `writing()`, and `forget` the keys that come back afterwards.

    Of a file that was locked its hash stays, so that nobody sees it who is sent it again, and that there was one. Until
    a lead has dealt with it, its sealed content stays, too: whoever sent what nobody may have could otherwise take the
    evidence back.
    """
    gone = [file for file in files if file.locked_at is None or file.erased_at is not None]
    for file in files:
        if file.locked_at is None:
            db.session.delete(file)
            continue
        blank(file)
        file.reading = Reading.OFF if file.reading is Reading.WAITING else file.reading
    db.session.flush()
    return [key for file in gone for key in (file.original_key, file.preview_key)]


def blank(file: Attachment) -> None:
    """Leave of the row of a file that there was one: its hash, size and day. Call inside `writing()`."""
    file.name, file.image_hash, file.image_quality, file.provenance = "", "", 0, []
    file.read_text, file.read_doubts, file.corrected_text, file.code_links = "", [], None, []
    file.is_read_doubtful = False


def forget(keys: Iterable[str]) -> None:
    """Remove sealed files by their keys; what is gone already is no error."""
    folder = sealed_files()
    for key in keys:
        folder.forget(key)


def forget_expired_drafts() -> int:
    """Remove the drafts whose time is over, with their files; return how many. A repeat finds none."""
    done = 0
    while True:
        with writing() as session:
            rows = select(ReportDraft.id).where(ReportDraft.expires_at <= now()).order_by(ReportDraft.id).limit(PAGE)
            ids = list(session.scalars(rows.with_for_update(skip_locked=True)))
            keys = let_go(ids)
            session.execute(delete(ReportDraft).where(ReportDraft.id.in_(ids)))
        forget(keys)
        done += len(ids)
        if len(ids) < PAGE:
            return done


def forget_unnamed() -> int:
    """Remove sealed files that no row names, long after whoever sealed them must have committed; return how many."""
    folder = sealed_files()
    folder.clear_abandoned()
    removed = 0
    for key in folder.keys():  # noqa: SIM118 (a folder is no mapping)
        if folder.age(key) > NAMED_AFTER_SECONDS and not _is_named(key):
            folder.forget(key)
            removed += 1
    if removed:
        log.warning("unnamed_files_removed", count=removed)
    return removed


def next_position(draft_id: int) -> int:
    """Return the place of the next file of a draft, from 0."""
    last = db.session.scalar(select(func.max(Attachment.position)).where(Attachment.draft_id == draft_id))
    return 0 if last is None else last + 1


def _is_named(key: str) -> bool:
    # An erased file keeps its row, and names nothing any more: whoever erased it may have died before its content went.
    naming = and_(or_(Attachment.original_key == key, Attachment.preview_key == key), Attachment.erased_at.is_(None))
    of_claim = select(ClaimPicture.id).where(ClaimPicture.preview_key == key)
    of_page = select(PageSnapshot.id).where(PageSnapshot.html_key == key)
    return db.session.scalar(select(Attachment.id).where(naming).union_all(of_claim, of_page).limit(1)) is not None
