"""The list of what machines did by themselves, and the buttons that take it back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.numbers import whole_number
from review.automatic import acts, asking_again
from review.automatic.filters import HOW_SURE, LANES, Filters, What
from review.case import merging
from review.queue.filters import Arguments

bp = Blueprint("automatic", __name__, url_prefix="/desk/automatic")


@bp.get("/", endpoint="page")
@needs(Permission.READ_CASES)
def show() -> str:
    """Show what machines did, newest first."""
    filters = Filters.read(request.args)
    found = acts.page(filters, before=whole_number(request.args.get("before", "")))
    return render_template(
        "review/automatic/page.html",
        found=found,
        filters=filters,
        what=list(What),
        lanes=[(lane.value, HOW_SURE[lane]) for lane in LANES],
        how_sure=HOW_SURE,
    )


@bp.post("/reports/<int(max=2147483647):submission_id>/part")
@needs(Permission.GROUP)
def part(submission_id: int) -> Response:
    """Give a report that a machine joined to a case one of its own."""
    case_id, version = (whole_number(request.form.get(name, "")) for name in ("case", "version"))
    if case_id is None or version is None:
        abort(400)
    try:
        move = merging.part_report(case_id, submission_id, version=version, editor=current_user)
    except InvalidInput as invalid:
        flash(" ".join(invalid.problems.values()), "warning")
        return _to_list()
    flash(gettext("The report is in a case of its own now: case %(id)s.", id=move.to_case_id), "success")
    return _to_list()


@bp.post("/cases/<int(max=2147483647):case_id>/again")
@needs(Permission.ANSWER_MATCHES)
def ask_again(case_id: int) -> Response:
    """Have the machine look for articles again."""
    asking_again.ask_again(case_id, editor=current_user)
    flash(gettext("The machine looks again. Open the case in a moment."), "success")
    return _to_list()


def _to_list() -> Response:
    """Lead back to where the button stood."""
    place: Arguments = {**Filters.read(request.args).arguments, "before": whole_number(request.args.get("before", ""))}
    return redirect(url_for("automatic.page", **place))
