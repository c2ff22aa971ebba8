"""One page of the queue, with what stands above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import LazyString, gettext
from sqlalchemy import ColumnElement

from accounts.models import Editor
from core.db import db
from intake.models.cases import Case, CaseState
from review.approval import waiting
from review.care import left_out, preferences
from review.holding import assigning, whose
from review.holding.assigning import Candidate
from review.queue import finding, saved_views, tags
from review.queue.filters import NOBODY, Arguments, Choice, Facet, Filters, Sort, facets
from review.queue.models import SavedView
from review.queue.rows import Row, rows_of

PAGE = 30


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is in effect, and the list without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class View:
    """Filters that the editor has kept, and whether they are those of this page."""

    id: int
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Next:
    """The case that comes next, if there is one. `further_on` is a cursor of the list: beyond it nobody has looked."""

    case_id: int | None
    further_on: str | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue. `is_searched` says that cases further on may fit, although this page is not full."""

    rows: Sequence[Row]
    filters: Filters
    facets: Sequence[Facet]
    sorts: Sequence[tuple[str, LazyString]]
    chips: Sequence[Chip]
    views: Sequence[View]
    heading: str
    # The filters and the place, for whatever leads away from the list and back.
    link_args: Arguments
    next_url: str | None
    first_url: str | None
    is_searched: bool


def page(arguments: Mapping[str, str], *, editor: Editor) -> Queue:
    """Return the page that an address asks for. The cursor is the sort value and id of the last row seen."""
    filters = Filters.read(arguments)
    after = finding.cursor_of(filters.sort, arguments.get("after", ""))
    found = finding.find(filters, after=after, most=PAGE, besides=_wanted())
    people = _people(editor, also=filters.holder)
    narrowed = facets(filters, tags=[(str(tag.id), tag.name) for tag in tags.offered(filters.tag)], people=people)
    goes_on = found.goes_on_after
    return Queue(
        rows=rows_of(found.cases),
        filters=filters,
        facets=narrowed,
        sorts=[(sort.value, sort.label) for sort in Sort],
        chips=_chips(filters, narrowed),
        views=[_view(view, filters) for view in saved_views.of(editor)],
        heading=_heading(filters, found),
        link_args={**filters.arguments, **({"after": finding.spelled(after)} if after is not None else {})},
        next_url=None if goes_on is None else _link(filters, after=finding.spelled(goes_on)),
        first_url=_link(filters) if after is not None else None,
        is_searched=goes_on is not None and len(found.cases) < PAGE,
    )


def ids_on_top(arguments: Mapping[str, str]) -> list[int]:
    """Return the cases that stand on the first page now, whatever page an address asks for."""
    return [case.id for case in finding.look(Filters.read(arguments), after=None, most=PAGE, besides=_wanted()).cases]


def next_case(case: Case, filters: Filters, *, editor: Editor) -> Next:
    """Return the case that comes after one in the queue; at its end the one on top, if that is another.

    What the editor skipped today, or does not want today, does not come up, nor what is in a colleague's hands.
    """
    besides = [*_wanted(), left_out.not_skipped(editor), whose.free_for(editor), waiting.not_proposed_by(editor)]
    found = finding.neighbours(case, filters, besides=besides)
    if found.cases:
        return Next(found.cases[0].id)
    if found.goes_on_after is not None:
        return Next(None, further_on=finding.spelled(found.goes_on_after))
    on_top = finding.look(filters, after=None, most=2, besides=besides).cases
    return Next(next((one.id for one in on_top if one.id != case.id), None))


def previous_case(case: Case, filters: Filters) -> int | None:
    """Return the case that comes before one in the queue; None when it is the first, or none is near."""
    return next((one.id for one in finding.neighbours(case, filters, backwards=True, besides=_wanted()).cases), None)


def _people(editor: Editor, *, also: str | None) -> list[Choice]:
    """Return whose cases can be asked for, one's own first, and last of all whoever is asked for and left the desk."""
    people = sorted(assigning.candidates(), key=lambda one: one.editor_id != editor.id)
    if also not in {None, NOBODY, *(str(one.editor_id) for one in people)}:
        left = db.session.get(Editor, int(also or 0))
        people.extend([Candidate(left.id, left.desk_name)] if left is not None else [])
    return [(str(one.editor_id), gettext("Me") if one.editor_id == editor.id else one.name) for one in people]


def _wanted() -> list[ColumnElement[bool]]:
    """Return what leaves out the kinds that whoever asks does not want today."""
    chosen = preferences.current()
    return [left_out.wanted(chosen)] if chosen.not_today else []


def _heading(filters: Filters, found: finding.Found) -> str:
    name = gettext("All") if filters.state is None else str(filters.state.label)
    if found.count is not None:
        return f"{name} ({found.count})"
    more: str = gettext("%(name)s (more than %(num)s)", name=name, num=finding.MOST_COUNTED)
    return more if found.is_common else name


def _link(filters: Filters, **changed: str) -> str:
    return url_for("review.queue", **{**filters.arguments, **changed})


def _chips(filters: Filters, narrowed: Sequence[Facet]) -> list[Chip]:
    return [
        Chip(f"{facet.label}: {facet.chosen}", _link(filters.without(facet.name)))
        for facet in narrowed
        if facet.current and (facet.name != "state" or filters.state is not CaseState.OPEN)
    ]


def _view(view: SavedView, filters: Filters) -> View:
    kept = Filters.read(view.filters)
    return View(view.id, view.name, _link(kept), is_current=kept == filters)
