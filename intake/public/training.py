"""The link that a trainer hands out: whoever opens it reports as one of a training, until they close the browser."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.web.limits import per_network
from intake.abuse import trainings
from intake.public import reader

bp = Blueprint("intake_training", __name__)

# A large class at once, and not enough to try codes.
LIMIT = "120 per minute"


@bp.get("/training/<code>")
@per_network(LIMIT, methods=["GET"])
def join(code: str) -> Response:
    """Take part in a training, and go on to the form; a code that opens nothing leads there, too."""
    if trainings.is_open(code):
        reader.take_part(code)
        flash(
            gettext("You take part in a training. While it has places, what you report need not wait its turn."),
            "success",
        )
    else:
        flash(gettext("This training is over, or the link is not complete. You can report all the same."), "warning")
    return redirect(url_for("intake.report"))
