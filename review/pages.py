"""All pages of the desk: importing this module joins each of them to the blueprint of the desk."""

from __future__ import annotations

from flask import Flask, request
from flask_security import current_user

from core.web.numbers import whole_number
from intake.files import provenance
from review import jobs, telling, telling_of_people
from review.approval import kinds
from review.approval import telling as approval_telling
from review.approval import waiting as approval_waiting
from review.articles import views as articles_views
from review.automatic import views as automatic_views
from review.blueprint import bp, with_filters
from review.bulk import views as bulk_views
from review.care import jobs as care_jobs
from review.care import shielding
from review.care import views as care_views
from review.case import approving_views, files, merging_views, reopening
from review.case import views as case_views
from review.channels import telling as channels_telling
from review.channels import views as channels_views
from review.contact import telling as contact_telling
from review.contact import views as contact_views
from review.desk import account, archive, people, second_factor, trail
from review.figures import jobs as figures_jobs
from review.figures import views as figures_views
from review.help import telling as help_telling
from review.help import views as help_views
from review.holding import unsent
from review.holding import views as holding_views
from review.lessons import views as lessons_views
from review.locking import telling as locking_telling
from review.locking import views as locking_views
from review.models import Decision
from review.notes import views as notes_views
from review.notices import telling as notices_telling
from review.notices import views as notices_views
from review.objections import views as objections_views
from review.quarantine import muting_views
from review.quarantine import telling as quarantine_telling
from review.quarantine import views as quarantine_views
from review.queue import attention_views
from review.queue import views as queue_views
from review.reasons import outcome_label
from review.retention import telling as retention_telling
from review.retention import views as retention_views
from review.searching import views as searching_views
from review.start import views as start_views
from review.talk import telling as talk_telling
from review.talk import views as talk_views
from review.trainings import telling as trainings_telling
from review.trainings import views as trainings_views

# Importing the jobs tells the queue which there are.
JOINED = (
    *(
        account,
        approval_telling,
        care_jobs,
        case_views,
        channels_telling,
        contact_telling,
        files,
        figures_jobs,
        help_telling,
        jobs,
        locking_telling,
        notices_telling,
        quarantine_telling,
        queue_views,
        retention_telling,
        searching_views,
        second_factor,
        start_views,
        talk_telling,
        trainings_telling,
    ),
    *(telling, telling_of_people, trail),
)
bp.register_blueprint(merging_views.bp)


def init_app(app: Flask) -> None:
    """Open the desk's addresses. Errors: `core.config_values.ConfigError` for a setting that cannot be used."""
    app.jinja_env.globals.update(
        with_filters=with_filters,
        decision_to_undo=decision_to_undo,
        outcome_label=outcome_label,
        kinds_that_wait=kinds.in_force,
        waits_for=approval_waiting.count_for,
        # For macros, which know nobody by themselves.
        may_release=lambda held: approval_waiting.may_release(held, current_user),
    )
    app.jinja_env.filters["provenance"] = provenance.told
    bulk_views.init_app(app)
    shielding.init_app(app)
    kinds.init_app(app)
    app.register_blueprint(bp)
    app.register_blueprint(lessons_views.bp)
    app.register_blueprint(figures_views.bp)
    app.register_blueprint(attention_views.bp)
    app.register_blueprint(automatic_views.bp)
    app.register_blueprint(people.bp)
    app.register_blueprint(approving_views.bp)
    app.register_blueprint(archive.bp)
    app.register_blueprint(care_views.bp)
    channels_views.init_app(app)
    contact_views.init_app(app)
    help_views.init_app(app)
    app.register_blueprint(holding_views.bp)
    locking_views.init_app(app)
    unsent.init_app(app)
    articles_views.init_app(app)
    notes_views.init_app(app)
    notices_views.init_app(app)
    objections_views.init_app(app)
    retention_views.init_app(app)
    talk_views.init_app(app)
    app.register_blueprint(quarantine_views.bp)
    muting_views.init_app(app)
    app.register_blueprint(trainings_views.bp)


def decision_to_undo() -> Decision | None:
    """Return the decision that the address names and that who asks can still take back."""
    number = whole_number(request.args.get("undo", ""))
    if number is None or not current_user.is_authenticated:
        return None
    return reopening.undoable(number, editor=current_user)
