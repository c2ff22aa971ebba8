"""All pages of the desk: importing this module joins each of them to the blueprint of the desk."""

from __future__ import annotations

from flask import Flask

from review.blueprint import bp
from review.care import jobs as care_jobs
from review.care import shielding
from review.care import views as care_views
from review.case import merging_views
from review.case import views as case_views
from review.desk import account, trail
from review.lessons import views as lessons_views
from review.queue import attention_views
from review.queue import views as queue_views

JOINED = (account, care_jobs, case_views, queue_views, trail)
bp.register_blueprint(merging_views.bp)


def init_app(app: Flask) -> None:
    """Open the desk's addresses. Errors: `core.config.ConfigError` for a setting of theirs that cannot be used."""
    shielding.init_app(app)
    app.register_blueprint(bp)
    app.register_blueprint(care_views.bp)
    app.register_blueprint(lessons_views.bp)
    app.register_blueprint(attention_views.bp)
