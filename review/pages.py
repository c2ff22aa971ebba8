"""All pages of the desk: importing this module joins each of them to the blueprint of the desk."""

from __future__ import annotations

from flask import Flask

from review.blueprint import bp
from review.case import merging_views
from review.case import views as case_views
from review.desk import account, people, second_factor, trail
from review.lessons import views as lessons_views
from review.queue import attention_views
from review.queue import views as queue_views

JOINED = (account, case_views, queue_views, second_factor, trail)
bp.register_blueprint(merging_views.bp)


def init_app(app: Flask) -> None:
    """Open the desk's addresses."""
    app.register_blueprint(bp)
    app.register_blueprint(lessons_views.bp)
    app.register_blueprint(attention_views.bp)
    app.register_blueprint(people.bp)
