"""How fast the web server takes in what is large, so that whoever sends something small waits for none of it."""

from __future__ import annotations

import time
from itertools import islice

from core.files.spool import PIECE

# So many bytes of a large body are taken in a second: twice what a line of 100 megabits brings. More would keep the
# interpreter from others.
FASTEST = 25 * 1024 * 1024
# Of several at once so many, all together. Twenty photos at once would otherwise be taken apart and opened in the same
# seconds, and reports without a file took two to four times as long as usual.
TOGETHER = 5 * 1024 * 1024
# Who sent nothing for so many seconds sends no more.
SILENT_SECONDS = 1.0

# So many of one network take part at once, and the others of that network wait: whoever opens a hundred connections
# gets no more of what is shared than a family does.
MOST_OF_NETWORK = 4
# Whoever was held back has at least so much waiting; who sends less after that would not have been quicker.
MUCH_WAITS = PIECE // 2


class Pace:
    """When the next bytes of a large body may be taken in; senders are known by a number and their network."""

    def __init__(self) -> None:
        self._free_at = 0.0
        self._heard_at: dict[int, float] = {}
        # Of each network in the order in which they came: when each was last heard, None of those who wait.
        self._queues: dict[str, dict[int, float | None]] = {}

    def takes_part(self, sender: int, network: str) -> bool:
        """Return whether it is the turn of a sender within its network; one that falls silent loses it to the next."""
        now, queue = time.monotonic(), self._queues.setdefault(network, {})
        queue.setdefault(sender, None)
        for first in list(islice(queue, MOST_OF_NETWORK)):
            heard = queue[first]
            if heard is not None and now - heard > SILENT_SECONDS:
                # Who is still there asks again, and stands at the end.
                del queue[first]
        queue.setdefault(sender, None)
        for first in islice(queue, MOST_OF_NETWORK):
            queue[first] = queue[first] or now
        return queue.get(sender) is not None

    def forget(self, sender: int, network: str) -> None:
        """Note that a sender has sent all, or is gone."""
        queue = self._queues.get(network, {})
        queue.pop(sender, None)
        if not queue:
            self._queues.pop(network, None)

    def took(self, sender: int, network: str, count: int) -> None:
        """Note that so many bytes of a sender were taken."""
        now = time.monotonic()
        if sender in (queue := self._queues.get(network, {})):
            queue[sender] = now
        self._heard_at[sender] = now
        self._heard_at = {one: heard for one, heard in self._heard_at.items() if now - heard < SILENT_SECONDS}
        fastest = FASTEST if len(self._heard_at) == 1 else TOGETHER
        self._free_at = max(now, self._free_at) + count / fastest

    def wait(self) -> float:
        """Return for how many seconds nothing more is taken; 0 when something is."""
        return max(0.0, self._free_at - time.monotonic())


class Waited:
    """For how long this server let one sender wait, which is no time that the sender took."""

    def __init__(self) -> None:
        self._before = 0.0
        self._just_now = 0.0
        self._since: float | None = None

    def note(self, *, waits: bool) -> None:
        """Note whether the sender has to wait from now on; asked in each turn of the loop, before it reads."""
        if waits and self._since is not None:
            return
        # Of the turn before this one: if anything came in it, that is counted already.
        self._just_now = 0.0 if self._since is None else time.time() - self._since
        self._since = time.time() if waits else None

    def heard(self, count: int) -> None:
        """Note that so many bytes came, right after a wait or not."""
        if count >= MUCH_WAITS:
            self._before += self._just_now
        self._just_now = 0.0

    def seconds(self, now: float) -> float:
        """Return for how long, with the wait that goes on, or that was over so recently that nothing could come yet."""
        return self._before + self._just_now + (0.0 if self._since is None else now - self._since)
