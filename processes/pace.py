"""How fast the web server takes in what is large, so that whoever sends something small waits for none of it."""

from __future__ import annotations

import time

# So many bytes of large bodies are taken in a second, all together: twice what a line of 100 megabits brings. Twenty
# photos that come over a faster one would otherwise keep the interpreter for seconds, and opening them takes longer.
FASTEST = 25 * 1024 * 1024


class Pace:
    """When the next bytes of a large body may be taken in."""

    def __init__(self) -> None:
        self._free_at = 0.0

    def took(self, count: int) -> None:
        """Note that so many bytes were taken."""
        self._free_at = max(time.monotonic(), self._free_at) + count / FASTEST

    def wait(self) -> float:
        """Return for how many seconds nothing more is taken; 0 when something is."""
        return max(0.0, self._free_at - time.monotonic())
