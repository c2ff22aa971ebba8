"""Charts: well-formed, told in words too, in the colours of the page or with their own."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring

import pytest
from markupsafe import Markup

from core.charts import HEIGHT, WIDTH, Axis, Line, Step, Words, line_chart, reliability_chart

SVG = "{http://www.w3.org/2000/svg}"
SHARES = Axis("Anteil", [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")])
WEEKS = Axis("Woche", [(0, "1"), (1, ""), (2, "3"), (3, "4")])
WORDS = Words("Ein Titel", "Eine Beschreibung.")


def lines(*points: float | None, standalone: bool = True) -> Element:
    line = Line("Treffer", list(enumerate(points)))
    return read(line_chart([line], x=WEEKS, y=SHARES, words=WORDS, key="k", standalone=standalone))


def reliability(*steps: Step) -> Element:
    drawn = reliability_chart(
        steps, x=SHARES, y=SHARES, names=("Gemessen", "Ideal"), words=WORDS, key="k", standalone=True
    )
    return read(drawn)


def read(drawn: Markup) -> Element:
    return fromstring(str(drawn))  # noqa: S314 (our own drawing)


def paths(drawn: Element, name: str) -> list[str]:
    """Return the strokes of a line, without the one beside its name."""
    return [path.get("d", "") for path in drawn.iter(f"{SVG}path") if path.get("class") == name and path.get("stroke")][
        :-1
    ]


def test_a_chart_says_what_it_shows_to_those_who_cannot_see_it() -> None:
    drawn = lines(0.0, 1.0)

    assert drawn.get("role") == "img"
    names = {element.get("id"): element.text for element in drawn if element.get("id")}
    assert [names[name] for name in (drawn.get("aria-labelledby") or "").split()] == ["Ein Titel", "Eine Beschreibung."]
    shown = [element.text for element in drawn.iter(f"{SVG}text")]
    assert shown == ["0 %", "50 %", "100 %", "1", "3", "4", "Woche", "Anteil", "Treffer"]


def test_a_line_goes_from_edge_to_edge_and_higher_is_more() -> None:
    (stroke,) = paths(lines(0.0, 0.5, 0.75, 1.0), "chart-1")

    points = [tuple(map(float, pair.split(","))) for pair in re.findall(r"[ML]([\d.,]+)", stroke)]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    heights = [y for _, y in points]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - heights[1] == pytest.approx(2 * (heights[1] - heights[2]), abs=0.2)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in points)


def test_where_nothing_was_measured_a_line_has_a_gap_and_no_mark() -> None:
    drawn = lines(0.5, None, 0.5, 0.6)

    (stroke,) = paths(drawn, "chart-1")
    assert re.findall(r"[ML]", stroke) == ["M", "M", "L"]
    assert len([path for path in drawn.iter(f"{SVG}path") if path.get("transform")]) == 3


def test_lines_differ_in_more_than_their_colour() -> None:
    three = [Line(name, [(0, 0.1), (3, 0.9)]) for name in "abc"]
    drawn = read(line_chart(three, x=WEEKS, y=SHARES, words=WORDS, key="k", standalone=True))

    strokes = [path for path in drawn.iter(f"{SVG}path") if path.get("stroke")]
    marks = [path for path in drawn.iter(f"{SVG}path") if path.get("transform")]
    assert len({path.get("stroke-dasharray") for path in strokes}) == 3
    assert len({path.get("d") for path in marks}) == 3


def test_a_logarithmic_axis_gives_each_power_the_same_room() -> None:
    axis = Axis("n", [(1_000, "1k"), (1_000_000, "1M")], logarithmic=True)

    assert [axis.place(value) for value in (1_000, 10_000, 100_000, 1_000_000)] == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert (axis.place(1), axis.place(10**9)) == (0.0, 1.0)


def test_a_reliability_chart_has_a_dot_a_measured_step_the_larger_the_more_was_measured() -> None:
    drawn = reliability(Step(0.05, 0.0, 400), Step(0.0, 0.0, 0), Step(0.95, 1.0, 100))

    dots = [(float(dot.get("cx", "")), float(dot.get("r", ""))) for dot in drawn.iter(f"{SVG}circle")]
    assert len(dots) == 2
    assert dots[0][0] < dots[1][0]
    assert dots[0][1] == pytest.approx(2 * dots[1][1])


def test_a_reliability_chart_of_nothing_still_has_its_diagonal() -> None:
    drawn = reliability()

    assert list(drawn.iter(f"{SVG}circle")) == []
    assert len(paths(drawn, "chart-2")) == 1


def test_in_a_page_nothing_is_styled_inline_because_the_policy_forbids_it() -> None:
    inside = str(line_chart([Line("a", [(0, 0.5)])], x=WEEKS, y=SHARES, words=WORDS, key="k"))

    assert "<style" not in inside
    assert "style=" not in inside
    assert not re.search(r"#[0-9a-f]{3,6}\b", inside), "colours belong to the style sheet"


def test_a_file_brings_its_colours_for_light_and_dark() -> None:
    (style,) = lines(0.5).iter(f"{SVG}style")

    assert "prefers-color-scheme:dark" in (style.text or "")


def test_words_cannot_break_out_of_a_chart() -> None:
    evil = '"><script>alert(1)</script>'
    axis = Axis(evil, [(0, evil), (1, evil)])
    drawn = line_chart([Line(evil, [(0, 0.5)])], x=axis, y=axis, words=Words(evil, evil), key="k", standalone=True)

    assert "<script" not in drawn
    assert [element.text for element in read(drawn).iter(f"{SVG}title")] == [evil]
