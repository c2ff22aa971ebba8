"""What a figure is made of: a sentence that says what was found, charts, and the table that they were drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from flask_babel import LazyString, format_decimal, format_percent, gettext
from markupsafe import Markup

from core.bar_charts import Amount
from core.charts import Axis
from review.figures.ranges import Chosen, Slice
from review.figures.shares import FEWEST, Share
from review.figures.tallies import Tallies

Cell: TypeAlias = str | int | float | date | None
Row: TypeAlias = Sequence[Cell]

# Words below a line; more would run into each other on a phone.
MOST_NAMES = 4


class Unit(StrEnum):
    """What the cells of a column are."""

    WORDS = "words"
    NUMBER = "number"
    # From 0 to 1, or None where there are too few to say.
    SHARE = "share"
    DAY = "day"
    # The number of a case.
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the page. `key` is its name in addresses, `name` says what it is about, `finding` what was found.

    Without anything counted it has no chart, and its finding says so.
    """

    key: str
    name: LazyString | str
    finding: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    charts: Sequence[Markup] = field(default=())
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What figures are made from: the span, what was counted of it and of the same span before, and the moment now."""

    chosen: Chosen
    now: Tallies
    before: Tallies
    moment: datetime


def over_time(slices: Sequence[Slice]) -> Axis:
    """Return the axis below a line over slices, each at its place; some of them are named, the last one always."""
    every = -(-len(slices) // MOST_NAMES)
    names = [(place, "" if (len(slices) - 1 - place) % every else one.label) for place, one in enumerate(slices)]
    # An axis needs two ends, and a span of one day has one.
    return Axis("", names if len(names) > 1 else [*names, (1, "")])


def written(number: float) -> str:
    """Return a number as the reader writes it."""
    return str(format_decimal(number))


def percent(share: float) -> str:
    """Return a share in whole per cent, as the reader writes it."""
    return str(format_percent(share))


def part(hits: int, of: int) -> float | None:
    """Return a share of a table, however few it was counted from; None of nothing."""
    return hits / of if of else None


def amount(name: LazyString | str, number: int, of: int) -> Amount:
    """Return a bar with its number and, where it says something, its share of all."""
    text = written(number)
    if of >= FEWEST:
        text = gettext("%(number)s (%(share)s)", number=text, share=percent(number / of))
    return Amount(str(name), number, text)


def change(now: int, before: int) -> str:
    """Return how an amount compares with the one before, to stand behind it (", 18 % more than before"), or nothing."""
    if before < FEWEST:
        return str(gettext(" (before: %(number)s)", number=written(before))) if before else ""
    if now == before:
        return str(gettext(", as many as before"))
    share = percent(abs(now - before) / before)
    if now > before:
        return str(gettext(", %(share)s more than before", share=share))
    return str(gettext(", %(share)s fewer than before", share=share))


def change_of_share(now: Share, before: Share) -> str:
    """Return how a share compares with the one before, to stand behind it; empty where one of them says nothing."""
    if now.value is None or before.value is None:
        return ""
    points = round((now.value - before.value) * 100, 1)
    size = format_decimal(abs(points), "#,##0.0")
    if points == 0:
        return str(gettext(", as before"))
    if points > 0:
        return str(gettext(", %(size)s percentage points more than before", size=size))
    return str(gettext(", %(size)s percentage points less than before", size=size))
