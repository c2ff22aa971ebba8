"""Running parts of a test at the same time, each with a database session of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from flask import Flask

T = TypeVar("T")


@contextmanager
def side_by_side(app: Flask) -> Iterator[Callable[[Callable[[], T]], Future[T]]]:
    """Give a function that starts its argument in a thread; all of them have ended behind the block."""

    def within_app(work: Callable[[], T]) -> T:
        with app.app_context():
            return work()

    with ThreadPoolExecutor(max_workers=16) as pool:
        yield lambda work: pool.submit(within_app, work)
