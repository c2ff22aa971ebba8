"""The factory: which parts make up the service, and which addresses are open."""

from __future__ import annotations

from flask import Flask

from accounts import cli as accounts_cli
from accounts import sign_in
from archive import cli as archive_cli
from archive.public import api as archive_api
from archive.public import lookups
from archive.public import views as archive_views
from audit import trail
from core import db, jobs, logs
from core.api import openapi
from core.config import AppRole, Config
from core.web import access, errors, extensions, headers, pages, requests
from intake.public import api as intake_api
from intake.public import views as intake_views
from intake.reports import waiting
from review import pages as desk_pages
from search import engine

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
        "archive.lookup",
        "archive.claim",
        "archive_api.lookup",
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
    extensions.init_app(app, config)
    access.init_app(app, public=PUBLIC_ENDPOINTS, admit=sign_in.admit)
    extensions.guard_forms(app)
    errors.init_app(app)
    jobs.init_app(app, config)
    trail.init_app(app)
    engine.init_app(app, config)
    lookups.init_app(app)
    pages.init_app(app)
    waiting.init_app(app)
    if config.app_role is not AppRole.DESK:
        app.register_blueprint(intake_views.bp)
        app.register_blueprint(intake_api.bp)
        app.register_blueprint(archive_views.bp)
        app.register_blueprint(archive_api.bp)
        app.register_blueprint(openapi.bp)
        app.extensions["openapi"] = openapi.describe(
            "Gegencheck", VERSION, [*intake_api.OPERATIONS, *archive_api.OPERATIONS]
        )
    if config.app_role is not AppRole.PUBLIC:
        sign_in.init_app(app, config)
        desk_pages.init_app(app)
        app.cli.add_command(accounts_cli.desk_cli)
    app.cli.add_command(archive_cli.claims_cli)
    app.cli.add_command(archive_cli.search_cli)
    return app
