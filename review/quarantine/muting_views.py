"""The addresses at which the desk mutes the contact of a report, and undoes that."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.db import existing
from core.refusals import Conflict, InvalidInput, NotFound
from core.web.access import needs
from core.web.forms import show_problems
from intake.models.reports import Submission
from review.holding.named import check_not_named
from review.quarantine import muting
from review.quarantine.forms import MuteForm

bp = Blueprint("muting", __name__, url_prefix="/desk/quarantine")

Page = tuple[str, int] | Response


def init_app(app: Flask) -> None:
    """Open the addresses, and let pages ask what can be muted and what is."""
    app.register_blueprint(bp)
    app.jinja_env.globals["with_contact"] = muting.reports_with_contact
    app.jinja_env.globals["muted_contacts"] = muting.standing


@bp.route("/mute/<int(max=2147483647):submission_id>", methods=["GET", "POST"])
@needs(Permission.EMPTY_QUARANTINE)
def mute(submission_id: int) -> Page:
    """Ask why and for how long the contact of a report is muted, and mute it."""
    report = existing(Submission, submission_id)
    if not muting.can_be_muted(submission_id):
        raise NotFound(f"report {submission_id} has no contact that can be muted")
    if report.case_id is not None:
        check_not_named(report.case_id, current_user)
    form = MuteForm()
    if request.method == "POST":
        try:
            muting.mute(submission_id, form.why.data or "", form.until.data or "", editor=current_user)
        except InvalidInput as invalid:
            show_problems(form, invalid)
        except Conflict as conflict:
            flash(str(conflict), "error")
            return redirect(url_for("quarantine.page"))
        else:
            flash(gettext("The contact is muted. Reports that come with it from now on wait for a person."), "success")
            return redirect(url_for("quarantine.page", _anchor="muted"))
    return render_template("review/quarantine/mute.html", report=report, form=form), 400 if form.errors else 200


@bp.post("/muted/<int(max=2147483647):mute_id>/undo")
@needs(Permission.EMPTY_QUARANTINE)
def undo(mute_id: int) -> Response:
    """Mute a contact no longer."""
    try:
        count = muting.undo(mute_id, editor=current_user)
    except Conflict as conflict:
        flash(str(conflict), "error")
        return redirect(url_for("quarantine.page", _anchor="muted"))
    told = ngettext("One report that it held back is let in.", "%(num)s reports that it held back are let in.", count)
    said = gettext("The contact is not muted any more.")
    flash(f"{said} {told}" if count else said, "success")
    return redirect(url_for("quarantine.page", _anchor="muted"))
