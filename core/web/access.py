"""The gate: every address is closed unless it is opened by name."""

from __future__ import annotations

from collections.abc import Callable, Set

from flask import Flask, request
from flask.typing import ResponseReturnValue


def init_app(app: Flask, *, public: Set[str], admit: Callable[[], ResponseReturnValue | None]) -> None:
    """Close every endpoint that is not in `public`.

    `admit` is asked for each request to a closed endpoint; it returns None to let the caller in, or
    the response that turns them away. An address that leads nowhere has no endpoint and stays a 404.
    """

    @app.before_request
    def _gate() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint in public:
            return None
        return admit()
