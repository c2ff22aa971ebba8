"""How long somebody took for the form. A person cannot read and answer it at once; a program can."""

from __future__ import annotations

import hmac
import re
from datetime import UTC, datetime, timedelta

from core.db import now
from core.secrets import keyed_hash

_PURPOSE = "when a form was opened"
_STAMP = re.compile(r"([0-9]{1,12})\.([0-9a-f]{32})", re.ASCII)


def stamp() -> str:
    """Return this moment as one word that nobody else can make, for a page to bring back."""
    seconds = str(int(now().timestamp()))
    return f"{seconds}.{_signature(seconds)}"


def moment_of(stamp: str) -> datetime | None:
    """Return the moment of a stamp; None for one that is not ours."""
    found = _STAMP.fullmatch(stamp)
    if found is None or not hmac.compare_digest(found[2], _signature(found[1])):
        return None
    return datetime.fromtimestamp(int(found[1]), UTC)


def is_too_fast(begun: datetime | None, *, fewest_seconds: int) -> bool:
    """Return whether a form that was opened then is sent too soon, or was never opened.

    A beginning in the future was before the clock was turned back, and is held against nobody.
    """
    if not fewest_seconds:
        return False
    return begun is None or timedelta(0) <= now() - begun < timedelta(seconds=fewest_seconds)


def _signature(seconds: str) -> str:
    return keyed_hash(_PURPOSE, seconds)[:32]
