"""Columns and bars: honest from zero on, told in words, with every name and amount within the drawing."""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import pytest

from core.bar_charts import Amount, bar_chart, column_chart, whole_axis
from core.charts import LEFT, WIDTH, Words

WORDS = Words("Ein Titel", "Eine Beschreibung.")


def columns(*values: float) -> Element:
    amounts = [Amount(f"Tag {number}", value, f"{value:g}") for number, value in enumerate(values)]
    drawn = column_chart(amounts, written=lambda number: f"{number:g}", words=WORDS, key="k")
    return fromstring(str(drawn))  # noqa: S314 (our own drawing)


def bars(*values: float) -> Element:
    amounts = [Amount(f"Name {number}", value, f"{value:g} <b>") for number, value in enumerate(values)]
    return fromstring(str(bar_chart(amounts, words=WORDS, key="k")))  # noqa: S314 (our own drawing)


def blocks(drawn: Element, *names: str) -> list[tuple[float, ...]]:
    return [tuple(float(block.get(name, "")) for name in names) for block in drawn.iter("rect")]


def texts(drawn: Element) -> list[str]:
    return [text.text or "" for text in drawn.iter("text")]


def test_a_chart_says_what_it_shows_to_those_who_cannot_see_it() -> None:
    for drawn in (columns(1, 2), bars(1, 2)):
        assert drawn.get("role") == "img"
        names = {element.get("id"): element.text for element in drawn if element.get("id")}
        told = [names[name] for name in (drawn.get("aria-labelledby") or "").split()]
        assert told == ["Ein Titel", "Eine Beschreibung."]


def test_twice_as_much_is_twice_as_high_and_all_stand_on_one_line() -> None:
    found = blocks(columns(10, 20, 40), "y", "height")

    heights = [height for _, height in found]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert heights[2] == pytest.approx(4 * heights[0], abs=0.4)
    assert len({round(top + height, 1) for top, height in found}) == 1


def test_twice_as_much_is_twice_as_long_and_all_begin_at_the_edge() -> None:
    found = blocks(bars(10, 20, 0), "x", "width")

    assert found == [(0, pytest.approx(found[1][1] / 2, abs=0.1)), (0, found[1][1])]


def test_nothing_is_not_drawn_and_little_is_seen() -> None:
    for drawn in (columns(0, 1, 1_000_000), bars(0, 1, 1_000_000)):
        assert len(list(drawn.iter("rect"))) == 2
        assert all(width >= 2 and height >= 2 for width, height in blocks(drawn, "width", "height"))


@pytest.mark.parametrize("values", [(), (0,), (0, 0), (7,), tuple(range(35)), (1, 99, 1), (99, 1), (1, 99)])
def test_all_of_it_lies_within_the_drawing(values: tuple[float, ...]) -> None:
    for drawn in (columns(*values), bars(*values)):
        height = float((drawn.get("viewBox") or "").split()[3])
        for left, top, width, high in blocks(drawn, "x", "y", "width", "height"):
            assert left >= 0
            assert left + width <= WIDTH
            assert top >= 0
            assert top + high <= height
        assert all(0 <= float(text.get("y", "")) <= height for text in drawn.iter("text"))


def test_columns_stand_apart_and_right_of_the_scale() -> None:
    found = blocks(columns(*range(1, 36)), "x", "width")

    assert found[0][0] >= LEFT
    assert all(left + width < following for (left, width), (following, _) in pairwise(found))


def test_the_largest_column_has_its_amount_above_it_and_names_do_not_crowd() -> None:
    shown = texts(columns(*range(1, 35), 77))

    assert shown[-1] == "77"
    assert 2 <= len([text for text in shown if text.startswith("Tag")]) <= 5


def test_each_bar_has_its_name_and_amount_as_text() -> None:
    assert texts(bars(3, 0)) == ["Name 0", "3 <b>", "Name 1", "0 <b>"]


@pytest.mark.parametrize(
    "most, last, steps",
    [(0, 1, 2), (1, 1, 2), (4, 4, 5), (5, 5, 6), (6, 6, 4), (10, 10, 6), (11, 15, 4), (99, 100, 6), (1234, 1500, 4)],
)
def test_an_axis_ends_at_a_round_number_after_a_few_steps(most: float, last: int, steps: int) -> None:
    ticks = whole_axis(most, written=str).ticks

    assert (ticks[0][0], ticks[-1][0], len(ticks)) == (0, last, steps)
