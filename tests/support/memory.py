"""How much memory this process and what it starts take meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]

MEGABYTE = 1024 * 1024


@dataclass
class Peak:
    """The most that was seen: beyond what this process had before, with everything that it started; in megabytes."""

    megabytes: float = 0.0


@contextmanager
def watched() -> Iterator[Peak]:
    """Look at it every few milliseconds."""
    own, peak, stop = psutil.Process(), Peak(), threading.Event()
    before = own.memory_info().rss
    others = {child.pid for child in own.children(recursive=True)}

    def look() -> None:
        while not stop.wait(0.004):
            started = 0
            for child in own.children(recursive=True):
                with suppress(psutil.Error):
                    # Between fork and exec a child seems to have all that its parent has.
                    if child.pid not in others and "-I" in child.cmdline():
                        started += child.memory_info().rss
            peak.megabytes = max(peak.megabytes, (own.memory_info().rss - before + started) / MEGABYTE)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()
