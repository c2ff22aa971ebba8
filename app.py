"""The factory: which parts make up the service, and which addresses are open."""

from __future__ import annotations

from flask import Flask

from core import access, db, errors, headers, jobs, logs, openapi, pages, requests, web
from core.config import AppRole, Config
from intake import api as intake_api
from intake import views as intake_views
from intake import waiting
from review import attention_views, learning_views, sign_in
from review import cli as review_cli
from review import views as review_views
from search import api as search_api
from search import cli as search_cli
from search import engine, lookups
from search import views as search_views

VERSION = "0.1.0"

# Everything else is closed. A test walks all addresses and holds this list against them.
PUBLIC_ENDPOINTS = frozenset(
    {
        "static",
        "pages.healthz",
        "pages.readyz",
        "pages.set_language",
        "intake.home",
        "intake.report",
        "intake.receipt",
        "intake.status",
        "intake_api.create_submission",
        "intake_api.submission_status",
        "search.lookup",
        "search.claim",
        "search_api.lookup",
        "openapi.document",
        "security.login",
    }
)


def create_app(config: Config | None = None) -> Flask:
    """Return the app; without a config, settings are read from the environment."""
    config = config or Config.from_environment()
    app = Flask(__name__)
    app.config.from_mapping(config.flask_settings())
    app.extensions["settings"] = config
    logs.configure()
    # In this order: what is cheap to refuse comes first, and the body is read last.
    requests.init_app(app)
    headers.init_app(app, config)
    db.init_app(app)
    web.init_app(app, config)
    access.init_app(app, public=PUBLIC_ENDPOINTS, admit=sign_in.admit)
    web.guard_forms(app)
    errors.init_app(app)
    jobs.init_app(app, config)
    engine.init_app(app, config)
    lookups.init_app(app)
    pages.init_app(app)
    waiting.init_app(app)
    if config.app_role is not AppRole.DESK:
        app.register_blueprint(intake_views.bp)
        app.register_blueprint(intake_api.bp)
        app.register_blueprint(search_views.bp)
        app.register_blueprint(search_api.bp)
        app.register_blueprint(openapi.bp)
        app.extensions["openapi"] = openapi.describe(
            "Gegencheck", VERSION, [*intake_api.OPERATIONS, *search_api.OPERATIONS]
        )
    if config.app_role is not AppRole.PUBLIC:
        sign_in.init_app(app, config)
        app.register_blueprint(review_views.bp)
        app.register_blueprint(learning_views.bp)
        app.register_blueprint(attention_views.bp)
        app.cli.add_command(review_cli.desk_cli)
    app.cli.add_command(search_cli.claims_cli)
    app.cli.add_command(search_cli.search_cli)
    return app
