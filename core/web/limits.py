"""How often one network may ask: counted before a body is read, under a hash that means nothing tomorrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import current_app, request
from flask_limiter import ApplicationLimit, Limiter

from core.secrets import fleeting_hash
from core.web.networks import network_of


def network_key() -> str:
    """Return a fleeting hash of the caller's network; the address itself is kept nowhere."""
    return fleeting_hash(network_of(request.remote_addr or ""))


View = TypeVar("View", bound=Callable[..., Any])
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
# What a view that says nothing else takes from one network: more than a whole desk behind one address clicks.
DEFAULT_LIMIT = "600 per minute"
_DEFAULT: tuple[str, Sequence[str], str] = (DEFAULT_LIMIT, CHANGING, "")
_limits: dict[Callable[..., Any], tuple[str, Sequence[str], str]] = {}


def per_network(limit: str, *, methods: Sequence[str] = CHANGING, shared: str = "") -> Callable[[View], View]:
    """Limit how often one network may ask for a view, as "600 per minute"; views with a `shared` name count together.

    Flask-Limiter's own decorator counts when the view is called; by then the guard against forged forms may have
    parsed a megabyte. This one counts before anybody reads the body.
    """

    def limited(view: View) -> View:
        _limits[view] = (limit, methods, shared)
        return view

    return limited


def _limit_of_view() -> str:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return ""
    limit, methods, _ = _limits.get(view, _DEFAULT)
    return limit if request.method in methods else ""


def _caller_of_view() -> str:
    view = current_app.view_functions.get(request.endpoint or "")
    _, _, shared = _DEFAULT if view is None else _limits.get(view, _DEFAULT)
    return f"{network_key()} {shared or request.endpoint}"


# Without the queue's store the limits are counted in this process's memory: weaker, but a report
# is never refused because a helper is away. Only the first of several requests that find the store away is
# caught by the fallback; the errors of the others are swallowed, so that they are let through.
limiter = Limiter(
    network_key,
    application_limits=[ApplicationLimit(_limit_of_view, _caller_of_view)],
    in_memory_fallback_enabled=True,
    swallow_errors=True,
    strategy="moving-window",
)
