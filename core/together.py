"""Group commit: what several threads want to write at the same moment is written in one transaction."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

# How long is waited for more to come, where the last ones did not come alone.
GATHER_SECONDS = 0.002

T = TypeVar("T")
R = TypeVar("R")


@dataclass(slots=True)
class _Entry(Generic[T, R]):
    item: T
    # Empty until it is done; one value then, because None may be a result.
    results: list[R] = field(default_factory=list)
    error: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return bool(self.results) or self.error is not None


class Together(Generic[T, R]):
    """Gives items to one function, all those at once that came while it was at work; safe to use from many threads.

    Whoever finds nobody at work does it, for all who wait; the others sleep until theirs is done. So a disk that takes
    its time is waited for once and not once each, and only one thread of a process asks for the lock of the database.
    """

    def __init__(
        self, work: Callable[[Sequence[T]], Sequence[R]], *, most: int, spares: Callable[[BaseException], bool]
    ) -> None:
        """`work` returns a result for each item, in order, or raises and has done nothing.

        It is given `most` items at a time. After an error each of them is tried alone, so that one costs no other its
        place, unless `spares` says that the error is no item's fault.
        """
        self._work = work
        self._most = most
        self._spares = spares
        self._condition = threading.Condition()
        self._waiting: list[_Entry[T, R]] = []
        self._is_busy = False
        self._had_company = False

    def do(self, item: T) -> R:
        """Return what became of an item. Errors: what `work` raises for it."""
        entry: _Entry[T, R] = _Entry(item)
        with self._condition:
            self._waiting.append(entry)
        while (batch := self._turn_of(entry)) is not None:
            try:
                self._do(batch)
            finally:
                with self._condition:
                    self._is_busy = False
                    self._condition.notify_all()
        if entry.error is not None:
            raise entry.error
        return entry.results[0]

    def _turn_of(self, entry: _Entry[T, R]) -> list[_Entry[T, R]] | None:
        """Wait until an entry is done, which gives None, or nobody is at work; then return what is to be done next."""
        with self._condition:
            while self._is_busy and not entry.is_done:
                self._condition.wait()
            if entry.is_done:
                return None
            self._is_busy = True
        if self._had_company:
            # More are on their way: a moment's wait for them costs less than a transaction for each.
            time.sleep(GATHER_SECONDS)
        with self._condition:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            self._had_company = len(batch) > 1
            return batch

    def _do(self, batch: Sequence[_Entry[T, R]]) -> None:
        try:
            for entry, result in zip(batch, self._work([entry.item for entry in batch]), strict=True):
                entry.results.append(result)
        except BaseException as error:
            if len(batch) > 1 and isinstance(error, Exception) and not self._spares(error):
                for entry in batch:
                    self._do([entry])
                return
            # Nobody may be left waiting for it, whatever it is.
            for entry in batch:
                entry.error = error
