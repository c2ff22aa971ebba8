"""The desk's page of trainings."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.db import now
from core.refusals import Conflict, InvalidInput
from core.web.access import needs
from core.web.display import absolute
from core.web.forms import show_problems
from review.trainings import opening
from review.trainings.forms import TrainingForm

# The code on its way from the answer to a form to the page after it, in the browser that opened the training.
_CODE = "training_code"

bp = Blueprint("trainings", __name__, url_prefix="/desk/trainings")


@bp.route("/", methods=["GET", "POST"])
@needs(Permission.OPEN_TRAININGS)
def page() -> str | tuple[str, int] | Response:
    """List the trainings, and open another; its link is shown once, on the page that its sender is led to."""
    if request.method == "GET":
        code = session.pop(_CODE, "")
        # Written out: where the desk has a process of its own, that one knows no page for readers.
        return _page(TrainingForm.new(), link=absolute(f"/training/{code}") if code else "")
    form = TrainingForm(formdata=request.form)
    try:
        session[_CODE] = opening.open_training(*form.numbers, editor=current_user, sending=form.sending.data or "")
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _page(form), 400
    except Conflict as over:
        flash(str(over), "error")
    return redirect(url_for("trainings.page"), code=303)


@bp.post("/<int(max=2147483647):training_id>/close")
@needs(Permission.OPEN_TRAININGS)
def close(training_id: int) -> Response:
    """Let a training be over."""
    opening.close(training_id, editor=current_user)
    flash(gettext("The training is over. Its link opens nothing any more."), "success")
    return redirect(url_for("trainings.page"))


def _page(form: TrainingForm, *, link: str = "") -> str:
    return render_template(
        "review/trainings/page.html", trainings=opening.latest(), form=form, link=link, this_moment=now()
    )
