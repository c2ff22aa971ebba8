"""The list of what machines did by themselves: read from the trail, so that nothing is missing from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, type_coerce
from sqlalchemy.orm import joinedload

from audit import trail
from audit.chain import readable
from audit.filters import MACHINE, Found
from audit.filters import Filters as TrailFilters
from audit.models import Event
from audit.telling import text_in
from audit.trail import Line
from core.db import db
from review.automatic.filters import LISTED, Filters, What
from review.automatic.ways_back import Became, became_of
from search.ranking.bands import Lane

PAGE = 50
# So far back is looked for what few lines have; a page that is not full then offers to look further on.
LOOKED_AT = 2_000
_WHAT = {action.value: what for what, action in LISTED.items()}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a machine did, and what became of it. `lane` is that by which a report joined, if the line says it."""

    what: What
    line: Line
    lane: Lane | None
    became: Became


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list. `is_searched` says that more may fit further back, although this page is not full."""

    acts: Sequence[Act]
    before: int | None
    is_searched: bool


def page(filters: Filters, *, before: int | None) -> Page:
    """Return the newest acts that fit and have a number below `before`; how often is asked does not grow with them."""
    if not filters.actions:
        return Page([], None, is_searched=False)
    ids, goes_on, is_searched = _ids(filters, before)
    which = Found((Event.id.in_(ids),)).newest(PAGE, before=None)
    events = readable(which, joinedload(Event.editor)) if ids else []
    became = became_of(events)
    lines = {line.number: line for line in trail.in_words(events)}
    acts = [Act(_WHAT[event.action], lines[event.id], _lane(event), became[event.id]) for event in events]
    return Page(acts, goes_on, is_searched)


def _ids(filters: Filters, before: int | None) -> tuple[list[int], int | None, bool]:
    """Return the numbers of a page's lines, before which to go on, and whether it was only looked so far."""
    since = "" if filters.since is None else filters.since.isoformat()
    wheres = TrailFilters(who=MACHINE, since=since).found().wheres
    found = Found(wheres, tuple(action.value for action in filters.actions))
    if filters.lane is None:
        rows = db.session.scalars(found.newest(PAGE + 1, before=before).with_only_columns(Event.id)).all()
        return list(rows[:PAGE]), rows[PAGE - 1] if len(rows) > PAGE else None, False
    lane = type_coerce(Event.details["lane"].as_string(), String)
    looked = db.session.execute(found.newest(LOOKED_AT, before=before).with_only_columns(Event.id, lane)).all()
    fitting = [number for number, value in looked if value == filters.lane.value]
    if len(fitting) > PAGE:
        return fitting[:PAGE], fitting[PAGE - 1], False
    return fitting, looked[-1][0] if len(looked) == LOOKED_AT else None, len(looked) == LOOKED_AT


def _lane(event: Event) -> Lane | None:
    lane = text_in(event, "lane")
    return Lane(lane) if lane in set(Lane) else None
