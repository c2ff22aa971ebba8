"""The extensions every page needs: rate limits, forgery protection, language."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, TypeVar

import redis
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, format_date, format_datetime, format_timedelta, to_user_timezone
from flask_limiter import ApplicationLimit, Limiter
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from core.config import Config
from core.networks import network_of

LANGUAGES = {"de": "Deutsch", "en": "English"}
LANGUAGE_COOKIE = "language"

csrf = CSRFProtect()
babel = Babel()


def keyed_hash(purpose: str, value: str) -> str:
    """Return a hash of `value` as 64 hex digits that nobody can compute without the installation's secret."""
    key = hmac.digest(current_app.config["SECRET_KEY"].encode(), purpose.encode(), "sha256")
    return hmac.new(key, value.encode(), sha256).hexdigest()


# Made anew with each process and kept in its memory only: what the limits leave on disk can be turned back
# into an address by nobody, not even by who holds the installation's secret.
_limits_key = secrets.token_bytes(32)


def fleeting_hash(value: str) -> str:
    """Return a hash of `value` that means something to this process, today, and to nobody else."""
    return hmac.new(_limits_key, f"{datetime.now(UTC):%Y-%m-%d} {value}".encode(), sha256).hexdigest()[:32]


def network_key() -> str:
    """Return a fleeting hash of the caller's network; the address itself is kept nowhere."""
    return fleeting_hash(network_of(request.remote_addr or ""))


View = TypeVar("View", bound=Callable[..., Any])
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
# What a view that says nothing else takes from one network: more than a whole desk behind one address clicks.
DEFAULT_LIMIT = "600 per minute"
_limits: dict[Callable[..., Any], tuple[str, Sequence[str]]] = {}


def per_network(limit: str, *, methods: Sequence[str] = CHANGING) -> Callable[[View], View]:
    """Limit how often one network may ask for a view, as "600 per minute".

    Flask-Limiter's own decorator counts when the view is called; by then the guard against forged forms may have
    parsed a megabyte. This one counts before anybody reads the body.
    """

    def limited(view: View) -> View:
        _limits[view] = (limit, methods)
        return view

    return limited


def _limit_of_view() -> str:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return ""
    limit, methods = _limits.get(view, (DEFAULT_LIMIT, CHANGING))
    return limit if request.method in methods else ""


def _caller_of_view() -> str:
    return f"{network_key()} {request.endpoint}"


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


def absolute(path: str) -> str:
    """Return the web address of a path here: what the operator says, else as the caller reached us."""
    settings: Config = current_app.extensions["settings"]
    return (settings.public_url or request.host_url.rstrip("/")) + path


def local_day(moment: datetime) -> date:
    """Return the day that a moment falls on where the readers are."""
    local: datetime = to_user_timezone(moment)
    return local.date()


def current_language() -> str:
    """Return the reader's language: their own choice first, then what the browser asks for."""
    if not has_request_context():
        # The command line and the worker speak to operators.
        return "en"
    settings: Config = current_app.extensions["settings"]
    chosen = request.cookies.get(settings.cookie_name(LANGUAGE_COOKIE), "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, default="de") or "de"


def init_app(app: Flask, config: Config) -> None:
    """Join the extensions to the app."""
    app.config["RATELIMIT_STORAGE_URI"] = "redis://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {
        "connection_pool": redis.ConnectionPool.from_url(config.redis_url, socket_timeout=1, socket_connect_timeout=1)
    }
    limiter.init_app(app)
    babel.init_app(app, locale_selector=current_language)
    app.jinja_env.filters["dateformat"] = lambda moment: format_date(moment, "long")
    app.jinja_env.filters["datetimeformat"] = lambda moment: format_datetime(moment, "medium")
    app.jinja_env.filters["durationformat"] = lambda duration: format_timedelta(duration, granularity="second")

    @app.context_processor
    def _language() -> dict[str, object]:
        return {
            "locale": current_language(),
            "languages": LANGUAGES,
            "app_role": config.app_role.value,
            # The licence grants everybody who uses the service its source; operators say where it is.
            "source_url": config.source_url,
        }

    if config.proxies:
        # Only as many hops are believed as the operator says stand in front; a caller could
        # otherwise write any address into the header.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies
        )


def guard_forms(app: Flask) -> None:
    """Refuse forged forms from here on; call after the gate and the limits, because it reads the body."""
    csrf.init_app(app)
