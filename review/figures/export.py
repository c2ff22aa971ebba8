"""Figures as tables for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask import Response
from flask_babel import gettext

from core.spreadsheets import MIME_TYPE, csv_rows
from review.figures.figure import Cell, Column, Figure, Unit
from review.figures.ranges import Span


def csv_of(figures: Sequence[Figure], span: Span) -> Response:
    """Return figures as one file to save, each with its name and finding above its table."""
    ends = f"{span.first.isoformat()}_{span.last.isoformat()}"
    name = figures[0].key if len(figures) == 1 else "figures"
    # Written here and not while it is sent: then the request is over, and with it the reader's language.
    response = Response("".join(csv_rows(_rows(figures, span))), content_type=MIME_TYPE)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}_{ends}.csv")
    return response


def _rows(figures: Iterable[Figure], span: Span) -> Iterator[Sequence[Cell]]:
    for number, figure in enumerate(figures):
        if number:
            yield ()
        yield (str(figure.name), span.first, span.last)
        yield (figure.finding,)
        yield [_label(column) for column in figure.columns]
        for row in figure.rows:
            yield [_cell(column, cell) for column, cell in zip(figure.columns, row, strict=True)]


def _label(column: Column) -> str:
    return str(gettext("%(label)s (per cent)", label=column.label)) if column.unit is Unit.SHARE else column.label


def _cell(column: Column, cell: Cell) -> Cell:
    return round(cell * 100, 1) if column.unit is Unit.SHARE and isinstance(cell, float) else cell
