"""The public pages of intake: first page, form, receipt, status."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from core.refusals import InvalidInput
from core.web.display import absolute
from core.web.extensions import csrf
from core.web.language import current_language
from core.web.limits import per_network
from intake.models.reports import Channel
from intake.public.forms import ReportForm, StatusForm
from intake.reports import submissions

bp = Blueprint("intake", __name__)

# Room for a training of thirty people behind one address, but not for a script that floods.
SUBMIT_LIMIT = "600 per minute"
STATUS_LIMIT = "120 per minute"

RECEIPT_IN_SESSION = "receipt"


@bp.get("/")
def home() -> str:
    """Show the first page."""
    return render_template("intake/home.html")


@bp.route("/report", methods=["GET", "POST"])
@per_network(SUBMIT_LIMIT)
def report() -> tuple[str, int] | Response:
    """Show the form, or take what was sent with it."""
    form = ReportForm()
    if request.method == "GET":
        return render_template("intake/report.html", form=form), 200
    if not form.validate():
        return render_template("intake/report.html", form=form), 400
    try:
        receipt = submissions.submit(form.values() | {"language": current_language()}, channel=Channel.FORM)
    except InvalidInput as invalid:
        form.show(invalid)
        return render_template("intake/report.html", form=form), 400
    # Kept for this browser session only, so that the page can be opened again after a slip.
    session[RECEIPT_IN_SESSION] = {"reference": receipt.reference, "receipt": receipt.receipt}
    return redirect(url_for("intake.receipt"), code=303)


# The form checks its token itself, so that an expired one costs nobody what they typed.
csrf.exempt(report)


@bp.get("/receipt")
def receipt() -> str | Response:
    """Show the receipt of the report that was just sent from this browser."""
    kept = session.get(RECEIPT_IN_SESSION)
    if kept is None:
        return redirect(url_for("intake.status"))
    return render_template(
        "intake/receipt.html",
        reference=kept["reference"],
        receipt=kept["receipt"],
        status_url=absolute(url_for("intake.status")),
    )


@bp.route("/status", methods=["GET", "POST"])
@per_network(STATUS_LIMIT)
def status() -> tuple[str, int]:
    """Show how a report stands. The receipt is posted, so that it stands in no log and no history."""
    form = StatusForm()
    if not form.validate_on_submit():
        code = 400 if form.is_submitted() else 200
        return render_template("intake/status.html", form=form, status=None), code
    try:
        found = submissions.status(form.receipt.data or "")
    except InvalidInput as invalid:
        form.receipt.errors = [invalid.problems["receipt"]]
        return render_template("intake/status.html", form=form, status=None), 404
    return render_template("intake/status.html", form=form, status=found), 200


# As above.
csrf.exempt(status)
