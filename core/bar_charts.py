"""Charts of amounts as SVG: columns over time, and bars with their names. All of them begin at zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from math import ceil

from markupsafe import Markup

from core.charts import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Axis, Words, framed, grid, short, text_at, y_at

# Of the room of a column, what it fills; and no column is wider than this.
FILLED = 0.72
WIDEST = 44.0
# More names below the columns than these would run into each other on a phone, where they are drawn larger.
MOST_NAMES = 4
# A bar has its name above it, so that names may be as long as the drawing is wide; what it says stands behind it.
BAR_PITCH, BAR_TOP, BAR_HEIGHT = 64.0, 26.0, 20.0
LONGEST_BAR = WIDTH - 190.0
# So wide that it is seen beside nothing at all.
THINNEST = 2.0
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with its name; `text` is how it is written beside its bar."""

    name: str
    value: float
    text: str


def column_chart(amounts: Sequence[Amount], *, written: Callable[[float], str], words: Words, key: str) -> Markup:
    """Return a chart of columns, from left to right; the largest has its amount above it.

    `written` writes the amounts beside the lines. `key` keeps its ids apart from those of other charts on the page.
    """
    y = whole_axis(max((amount.value for amount in amounts), default=0.0), written=written)
    x = Axis("", [(0, ""), (1, "")])
    room = (WIDTH - LEFT - RIGHT) / max(len(amounts), 1)
    width = min(room * FILLED, WIDEST)
    drawn = [_column(y, LEFT + (place + 0.5) * room, width, amount) for place, amount in enumerate(amounts)]
    every = -(-len(amounts) // MOST_NAMES)
    # Each stands in the middle of those that it is told for: centred below the last column it would stick out.
    names = [
        text_at(LEFT + (place + 0.5) * room, HEIGHT - BOTTOM + 8, amount.name, shift="0.8em")
        for place, amount in enumerate(amounts)
        if (len(amounts) - 1 - place) % every == every // 2
    ]
    largest = max(range(len(amounts)), key=lambda place: amounts[place].value, default=None)
    told = Markup()
    if largest is not None and amounts[largest].value > 0:
        told = text_at(
            LEFT + (largest + 0.5) * room,
            float(y_at(y, amounts[largest].value)) - 7,
            amounts[largest].text,
            anchor=_side(largest, len(amounts)),
        )
    inside = grid(x, y) + Markup("").join(drawn) + Markup("").join(names) + told
    return framed(inside, height=HEIGHT - BOTTOM / 3, words=words, key=key)


def bar_chart(amounts: Sequence[Amount], *, words: Words, key: str) -> Markup:
    """Return a chart of bars, from top to bottom, each with its name above and its amount behind it."""
    most = max((amount.value for amount in amounts), default=0.0) or 1.0
    bars = [_bar(BAR_PITCH * place, LONGEST_BAR * amount.value / most, amount) for place, amount in enumerate(amounts)]
    return framed(Markup("").join(bars), height=BAR_PITCH * len(amounts), words=words, key=key)


def whole_axis(most: float, *, written: Callable[[float], str]) -> Axis:
    """Return an axis from zero to a round number that is not below `most`, in at most five steps of whole numbers."""
    step = next(size * small for size in map(partial(pow, 10), count()) for small in _STEPS if size * small * 5 >= most)
    last = max(ceil(most / step), 1)
    return Axis("", [(step * place, written(step * place)) for place in range(last + 1)])


def _column(y: Axis, middle: float, width: float, amount: Amount) -> Markup:
    top, foot = float(y_at(y, amount.value)), float(y_at(y, 0))
    if amount.value <= 0:
        return Markup()
    return _block(middle - width / 2, min(top, foot - THINNEST), width, max(foot - top, THINNEST))


def _bar(top: float, length: float, amount: Amount) -> Markup:
    drawn = _block(0, top + BAR_TOP, max(length, THINNEST), BAR_HEIGHT) if amount.value > 0 else Markup()
    after = (max(length, THINNEST) if amount.value > 0 else 0) + 8
    return (
        text_at(0, top + BAR_TOP - 8, amount.name, anchor="start")
        + drawn
        + text_at(after, top + BAR_TOP + BAR_HEIGHT / 2, amount.text, anchor="start", shift="0.35em")
    )


def _block(left: float, top: float, width: float, height: float) -> Markup:
    return Markup('<rect class="chart-1" x="{}" y="{}" width="{}" height="{}" fill="currentColor"/>').format(
        short(left), short(top), short(width), short(height)
    )


def _side(place: int, count: int) -> str:
    """Return at which end a text over a column is held, so that it stays within the drawing."""
    if place >= count - max(count // 8, 1):
        return "end"
    return "start" if place < count // 8 else "middle"
