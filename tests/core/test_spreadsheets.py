"""Tables for spreadsheets: what a German Excel reads, and that no cell is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from core.spreadsheets import BYTE_ORDER_MARK, Cell, csv_rows, harmless


def read(*rows: list[Cell]) -> list[list[str]]:
    """Return the cells as a spreadsheet set to German reads them."""
    return list(csv.reader("".join(csv_rows(rows)).removeprefix(BYTE_ORDER_MARK).splitlines(True), delimiter=";"))


def test_a_table_begins_with_the_byte_order_mark_and_its_cells_stand_between_semicolons() -> None:
    assert "".join(csv_rows([["Wörter", "Zahl"], ["Größe", 3]])) == "\ufeffWörter;Zahl\r\nGröße;3\r\n"


def test_a_fraction_has_a_comma_and_nothing_is_an_empty_cell() -> None:
    assert read([1.5, -0.25, 7, -7, None, date(2026, 3, 1)]) == [["1,5", "-0,25", "7", "-7", "", "2026-03-01"]]


def test_a_moment_is_told_where_the_readers_are(app: Flask) -> None:
    summer, winter = datetime(2026, 7, 1, 22, 30, tzinfo=UTC), datetime(2026, 1, 1, 23, 30, tzinfo=UTC)
    assert read([summer, winter]) == [["2026-07-02 00:30:00", "2026-01-02 00:30:00"]]


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        read([datetime(2026, 7, 1, 22, 30)])  # noqa: DTZ001 (that is what is refused)


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("https://example.org/?"&A1;"Klick")',
        "+43 1 234",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1;2)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "  =1+1",
        "\u00a0=1+1",
        "＝1+1",
        "＠SUM(1;2)",
    ],
)
def test_a_text_that_could_be_a_formula_begins_with_an_apostrophe(text: str) -> None:
    ((cell,),) = csv.reader(["".join(csv_rows([[text]])).removeprefix(BYTE_ORDER_MARK)], delimiter=";")
    assert cell == "'" + text


@pytest.mark.parametrize("text", ["", "Ein Satz.", "3-4", "a=b", "'=1", "„=1“", "https://example.org/?a=b"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_quotes_semicolons_and_line_breaks_stay_inside_their_cell() -> None:
    text = 'Er sagte: "nein";\nund ging.'
    assert read([text, "daneben"]) == [[text, "daneben"]]


def test_lines_are_made_one_by_one() -> None:
    asked = []

    def rows() -> Iterator[list[Cell]]:
        for number in range(3):
            asked.append(number)
            yield [number]

    lines = csv_rows(rows())
    assert (next(lines), asked) == ("\ufeff0\r\n", [0])
