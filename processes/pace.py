"""How fast the web server takes in what is large, so that whoever sends something small waits for none of it."""

from __future__ import annotations

import time

# So many bytes of a large body are taken in a second: twice what a line of 100 megabits brings. More would keep the
# interpreter from others.
FASTEST = 25 * 1024 * 1024
# Of several at once so many, all together. Twenty photos at once would otherwise be taken apart and opened in the same
# seconds, and reports without a file took two to four times as long as usual.
TOGETHER = 5 * 1024 * 1024
# Who sent nothing for so many seconds sends no more.
SILENT_SECONDS = 1.0


class Pace:
    """When the next bytes of a large body may be taken in."""

    def __init__(self) -> None:
        self._free_at = 0.0
        self._heard_at: dict[int, float] = {}

    def took(self, sender: int, count: int) -> None:
        """Note that so many bytes of a sender, known by a number, were taken."""
        now = time.monotonic()
        self._heard_at[sender] = now
        self._heard_at = {one: heard for one, heard in self._heard_at.items() if now - heard < SILENT_SECONDS}
        fastest = FASTEST if len(self._heard_at) == 1 else TOGETHER
        self._free_at = max(now, self._free_at) + count / fastest

    def wait(self) -> float:
        """Return for how many seconds nothing more is taken; 0 when something is."""
        return max(0.0, self._free_at - time.monotonic())
