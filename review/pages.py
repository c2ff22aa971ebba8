"""All pages of the desk: importing this module joins each of them to the blueprint of the desk."""

from __future__ import annotations

from flask import Flask

from review.blueprint import bp
from review.case import merging_views
from review.case import views as case_views
from review.desk import account, trail
from review.figures import jobs as figures_jobs
from review.figures import views as figures_views
from review.lessons import views as lessons_views
from review.queue import attention_views
from review.queue import views as queue_views
from review.start import views as start_views

# The jobs of the desk are told to the queue by the same.
JOINED = (account, case_views, figures_jobs, queue_views, start_views, trail)
bp.register_blueprint(merging_views.bp)


def init_app(app: Flask) -> None:
    """Open the desk's addresses."""
    app.register_blueprint(bp)
    app.register_blueprint(lessons_views.bp)
    app.register_blueprint(figures_views.bp)
    app.register_blueprint(attention_views.bp)
