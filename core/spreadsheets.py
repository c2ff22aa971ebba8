"""Tables for spreadsheets: CSV that a German Excel opens with a double click, and in which no cell can run anything."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from typing import TypeAlias

from flask_babel import to_user_timezone

# A `datetime` is a `date`, too.
Cell: TypeAlias = str | int | float | date | None

# Without it Excel takes UTF-8 for an old code page, and "Ä" for two other letters.
BYTE_ORDER_MARK = "\ufeff"
MIME_TYPE = "text/csv; charset=utf-8"

# What a spreadsheet takes for the beginning of a formula, also as wide letters of East Asian keyboards. Quotes round
# the cell do not help, because they are taken off before it looks.
_BEGINS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def csv_rows(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield a table line by line, the byte order mark with the first; to be sent as UTF-8.

    Cells stand between semicolons, because the comma is the decimal mark. A fraction is written with that comma; with a
    point, a German spreadsheet would read 1.5 as the first of May. A moment is written as 2026-11-26 14:30:00, where
    the readers are; call it within an app context for that. A text that could be read as a formula has an apostrophe in
    front. Errors: `ValueError` for a moment without a time zone.
    """
    line = StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    line.write(BYTE_ORDER_MARK)
    for row in rows:
        writer.writerow([_written(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    if isinstance(cell, str):
        return harmless(cell)
    return str(cell)


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with an apostrophe in front where it could.

    White space before it is passed over, because some programs drop it; so a text that begins with a tab or a line
    break needs no mark of its own.
    """
    return f"'{text}" if text.lstrip().startswith(_BEGINS_FORMULA) else text


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("nobody can say when a moment without a time zone was")
    return f"{to_user_timezone(moment):%Y-%m-%d %H:%M:%S}"
