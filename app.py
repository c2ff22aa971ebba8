"""The factory: which parts make up a process of the service, and which addresses are open."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from archive import jobs as archive_jobs
from core import db, fleeting, jobs, logs
from core.api import openapi
from core.config import AppRole, Config
from core.face import views as face
from core.files import sealed
from core.web import access, errors, even_time, extensions, headers, pages, requests, sessions
from intake import jobs as intake_jobs
from intake.abuse import budgets
from intake.files import room
from intake.links import snapshots
from intake.objections import clock
from intake.reports import storing, waiting
from search import engine

VERSION = "0.1.0"

# Importing these tells the queue which jobs there are, and joins those who listen for what happened.
WORK = (archive_jobs, intake_jobs)

# Everything else is closed. A test walks all addresses and holds this list against them.
PUBLIC_ENDPOINTS = frozenset(
    {
        "static",
        "pages.healthz",
        "pages.readyz",
        "pages.set_language",
        "intake.home",
        "intake.report",
        "intake.bring_text",
        "intake.start_anew",
        "intake.receipt",
        "intake.status",
        "intake_slips.file",
        "intake_talking.add",
        "intake_own_report.copy",
        "intake_own_report.erase",
        "intake_own_report.withdraw",
        "intake_steps.step",
        "intake_steps.go_on",
        "intake_steps.check",
        "intake_steps.send",
        "intake_steps.remove_file",
        "intake_one_page.form",
        "intake_help.danger",
        "intake_help.child_abuse",
        "intake_help.end_for_child_abuse",
        "intake_help.easy",
        "intake_files.upload",
        "intake_files.preview",
        "intake_embedding.form",
        "intake_training.join",
        "intake_sharing.page",
        "intake_sharing.take",
        "intake_installing.manifest",
        "intake_installing.service_worker",
        "intake_installing.offline",
        "intake_how_to.copy_a_link",
        "intake_how_to.share",
        "intake_notices.page",
        "intake_known.step",
        "intake_known.ask",
        "intake_known.answer",
        "intake_known.ended",
        "intake_pictures.correct",
        "intake_pictures.reading",
        "intake_pictures.reading_of_receipt",
        "intake_contact.ask",
        "intake_contact.confirm",
        "intake_contact.confirm_now",
        "intake_contact.stop",
        "intake_contact.stop_now",
        "intake_objections.form",
        "intake_objections.sent",
        "intake_api.challenge",
        "intake_api.create_submission",
        "intake_api.submission_status",
        "intake_looking_up.lookup",
        "archive.claim",
        "archive_api.lookup",
        "openapi.document",
        "face.stylesheet",
        "face.logo",
        "face.serif",
        "security.login",
        "security.second_step",
        "security.link",
    }
)


def create_app(config: Config | None = None) -> Flask:
    """Return the app; without a config, settings are read from the environment.

    Errors: `core.web.access.UnnamedPermission` for an address that is neither open by name nor asks for a permission.
    """
    config = config or Config.from_environment()
    app = Flask(__name__)
    app.config.from_mapping(config.flask_settings())
    app.extensions["settings"] = config
    logs.configure()
    even_time.init_app(app)
    # In this order: what is cheap to refuse comes first, and the body is read last.
    sessions.init_app(app)
    requests.init_app(app)
    headers.init_app(app, config)
    db.init_app(app)
    extensions.init_app(app, config)
    access.init_app(app, public=PUBLIC_ENDPOINTS)
    extensions.guard_forms(app)
    errors.init_app(app)
    jobs.init_app(app, config)
    fleeting.init_app(app)
    sealed.init_app(app, config)
    engine.init_app(app, config)
    pages.init_app(app)
    face.init_app(app, config)
    waiting.init_app(app)
    storing.init_app(app)
    budgets.init_app(app, config)
    room.init_app(app, config)
    clock.init_app(app)
    snapshots.init_app(app, config)
    if config.app_role is not AppRole.DESK:
        _add_public_pages(app)
    if config.app_role is not AppRole.PUBLIC:
        _add_desk(app, config)
    access.check(app)
    return app


def create_whole_app(config: Config | None = None) -> Flask:
    """Return the app of a process that serves nobody: beside whichever web server, it knows all and keeps the trail."""
    return create_app(replace(config or Config.from_environment(), app_role=AppRole.ALL))


# The imports of the two below stand inside, because a process must not hold the code of the other side: what strangers
# can reach has no line in memory that signs somebody in or decides a case.


def _add_public_pages(app: Flask) -> None:
    from archive.public import api as archive_api
    from archive.public import decided, lookups
    from archive.public import views as archive_views
    from intake.cases.decided import decision_about
    from intake.public import api as intake_api
    from intake.public import contact as intake_contact
    from intake.public import (
        embedding,
        how_to,
        installing,
        known,
        looking_up,
        notices,
        objections,
        one_page,
        own_report,
        pictures,
        sharing,
        slips,
        steps,
        talking,
        training,
        uploads,
    )
    from intake.public import help as intake_help
    from intake.public import views as intake_views

    lookups.init_app(app)
    decided.init_app(app, decision_about)
    # These bring more than addresses: what every page may ask them.
    for asked in (intake_help, notices, looking_up):
        asked.init_app(app)
    for views in (
        intake_views,
        steps,
        one_page,
        intake_api,
        intake_contact,
        objections,
        own_report,
        uploads,
        known,
        slips,
        talking,
        training,
        sharing,
        embedding,
        installing,
        how_to,
        pictures,
        archive_views,
        archive_api,
        openapi,
    ):
        app.register_blueprint(views.bp)
    app.extensions["openapi"] = openapi.describe(
        "Gegencheck", VERSION, [*intake_api.OPERATIONS, *archive_api.OPERATIONS]
    )


def _add_desk(app: Flask, config: Config) -> None:
    from accounts import cli as accounts_cli
    from accounts import sign_in
    from archive import cli as archive_cli
    from audit import cli as audit_cli
    from audit import trail
    from core.outbox import cli as outbox_cli
    from intake.contact import cli as contact_cli
    from intake.contact import letters
    from intake.retention import cli as retention_cli
    from intake.talk import letters as talk_letters
    from review import pages as desk_pages
    from review.figures import cli as figures_cli

    trail.init_app(app)
    letters.init_app(app)
    talk_letters.init_app(app)
    sign_in.init_app(app, config)
    desk_pages.init_app(app)
    # Commands leave lines in the trail, so they come with it.
    of_accounts = (accounts_cli.desk_cli, accounts_cli.users_cli, accounts_cli.roles_cli)
    of_rooms = (audit_cli.audit_cli, figures_cli.figures_cli, retention_cli.retention_cli)
    of_mail = (contact_cli.contact_cli, outbox_cli.letters_cli)
    for group in (*of_accounts, archive_cli.claims_cli, archive_cli.search_cli, *of_rooms, *of_mail):
        app.cli.add_command(group)
