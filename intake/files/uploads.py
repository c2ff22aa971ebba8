"""Taking a file in: sealed as it arrives, opened in a process of its own, kept with our picture of it or not at all."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import structlog
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from core.db import db, now, writing
from core.files.sealed import Sealed, SealedFolder, TooLarge, sealed_files
from core.labels import LabelledEnum
from core.refusals import InvalidInput
from intake.files import inspecting, locking, reading
from intake.files.inspection.found import Found, Problem, Refused
from intake.files.keeping import LARGEST_FILE, MOST_FILES, next_position
from intake.models.drafts import ReportDraft
from intake.models.files import Attachment, FileType, Reading

log = structlog.get_logger(__name__)

FIELD = "files"
LONGEST_NAME = 200
# In the answers of a draft: the files that could not be taken, each as JSON of its name and the reason.
FAILED = "failed_files"
MOST_FAILED = 20


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
    NO_PICTURE = (
        Problem.NO_PICTURE.value,
        _l("A PDF cannot be looked up. Take a screenshot of the page that matters, or report it."),
    )
    BUSY = "busy", _l("Very many files are coming in at the moment. Please try again in a minute.")
    NO_ROOM = "no_room", _l("We cannot store files at the moment. You can send your report without it, or try later.")
    FORBIDDEN = "forbidden", _l("The desk has locked this file, so that nobody looks at it. It is not kept.")
    GONE = "gone", _l("Your draft is over, so there is nothing this file could be added to. Please begin again.")


# Those after which the same file may well be taken a moment later.
PASSING = frozenset({Refusal.BUSY, Refusal.NO_ROOM})


class NotTaken(InvalidInput):
    """A file that was not taken; nothing of it is left."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__({FIELD: str(refusal.label)})
        self.refusal = refusal


class Failed(NamedTuple):
    """A file that its reader wanted to send and that is not there."""

    name: str
    reason: LazyString | str


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is on disk and has no row yet."""

    original: Sealed
    preview: Sealed
    found: Found


def take(draft_id: int, name: str, content: Iterable[bytes]) -> Attachment:
    """Take a file into a draft; it comes in pieces of any size, and is on disk with its row when this returns.

    Its words are read from then on. Errors: `NotTaken`, an `InvalidInput` with one sentence; then nothing is left
    behind.
    """
    row = _taken(draft_id, name, content)
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


def failed(answers: Mapping[str, list[str]]) -> list[Failed]:
    """Return the files that a draft was to get and did not, by its answers; each with its sentence."""
    return [Failed(name, Refusal(code).label) for name, code in _noted(answers) if code in set(Refusal)]


def with_failed(answers: Mapping[str, list[str]], name: str, refusal: Refusal) -> dict[str, list[str]]:
    """Return what `drafts.keep` has to be given so that a draft remembers a file that was not taken."""
    others = [one for one in _noted(answers) if one[0] != clean_name(name)]
    return {FAILED: [json.dumps(one) for one in [*others, (clean_name(name), refusal.value)][-MOST_FAILED:]]}


def without_failed(answers: Mapping[str, list[str]], name: str = "") -> dict[str, list[str]]:
    """Return the same for a file that came after all; without a name, for a reader who wants to go on without them."""
    return {FAILED: [json.dumps(one) for one in _noted(answers) if name and one[0] != clean_name(name)]}


def clean_name(name: str) -> str:
    """Return what a file is called without folders and without anything that cannot be seen, cut to what fits."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = " ".join("".join(sign for sign in last if sign.isprintable()).split())
    return seen[:LONGEST_NAME]


def _sealed_and_opened(content: Iterable[bytes], keys: list[str]) -> _Kept:
    folder = sealed_files()
    try:
        with refusals():
            original = folder.put(content, most=LARGEST_FILE)
            keys.append(original.key)
            found = inspecting.inspect(folder.pieces(original.key), FileType)
            preview = folder.put([found.picture], most=inspecting.LARGEST_PICTURE)
            keys.append(preview.key)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENOMEM, errno.EAGAIN}:
            raise
        log.error("file_not_stored", reason=errno.errorcode[error.errno])
        raise NotTaken(Refusal.NO_ROOM) from error
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


def _noted(answers: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, code) for name, code in map(json.loads, answers.get(FAILED, []))]
