"""Taking a file in: sealed as it arrives, opened in a process of its own, kept with our picture of it or not at all."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from core.db import db, now, writing
from core.files.sealed import Sealed, SealedFolder, TooLarge, sealed_files
from core.files.spool import CannotKeep
from core.files.turns import turn
from core.labels import LabelledEnum
from core.refusals import InvalidInput
from intake.files import inspecting, locking, reading, room
from intake.files.inspection.found import Found, Problem, Refused
from intake.files.keeping import LARGEST_FILE, MOST_FILES, next_position
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment, FileType, Reading

log = structlog.get_logger(__name__)

FIELD = "files"
LONGEST_NAME = 200
# What the system says when something ran out that is there again in a moment, and when files cannot be kept: the disk
# is full, broken or may only be read, or their folder is closed to us or is none.
_SHORT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})
_SHORT_BY_NAME = frozenset(errno.errorcode[number] for number in _SHORT)
_CLOSED = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EIO,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.EEXIST,
        errno.ESTALE,
    }
)


class Refusal(LabelledEnum):
    """Why a file was not taken, in a sentence for its reader; beside those that the process which opens it knows."""

    EMPTY = Problem.EMPTY.value, _l("This file is empty. Choose it again, or take a new screenshot.")
    UNKNOWN_KIND = (
        Problem.UNKNOWN_KIND.value,
        _l(
            "We cannot take this kind of file. Send a picture (JPEG, PNG, WebP or HEIC) or a PDF; a screenshot is fine."
        ),
    )
    DAMAGED = (
        Problem.DAMAGED.value,
        _l("This file cannot be opened; it may be damaged or not complete. Take a screenshot of it and send that."),
    )
    TOO_MANY_PIXELS = (
        Problem.TOO_MANY_PIXELS.value,
        _l("This picture has more points than we can open. Take a screenshot of the part that matters."),
    )
    TOO_MANY_FRAMES = (
        Problem.TOO_MANY_FRAMES.value,
        _l("This is a moving picture that is too long for us. Take a screenshot of the moment that matters."),
    )
    LOCKED = (
        Problem.LOCKED.value,
        _l("This PDF is locked with a password. Take a screenshot of the page that matters."),
    )
    TOO_COSTLY = (
        Problem.TOO_COSTLY.value,
        _l("This file takes too much to open. Take a screenshot of it and send that."),
    )
    TOO_LARGE = "too_large", _l("This file has more than 10 MB. Take a screenshot of it; that is smaller.")
    TOO_MANY = "too_many", _l("A report can have five files. Remove one to add another.")
    REPORT_FULL = "report_full", _l("A report can have five files, and yours has them.")
    NO_PICTURE = (
        Problem.NO_PICTURE.value,
        _l("A PDF cannot be looked up. Take a screenshot of the page that matters, or report it."),
    )
    BUSY = "busy", _l("Very many files are coming in at the moment. Please try again in a minute.")
    NO_ROOM = "no_room", _l("We cannot store files at the moment. You can send your report without it, or try later.")
    FORBIDDEN = "forbidden", _l("The desk has locked this file, so that nobody looks at it. It is not kept.")
    NETWORK_FULL = (
        "network_full",
        _l(
            "From your network very many files wait that nobody has sent yet, so we cannot take another one. Send your "
            "report without it, or try again in two hours."
        ),
    )
    TOO_MUCH = (
        "too_much",
        _l(
            "This is more than we can take at once. None of these files was taken: add them one after the other; a "
            "report can have five, each of 10 MB."
        ),
    )
    # Noted before a file is taken, so that it also stands there when nobody comes to saying anything else.
    MISSING = (
        "missing",
        _l(
            "This file has not arrived. If it is still on its way, wait a moment and look again; if not, choose it "
            "once more."
        ),
    )
    GONE = "gone", _l("Your draft is over, so there is nothing this file could be added to. Please begin again.")


# That after which the same file may well be taken a moment later.
PASSING = frozenset({Refusal.BUSY})
# Why a file was not taken for which its reader can do nothing: the answer is 503 then.
OURS = PASSING | {Refusal.NO_ROOM}


class NotTaken(InvalidInput):
    """A file that was not taken; nothing of it is left."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__({FIELD: str(refusal.label)})
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is on disk and has no row yet."""

    original: Sealed
    preview: Sealed
    found: Found


def take(
    draft_id: int, name: str, content: Iterable[bytes], *, size: int = LARGEST_FILE, network: str = ""
) -> Attachment:
    """Take a file into a draft; it comes in pieces of any size, and is on disk with its row when this returns.

    Its words are read from then on. `size` in bytes and the `network` that it comes from, as a hash, are counted by
    `room`. Errors: `NotTaken`, an `InvalidInput` with one sentence; then nothing is left behind.
    """
    try:
        with room.of_app().place(network, size) as place:
            row = _taken(draft_id, name, content)
            place.holds(row)
    except room.NetworkFull as error:
        raise NotTaken(Refusal.NETWORK_FULL) from error
    except room.DiskFull as error:
        log.error("file_not_stored", reason="FREE_DISK_MB")
        raise NotTaken(Refusal.NO_ROOM) from error
    except (OperationalError, PoolTimeout) as error:
        # The message of the driver may hold the values of the statement.
        log.error("file_not_stored", reason=type(error).__name__)
        db.session.rollback()
        raise NotTaken(Refusal.BUSY) from error
    reading.ask_for(row.id)
    return row


def _taken(draft_id: int, name: str, content: Iterable[bytes]) -> Attachment:
    if _count(draft_id) >= MOST_FILES:
        raise NotTaken(Refusal.TOO_MANY)
    # Whoever waits for a place below holds no connection to the database meanwhile.
    db.session.rollback()
    with _nothing_left_behind(sealed_files()) as keys:
        kept = _sealed_and_opened(content, keys)
        with writing() as session:
            locking.take_turns(kept.original.sha256)
            # Two at once count one after the other.
            if session.scalar(select(ReportDraft.id).where(ReportDraft.id == draft_id).with_for_update()) is None:
                raise NotTaken(Refusal.GONE)
            if _count(draft_id) >= MOST_FILES:
                raise NotTaken(Refusal.TOO_MANY)
            row = _row(draft_id, name, kept)
            session.add(row)
        return row


def picture_of(content: Iterable[bytes]) -> tuple[Found, Sealed]:
    """Open a file that is not kept; return what was found in it, and our own picture of it among the sealed files.

    Errors: `NotTaken`, an `InvalidInput` with one sentence, also for what nobody may look at; then nothing is left
    behind.
    """
    folder = sealed_files()
    # Whoever waits for a place below holds no connection to the database meanwhile.
    db.session.rollback()
    with _nothing_left_behind(folder) as keys:
        kept = _sealed_and_opened(content, keys)
        if locking.is_known(kept.original.sha256):
            raise NotTaken(Refusal.FORBIDDEN)
    folder.forget(kept.original.key)
    return kept.found, kept.preview


def clean_name(name: str) -> str:
    """Return what a file is called without folders and without anything that cannot be seen, cut to what fits."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = " ".join("".join(sign for sign in last if sign.isprintable()).split())
    return seen[:LONGEST_NAME]


