"""The extensions every page needs, joined to the app: limits, forgery protection, language."""

from __future__ import annotations

import redis
from flask import Flask
from flask_babel import format_date, format_datetime, format_timedelta
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from core.config import Config
from core.web.display import age, clock_time, defanged, file_size
from core.web.language import LANGUAGES, Speaking, current_language
from core.web.limits import limiter

csrf = CSRFProtect()
babel = Speaking()


def init_app(app: Flask, config: Config) -> None:
    """Join the extensions to the app."""
    app.config["RATELIMIT_STORAGE_URI"] = "redis://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {
        "connection_pool": redis.ConnectionPool.from_url(config.redis_url, socket_timeout=1, socket_connect_timeout=1)
    }
    limiter.init_app(app)
    babel.init_app(app, locale_selector=current_language)
    app.jinja_env.filters["dateformat"] = lambda moment: format_date(moment, "long")
    app.jinja_env.filters["weekdayformat"] = lambda day: format_date(day, "full")
    app.jinja_env.filters["defanged"] = defanged
    app.jinja_env.filters["shortdateformat"] = lambda moment: format_date(moment, "medium")
    app.jinja_env.filters["datetimeformat"] = lambda moment: format_datetime(moment, "medium")
    app.jinja_env.filters["age"] = age
    app.jinja_env.filters["clockformat"] = clock_time
    app.jinja_env.filters["filesize"] = file_size
    app.jinja_env.filters["durationformat"] = lambda duration: format_timedelta(duration, granularity="second")

    @app.context_processor
    def _language() -> dict[str, object]:
        return {
            "locale": current_language(),
            "languages": LANGUAGES,
            "app_role": config.app_role.value,
            # The licence grants everybody who uses the service its source; operators say where it is.
            "source_url": config.source_url,
            "leave_to": config.leave_to,
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
