"""Why a look-up has no answer now, and what to do then."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

# Of one network, by page and by program each.
LOOKUP_LIMIT = "120 per minute"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer now. What was typed stays in the field."""

    status: int
    title: LazyString
    todo: LazyString
    # When another try is worth it.
    seconds: int
    # Whether to send the reader to the report form instead: sooner or later a person looks there.
    report: bool


def full(seconds: int) -> Refusal:
    """Return what is said where no place is free for some seconds."""
    return Refusal(
        503,
        _l("A great many people are looking things up right now."),
        _l("Your text is still in the field. Please try again in a few seconds."),
        seconds,
        report=False,
    )


TOO_SLOW = Refusal(
    503,
    _l("This takes us too long right now."),
    _l("Your text is still in the field. Please try again in a minute, or report the post to us."),
    60,
    report=True,
)
NOT_READY = Refusal(
    503,
    _l("Our search is just starting."),
    _l("Your text is still in the field. Please try again in half a minute, or report the post to us."),
    30,
    report=True,
)
NO_MODEL = Refusal(
    503,
    _l("We cannot look anything up right now."),
    _l("Your text is still in the field. Please try again in a few minutes, or report the post to us."),
    300,
    report=True,
)
