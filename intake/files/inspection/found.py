"""What the process that opens a file tells: what it found, or why the file cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """Why a file cannot be taken."""

    EMPTY = "empty"
    UNKNOWN_KIND = "unknown_kind"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_FRAMES = "too_many_frames"
    LOCKED = "locked"
    # It took more time or memory to open than a picture takes that somebody can look at.
    TOO_COSTLY = "too_costly"
    # A document, where only a picture is looked at.
    NO_PICTURE = "no_picture"


class Refused(Exception):
    """A file that cannot be taken."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Mark(StrEnum):
    """What a file says about where it comes from."""

    # Content credentials (C2PA): signed, and unchanged since; or changed since, or signed wrongly.
    CREDENTIALS = "credentials"
    CREDENTIALS_BROKEN = "credentials_broken"
    CREDENTIALS_SAY_AI = "credentials_say_ai"
    # The news agencies' field "digital source type" (IPTC).
    SAYS_AI = "says_ai"
    SAYS_PARTLY_AI = "says_partly_ai"
    # What programs that make pictures write into PNG files: the words that they were given.
    HAS_PROMPT = "has_prompt"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a file, and our own picture of it.

    `width` and `height` are those of the picture in pixels; `image_hash` is PDQ as 64 hex digits, with its quality from
    0 to 100, empty where nothing could be told; `links` are those in codes that stand in the picture.
    """

    media_type: str
    width: int
    height: int
    pages: int
    image_hash: str
    image_quality: int
    links: list[str]
    picture: bytes
    marks: list[Mark]
