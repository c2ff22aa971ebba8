"""Times of day and scores: what has a colon, or an "Uhr" or "pm" behind it."""

from __future__ import annotations

import re

# A time of day, in the ways that give it away: a colon, "Uhr", or "pm"; and a score, which has a colon too.
CLOCK = re.compile(
    r"(?<![\w.,:])(?:(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d))?(?:\s?uhr\b(?:\s(?P<m2>[0-5]\d)(?![\w.,:]))?"
    r"(?P<half>\s(?:abends|nachmittags|nachts|morgens|früh))?)"
    r"|(?P<h3>[01]?\d|2[0-4]):(?P<m3>[0-5]\d)(?![\w:])(?!\s?[ap]\.?m\b)"
    r"|(?P<h12>1[0-2]|0?[1-9])(?:[:.](?P<m12>[0-5]\d))?\s?(?P<ap>[ap])\.?m\b\.?)"
    r"|(?<![\w.,:])(?P<score>\d{1,3}:\d{1,3})(?![\w:]|,\d)",
    re.IGNORECASE,
)
_EVENING = frozenset({"abends", "nachmittags"})


def hour_of(clock: re.Match[str]) -> str:
    """Return a time as "20:15", whatever way it was written."""
    hour = int(clock["h"] or clock["h3"] or clock["h12"])
    minutes = clock["m"] or clock["m2"] or clock["m3"] or clock["m12"] or "00"
    evening = clock["ap"] in {"p", "P"} or (clock["half"] or "").strip().casefold() in _EVENING
    if clock["ap"] or evening:
        hour = hour % 12 + (12 if evening else 0)
    return f"{hour}:{minutes}"
