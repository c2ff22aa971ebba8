"""Whether the next case opens by itself after a decision, and which one that is."""

from __future__ import annotations

from flask import session

from intake.models.cases import Case
from review.queue import page
from review.queue.filters import Filters

_KEY = "going_on"


def is_on() -> bool:
    """Return whether the next case opens by itself."""
    return bool(session.get(_KEY, True))


def switch(*, on: bool) -> None:
    """Switch it for as long as this browser is signed in."""
    session[_KEY] = on


def case_after(case: Case, filters: Filters) -> int | None:
    """Return the case that opens next; None where nothing is left, or nothing shall open."""
    return page.next_case(case, filters) if is_on() else None
