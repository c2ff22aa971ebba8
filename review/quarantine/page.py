"""What the page of held reports shows: what says the same as one line, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Select, String, and_, case, cast, func, select

from core.db import db, rows_of
from core.web.numbers import LARGEST_NUMBER
from intake.abuse.doubts import Doubt
from intake.models.files import Attachment
from intake.models.remarks import Remark
from intake.models.reports import Held, Submission
from review.queue.rows import excerpt

LINES = 25
# Of what readers have added to all that stands on a page.
MOST_ADDED = 100
# Of a report that says that somebody is in danger, with the largest number that there can be.
LARGEST_RANK = 2 * LARGEST_NUMBER + 1


@dataclass(frozen=True, slots=True)
class Line:
    """Reports that say the same: one of them, the latest, and what is to be known of all."""

    alike: str
    report: Submission
    text: str
    reports: int
    first: datetime
    last: datetime
    doubts: Sequence[Doubt]
    is_danger: bool
    # How many files came with all of them, and what their readers have added since.
    files: int
    added: Sequence[Remark]


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and by which number the next page begins; None on the last one.

    First those of which one says that somebody is in danger, then the others, each newest first.
    """

    held: Held
    lines: Sequence[Line]
    next_before: int | None


def page(held: Held, *, before: int | None = None, most: int = LINES) -> Page:
    """Return a page of what is held back in one way, from where the page before it ended."""
    rows = rows_of(_groups(held, before, most + 1))
    shown = rows[:most]
    newest = select(Submission).where(Submission.id.in_([row[1] for row in shown]))
    reports = {row.id: row for row in db.session.scalars(newest)}
    marks = [row[0] for row in shown]
    doubts, files, added = _doubts(marks, held), _files(marks, held), _added(marks, held)
    lines = [
        Line(
            alike,
            reports[number],
            excerpt(reports[number]),
            count,
            first,
            last,
            doubts[alike],
            bool(is_danger),
            files.get(alike, 0),
            added[alike],
        )
        for alike, number, count, first, last, is_danger, _ in shown
        if number in reports and alike is not None
    ]
    return Page(held, lines, shown[-1][-1] if len(rows) > most else None)


def _groups(held: Held, before: int | None, most: int) -> Select[str | None, int, int, datetime, datetime, int, int]:
    """Ask for what says the same: its mark, the newest of it, how many, first and last time, danger, and its rank."""
    last = func.max(Submission.id)
    danger = func.max(case((Submission.is_danger, 1), else_=0))
    # One number for both, so that one number says where a page ends.
    rank = last + cast(danger, BigInteger) * (LARGEST_NUMBER + 1)
    groups = (
        select(
            Submission.alike,
            last,
            func.count(),
            func.min(Submission.received_at),
            func.max(Submission.received_at),
            danger,
            rank,
        )
        .where(Submission.alike.is_not(None), Submission.held == held)
        .group_by(Submission.alike)
        .order_by(rank.desc())
        .limit(most)
    )
    if before is not None:
        groups = groups.having(rank < before)
    return groups


def counts() -> dict[Held, int]:
    """Return how many reports are held back, by what they wait for."""
    rows = select(Submission.held, func.count()).where(Submission.alike.is_not(None)).group_by(Submission.held)
    return dict.fromkeys(Held, 0) | dict(rows_of(rows))


def _files(alike: Sequence[str | None], held: Held) -> dict[str | None, int]:
    rows = select(Submission.alike, func.count(Attachment.id)).join(Submission.attachments)
    return dict(rows_of(rows.where(Submission.alike.in_(alike), Submission.held == held).group_by(Submission.alike)))


def _added(alike: Sequence[str | None], held: Held) -> dict[str, list[Remark]]:
    """Return what was added to reports, by what they have in common; of a flood the newest."""
    rows = select(Submission.alike, Remark).join(Submission, Submission.id == Remark.submission_id)
    rows = rows.where(Submission.alike.in_(alike), Submission.held == held).order_by(Remark.id.desc()).limit(MOST_ADDED)
    found: dict[str, list[Remark]] = defaultdict(list)
    for one, remark in db.session.execute(rows):
        found[one or ""].append(remark)
    return found


def _doubts(alike: Sequence[str | None], held: Held) -> dict[str, list[Doubt]]:
    """Return what made reports doubtful, by what they have in common."""
    # As text, because of JSON not every database says what is the same.
    written = cast(Submission.doubts, String)
    rows = (
        select(Submission.alike, written).where(and_(Submission.alike.in_(alike), Submission.held == held)).distinct()
    )
    words: dict[str, str] = defaultdict(str)
    for one, lists in rows_of(rows):
        words[one or ""] += lists
    return {one: [doubt for doubt in Doubt if f'"{doubt.value}"' in lists] for one, lists in words.items()}
