"""How long things took, kept as counts in steps: a median needs no more, and needs no times of single cases."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import timedelta

from flask_babel import format_timedelta
from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum

HOUR, DAY = 60, 24 * 60
# In minutes, where each step ends. From 10 minutes to 90 days each ends at most half as far again as the one before,
# so a median is off by a fourth at most. A tally names the end of its step: steps can be added without counting anew.
STEPS = (
    *(2, 5, 10, 15, 20, 30, 45, HOUR),
    *(hours * HOUR // 2 for hours in (3, 4, 6, 8, 12, 16, 24, 36, 48)),
    *(days * DAY // 2 for days in (3, 4, 6, 8, 10, 14, 20, 28, 42, 60, 90, 120, 180, 360, 730)),
)
LONGER = "longer"
# From so many hours, days or weeks on the larger unit is used: "30 hours", but "2 days".
LARGER_UNIT_FROM = 1.5


class Length(LabelledEnum):
    """How long something took, roughly."""

    HOUR = "hour", _l("Up to an hour")
    FEW_HOURS = "few_hours", _l("Up to 4 hours")
    DAY = "day", _l("Up to a day")
    FEW_DAYS = "few_days", _l("Up to 3 days")
    WEEK = "week", _l("Up to a week")
    LONGER = "longer", _l("Longer than a week")


_ENDS = (HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY)


def step_of(duration: timedelta) -> str:
    """Return the step that a duration falls in, as the key of a tally."""
    minutes = max(duration.total_seconds(), 0.0) / 60
    place = bisect_left(STEPS, minutes)
    return str(STEPS[place]) if place < len(STEPS) else LONGER


def median(counts: Mapping[str, int]) -> timedelta | None:
    """Return the middle of what was counted in steps, None of nothing; within its step as if all were spread evenly."""
    total = sum(counts.values())
    half, passed = total / 2, 0
    for step in sorted(counts, key=_end):
        count = counts[step]
        if count and passed + count >= half:
            end = _end(step)
            start = STEPS[bisect_left(STEPS, end) - 1] if end > STEPS[0] else 0
            return timedelta(minutes=start + (end - start) * (half - passed) / count)
        passed += count
    return None


def lengths(counts: Mapping[str, int]) -> dict[Length, int]:
    """Return what was counted in steps by rough lengths, each of them there."""
    found = dict.fromkeys(Length, 0)
    for step, count in counts.items():
        found[list(Length)[bisect_left(_ENDS, _end(step))]] += count
    return found


def in_words(duration: timedelta) -> str:
    """Return a duration as people say it, in whole numbers of one unit: "45 minutes", "30 hours", "3 days"."""
    return str(format_timedelta(duration, granularity="minute", threshold=LARGER_UNIT_FROM))


def _end(step: str) -> int:
    # A step that an earlier version knew is as good as one of today's.
    return 2 * STEPS[-1] if step == LONGER else int(step)
