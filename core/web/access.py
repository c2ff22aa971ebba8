"""The gate: every address is closed unless it is opened by name, and each closed one names what it takes to enter."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue

View = TypeVar("View", bound=Callable[..., Any])

_NEEDED = "needed_permission"


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Who knows the people that ask. All three are asked within a request."""

    # Returns None for whoever is known, or the response that turns a stranger away.
    admit: Callable[[], ResponseReturnValue | None]
    # Returns whether the one who asks has a permission; never raises for a stranger, who has none.
    may: Callable[[str], bool]
    # Returns the response for somebody who is known and lacks the permission.
    refuse: Callable[[], ResponseReturnValue]


class UnnamedPermission(Exception):
    """An address that is not open by name does not say which permission it takes."""


def needs(permission: str) -> Callable[[View], View]:
    """Note beside a view which permission it takes; the gate reads the note before the view is called."""

    def noted(view: View) -> View:
        setattr(view, _NEEDED, permission)
        return view

    return noted


def init_app(app: Flask, *, public: Set[str]) -> None:
    """Close every endpoint that is not in `public`.

    An address that leads nowhere has no endpoint and stays a 404. So does a closed one while no doorkeeper stands
    here: a process without the sign-in can tell nobody apart.
    """
    app.extensions["public_endpoints"] = public
    app.jinja_env.globals["may_open"] = may_open

    @app.before_request
    def _gate() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint in public:
            return None
        keeper = _keeper()
        if keeper is None:
            abort(404)
        g.turned_away = True
        turned_away = keeper.admit()
        if turned_away is None and not may_open(request.endpoint):
            turned_away = keeper.refuse()
        g.turned_away = turned_away is not None
        return turned_away


def was_turned_away() -> bool:
    """Return whether the gate answered this request itself, so that no view has seen it."""
    return bool(g.get("turned_away", False))


def post(app: Flask, keeper: Doorkeeper) -> None:
    """Let somebody stand at the gate who knows the people that ask."""
    app.extensions["doorkeeper"] = keeper


def check(app: Flask) -> None:
    """Make sure that every closed endpoint names a permission; called when all are there.

    Errors: `UnnamedPermission` with the endpoints that do not, because the service would refuse them to everybody.
    """
    public: Set[str] = app.extensions["public_endpoints"]
    unnamed = sorted(name for name in app.view_functions if name not in public and needed(app, name) is None)
    if unnamed:
        raise UnnamedPermission(
            f"These addresses name no permission: {', '.join(unnamed)}. Put @needs(...) beside the view, or open the "
            "address by name."
        )


def may_open(endpoint: str) -> bool:
    """Return whether whoever asks may open an endpoint, so that no page shows a button that leads to a refusal."""
    if endpoint in current_app.extensions["public_endpoints"]:
        return True
    keeper, permission = _keeper(), needed(current_app, endpoint)
    return keeper is not None and permission is not None and keeper.may(permission)


def needed(app: Flask, endpoint: str) -> str | None:
    """Return the permission that an endpoint names, or None."""
    permission: str | None = getattr(app.view_functions.get(endpoint), _NEEDED, None)
    return permission


def _keeper() -> Doorkeeper | None:
    keeper: Doorkeeper | None = current_app.extensions.get("doorkeeper")
    return keeper
