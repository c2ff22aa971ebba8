"""Reading the words in pictures: one at a time, each attempt noted before it is tried, nothing lost with a worker."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from datetime import timedelta

import structlog
from flask import current_app
from sqlalchemy import ColumnElement, and_, or_, select

from core import jobs
from core.config import Config
from core.db import db, now, writing
from core.files.sealed import sealed_files
from core.logs import frames_of
from intake.files.doubts import is_doubtful
from intake.files.read_words import settle_by_id
from intake.files.tesseract import Program, find_program
from intake.files.words import ReadWords, read_words
from intake.models.files import Attachment, Reading
from intake.models.reports import Submission

log = structlog.get_logger(__name__)

# The jobs by which a worker reads the next picture, and takes up reports that have their words; they stand above.
READ = "intake.jobs.read_pictures"
MATCH = "intake.jobs.match_waiting"

# So often a picture is tried before its reader is asked for the text.
MOST_ATTEMPTS = 3
# A worker that was killed says nothing. What it held is free again after this; the longest reading takes less.
HELD = timedelta(seconds=90)
# After a try that failed it waits for so long, behind all others.
AGAIN = timedelta(seconds=20)
# While a picture is read, which another process does, reports that wait are looked for as often.
LOOK_EVERY_SECONDS = 0.2
PAGE = 100


@dataclass(frozen=True, slots=True)
class _Taken:
    """A picture that this worker holds."""

    id: int
    preview_key: str


def is_on() -> bool:
    """Return whether pictures are read on this machine; where not, the form asks for the text."""
    return program_here() is not None


def ask_for(attachment_id: int) -> None:
    """Have a worker read a file that was stored; call after the commit. Where nobody reads, it is noted at once."""
    if is_on():
        jobs.enqueue_once(READ)
        return
    with writing() as session:
        file = session.get(Attachment, attachment_id, with_for_update=True, populate_existing=True)
        if file is not None and file.reading is Reading.WAITING:
            file.reading = Reading.OFF
            settle_by_id(file.submission_id)


def read_next(meanwhile: Callable[[], object]) -> bool:
    """Read the picture that has waited longest; return whether another one waits.

    `meanwhile` is done over and over while another process reads: reports without pictures must not wait for it. May
    run twice and side by side: what one worker holds is left to it.
    """
    program = program_here()
    if program is None:
        _switch_off()
        return False
    taken = _take()
    if taken is None:
        return False
    sealed = sealed_files()
    try:
        found = _while_doing(meanwhile, lambda: read_words(sealed.read(taken.preview_key), program))
    except Exception as error:
        # Its place in the code and no word more: a message may quote what was read.
        log.warning("picture_unread", id=taken.id, kind=type(error).__name__, where=frames_of(error))
        _let_go(taken.id)
    else:
        _keep(taken.id, found, program)
    return _is_any(and_(_waiting(), _free()))


def take_up() -> None:
    """Take up what a worker was killed over, or what no job was made for; a repeat finds nothing."""
    _let_go_on_who_waits_for_nothing()
    if _is_any(_waiting()):
        jobs.enqueue_once(READ)


def _let_go_on_who_waits_for_nothing() -> None:
    """Let reports go on all of whose files were read: one may have been removed, or read while it was handed over."""
    waits = select(Attachment.id).where(Attachment.submission_id == Submission.id, _waiting()).exists()
    rows = select(Submission.id).where(Submission.awaits_reading, ~waits).order_by(Submission.id).limit(PAGE)
    left = db.session.scalars(rows).all()
    db.session.rollback()
    for report_id in left:
        with writing():
            settle_by_id(report_id)
    if left:
        jobs.enqueue_once(MATCH)


def program_here() -> Program | None:
    """Return what reads pictures on this machine; None where nothing does."""
    config: Config = current_app.extensions["settings"]
    return find_program() if config.read_pictures else None


def _while_doing(meanwhile: Callable[[], object], read: Callable[[], ReadWords]) -> ReadWords:
    """Return what is read in another thread, and do something else here until then."""
    with ThreadPoolExecutor(1, thread_name_prefix="read") as pool:
        reading = pool.submit(read)
        while True:
            try:
                return reading.result(LOOK_EVERY_SECONDS)
            except NotYet:
                if reading.done():
                    raise
            try:
                meanwhile()
            except Exception as error:
                # It has its own job, which says so, too; the picture is not to blame.
                log.warning("not_done_meanwhile", kind=type(error).__name__, where=frames_of(error))
                return reading.result()


def _take() -> _Taken | None:
    """Return the picture that comes next, and note the attempt before it is tried."""
    with writing() as session:
        _give_up_on_those_that_fail()
        rows = select(Attachment).where(_waiting(), _free()).order_by(Attachment.attempts, Attachment.id).limit(1)
        file = session.scalar(rows.with_for_update(skip_locked=True))
        if file is None:
            return None
        file.attempts, file.held_until = file.attempts + 1, now() + HELD
        return _Taken(file.id, file.preview_key)


def _give_up_on_those_that_fail() -> None:
    rows = select(Attachment).where(_waiting(), _free(), Attachment.attempts >= MOST_ATTEMPTS).order_by(Attachment.id)
    for file in db.session.scalars(rows.limit(PAGE).with_for_update(skip_locked=True)):
        file.reading = Reading.FAILED
        log.error("picture_given_up", id=file.id)
        settle_by_id(file.submission_id)


def _keep(attachment_id: int, found: ReadWords, program: Program) -> None:
    """Store what was read; the report goes on with its last picture."""
    doubtful = is_doubtful(found.text, found.doubts)
    with writing() as session:
        file = session.get(Attachment, attachment_id, with_for_update=True, populate_existing=True)
        # Removed by its reader meanwhile, or read by somebody else.
        if file is None or file.reading is not Reading.WAITING:
            return
        file.reading = Reading.READ if found.text else Reading.NOTHING
        file.read_text, file.read_doubts = found.text, list(found.doubts)
        file.is_read_doubtful = doubtful
        file.read_by, file.held_until = f"{program.name} {found.language}", None
        goes_on = settle_by_id(file.submission_id)
    if goes_on:
        jobs.enqueue_once(MATCH)


def _let_go(attachment_id: int) -> None:
    """Let a picture be tried again later; the last time, its reader is asked for the text."""
    with writing() as session:
        file = session.get(Attachment, attachment_id, with_for_update=True, populate_existing=True)
        if file is None or file.reading is not Reading.WAITING:
            return
        file.held_until = now() + AGAIN
        if file.attempts >= MOST_ATTEMPTS:
            file.reading, file.held_until = Reading.FAILED, None
        goes_on = settle_by_id(file.submission_id)
    if goes_on:
        jobs.enqueue_once(MATCH)


def _switch_off() -> None:
    """Note of all that wait that nobody reads here."""
    while True:
        with writing() as session:
            rows = select(Attachment).where(_waiting()).order_by(Attachment.id).limit(PAGE)
            files = session.scalars(rows.with_for_update(skip_locked=True)).all()
            for file in files:
                file.reading = Reading.OFF
            for report_id in {file.submission_id for file in files}:
                settle_by_id(report_id)
        if len(files) < PAGE:
            break
    if files:
        jobs.enqueue_once(MATCH)


def _is_any(which: ColumnElement[bool]) -> bool:
    found = db.session.scalar(select(Attachment.id).where(which).limit(1)) is not None
    db.session.rollback()
    return found


def _waiting() -> ColumnElement[bool]:
    return Attachment.reading == Reading.WAITING


def _free() -> ColumnElement[bool]:
    return or_(Attachment.held_until.is_(None), Attachment.held_until <= now())
