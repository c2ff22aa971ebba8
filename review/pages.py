"""All pages of the desk: importing this module joins each of them to the blueprint of the desk."""

from __future__ import annotations

from flask import Flask, request
from flask_security import current_user

from core.web.numbers import whole_number
from review import jobs, telling
from review.blueprint import bp, with_filters
from review.care import jobs as care_jobs
from review.care import shielding
from review.care import views as care_views
from review.case import decisions, merging_views
from review.case import views as case_views
from review.desk import account, people, second_factor, trail
from review.figures import jobs as figures_jobs
from review.figures import views as figures_views
from review.holding import unsent
from review.holding import views as holding_views
from review.lessons import views as lessons_views
from review.models import Decision
from review.notes import views as notes_views
from review.queue import attention_views
from review.queue import views as queue_views
from review.start import views as start_views

# Importing the jobs tells the queue which there are.
JOINED = (account, care_jobs, case_views, figures_jobs, jobs, queue_views, second_factor, start_views, telling, trail)
bp.register_blueprint(merging_views.bp)


def init_app(app: Flask) -> None:
    """Open the desk's addresses. Errors: `core.config.ConfigError` for a setting of theirs that cannot be used."""
    app.jinja_env.globals.update(with_filters=with_filters, decision_to_undo=decision_to_undo)
    shielding.init_app(app)
    app.register_blueprint(bp)
    app.register_blueprint(lessons_views.bp)
    app.register_blueprint(figures_views.bp)
    app.register_blueprint(attention_views.bp)
    app.register_blueprint(people.bp)
    app.register_blueprint(care_views.bp)
    app.register_blueprint(holding_views.bp)
    unsent.init_app(app)
    notes_views.init_app(app)


def decision_to_undo() -> Decision | None:
    """Return the decision that the address names and that who asks can still take back."""
    number = whole_number(request.args.get("undo", ""))
    if number is None or not current_user.is_authenticated:
        return None
    return decisions.undoable(number, editor=current_user)
