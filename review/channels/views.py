"""The desk's page of the programs that send reports."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.forms import show_problems
from review.channels import making
from review.channels.forms import ProgramForm

bp = Blueprint("channels", __name__, url_prefix="/desk/programs")

Page = Response | tuple[str, int]


def init_app(app: Flask) -> None:
    """Open the addresses, and let the page of a case say by which program a report came."""
    app.register_blueprint(bp)
    app.jinja_env.globals["sent_by"] = sent_by


@bp.route("/", methods=["GET", "POST"])
@needs(Permission.MANAGE_PROGRAMS)
def page() -> Page:
    """List the programs, and let another send reports; its token is shown this once."""
    form = ProgramForm(formdata=request.form)
    if request.method == "GET":
        return _page(ProgramForm(formdata=None)), 200
    try:
        token = making.make(form.name.data or "", form.budget, editor=current_user)
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _page(form), 400
    return _page(ProgramForm(formdata=None), token=token), 200


@bp.post("/<int(max=2147483647):token_id>/withdraw")
@needs(Permission.MANAGE_PROGRAMS)
def withdraw(token_id: int) -> Response:
    """Let a token open nothing any more."""
    making.withdraw(token_id, editor=current_user)
    flash(gettext("The token is withdrawn. The program cannot send with it any more."), "success")
    return redirect(url_for("channels.page"))


def sent_by(token_id: int) -> str:
    """Return the name of the program that has a token."""
    # However many reports a page shows, the programs are few and asked for once.
    if "programs" not in g:
        g.programs = making.names()
    found: str = g.programs.get(token_id, "")
    return found


def _page(form: ProgramForm, *, token: str = "") -> str:
    return render_template("review/channels/page.html", programs=making.every(), form=form, token=token)
