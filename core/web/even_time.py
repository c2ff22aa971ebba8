"""Answers whose time tells nothing: they leave at the next full step of a clock that began with the request."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from flask import Flask, Response, current_app, g, request

from core.db import db
from core.web.limits import CHANGING, View

# Twice what the longest of these answers takes on a machine at rest, and less than anybody waits for.
STEP_SECONDS = 0.025
TOO_MANY = 429
_even: dict[Callable[..., object], Sequence[str]] = {}


def in_even_time(*, methods: Sequence[str] = CHANGING) -> Callable[[View], View]:
    """Let the answers of a view to these methods leave at a full step, those of its refusals and errors too."""

    def marked(view: View) -> View:
        _even[view] = methods
        return view

    return marked


def init_app(app: Flask) -> None:
    """Watch when requests begin, and hold back the answers that must not tell how long they took."""

    @app.before_request
    def _begin() -> None:
        g.began_at = time.monotonic()

    @app.after_request
    def _wait(response: Response) -> Response:
        view = current_app.view_functions.get(request.endpoint or "")
        if view is None or request.method not in _even.get(view, ()) or "began_at" not in g:
            return response
        # Whoever asks too often is answered before anybody looks for a receipt.
        if response.status_code != TOO_MANY:
            # The answer is written; whoever waits holds no connection to the database meanwhile.
            db.session.rollback()
            time.sleep(-(time.monotonic() - g.began_at) % STEP_SECONDS)
        return response
