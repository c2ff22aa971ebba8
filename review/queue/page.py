"""One page of the queue, with what stands above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import LazyString, gettext
from sqlalchemy import ColumnElement

from accounts.models import Editor
from intake.models.cases import Case, CaseState
from review.care import left_out, preferences
from review.queue import finding, saved_views, tags
from review.queue.filters import Arguments, Facet, Filters, Sort, facets
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
class Queue:
    """One page of the queue. `is_searched` says that cases further on may fit, although this page is not full."""

    rows: Sequence[Row]
    filters: Filters
    facets: Sequence[Facet]
    sorts: Sequence[tuple[str, LazyString]]
    chips: Sequence[Chip]
    views: Sequence[View]
    heading: str
    link_args: Arguments
    next_url: str | None
    first_url: str | None
    is_searched: bool


def page(arguments: Mapping[str, str], *, editor: Editor) -> Queue:
    """Return the page that an address asks for. The cursor is the sort value and id of the last row seen."""
    filters = Filters.read(arguments)
    after = finding.cursor_of(filters.sort, arguments.get("after", ""))
    found = finding.find(filters, after=after, most=PAGE, besides=_wanted())
    narrowed = facets(filters, [(str(tag.id), tag.name) for tag in tags.offered()])
    goes_on = found.goes_on_after
    return Queue(
        rows=rows_of(found.cases),
        filters=filters,
        facets=narrowed,
        sorts=[(sort.value, sort.label) for sort in Sort],
        chips=_chips(filters, narrowed),
        views=[_view(view, filters) for view in saved_views.of(editor)],
        heading=_heading(filters, found),
        link_args=filters.arguments,
        next_url=None if goes_on is None else _link(filters, after=finding.spelled(goes_on)),
        first_url=_link(filters) if after is not None else None,
        is_searched=goes_on is not None and len(found.cases) < PAGE,
    )


def ids_on_top(arguments: Mapping[str, str]) -> list[int]:
    """Return the cases that stand on the first page now, whatever page an address asks for."""
    return [case.id for case in finding.find(Filters.read(arguments), after=None, most=PAGE, besides=_wanted()).cases]


def next_case(case: Case, filters: Filters, *, editor: Editor) -> int | None:
    """Return the case that comes after one in the queue, or else the one on top; None when no other is there.

    What the editor skipped today, or does not want today, does not come up.
    """
    besides = [*_wanted(), left_out.not_skipped(editor)]
    following = finding.neighbour(case, filters, besides=besides)
    found = following or finding.find(filters, after=None, most=2, besides=besides).cases
    return next((one.id for one in found if one.id != case.id), None)


def previous_case(case: Case, filters: Filters) -> int | None:
    """Return the case that comes before one in the queue; None when it is the first."""
    return next((one.id for one in finding.neighbour(case, filters, backwards=True, besides=_wanted())), None)


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
