"""How threads share an index."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from search.index.locks import ReadersWriter, SharedRun

# Long enough for a thread that is not held back to have come through.
MOMENT = 0.1


@pytest.fixture
def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=8)


def is_held_back(future: Future[None]) -> bool:
    try:
        future.result(MOMENT)
    except TimeoutError:
        return True
    return False


def test_readers_read_side_by_side(pool: ThreadPoolExecutor) -> None:
    lock, together = ReadersWriter(), threading.Barrier(3)

    def read() -> None:
        with lock.reading():
            together.wait(10)

    for future in [pool.submit(read) for _ in range(3)]:
        future.result(10)


def test_a_writer_is_alone_and_goes_before_later_readers(pool: ThreadPoolExecutor) -> None:
    lock, order = ReadersWriter(), list[str]()

    def write() -> None:
        with lock.writing():
            order.append("written")

    def read() -> None:
        with lock.reading():
            order.append("read")

    with lock.reading():
        writer = pool.submit(write)
        assert is_held_back(writer)
        late = pool.submit(read)
        assert is_held_back(late)
    writer.result(10)
    late.result(10)
    assert order == ["written", "read"]

    with lock.writing():
        others = [pool.submit(read), pool.submit(write)]
        assert all(is_held_back(other) for other in others)
    for other in others:
        other.result(10)


def test_a_lock_is_free_again_after_an_error() -> None:
    lock = ReadersWriter()
    with pytest.raises(KeyError), lock.reading():
        raise KeyError
    with pytest.raises(KeyError), lock.writing():
        raise KeyError
    with lock.writing():
        pass


def test_one_run_serves_all_who_asked_before_it_began(pool: ThreadPoolExecutor) -> None:
    runs, begun, go_on = SharedRun(), list[int](), threading.Event()

    def work() -> None:
        begun.append(len(begun))
        assert go_on.wait(10)

    first = pool.submit(runs.run, work)
    assert is_held_back(first)
    waiting = [pool.submit(runs.run, work) for _ in range(5)]
    assert all(is_held_back(each) for each in waiting)
    go_on.set()
    for each in [first, *waiting]:
        each.result(10)

    assert begun == [0, 1], "the run that was going on had begun too early for those who asked during it"
    runs.run(work)
    assert begun == [0, 1, 2], "nobody is served by a run of the past"


def test_a_run_that_fails_serves_nobody(pool: ThreadPoolExecutor) -> None:
    runs, go_on, tries = SharedRun(), threading.Event(), list[str]()

    def fail() -> None:
        assert go_on.wait(10)
        raise KeyError

    first = pool.submit(runs.run, fail)
    assert is_held_back(first)
    second = pool.submit(runs.run, fail)
    third = pool.submit(runs.run, lambda: tries.append("done"))
    assert is_held_back(second)
    assert is_held_back(third)
    go_on.set()
    with pytest.raises(KeyError):
        first.result(10)
    third.result(10)

    assert tries == ["done"] or second.exception(10) is None


def test_work_of_ones_own_is_done_even_when_others_ran_and_serves_those_who_wait(pool: ThreadPoolExecutor) -> None:
    runs, go_on, done = SharedRun(), threading.Event(), list[str]()

    def slow() -> None:
        assert go_on.wait(10)
        done.append("slow")

    first = pool.submit(runs.run, slow)
    assert is_held_back(first)
    own = pool.submit(runs.run_alone, lambda: done.append("own"))
    assert is_held_back(own)
    go_on.set()
    first.result(10)
    own.result(10)

    assert done == ["slow", "own"]
