"""All pages of the desk: importing this module joins each of them to the blueprint of the desk."""

from __future__ import annotations

from flask import Flask

from review import jobs
from review.blueprint import bp, with_filters
from review.case import merging_views
from review.case import views as case_views
from review.desk import account, trail
from review.holding import unsent
from review.holding import views as holding_views
from review.lessons import views as lessons_views
from review.notes import views as notes_views
from review.queue import attention_views
from review.queue import views as queue_views

# Importing the jobs tells the queue which there are.
JOINED = (account, case_views, jobs, queue_views, trail)
bp.register_blueprint(merging_views.bp)


def init_app(app: Flask) -> None:
    """Open the desk's addresses."""
    app.jinja_env.globals["with_filters"] = with_filters
    app.register_blueprint(bp)
    app.register_blueprint(lessons_views.bp)
    app.register_blueprint(attention_views.bp)
    app.register_blueprint(holding_views.bp)
    unsent.init_app(app)
    notes_views.init_app(app)
