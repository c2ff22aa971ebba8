"""How many reports go straight to the machine in an hour, of one network and of all; the others wait their turn.

Nothing is refused here. A network is counted under the fleeting hash by which the limits count. While the store of the
limits is away this process counts in its own memory.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import Flask, current_app
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from core.config import Config
from core.web.limits import limiter
from intake.abuse import trainings
from intake.abuse.doubts import Doubt, held_for
from intake.models.reports import Held

# What every key begins with: the limits of addresses live in the same store.
_REPORTS = "reports"
# So many doubtful reports of danger an hour go straight on: one a minute. A flood that says it in each of its reports
# would otherwise bury those who mean it.
MOST_DANGERS = 60


@dataclass(frozen=True, slots=True)
class _Budgets:
    """How many reports an hour go straight on, and the count while the store is away."""

    of_network: int
    of_all: int
    memory: MovingWindowRateLimiter


def init_app(app: Flask, config: Config) -> None:
    """Tell the app its budgets."""
    app.extensions["budgets"] = _Budgets(
        config.reports_per_network_per_hour, config.reports_per_hour, MovingWindowRateLimiter(MemoryStorage())
    )


def spend(
    network: str, doubts: Collection[Doubt] = (), *, is_danger: bool = False, training: str = ""
) -> frozenset[Doubt]:
    """Count one report and return its doubts, those among them that it brought itself.

    A report that waits anyway takes no place of all: a flood is not to use up what is there for others. `network` is a
    fleeting hash. With the code of a `training` that has a
    place left nothing is counted, and nothing waits its turn: a person vouches for the room.
    """
    if training and held_for(doubts) is not Held.QUARANTINE and trainings.take_place(training):
        return frozenset()
    own: _Budgets = current_app.extensions["budgets"]
    found = set(doubts)
    if held_for(found) is not Held.QUARANTINE and not _has_room(own, own.of_network, f"{_REPORTS} of {network}"):
        found.add(Doubt.NETWORK)
    if held_for(found) is Held.NO and not has_room_for_one_more():
        found.add(Doubt.SITE)
    if is_danger and held_for(found) is Held.LATER and not _has_room(own, MOST_DANGERS, f"{_REPORTS} of danger"):
        found.add(Doubt.DANGERS)
    return frozenset(found)


def has_room_for_one_more() -> bool:
    """Take a place in the hour of all; return whether there was one."""
    own: _Budgets = current_app.extensions["budgets"]
    return _has_room(own, own.of_all, _REPORTS)


def _has_room(own: _Budgets, most: int, key: str) -> bool:
    if not most:
        return True
    budget = RateLimitItemPerHour(most)
    try:
        # What finds no place is not counted, so that after an hour there is one again, however often somebody tries.
        return limiter.limiter.hit(budget, key)
    except RedisError:
        return own.memory.hit(budget, key)
