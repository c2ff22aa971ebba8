"""Group commit: what comes while somebody is at work is done together, and what breaks costs only itself."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.together import Together


class Refused(Exception):
    """An item that cannot be taken."""


class Away(Exception):
    """Nobody's fault."""


def together_of(batches: list[list[int]], *, gate: threading.Event, begun: threading.Event) -> Together[int, int]:
    """Return one whose first run waits at the gate; it refuses negative numbers, and 99 when nothing can be done."""

    def work(items: Sequence[int]) -> list[int]:
        batches.append(list(items))
        begun.set()
        assert gate.wait(10)
        if 99 in items:
            raise Away
        if any(item < 0 for item in items):
            raise Refused(items)
        return [item * 10 for item in items]

    return Together(work, most=8, spares=lambda error: isinstance(error, Away))


@pytest.mark.parametrize(
    "items, results",
    [
        ([1, 2, 3, 4], [10, 20, 30, 40]),
        ([1, -2, 3, 4], [10, Refused, 30, 40]),
        ([1, 99, 3, 4], [Away, Away, Away, Away]),
    ],
    ids=["all", "one is refused", "nothing can be done"],
)
def test_what_comes_meanwhile_is_done_in_one_go(items: list[int], results: list[object]) -> None:
    batches: list[list[int]] = []
    gate, begun = threading.Event(), threading.Event()
    together = together_of(batches, gate=gate, begun=begun)

    def ask(item: int) -> object:
        try:
            return together.do(item)
        except (Refused, Away) as error:
            return type(error)

    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(ask, 7)
        assert begun.wait(10)
        others = [pool.submit(ask, item) for item in items]
        while len(together._waiting) < len(items):
            assert not any(other.done() for other in others)
        gate.set()
        assert (first.result(), [other.result() for other in others]) == (70, results)

    assert batches[0] == [7]
    assert sorted(batches[1]) == sorted(items)


def test_each_item_is_done_once_however_many_threads_ask() -> None:
    done: list[int] = []

    def work(items: Sequence[int]) -> list[int]:
        done.extend(items)
        return list(items)

    together: Together[int, int] = Together(work, most=5, spares=lambda _: False)
    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(together.do, range(400))) == list(range(400))

    assert sorted(done) == list(range(400))


def test_whoever_is_interrupted_leaves_nobody_waiting() -> None:
    begun, gate = threading.Event(), threading.Event()

    def work(items: Sequence[int]) -> list[int]:
        begun.set()
        assert gate.wait(10)
        raise KeyboardInterrupt

    together: Together[int, int] = Together(work, most=5, spares=lambda _: False)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(together.do, 1)]
        assert begun.wait(10)
        asked.append(pool.submit(together.do, 2))
        gate.set()
        assert [type(one.exception(10)) for one in asked] == [KeyboardInterrupt, KeyboardInterrupt]
