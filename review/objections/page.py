"""The queue of objections: the open ones by when they are due, the answered ones newest first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from flask import url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import joinedload

from accounts.models import Editor
from core.db import db, now
from core.labels import LabelledEnum
from core.web.display import excerpt, local_day
from core.web.numbers import whole_number
from intake.models.cases import Kind
from intake.models.objections import Objection
from intake.models.reports import Submission
from intake.objections import standing
from review.case.page import TITLE, title_of
from review.objections.models import ObjectionAnswer, ObjectionAssignment

PAGE = 30
_CURSOR = re.compile(r"(-?\d{1,19})_(\d{1,10})")

UNKNOWN = _l("No such report or article")
WITHOUT_CASE = _l("A report without a case yet")
ALL_ANSWERED = _l("Objections that were answered")


class Show(LabelledEnum):
    """Which objections the list shows."""

    OPEN = "open", _l("Open")
    ANSWERED = "answered", _l("Answered")


class Haste(StrEnum):
    """How soon an objection has to be answered; its value is the tone in which the page says it."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Due:
    """By when an objection is answered, in words."""

    day: date
    haste: Haste
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One objection in the list; of what its sender wrote there is nothing in it. `who` answers, or answered."""

    objection: Objection
    kind: Kind | None
    about: str
    due: Due
    who: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list."""

    show: Show
    heading: str
    rows: Sequence[Row]
    next_url: str | None
    first_url: str | None


def page(arguments: Mapping[str, str]) -> Page:
    """Return the page that an address asks for; `after` is where the page before it ended."""
    show = Show.ANSWERED if arguments.get("state") == Show.ANSWERED else Show.OPEN
    after = _cursor(arguments.get("after", ""))
    found = db.session.scalars(_wanted(show, after).limit(PAGE + 1)).all()
    shown, goes_on = found[:PAGE], len(found) > PAGE
    names = _names(show, [one.id for one in shown])
    today = local_day(now())
    return Page(
        show=show,
        heading=_heading(show),
        rows=[_row(one, today, names.get(one.id, "")) for one in shown],
        next_url=url_for("objections.page", state=show.value, after=_spelled(show, shown[-1])) if goes_on else None,
        first_url=url_for("objections.page", state=show.value) if after is not None else None,
    )


def due(day: date, today: date) -> Due:
    """Return in words by when something is answered that is due on a day."""
    left = (day - today).days
    if left < 0:
        words = ngettext("Overdue for %(num)s day", "Overdue for %(num)s days", -left)
    elif left <= 1:
        words = gettext("Due tomorrow") if left else gettext("Due today")
    else:
        words = ngettext("Due in %(num)s day", "Due in %(num)s days", left)
    return Due(day, Haste.OVERDUE if left < 0 else Haste.SOON if left <= 1 else Haste.LATER, words)


def about(objection: Objection) -> str:
    """Return in a line what an objection is about: never the words of whoever objects."""
    case = objection.disputed_case
    if case is not None:
        return title_of(case, ())
    if objection.claim is not None:
        return excerpt(objection.claim.headline, TITLE)
    if objection.submission_id is not None:
        return str(WITHOUT_CASE)
    return str(UNKNOWN)


def _row(one: Objection, today: date, who: str) -> Row:
    case = one.disputed_case
    return Row(one, None if case is None else case.kind, about(one), due(one.due_on, today), who)


def _heading(show: Show) -> str:
    if show is Show.ANSWERED:
        return str(ALL_ANSWERED)
    count, most = standing.open_count(), standing.MOST_COUNTED
    told: str = gettext("Open objections (%(num)s)", num=count if count <= most else f"{most}+")
    return told


def _wanted(show: Show, after: tuple[int, int] | None) -> Select[Objection]:
    rows = select(Objection).options(
        joinedload(Objection.case),
        joinedload(Objection.claim),
        joinedload(Objection.submission).joinedload(Submission.case),
    )
    if show is Show.OPEN:
        rows = rows.where(Objection.answered_at.is_(None)).order_by(Objection.due_on, Objection.id)
        if after is not None:
            rows = rows.where(tuple_(Objection.due_on, Objection.id) > tuple_(_day(after[0]), after[1]))
        return rows
    rows = rows.where(Objection.answered_at.is_not(None)).order_by(Objection.answered_at.desc(), Objection.id.desc())
    if after is not None:
        rows = rows.where(tuple_(Objection.answered_at, Objection.id) < tuple_(_moment(after[0]), after[1]))
    return rows


def _names(show: Show, ids: Sequence[int]) -> Mapping[int, str]:
    """Return who answered, or to whom they are given, in one question for all of them."""
    table = ObjectionAssignment if show is Show.OPEN else ObjectionAnswer
    rows = select(table.objection_id, Editor.desk_name).join(table.editor).where(table.objection_id.in_(ids))
    return dict(db.session.execute(rows).all())


def _spelled(show: Show, last: Objection) -> str:
    """Return where a page ends: the ordinal of a day, or a moment in microseconds, and the number of the row."""
    if show is Show.OPEN or last.answered_at is None:
        return f"{last.due_on.toordinal()}_{last.id}"
    return f"{(last.answered_at - _EPOCH) // timedelta(microseconds=1)}_{last.id}"


def _cursor(text: str) -> tuple[int, int] | None:
    found = _CURSOR.fullmatch(text) if text.isascii() else None
    number = None if found is None else whole_number(found[2])
    return None if found is None or number is None else (int(found[1]), number)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _moment(microseconds: int) -> datetime:
    # Within a thousand years, whatever stands in the address.
    return _EPOCH + timedelta(microseconds=min(max(microseconds, 0), 10**16))
