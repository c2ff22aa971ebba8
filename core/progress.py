"""A bar that shows how far long work is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from tqdm import tqdm


class Bar:
    """How far the work is; those who do it are given one of its methods."""

    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar

    def more(self, count: int) -> None:
        """Say that so many more are done."""
        self._bar.update(count)

    def now(self, count: int) -> None:
        """Say that so many are done by now."""
        self._bar.update(count - self._bar.n)


@contextmanager
def progress(what: str, unit: str, *, total: int | None = None, always: bool = False) -> Iterator[Bar]:
    """Show a bar on standard error while the block runs, on a terminal or `always`."""
    with tqdm(total=total, unit=f" {unit}", desc=what, disable=False if always else None) as bar:
        yield Bar(bar)
