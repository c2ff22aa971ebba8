"""Finding the cases of one page of the queue without ever counting, sorting or walking through a table.

A page is read off the index of its order. What few cases have is found by an index of its own and sorted then. What
many have is looked for along the order, so far and no further: a page that is not full then says where to look on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    TextClause,
    func,
    select,
    text,
    tuple_,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute

from core.db import db, rows_of
from core.web.numbers import whole_number
from intake.models.cases import Case, CaseState
from intake.models.counts import CasePlatform
from review.holding import whose
from review.queue.filters import NO_LANGUAGE, NOBODY, Filters, Fit, Sort
from review.queue.models import CaseTag

# What more cases have than this is common; also as far as anybody counts.
MOST_COUNTED = 999
# So far along the order a page is looked for: first a little, because it is mostly full by then.
NEAR = 300
FAR = 5_000

Value: TypeAlias = int | float | datetime
# Sort value and id of a row.
Cursor: TypeAlias = tuple[Value, int]

_COLUMNS: dict[Sort, InstrumentedAttribute[Any]] = {
    Sort.PRIORITY: Case.priority,
    Sort.REPORTS: Case.submission_count,
    Sort.WAITING: Case.first_seen,
    Sort.NEWEST: Case.last_seen,
    Sort.BURST: Case.heat,
}
# In the words of its partial index, because SQLite takes that for no others.
_HAS_NEWS = text('"case".has_news')
# What is held back stands on its own page.
_IS_LISTED = Case.is_held_back.is_(False)
_ASCENDING = frozenset({Sort.WAITING})
_EVERY_STATE = tuple(state for state in CaseState if state is not CaseState.MERGED)


@dataclass(frozen=True, slots=True)
class Found:
    """Cases in their order, and after which one to go on, if there may be more.

    `count` says how many there are in all, and is None when there are more than anybody counts or it is not known.
    """

    cases: Sequence[Case]
    goes_on_after: Cursor | None
    count: int | None
    is_common: bool = False


@dataclass(frozen=True, slots=True)
class _Narrowing:
    """One filter: its condition, worded so that no index is chosen for it, and the cases that fulfil it, by one.

    Without these it leaves out a little of everything, and is only applied along the way.
    """

    condition: ColumnElement[bool]
    fulfilling: Select[int] | CompoundSelect[int] | None


@dataclass(frozen=True, slots=True)
class _Order:
    sort: Sort
    reverse: bool = False

    @property
    def column(self) -> InstrumentedAttribute[Any]:
        return _COLUMNS[self.sort]

    @property
    def ascending(self) -> bool:
        return (self.sort in _ASCENDING) is not self.reverse

    def sorted(self, rows: Select[Any]) -> Select[Any]:
        if self.ascending:
            return rows.order_by(self.column, Case.id)
        return rows.order_by(self.column.desc(), Case.id.desc())

    def beyond(self, rows: Select[Any], border: Cursor | None) -> Select[Any]:
        if border is None:
            return rows
        position, last = tuple_(self.column, Case.id), tuple_(*border)
        return rows.where(position > last if self.ascending else position < last)

    def position(self, case: Case) -> Cursor:
        return getattr(case, self.column.key), case.id

    def first_of(self, borders: Sequence[Cursor]) -> Cursor:
        return min(borders) if self.ascending else max(borders)

    def is_beyond(self, position: Cursor, border: Cursor) -> bool:
        return position > border if self.ascending else position < border


def find(filters: Filters, *, after: Cursor | None, most: int, besides: Sequence[ColumnElement[bool]] = ()) -> Found:
    """Return the next cases of the queue, at most so many, and how many there are in all.

    `besides` are conditions on `Case` that most cases fulfil.
    """
    found = look(filters, after=after, most=most, besides=besides)
    if found.count is not None or found.is_common:
        return found
    count = _bounded(select(Case.id).where(Case.state.in_(_states(filters)), _IS_LISTED, *besides))
    return replace(found, count=count, is_common=count is None)


def look(filters: Filters, *, after: Cursor | None, most: int, besides: Sequence[ColumnElement[bool]] = ()) -> Found:
    """Return the same, for whoever does not ask how many there are: they are counted only where that costs nothing."""
    return _look_along(_Order(filters.sort), filters, after=after, most=most, besides=besides)


def neighbours(
    case: Case, filters: Filters, *, backwards: bool = False, besides: Sequence[ColumnElement[bool]] = ()
) -> Found:
    """Return the case that comes next to a case in the queue, or before it; it need not stand there any more.

    Without one, `goes_on_after` says how far was looked, and is None where that is the end of the queue.
    """
    order = _Order(filters.sort, reverse=backwards)
    return _look_along(order, filters, after=order.position(case), most=1, besides=besides)


def spelled(cursor: Cursor) -> str:
    """Return a cursor as it stands in an address."""
    value, case_id = cursor
    return f"{value.isoformat() if isinstance(value, datetime) else repr(value)}_{case_id}"


def cursor_of(sort: Sort, text: str) -> Cursor | None:
    """Read a cursor; one that cannot be read starts from the top."""
    head, _, tail = text.rpartition("_")
    value = _value(sort, head)
    case_id = whole_number(tail)
    return None if value is None or case_id is None else (value, case_id)


def _value(sort: Sort, text: str) -> Value | None:
    if sort in {Sort.PRIORITY, Sort.REPORTS}:
        return whole_number(text)
    try:
        if sort is Sort.BURST:
            heat = float(text)
            return heat if abs(heat) < 1e9 else None
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _states(filters: Filters) -> tuple[CaseState, ...]:
    return _EVERY_STATE if filters.state is None else (filters.state,)


def _narrowings(filters: Filters) -> Iterator[_Narrowing]:
    states = Case.state.in_(_states(filters))
    columns: list[tuple[InstrumentedAttribute[Any], str | None]] = []
    if filters.kind is not None:
        columns.append((Case.kind, filters.kind.value))
    if filters.lang is not None:
        columns.append((Case.lang, "" if filters.lang == NO_LANGUAGE else filters.lang))
    if filters.fit is not None:
        columns.append((Case.best_band, None if filters.fit is Fit.NONE else filters.fit.value))
    for column, value in columns:
        plain = type_coerce(column, String)
        fulfilled = column.is_(None) if value is None else plain == value
        # A function of the column keeps SQLite from reading all rows by the column's index and sorting them.
        yield _Narrowing(func.coalesce(plain, "-") == (value if value is not None else "-"), _ids(states, fulfilled))
    if filters.news:
        yield _Narrowing(Case.has_news.is_(True), _ids(states, _HAS_NEWS))
    if filters.platform is not None:
        seen = select(CasePlatform.case_id).where(CasePlatform.platform == filters.platform)
        yield _Narrowing(seen.where(CasePlatform.case_id == Case.id).exists(), seen)
    if filters.tag is not None:
        tagged = select(CaseTag.case_id).where(CaseTag.tag_id == filters.tag)
        yield _Narrowing(tagged.where(CaseTag.case_id == Case.id).exists(), tagged)
    if filters.holder == NOBODY:
        yield _Narrowing(whose.with_nobody(), None)
    elif filters.holder is not None:
        somebody = int(filters.holder)
        yield _Narrowing(whose.with_somebody(somebody), whose.ids_with_somebody(somebody))


def _ids(*conditions: ColumnElement[bool] | TextClause) -> Select[int]:
    return select(Case.id).where(*conditions)


def _look_along(
    order: _Order,
    filters: Filters,
    *,
    after: Cursor | None,
    most: int,
    besides: Sequence[ColumnElement[bool]],
) -> Found:
    narrowings = [*_narrowings(filters), *(_Narrowing(condition, None) for condition in besides)]
    few = _fewest(narrowings)
    if few is not None:
        return _among(few, filters, narrowings, order, after=after, most=most)
    cases, border = _along(filters, narrowings, order, after=after, most=most)
    return Found(cases, border, None, is_common=any(narrowing.fulfilling is not None for narrowing in narrowings))


def _fewest(narrowings: Sequence[_Narrowing]) -> Sequence[int] | None:
    """Return the cases that fulfil a filter which few fulfil; None when many fulfil each, or there is none."""
    for narrowing in narrowings:
        if narrowing.fulfilling is None:
            continue
        found = [case_id for (case_id,) in rows_of(narrowing.fulfilling.limit(MOST_COUNTED + 1))]
        if len(found) <= MOST_COUNTED:
            return found
    return None


def _among(
    ids: Sequence[int],
    filters: Filters,
    narrowings: Sequence[_Narrowing],
    order: _Order,
    *,
    after: Cursor | None,
    most: int,
) -> Found:
    """Put the few cases in order, and read the next ones of them; so each is read once, and nothing is counted."""
    state = func.coalesce(type_coerce(Case.state, String), "-").in_([state.value for state in _states(filters)])
    fitting = [one.condition for one in narrowings]
    rows = select(order.column, Case.id).where(Case.id.in_(ids), state, _IS_LISTED, *fitting)
    positions = sorted(((value, case_id) for value, case_id in rows_of(rows)), reverse=not order.ascending)
    left = [position for position in positions if after is None or order.is_beyond(position, after)]
    shown = [case_id for _, case_id in left[:most]]
    cases = db.session.scalars(select(Case).where(Case.id.in_(shown))).all()
    border = left[most - 1] if len(left) > most else None
    return Found(sorted(cases, key=lambda case: shown.index(case.id)), border, len(positions))


def _along(
    filters: Filters, narrowings: Sequence[_Narrowing], order: _Order, *, after: Cursor | None, most: int
) -> tuple[Sequence[Case], Cursor | None]:
    """Look along the order of each state, and put what was found into one order; return it and where it ends."""
    found: list[Case] = []
    borders: list[Cursor] = []
    for state in _states(filters):
        cases, border = _of_state(state, narrowings, order, after=after, most=most)
        found.extend(cases)
        borders.extend([border] if border is not None else [])
    found.sort(key=order.position, reverse=not order.ascending)
    border = order.first_of(borders) if borders else None
    # Beyond the place to which one state was looked through, others have cases that stand behind it.
    shown = [case for case in found if border is None or not order.is_beyond(order.position(case), border)]
    if len(shown) > most:
        return shown[:most], order.position(shown[most - 1])
    return shown, border


def _of_state(
    state: CaseState, narrowings: Sequence[_Narrowing], order: _Order, *, after: Cursor | None, most: int
) -> tuple[Sequence[Case], Cursor | None]:
    """Return the next cases of a state and the place to which it was looked through; None when that is the end."""
    rows = order.sorted(order.beyond(select(Case).where(Case.state == state, _IS_LISTED), after))
    if not narrowings:
        return _cut(db.session.scalars(rows.limit(most + 1)).all(), order, most)
    fitting = [narrowing.condition for narrowing in narrowings]
    cases, border = _look(rows, fitting, order, far=NEAR, most=most)
    if border is None or len(cases) == most:
        return cases, border
    return _look(rows, fitting, order, far=FAR, most=most)


def _look(
    rows: Select[Any], fitting: Sequence[ColumnElement[bool]], order: _Order, *, far: int, most: int
) -> tuple[Sequence[Case], Cursor | None]:
    """Return those of the next so many rows that fit, and the place to which was looked; None when that is the end."""
    near = rows.with_only_columns(Case.id).limit(far).subquery()
    wanted = order.sorted(select(Case).where(Case.id.in_(select(near.c.id)), *fitting))
    cases, border = _cut(db.session.scalars(wanted.limit(most + 1)).all(), order, most)
    if border is not None:
        return cases, border
    last: Case | None = db.session.scalars(rows.offset(far - 1).limit(1)).one_or_none()
    return cases, None if last is None else order.position(last)


def _cut(cases: Sequence[Case], order: _Order, most: int) -> tuple[Sequence[Case], Cursor | None]:
    """Cut what may be one too many; return what is shown and its last position, None when nothing was cut off."""
    return cases[:most], order.position(cases[most - 1]) if len(cases) > most else None


def _bounded(rows: Select[int]) -> int | None:
    """Count rows as far as anybody counts; None beyond."""
    found: int = db.session.scalar(select(func.count()).select_from(rows.limit(MOST_COUNTED + 1).subquery())) or 0
    return found if found <= MOST_COUNTED else None
