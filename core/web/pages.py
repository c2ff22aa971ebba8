"""The pages every service has: health, readiness, and the choice of language."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Flask, Response, current_app, jsonify, make_response, redirect, request
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from core import jobs
from core.db import Counter, db
from core.web.language import LANGUAGES, keep_language
from core.web.paths import is_local_path

bp = Blueprint("pages", __name__)
# What `/readyz` shows and what decides nothing: reports are taken without it.
NOT_NEEDED = frozenset({"queue", "files"})


@bp.get("/healthz")
def healthz() -> Response:
    """Answer as long as this process lives; a restart helps when it does not."""
    return make_response(jsonify(status="ok"))


@bp.get("/readyz")
def readyz() -> Response:
    """Say whether this process can do its work now; a restart would not help when it cannot.

    The queue and the folder of files are reported but do not decide: reports are taken without them. Nor do the
    figures, which other packages put in: numbers, or null for what cannot be told.
    """
    states = {name: _try(check) for name, check in current_app.extensions["checks"].items()}
    needed_ok = all(state == "ok" for name, state in states.items() if name not in NOT_NEEDED)
    told = "ok" if needed_ok else "unavailable"
    # Without the database there is nothing to count, and its own line says so.
    figures = {name: _figure(read) for name, read in current_app.extensions["figures"].items()}
    return make_response(jsonify(status=told, checks=states, figures=figures), 200 if needed_ok else 503)


@bp.get("/language/<code>")
def set_language(code: str) -> AnyResponse:
    """Keep the reader's choice of language and bring them back to where they were."""
    target = request.args.get("next", "/")
    # A link to elsewhere would lend our name to strangers.
    if not is_local_path(target):
        target = "/"
    response = redirect(target)
    if code in LANGUAGES:
        keep_language(response, code)
    return response


def _try(check: Callable[[], None]) -> str:
    try:
        check()
    except Exception as error:
        return type(error).__name__
    return "ok"


def _figure(read: Callable[[], float | None]) -> float | None:
    try:
        return read()
    except Exception:
        return None


def _database() -> None:
    # A table of ours: a database that nobody has prepared answers, too, and nothing works with it.
    db.session.scalar(select(Counter.name).limit(1))


def _queue() -> None:
    jobs.connection().ping()


def init_app(app: Flask) -> None:
    """Register the pages and the checks that need no other package."""
    checks = app.extensions.setdefault("checks", {})
    checks["database"] = _database
    checks["queue"] = _queue
    app.extensions.setdefault("figures", {})
    app.register_blueprint(bp)
