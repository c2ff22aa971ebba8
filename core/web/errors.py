"""Errors as people and programs see them: what happened, what was kept, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from core.db import db
from core.files.spool import CannotKeep
from core.logs import frames_of
from core.refusals import Conflict, InvalidInput, NotFound, NotJson

log = structlog.get_logger(__name__)

API_PREFIX = "/api/"


# status: (title, what happened, what to do)
TEXTS = {
    400: (
        _l("We could not read that"),
        _l("Something in what was sent was not complete."),
        _l("Go back, check the form and send it again."),
    ),
    403: (_l("No entry"), _l("Your account may not open this page."), _l("Ask the lead of your desk.")),
    404: (
        _l("Page not found"),
        _l("There is no page at this address."),
        _l("Check the address, or start from the first page."),
    ),
    405: (
        _l("That does not work here"),
        _l("This address cannot be used in that way."),
        _l("Go back and use the form on the page."),
    ),
    409: (
        _l("This changed in the meantime"),
        _l("This changed while you were looking at it."),
        _l("Open the page again and look at the latest version."),
    ),
    413: (
        _l("That is too large"),
        _l("What you sent is larger than we can take."),
        _l("Send the part that matters most; a few paragraphs are enough."),
    ),
    414: (
        _l("That address is too long"),
        _l("The address you opened holds more than we can take."),
        _l("Start again from the first page."),
    ),
    415: (_l("Wrong format"), _l("This address takes JSON only."), _l("Send it as application/json.")),
    429: (
        _l("Too many at once"),
        _l("Too many requests came from your network in a short time, or too many tries for one account."),
        _l("Wait a while and try again: a minute in most places, up to an hour for signing in."),
    ),
    500: (
        _l("Something broke on our side"),
        _l("This was not your fault. We have written down that it happened."),
        _l("Try again in a few minutes."),
    ),
    503: (
        _l("We are busy for a moment"),
        _l("The service cannot store anything right now."),
        _l("Try again in a few minutes."),
    ),
}


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What a page about an error says: `kept` of what was stored, empty where nothing was to be."""

    code: int
    title: str | LazyString
    message: str | LazyString
    kept: str
    todo: str | LazyString


# Makes the page; None when it cannot, because the database is away that it would ask.
Dress = Callable[[ErrorPage], str | None]


def dress(app: Flask, prefix: str, page: Dress) -> None:
    """Let errors of addresses below a prefix wear a page of their own; whose it is, this package does not know."""
    app.extensions["error_pages"][prefix] = page


def init_app(app: Flask) -> None:
    """Answer every error in the caller's own form: a page, or JSON below /api/."""
    app.extensions["error_pages"] = {}

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        response = error_response(error.code or 500)
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.headers["Allow"] = ", ".join(error.valid_methods)
        return response

    @app.errorhandler(RateLimitExceeded)
    def _limited(error: RateLimitExceeded) -> Response:
        response = error_response(429)
        if error.limit is not None:
            # At the latest then; a moving window lets go earlier.
            response.headers["Retry-After"] = str(error.limit.limit.get_expiry())
        return response

    app.register_error_handler(CSRFError, forged)
    _init_refusals(app)
    _init_database_errors(app)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        if app.testing or app.debug:
            raise error
        # Tracebacks name places in the code; the values, which may be a reader's words, stay out.
        log.error("unexpected_error", kind=type(error).__name__, where=frames_of(error), endpoint=request.endpoint)
        db.session.rollback()
        return error_response(500)


def forged(_error: CSRFError) -> Response:
    """Refuse a form without a token that is good."""
    return error_response(400, detail=gettext("The form was open for too long, or it came from another site."))


def _init_refusals(app: Flask) -> None:
    @app.errorhandler(InvalidInput)
    def _invalid(error: InvalidInput) -> Response:
        return error_response(422 if request.path.startswith(API_PREFIX) else 400, problems=error.problems)

    @app.errorhandler(NotFound)
    def _not_found(_error: NotFound) -> Response:
        return error_response(404)

    @app.errorhandler(NotJson)
    def _not_json(_error: NotJson) -> Response:
        told = gettext(
            "The body is no JSON object. It is written in UTF-8, and a text has no control characters in it."
        )
        return error_response(400, detail=told)

    @app.errorhandler(Conflict)
    def _conflict(error: Conflict) -> Response:
        return error_response(409, detail=str(error) or None)

    @app.errorhandler(CannotKeep)
    def _no_place(error: CannotKeep) -> Response:
        log.error("file_not_stored", reason=error.reason)
        told = gettext("We cannot take files at the moment. Without the file you can send what you wrote.")
        return error_response(503, detail=told)


def _init_database_errors(app: Flask) -> None:
    @app.errorhandler(DataError)
    def _unstorable(error: DataError) -> Response:
        # A value of a shape that this database cannot hold came in from outside; another try would not help.
        log.error("value_refused_by_database", kind=type(error.orig).__name__, where=frames_of(error))
        db.session.rollback()
        return error_response(400)

    @app.errorhandler(OperationalError)
    @app.errorhandler(PoolTimeout)
    def _database(error: OperationalError | PoolTimeout) -> Response:
        # The message of the driver may hold the values of the statement: only its kind is logged.
        log.error("database_unavailable", kind=type(getattr(error, "orig", error)).__name__)
        db.session.rollback()
        return error_response(503)


def error_response(status: int, *, detail: str | None = None, problems: Mapping[str, str] | None = None) -> Response:
    """Return an error in the caller's own form: a page, or JSON below /api/."""
    title, happened, todo = TEXTS.get(status, TEXTS[500] if status >= 500 else TEXTS[400])
    if request.path.startswith(API_PREFIX):
        return api_error(status, str(detail or happened), problems=problems)
    message = detail or (" ".join(problems.values()) if problems else happened)
    kept = gettext("Nothing was stored.") if request.method == "POST" else ""
    return make_response(_page(ErrorPage(status, title, message, kept, todo)), status)


def _page(error: ErrorPage) -> str:
    pages: Mapping[str, Dress] = current_app.extensions["error_pages"]
    for prefix, page in pages.items():
        dressed = page(error) if request.path.startswith(prefix) else None
        if dressed is not None:
            return dressed
    return render_template("errors/error.html", error=error)


def api_error(status: int, message: str, *, problems: Mapping[str, str] | None = None) -> Response:
    """Return the one shape every error of the API has: `{"error": {"status", "message", "fields"}}`."""
    body = {"error": {"status": status, "message": message, "fields": dict(problems or {})}}
    return make_response(jsonify(body), status)
