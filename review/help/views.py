"""The desk's pages of help lines."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.db import now
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.display import local_day
from core.web.forms import show_problems
from intake.help import lines
from intake.models.help import HelpKind
from review.help import editing
from review.help.forms import LineForm

bp = Blueprint("help", __name__, url_prefix="/desk/help")

Page = Response | tuple[str, int]


def init_app(app: Flask) -> None:
    """Open the addresses, and let the first page of a day say how many lines should be tried again."""
    app.register_blueprint(bp)
    app.jinja_env.globals["help_lines_due"] = lambda: lines.due_count(local_day(now()))


@bp.get("/")
@needs(Permission.EDIT_HELP)
def page() -> str:
    """List all lines, and which of them should be tried again."""
    return render_template(
        "review/help/list.html",
        lines=lines.every(),
        kinds=list(HelpKind),
        today=local_day(now()),
        since=lines.CHECKED_EVERY,
    )


@bp.route("/add", methods=["GET", "POST"])
@needs(Permission.EDIT_HELP)
def add() -> Page:
    """Take a new line."""
    form = LineForm(formdata=request.form)
    if request.method == "POST":
        try:
            editing.add(form.draft(), editor=current_user)
        except InvalidInput as invalid:
            show_problems(form, invalid)
        else:
            flash(gettext("Saved. Readers see the line from now on."), "success")
            return redirect(url_for("help.page"))
    return render_template("review/help/edit.html", form=form, line=None), 400 if form.errors else 200


@bp.route("/<code>", methods=["GET", "POST"])
@needs(Permission.EDIT_HELP)
def edit(code: str) -> Page:
    """Let a line say something else."""
    line = editing.one(code)
    form = LineForm(formdata=request.form) if request.method == "POST" else LineForm.of(line)
    if request.method == "POST":
        try:
            editing.change(code, form.draft(), editor=current_user)
        except InvalidInput as invalid:
            show_problems(form, invalid)
        else:
            flash(gettext("Saved. Please try the line and then press “Checked today”."), "success")
            return redirect(url_for("help.page"))
    return render_template("review/help/edit.html", form=form, line=line), 400 if form.errors else 200


@bp.post("/<code>/check")
@needs(Permission.EDIT_HELP)
def check(code: str) -> Response:
    """Note that a line was tried today."""
    editing.check(code, editor=current_user)
    return redirect(url_for("help.page", _anchor=code))


@bp.post("/<code>/hide")
@needs(Permission.EDIT_HELP)
def hide(code: str) -> Response:
    """Hide a line from readers."""
    editing.show(code, is_shown=False, editor=current_user)
    return redirect(url_for("help.page", _anchor=code))


@bp.post("/<code>/show")
@needs(Permission.EDIT_HELP)
def show(code: str) -> Response:
    """Show a line to readers again."""
    editing.show(code, is_shown=True, editor=current_user)
    return redirect(url_for("help.page", _anchor=code))
