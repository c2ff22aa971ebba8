"""How threads share an index: a readers-writer lock for searches, and single flight for pulls."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class ReadersWriter:
    """A readers-writer lock: any number of readers, or one writer alone.

    A writer who waits goes before readers who come later, so that many searches do not keep a change out. A reader
    must not enter a second time before it has left: with a writer between the two it would be a deadlock.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._readers = 0
        self._writing = False
        self._writers_waiting = 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read beside others."""
        with self._condition:
            while self._writing or self._writers_waiting:
                self._condition.wait()
            self._readers += 1
        try:
            yield
        finally:
            with self._condition:
                self._readers -= 1
                if self._readers == 0:
                    self._condition.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write alone."""
        with self._condition:
            self._writers_waiting += 1
            try:
                while self._writing or self._readers:
                    self._condition.wait()
            finally:
                self._writers_waiting -= 1
            self._writing = True
        try:
            yield
        finally:
            with self._condition:
                self._writing = False
                self._condition.notify_all()


class SharedRun:
    """Single flight: one run of the work serves all who asked before it began; no two runs overlap.

    Runs are numbered in the order they begin. Whoever asks needs one that begins later: what the asker could see
    before asking, such a run sees too. So nobody waits for more than the run that is going on and one further.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._running = False
        self._begun = 0
        self._succeeded = 0

    @property
    def is_going_on(self) -> bool:
        """Whether somebody runs the work right now."""
        return self._running

    def run(self, work: Callable[[], None]) -> None:
        """Return after a run that began after this call, by this thread or another.

        Errors: what `work` raises, if this thread ran it; others who waited then run their own.
        """
        with self._condition:
            needed = self._begun + 1
            while self._running and self._succeeded < needed:
                self._condition.wait()
            if self._succeeded >= needed:
                return
            number = self._begin()
        self._work(work, number)

    def run_alone(self, work: Callable[[], None]) -> None:
        """Run `work` in this thread; it must do all that a run does, and serves those who wait like any other."""
        with self._condition:
            while self._running:
                self._condition.wait()
            number = self._begin()
        self._work(work, number)

    def _begin(self) -> int:
        self._running = True
        self._begun += 1
        return self._begun

    def _work(self, work: Callable[[], None], number: int) -> None:
        try:
            work()
            with self._condition:
                self._succeeded = number
        finally:
            with self._condition:
                self._running = False
                self._condition.notify_all()
