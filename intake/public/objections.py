"""The public pages of objections: the form, and the receipt of the one that was sent."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.refusals import InvalidInput
from core.web.even_time import in_even_time
from core.web.extensions import csrf
from core.web.language import current_language, is_only_another_language
from core.web.limits import per_network
from intake.objections import clock, filing
from intake.objections.filing import Filed
from intake.public import reader
from intake.public.forms import ObjectionForm
from intake.public.reader import Objected
from intake.public.slips import NUMBER_OF_OBJECTION, slip_of
from intake.reports import submissions

bp = Blueprint("intake_objections", __name__)

# Each takes an editor's time, so fewer than of reports; a class that was wronged together still gets through.
OBJECTION_LIMIT = "120 per hour"


@bp.route("/objection", methods=["GET", "POST"])
@per_network(OBJECTION_LIMIT)
@in_even_time()
def form() -> tuple[str, int] | Response:
    """Show the form, or take what was sent with it.

    The status page of a report posts its receipt here, so that it stands in no address: without a text that opens the
    form, and with one it proves that the reporter objects.
    """
    form = ObjectionForm()
    if request.method == "GET":
        form.about.data = request.args.get("about", "")[: filing.LONGEST_ABOUT]
        return _page(form), 200
    if is_only_another_language():
        # Nothing is done with it, so nobody can be tricked into it either.
        return _page(form), 200
    if not form.validate():
        return _page(form), 400
    if form.receipt.data and "text" not in request.form:
        return _page(form), 200
    try:
        filed = _file(form)
    except InvalidInput as invalid:
        form.show(invalid)
        return _page(form), 400
    reader.remember_objection(Objected(filed.receipt, filed.due_on))
    return redirect(url_for("intake_objections.sent"), code=303)


# The form checks its token itself, so that an expired one costs nobody what they typed.
csrf.exempt(form)


@bp.get("/objection/sent")
def sent() -> str | Response:
    """Show the receipt of the objection that was just sent from this browser."""
    kept = reader.objection()
    if kept is None:
        return redirect(url_for("intake.status"))
    slip = slip_of(kept.receipt, NUMBER_OF_OBJECTION)
    return render_template("intake/objection_sent.html", slip=slip, due_on=kept.due_on)


def _file(form: ObjectionForm) -> Filed:
    values = form.values() | {"language": current_language()}
    if form.receipt.data:
        return filing.object_to_answer(form.receipt.data, values)
    return filing.object_openly(values)


def _page(form: ObjectionForm) -> str:
    """Return the page of the form; a receipt that we do not know is left out, and then the form asks for the rest."""
    reference = ""
    if form.receipt.data:
        try:
            reference = submissions.reported(form.receipt.data).reference
        except InvalidInput:
            form.receipt.data = ""
    return render_template("intake/objection.html", form=form, reference=reference, due_on=clock.due_from_now())
