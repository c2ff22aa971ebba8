"""The different texts that came together in one case, with what differs marked, in case too much was joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from sqlalchemy import func, select

from core.db import db
from intake.models.cases import Case
from intake.models.reports import Held, Submission
from search.text.normalise import normalised

# Of a case with thousands of reports the latest are looked through.
_READ = 500
MOST_SHOWN = 5
# Beyond so many words of a text nobody compares by eye.
_MOST_WORDS = 300

_TOKEN = re.compile(r"\S+\s*")


class Side(StrEnum):
    """Which of two texts has a word."""

    BOTH = "both"
    # The representative text of the case alone.
    OWN = "own"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, and which of the two texts has them."""

    text: str
    side: Side


@dataclass(frozen=True, slots=True)
class OtherWording:
    """A text that reports of a case have instead of the representative one, with what that one has besides."""

    pieces: Sequence[Piece]
    reports: int
    first_report: int


def other_wordings(case: Case) -> list[OtherWording]:
    """Return the texts of a case's reports that differ from its own in more than case, spaces and signs; most first."""
    # What is held back counts for nothing.
    counts = Submission.case_id == case.id, Submission.text != "", Submission.held == Held.NO
    latest = select(Submission.id, Submission.text).where(*counts)
    read = latest.order_by(Submission.id.desc()).limit(_READ).subquery()
    rows = db.session.execute(
        select(read.c.text, func.count(), func.min(read.c.id)).where(read.c.text != case.text).group_by(read.c.text)
    )
    own, found = normalised(case.text), dict[str, OtherWording]()
    for text, count, first in sorted(rows, key=lambda row: (-row[1], row[2])):
        plain = normalised(text)
        if plain == own:
            continue
        known = found.get(plain)
        pieces = known.pieces if known is not None else _marked(case.text, text)
        reports = count + (known.reports if known is not None else 0)
        found[plain] = OtherWording(pieces, reports, min(first, known.first_report) if known is not None else first)
        if len(found) == MOST_SHOWN:
            break
    return list(found.values())


def _marked(own: str, other: str) -> list[Piece]:
    ours, theirs = _TOKEN.findall(own)[:_MOST_WORDS], _TOKEN.findall(other)[:_MOST_WORDS]
    compared = SequenceMatcher(None, [_bare(word) for word in ours], [_bare(word) for word in theirs], autojunk=False)
    pieces = []
    for tag, own_start, own_end, start, end in compared.get_opcodes():
        # A “not” that is missing turns a text round as much as one that was added.
        if tag in {"delete", "replace"}:
            pieces.append(Piece("".join(ours[own_start:own_end]), Side.OWN))
        if start < end:
            pieces.append(Piece("".join(theirs[start:end]), Side.BOTH if tag == "equal" else Side.OTHER))
    cut = len(_TOKEN.findall(other)) > _MOST_WORDS
    return [*pieces, Piece("…", Side.BOTH)] if cut else pieces


def _bare(word: str) -> str:
    return word.strip().strip(".,;:!?\"'„“”»«()").casefold()
