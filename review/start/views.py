"""The page that a day at the desk begins with."""

from __future__ import annotations

from flask import render_template

from accounts.permissions import Permission
from core.db import now
from core.web.access import needs
from review.blueprint import bp
from review.figures.durations import in_words
from review.start import morning


@bp.get("/start", endpoint="start")
@needs(Permission.READ_CASES)
def show() -> str:
    """Show how the desk stands."""
    return render_template(
        "review/start/page.html", morning=morning.morning(now()), most=morning.MOST_COUNTED, in_words=in_words
    )
