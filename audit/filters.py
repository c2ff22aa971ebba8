"""By what the trail is narrowed down, and how that stands in an address and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import TypeAlias

from flask_babel import LazyString, format_date, gettext
from sqlalchemy import ColumnElement, Select, UnaryExpression, select, union_all

from accounts.models import Editor
from audit.models import Event
from audit.telling import groups
from core.db import db
from core.events import label_of
from core.web.display import local_midnight
from core.web.numbers import LARGEST_NUMBER, whole_number

MACHINE = "machine"
# Marks a whole list of actions, `list:DeskAction`, where one action could stand.
LIST = "list:"
# Lines are numbered in the order of their moments, unless the clock was set back; so far that may have been.
CLOCK_SET_BACK = timedelta(hours=1)
# Years beyond belong to nobody's trail, and moments near the ends of the calendar cannot be moved to another zone.
FIRST_YEAR, LAST_YEAR = 2000, 2999


# Filters as they stand in an address; those that are not set are left out.
Arguments: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is set: what it is called, what was chosen, and the other filters."""

    label: str
    chosen: str
    others: Arguments


@dataclass(frozen=True, slots=True)
class Found:
    """The lines for which some conditions hold, of some actions or of all when none is named."""

    wheres: tuple[ColumnElement[bool], ...] = ()
    actions: tuple[str, ...] = ()

    def newest(self, limit: int, *, before: int | None) -> Select[Event]:
        """Return the question for the newest lines with a number below `before`, the newest first."""
        bound = () if before is None else (Event.id < before,)
        return self._page(Event.id.desc(), limit, *bound)

    def oldest(self, limit: int, *, after: int, last: int) -> Select[Event]:
        """Return the question for the oldest lines with a number beyond `after` up to `last`, the oldest first."""
        return self._page(Event.id.asc(), limit, Event.id > after, Event.id <= last)

    def _page(self, order: UnaryExpression[int], limit: int, *bounds: ColumnElement[bool]) -> Select[Event]:
        wheres = (*self.wheres, *bounds)
        if len(self.actions) == 1:
            wheres = (*wheres, Event.action == self.actions[0])
        elif self.actions:
            # The first of each action by itself: in one question for all, a database sorts every line of theirs.
            parts = [
                select(Event.id).where(*wheres, Event.action == action).order_by(order).limit(limit).subquery()
                for action in self.actions
            ]
            wheres = (Event.id.in_(union_all(*(select(part.c.id) for part in parts))),)
        return select(Event).where(*wheres).order_by(order).limit(limit)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which lines: empty means all. Days are those of the readers, the last one included."""

    who: str = ""
    what: str = ""
    case: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> Filters:
        """Read the filters from an address; what cannot be read counts as not given."""
        given = {field.name: arguments.get(field.name, "").strip() for field in fields(cls)}
        people, machine = whole_number(given["who"]), given["who"] == MACHINE
        return cls(
            who=str(people) if people is not None else MACHINE if machine else "",
            what=given["what"] if _actions_of(given["what"]) else "",
            case="" if (case := whole_number(given["case"].lstrip("#"))) is None else str(case),
            since="" if (since := _day(given["since"])) is None else since.isoformat(),
            until="" if (until := _day(given["until"])) is None else until.isoformat(),
        )

    @property
    def arguments(self) -> Arguments:
        """The filters as they stand in an address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    @property
    def chips(self) -> list[Chip]:
        """The filters that are set, in words, each with the others, to which taking it off leads."""
        words = {
            "who": (gettext("Who"), _name(self.who)),
            "what": (gettext("What"), str(_label(self.what))),
            "case": (gettext("Case"), self.case),
            "since": (gettext("From"), self.since and format_date(date.fromisoformat(self.since), "medium")),
            "until": (gettext("Until"), self.until and format_date(date.fromisoformat(self.until), "medium")),
        }
        return [
            Chip(label, chosen, replace(self, **{name: ""}).arguments)
            for name, (label, chosen) in words.items()
            if chosen
        ]

    def found(self) -> Found:
        """Look up what bounds the lines; return what gives them page by page."""
        wheres: list[ColumnElement[bool]] = []
        if self.who:
            wheres.append(Event.editor_id.is_(None) if self.who == MACHINE else Event.editor_id == int(self.who))
        if self.case:
            wheres.append(Event.case_id == int(self.case))
        return Found(tuple(wheres + self._of_days()), tuple(_actions_of(self.what)))

    def _of_days(self) -> list[ColumnElement[bool]]:
        """Return what holds for lines of the days.

        Their numbers are bounded, too: a database that sorted all lines of a year to find the newest fifty would be
        slow, and the numbers are in order already.
        """
        wheres: list[ColumnElement[bool]] = []
        if self.since:
            begin = local_midnight(date.fromisoformat(self.since))
            earlier = select(Event.id).where(Event.at < begin - CLOCK_SET_BACK)
            before = db.session.scalar(earlier.order_by(Event.at.desc(), Event.id.desc()).limit(1))
            wheres += [Event.at >= begin, Event.id > (before or 0)]
        if self.until:
            end = local_midnight(date.fromisoformat(self.until) + timedelta(days=1))
            later = select(Event.id).where(Event.at >= end + CLOCK_SET_BACK)
            after = db.session.scalar(later.order_by(Event.at, Event.id).limit(1))
            wheres += [Event.at < end, Event.id < (LARGEST_NUMBER if after is None else after)]
        return wheres


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen: people with their numbers, and actions in their lists, each with its label."""

    people: list[tuple[str, str]]
    lists: list[tuple[LazyString, list[tuple[str, LazyString | str]]]]


def choices() -> Choices:
    """Return what the form of the filters offers."""
    rows = db.session.execute(select(Editor.id, Editor.desk_name).order_by(Editor.desk_name, Editor.id))
    return Choices(
        people=[(MACHINE, gettext("The machine")), *((str(number), name) for number, name in rows)],
        lists=[
            (label, [(f"{LIST}{type(actions[0]).__name__}", label), *((one.value, one.label) for one in actions)])
            for label, actions in groups()
        ],
    )


def _actions_of(what: str) -> list[str]:
    """Return the actions that a choice stands for; none for what is no choice."""
    for _, actions in groups():
        if what == f"{LIST}{type(actions[0]).__name__}":
            return [action.value for action in actions]
        if what in actions:
            return [what]
    return []


def _label(what: str) -> LazyString | str:
    names = {f"{LIST}{type(actions[0]).__name__}": label for label, actions in groups()}
    return names.get(what) or label_of(what)


def _name(who: str) -> str:
    if not who or who == MACHINE:
        machine: str = gettext("The machine")
        return who and machine
    name = db.session.scalar(select(Editor.desk_name).where(Editor.id == int(who)))
    return name or gettext("account %(id)s", id=who)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
