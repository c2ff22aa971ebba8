"""The pages that interrupt a report because something else is needed now, and the page in Leichte Sprache."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from core.web.limits import per_network
from intake.help import lines
from intake.help.offering import offered
from intake.models.counts import Ending
from intake.models.help import HelpKind
from intake.public import late, reader
from intake.public.questions import QUESTIONS
from intake.reports import ending

bp = Blueprint("intake_help", __name__)
bp.register_error_handler(CSRFError, late.again)

# Each counts one, and nobody has to press it twice.
ENDING_LIMIT = "60 per hour"

# Each question, and the pages that lead to the first open one and to all answers.
_STEPS = frozenset({*(question.name for question in QUESTIONS), "continue", "check"})


def init_app(app: Flask) -> None:
    """Open the addresses, and let every public page offer help for a text."""
    app.register_blueprint(bp)
    app.jinja_env.globals["help_for"] = offered


@bp.get("/report/danger")
def danger() -> str:
    """Show who helps now, and the way back into the form."""
    helping = lines.shown(HelpKind.EMERGENCY, HelpKind.CRISIS)
    return render_template("intake/danger.html", lines=helping, onward=onward(request.args.get("next", "")))


@bp.get("/report/child-abuse")
def child_abuse() -> str:
    """Say why nothing of it may be sent, and who takes such reports."""
    helping = lines.shown(HelpKind.CHILD_ABUSE, HelpKind.EMERGENCY)
    return render_template("intake/child_abuse.html", lines=helping, has_draft=reader.draft() is not None)


@bp.post("/report/child-abuse")
@per_network(ENDING_LIMIT)
def end_for_child_abuse() -> Response:
    """End the report that is being written: nothing of it is kept but that there was one."""
    ending.end(reader.let_go(), Ending.CHILD_ABUSE)
    return redirect(url_for("intake_help.child_abuse"), code=303)


@bp.get("/leichte-sprache")
def easy() -> str:
    """Show the page in Leichte Sprache; there is only a German one, so all of the page is German."""
    with force_locale("de"):
        helping = lines.shown(HelpKind.EMERGENCY, HelpKind.CRISIS)
        return render_template("intake/easy.html", locale="de", lines=helping)


def onward(step: str) -> str:
    """Return the address of a step of the form by its name; the beginning of the form for what is none."""
    if step in _STEPS:
        return f"{url_for('intake.report')}/{step}"
    return url_for("intake.report")
