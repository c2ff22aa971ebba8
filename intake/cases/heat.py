"""How many reports of a case come in just now: a count in which each report weighs half as much every day.

Kept as a logarithm with the time in it, the order of two cases stays what it is while time goes by, so nothing has to
be counted anew for a list to be sorted by it (Cormode et al., "Forward decay", ICDE 2009).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import log, log2

HALF_LIFE = timedelta(days=1)
# Before any report, so that the heat of what was reported is above 0, which stands for "nothing was counted".
_START = datetime(2000, 1, 1, tzinfo=UTC)


def warmed(heat: float, moments: Iterable[datetime]) -> float:
    """Return the heat of a case after further reports that came at these moments."""
    for moment in moments:
        one = (moment - _START) / HALF_LIFE
        more, less = max(heat, one), min(heat, one)
        heat = more + log2(1 + 2 ** (less - more))
    return heat


def reports_a_day(heat: float, at: datetime) -> float:
    """Return how many reports a day a heat means at a moment, if they come evenly."""
    weighed: float = 2 ** min(60.0, heat - (at - _START) / HALF_LIFE)
    return weighed * log(2)
