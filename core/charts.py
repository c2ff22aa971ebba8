"""Line and reliability charts as SVG: in a page with the colours of its style sheet, or as files of their own."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

# In the units of the drawing, which is scaled to the width it is given.
WIDTH, HEIGHT = 560, 300
# On a phone the words stay readable by being drawn larger, and still need their room.
LEFT, RIGHT, TOP, BOTTOM = 84, 16, 36, 60
LEGEND = 26
SMALLEST_DOT, LARGEST_DOT = 2.5, 8.0

# Lines differ in their dashes and marks too, so that nobody needs to tell colours apart.
DASHES = ("none", "6 3", "2 3", "9 3 2 3", "1 2")
MARKS = (
    "M-3.5,0a3.5,3.5 0 1,0 7,0a3.5,3.5 0 1,0 -7,0",
    "M-3.2,-3.2h6.4v6.4h-6.4z",
    "M0,-4.2l4.2,7.4h-8.4z",
    "M0,-4.4l4.4,4.4l-4.4,4.4l-4.4,-4.4z",
    "M0,4.2l4.2,-7.4h-8.4z",
)

# A file has no style sheet around it; these are the colours of the pages, light and dark.
_STYLE = Markup("""<style>
.chart{background:#ffffff;color:#1a1f22;font:13px system-ui,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
.chart-grid{stroke:#dcd7ca}.chart-soft{color:#444b50}
.chart-1{color:#0a4752}.chart-2{color:#9a5b00}.chart-3{color:#1c6b40}
.chart-4{color:#a3262c}.chart-5{color:#5b3a86}
@media (prefers-color-scheme:dark){.chart{background:#1c2326;color:#eeece5}
.chart-grid{stroke:#374145}.chart-soft{color:#c3c9ca}
.chart-1{color:#97d6de}.chart-2{color:#e0a63f}.chart-3{color:#74c08e}
.chart-4{color:#f0958f}.chart-5{color:#c3a8e8}}
</style>""")


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from its first tick to its last; each tick is a value and what stands beside it, if there is room."""

    label: str
    ticks: Sequence[tuple[float, str]]
    logarithmic: bool = False

    def place(self, value: float) -> float:
        """Return where a value stands, from 0 to 1; what lies outside is put on the edge."""
        first, last, here = (
            math.log10(number) if self.logarithmic else number
            for number in (self.ticks[0][0], self.ticks[-1][0], value)
        )
        return min(max((here - first) / (last - first), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Line:
    """A named line through points; a point without a value leaves a gap. At most five fit into a chart."""

    name: str
    points: Sequence[tuple[float, float | None]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reliability curve: the probability that was said, the share that was right, of so many."""

    said: float
    right: float
    count: int


@dataclass(frozen=True, slots=True)
class Words:
    """What a chart is called and what it shows, for those who see it and those who hear it."""

    title: str
    description: str


def line_chart(lines: Sequence[Line], *, x: Axis, y: Axis, words: Words, key: str, standalone: bool = False) -> Markup:
    """Return a chart of lines. `key` keeps its ids apart from those of other charts on the page.

    Inside a page its colours are the style sheet's; `standalone` makes a file that brings its own.
    """
    drawn = Markup("").join(_line(place, line, x, y) for place, line in enumerate(lines))
    return _drawing(drawn, x=x, y=y, names=[line.name for line in lines], words=words, key=key, standalone=standalone)


def reliability_chart(
    steps: Sequence[Step],
    *,
    x: Axis,
    y: Axis,
    names: tuple[str, str],
    words: Words,
    key: str,
    standalone: bool = False,
) -> Markup:
    """Return a chart of what was said against what was right; the larger a dot, the more it was measured on.

    `names` are those of the curve and of the diagonal on which it would be perfect. Steps without a measurement are
    left out. `key` and `standalone` as for `line_chart`.
    """
    measured = [step for step in steps if step.count]
    most = max((step.count for step in measured), default=1)
    curve = _line(0, Line(names[0], [(step.said, step.right) for step in measured]), x, y, marks=False)
    dots = Markup("").join(
        Markup('<circle class="chart-1" cx="{}" cy="{}" r="{}" fill="currentColor" fill-opacity="0.8"/>').format(
            x_at(x, step.said),
            y_at(y, step.right),
            short(max(SMALLEST_DOT, LARGEST_DOT * math.sqrt(step.count / most))),
        )
        for step in measured
    )
    ideal = _line(
        1, Line(names[1], [(x.ticks[0][0], y.ticks[0][0]), (x.ticks[-1][0], y.ticks[-1][0])]), x, y, marks=False
    )
    return _drawing(ideal + curve + dots, x=x, y=y, names=names, words=words, key=key, standalone=standalone)


def _drawing(
    inside: Markup, *, x: Axis, y: Axis, names: Sequence[str], words: Words, key: str, standalone: bool
) -> Markup:
    legend = Markup("").join(_legend(place, name) for place, name in enumerate(names))
    height = HEIGHT + LEGEND * len(names)
    return framed(grid(x, y) + inside + legend, height=height, words=words, key=key, standalone=standalone)


def framed(inside: Markup, *, height: float, words: Words, key: str, standalone: bool = False) -> Markup:
    """Return a drawing of the usual width as a picture that is told in words, too."""
    return Markup(
        '<svg class="chart"{file} viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="{key}-title {key}-description" font-size="13" fill="none">'
        '<title id="{key}-title">{title}</title><desc id="{key}-description">{description}</desc>'
        "{style}{inside}</svg>"
    ).format(
        file=Markup(' xmlns="http://www.w3.org/2000/svg"') if standalone else "",
        style=_STYLE if standalone else "",
        width=WIDTH,
        height=short(height),
        key=key,
        title=words.title,
        description=words.description,
        inside=inside,
    )


def grid(x: Axis, y: Axis) -> Markup:
    """Return what lies behind a chart: lines across, and what stands beside both axes."""
    across = (
        Markup('<path class="chart-grid" d="M{},{}H{}"/>').format(LEFT, y_at(y, value), WIDTH - RIGHT)
        + text_at(LEFT - 8, y_at(y, value), text, anchor="end", shift="0.35em")
        for value, text in y.ticks
    )
    along = (_below(x, value, text) for value, text in x.ticks)
    labels = text_at(WIDTH - RIGHT, HEIGHT - 6, x.label, anchor="end") + text_at(0, 20, y.label, anchor="start")
    return Markup("").join([*across, *along, labels])


def _below(x: Axis, value: float, text: str) -> Markup:
    # Centred below the edge, the last one would stick out of the drawing.
    anchor, at = ("end", WIDTH - 1) if x.place(value) == 1 else ("middle", x_at(x, value))
    return text_at(at, HEIGHT - BOTTOM + 8, text, anchor=anchor, shift="0.8em")


def _line(place: int, line: Line, x: Axis, y: Axis, *, marks: bool = True) -> Markup:
    path = Markup(
        '<path class="chart-{}" d="{}" stroke="currentColor" stroke-width="2" stroke-dasharray="{}"/>'
    ).format(place + 1, " ".join(_strokes(line.points, x, y)), DASHES[place])
    if not marks:
        return path
    return path + Markup("").join(
        Markup('<path class="chart-{}" d="{}" transform="translate({} {})" fill="currentColor"/>').format(
            place + 1, MARKS[place], x_at(x, at), y_at(y, value)
        )
        for at, value in line.points
        if value is not None
    )


def _strokes(points: Sequence[tuple[float, float | None]], x: Axis, y: Axis) -> Iterator[str]:
    down = False
    for at, value in points:
        if value is not None:
            yield f"{'L' if down else 'M'}{x_at(x, at)},{y_at(y, value)}"
        down = value is not None


def _legend(place: int, name: str) -> Markup:
    at = HEIGHT + LEGEND * place + LEGEND / 2
    sample = Markup(
        '<path class="chart-{}" d="M{},{}h28" stroke="currentColor" stroke-width="2" stroke-dasharray="{}"/>'
    ).format(place + 1, LEFT, short(at), DASHES[place])
    return sample + text_at(LEFT + 36, at, name, anchor="start", shift="0.35em")


def text_at(x: float | str, y: float | str, text: str, *, anchor: str = "middle", shift: str = "0") -> Markup:
    """Return a text of a chart; `shift` moves it down, in sizes of its letters."""
    if not text:
        return Markup()
    return Markup(
        '<text class="chart-soft" x="{}" y="{}" dy="{}" text-anchor="{}" fill="currentColor">{}</text>'
    ).format(short(x), short(y), shift, anchor, text)


def x_at(axis: Axis, value: float) -> str:
    """Return where a value stands from the left."""
    return short(LEFT + axis.place(value) * (WIDTH - LEFT - RIGHT))


def y_at(axis: Axis, value: float) -> str:
    """Return where a value stands from the top."""
    return short(HEIGHT - BOTTOM - axis.place(value) * (HEIGHT - TOP - BOTTOM))


def short(value: float | str) -> str:
    """Return a measure as short as it is drawn; what is written already stays."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
