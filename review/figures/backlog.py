"""What waits: how many cases were open from day to day, and how long those have waited that are open now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask_babel import format_date, gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select

from core.bar_charts import bar_chart, whole_axis
from core.charts import Line, Words, line_chart
from core.db import rows_of
from core.labels import LabelledEnum
from core.web.display import local_day
from intake.models.cases import Case, CaseState
from review.figures.figure import Asked, Column, Figure, Unit, amount, over_time, part, written
from review.models import Measure


class Age(LabelledEnum):
    """For how long a case has waited since its first report."""

    DAY = "day", _l("Less than a day")
    FEW_DAYS = "few_days", _l("1 to 3 days")
    WEEK = "week", _l("3 to 7 days")
    MONTH = "month", _l("1 to 4 weeks")
    LONGER = "longer", _l("More than 4 weeks")


_YOUNGER_THAN = {
    Age.DAY: timedelta(days=1),
    Age.FEW_DAYS: timedelta(days=3),
    Age.WEEK: timedelta(days=7),
    Age.MONTH: timedelta(days=28),
}
_OVER_A_WEEK = (Age.MONTH, Age.LONGER)


def backlog(asked: Asked) -> Figure:
    """How many cases were open at the end of each day, week or month."""
    span = asked.chosen.span
    slices = span.slices()
    levels = [asked.now.on(one.last, Measure.OPEN) for one in slices]
    last = asked.now.on(span.last, Measure.OPEN)
    first = asked.now.on(span.first - timedelta(days=1), Measure.OPEN)
    most = max((level for level in levels if level is not None), default=0)
    chart = line_chart(
        [Line(gettext("Open cases in the evening"), list(enumerate(levels)))],
        x=over_time(slices),
        y=whole_axis(most, written=written),
        words=Words(gettext("Open cases over time"), gettext("The table below has all numbers.")),
        key="backlog",
    )
    return Figure(
        key="backlog",
        name=_l("Backlog"),
        finding=_backlog_finding(last, first, ends_today=span.last >= local_day(asked.moment), day=span.last),
        columns=[Column(gettext("Evening of"), Unit.DAY), Column(gettext("Open cases"), Unit.NUMBER)],
        rows=[(one.last, level) for one, level in zip(slices, levels, strict=True)],
        charts=[chart] if last is not None else [],
        note=gettext("A case that was reopened counts as open since its first report; a merged one does not count."),
    )


def _backlog_finding(last: int | None, first: int | None, *, ends_today: bool, day: date) -> str:
    if last is None:
        return str(gettext("Nothing was counted on the last of these days."))
    number = written(last)
    if ends_today:
        told = ngettext("%(number)s case is open", "%(number)s cases are open", last, number=number)
    else:
        told = ngettext(
            "%(number)s case was open on the evening of %(day)s",
            "%(number)s cases were open on the evening of %(day)s",
            last,
            number=number,
            day=format_date(day, "medium"),
        )
    if first is None:
        return f"{told}."
    difference = written(abs(last - first))
    if last > first:
        compared = gettext(", %(number)s more than at the beginning.", number=difference)
    elif last < first:
        compared = gettext(", %(number)s fewer than at the beginning.", number=difference)
    else:
        compared = gettext(", as many as at the beginning.")
    return f"{told}{compared}"


def age(asked: Asked) -> Figure:
    """How long the cases have waited that are open now, whatever days were asked for."""
    counts = ages(asked.moment)
    total = sum(counts.values())
    bars = [amount(its.label, counts[its], total) for its in Age]
    rows: Sequence[tuple[str, int, float | None]] = [
        (str(its.label), counts[its], part(counts[its], total)) for its in Age
    ]
    words = Words(gettext("Open cases by age"), gettext("The table below has all numbers."))
    return Figure(
        key="age",
        name=_l("Age of the open cases, now"),
        finding=_age_finding(sum(counts[its] for its in _OVER_A_WEEK), total),
        columns=[
            Column(gettext("Since the first report"), Unit.WORDS),
            Column(gettext("Open cases"), Unit.NUMBER),
            Column(gettext("Share"), Unit.SHARE),
        ],
        rows=rows,
        charts=[bar_chart(bars, words=words, key="age")] if total else [],
    )


def ages(moment: datetime) -> dict[Age, int]:
    """Return how many open cases have waited for how long; read from an index, and only of those that are open.

    Each age is a stretch of the index and counted by itself, which takes a third of asking each case for its age.
    """
    until = [*(moment - limit for limit in _YOUNGER_THAN.values()), None]
    stretches = zip([None, *until[:-1]], until, strict=True)
    numbers = [select(func.count()).where(*_between(earliest, latest)) for latest, earliest in stretches]
    (found,) = rows_of(select(*(number.scalar_subquery() for number in numbers)))
    return dict(zip(Age, found, strict=True))


def _between(earliest: datetime | None, latest: datetime | None) -> list[ColumnElement[bool]]:
    """Return the conditions on open cases that were first reported after one moment and not after another."""
    found = [Case.state == CaseState.OPEN, Case.is_held_back.is_(False)]
    if earliest is not None:
        found.append(Case.first_seen > earliest)
    if latest is not None:
        found.append(Case.first_seen <= latest)
    return found


def _age_finding(older: int, total: int) -> str:
    if not total:
        return str(gettext("No case is open."))
    if not older:
        return str(gettext("No open case has waited for more than a week."))
    return str(
        ngettext(
            "%(number)s of %(all)s open cases has waited for more than a week.",
            "%(number)s of %(all)s open cases have waited for more than a week.",
            older,
            number=written(older),
            all=written(total),
        )
    )