def _sealed_and_opened(content: Iterable[bytes], keys: list[str]) -> _Kept:
    folder = sealed_files()
    try:
        with refusals():
            with turn:
                original = folder.put(content, most=LARGEST_FILE)
            keys.append(original.key)
            found = inspecting.inspect(folder.pieces(original.key), FileType)
            preview = folder.put([found.picture], most=inspecting.LARGEST_PICTURE)
            keys.append(preview.key)
    except OSError as error:
        if error.errno not in _SHORT | _CLOSED:
            raise
        # Its name alone: the message of the system holds the path.
        log.error("file_not_stored", reason=errno.errorcode[error.errno])
        raise NotTaken(Refusal.NO_ROOM if error.errno in _CLOSED else Refusal.BUSY) from error
    return _Kept(original, preview, found)


@contextmanager
def refusals() -> Iterator[None]:
    """Say of a file that cannot be taken why, in a sentence for its reader. Errors: `NotTaken`."""
    try:
        yield
    except TooLarge as error:
        raise NotTaken(Refusal.TOO_LARGE) from error
    except Refused as refused:
        raise NotTaken(Refusal(refused.problem.value)) from refused
    except inspecting.Busy as error:
        raise NotTaken(Refusal.BUSY) from error
    except CannotKeep as error:
        log.error("file_not_stored", reason=error.reason)
        raise NotTaken(Refusal.BUSY if error.reason in _SHORT_BY_NAME else Refusal.NO_ROOM) from error


@contextmanager
def _nothing_left_behind(folder: SealedFolder) -> Iterator[list[str]]:
    """Remove the files of which the keys were noted here, unless all goes well."""
    keys: list[str] = []
    try:
        yield keys
    except BaseException:
        for key in keys:
            folder.forget(key)
        raise


def _row(draft_id: int, name: str, kept: _Kept) -> Attachment:
    found = kept.found
    # What nobody may look at is neither shown, read nor recognised because somebody else sends it, too.
    is_locked = locking.is_known(kept.original.sha256)
    return Attachment(
        draft_id=draft_id,
        position=next_position(draft_id),
        name=clean_name(name),
        media_type=FileType(found.media_type),
        size=kept.original.size,
        sha256=kept.original.sha256,
        original_key=kept.original.key,
        preview_key=kept.preview.key,
        width=found.width,
        height=found.height,
        pages=found.pages,
        image_hash="" if is_locked else found.image_hash,
        image_quality=0 if is_locked else found.image_quality,
        code_links=[] if is_locked else found.links,
        provenance=[mark.value for mark in found.marks],
        locked_at=now() if is_locked else None,
        reading=Reading.OFF if is_locked else Reading.WAITING,
    )


def _count(draft_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Attachment.draft_id == draft_id)) or 0
