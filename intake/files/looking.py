"""What a picture says to somebody who only looks something up: opened and read at once, and nothing of it kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import structlog

from core.files.sealed import TooLarge
from core.logs import frames_of
from intake.files import inspecting
from intake.files.doubts import is_doubtful
from intake.files.inspection.found import Found, Problem, Refused
from intake.files.keeping import LARGEST_FILE
from intake.files.tesseract import Program
from intake.files.words import ReadWords, read_words
from intake.models.files import FileType
from search.pictures.hashing import Fingerprint

log = structlog.get_logger(__name__)

# Whoever looks something up waits for it. A screenshot takes half a second, the longest that is taken some seconds.
READING_SECONDS = 12.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in a picture.

    `words` are those that were read in it, `is_doubtful` when one that matters may be wrong, and `is_read` says whether
    anybody could read at all. `links` stand in codes.
    """

    fingerprint: Fingerprint | None = None
    links: tuple[str, ...] = ()
    words: str = ""
    is_doubtful: bool = False
    is_read: bool = False
    # What nobody may look at: it was not opened.
    is_locked: bool = False


def see(content: Iterable[bytes], program: Program | None) -> Seen:
    """Open a picture that comes in pieces, and read it with a program where there is one; needs no database.

    Errors: those for which `intake.files.uploads.refusals` has the sentences of the form.
    """
    size = 0

    def pieces() -> Iterator[bytes]:
        nonlocal size
        for piece in content:
            size += len(piece)
            if size > LARGEST_FILE:
                raise TooLarge
            yield piece

    found = inspecting.inspect(pieces(), FileType)
    if found.media_type == FileType.PDF.value:
        raise Refused(Problem.NO_PICTURE)
    read = None if program is None else _read(found, program)
    return Seen(
        fingerprint=Fingerprint(found.image_hash, found.image_quality) if found.image_hash else None,
        links=tuple(found.links),
        words="" if read is None else read.text,
        is_doubtful=read is not None and is_doubtful(read.text, read.doubts),
        is_read=read is not None,
    )


def _read(found: Found, program: Program) -> ReadWords | None:
    """Return the words of our picture of a file; None where they could not be read, which ends no look-up."""
    try:
        return read_words(found.picture, program, seconds=READING_SECONDS)
    except Exception as error:
        # Its place in the code and no word more: a message may quote what was read.
        log.warning("picture_unread", kind=type(error).__name__, where=frames_of(error))
        return None
