"""Which days figures are about: a span of days where the desk is, chosen by name or by its ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict

from flask_babel import LazyString, format_date, gettext
from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum
from core.web.display import local_midnight

# No desk is older, and no page has to count further back.
EARLIEST = date(2000, 1, 1)
MOST_DAYS = 5 * 366
# Up to so many days each has a column of its own, and up to so many each week; a phone shows no more.
MOST_SINGLE_DAYS = 35
MOST_DAYS_BY_WEEK = 7 * 30
WEEK = 7


class Quick(LabelledEnum):
    """Spans that are chosen by name."""

    THIS_WEEK = "this-week", _l("This week")
    LAST_WEEK = "last-week", _l("Last week")
    FOUR_WEEKS = "four-weeks", _l("Last four weeks")
    THIS_MONTH = "this-month", _l("This month")
    NINETY_DAYS = "ninety-days", _l("Last 90 days")
    THIS_YEAR = "this-year", _l("This year")


class Arguments(TypedDict, total=False):
    """A span as it stands in an address."""

    range: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Slice:
    """Days that stand together as one column of a chart: a day, a week from Monday on, or a month."""

    first: date
    last: date
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def start(self) -> datetime:
        """When it begins."""
        return local_midnight(self.first)

    @property
    def end(self) -> datetime:
        """When the day after it begins."""
        return local_midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> list[date]:
        """Each of its days."""
        return [self.first + timedelta(days=number) for number in range(self.count)]

    @property
    def before(self) -> Span:
        """As many days before it, whole weeks earlier: reports come in by weekdays, and so stand beside their like."""
        shift = timedelta(days=-(-self.count // WEEK) * WEEK)
        return Span(self.first - shift, self.last - shift)

    @property
    def words(self) -> str:
        """Its ends, as people read them."""
        if self.count == 1:
            return str(format_date(self.first, "long"))
        return f"{format_date(self.first, 'medium')} – {format_date(self.last, 'medium')}"

    def slices(self, *, single_days: bool = True) -> list[Slice]:
        """Return its days, weeks or months, so many that they fit into a chart; those at its ends may be cut.

        Without `single_days` weeks are the shortest: for what a day has too little of.
        """
        if single_days and self.count <= MOST_SINGLE_DAYS:
            return [Slice(day, day, str(format_date(day, "short"))) for day in self.days]
        by_week = self.count <= MOST_DAYS_BY_WEEK
        found: list[Slice] = []
        first = self.first
        while first <= self.last:
            last = min(_end_of_week(first) if by_week else _end_of_month(first), self.last)
            found.append(Slice(first, last, _week_name(first) if by_week else str(format_date(first, "MMM yyyy"))))
            first = last + timedelta(days=1)
        return found


@dataclass(frozen=True, slots=True)
class Chosen:
    """A span, and the name that it was chosen by, if it was."""

    span: Span
    quick: Quick | None

    @property
    def arguments(self) -> Arguments:
        """The choice as it stands in an address."""
        if self.quick is not None:
            return {"range": self.quick.value}
        return {"first": self.span.first.isoformat(), "last": self.span.last.isoformat()}


def read(arguments: Mapping[str, str], *, today: date) -> Chosen:
    """Return the span that an address asks for; what cannot be read counts as not given, and no span ends after today.

    Two ends that stand the wrong way round are taken the right one; of a longer span than `MOST_DAYS` its last days.
    """
    first, last = _day(arguments.get("first", "")), _day(arguments.get("last", ""))
    if first is not None and last is not None:
        first, last = sorted((first, last))
        last = min(last, today)
        return Chosen(Span(max(min(first, last), last - timedelta(days=MOST_DAYS - 1)), last), None)
    asked = arguments.get("range", "")
    quick = Quick(asked) if asked in set(Quick) else Quick.FOUR_WEEKS
    return Chosen(span_of(quick, today=today), quick)


def span_of(quick: Quick, *, today: date) -> Span:
    """Return the days that a name means today."""
    monday = today - timedelta(days=today.weekday())
    return {
        Quick.THIS_WEEK: Span(monday, today),
        Quick.LAST_WEEK: Span(monday - timedelta(days=7), monday - timedelta(days=1)),
        Quick.FOUR_WEEKS: Span(today - timedelta(days=27), today),
        Quick.THIS_MONTH: Span(today.replace(day=1), today),
        Quick.NINETY_DAYS: Span(today - timedelta(days=89), today),
        Quick.THIS_YEAR: Span(today.replace(month=1, day=1), today),
    }[quick]


def quick_choices() -> list[tuple[str, LazyString | str]]:
    """Return the values and labels of the spans that have a name."""
    return [(quick.value, quick.label) for quick in Quick]


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return max(day, EARLIEST)


def _end_of_week(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _week_name(day: date) -> str:
    return str(gettext("Week %(number)s", number=day.isocalendar().week))
