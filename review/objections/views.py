"""The addresses of objections at the desk."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.db import existing, now
from core.refusals import Conflict, InvalidInput
from core.web.access import needs
from core.web.display import local_day
from core.web.forms import show_problems
from core.web.numbers import whole_number
from intake.models.objections import Objection
from intake.objections import standing
from review.objections import answering
from review.objections import page as listing
from review.objections.answerers import answerers, disputed
from review.objections.forms import AnswerForm

bp = Blueprint("objections", __name__, url_prefix="/desk/objections")


def init_app(app: Flask) -> None:
    """Open the addresses, and let the menu of each page count what waits."""
    app.register_blueprint(bp)
    app.jinja_env.globals["open_objections"] = standing.open_count


@bp.get("/")
@needs(Permission.READ_CASES)
def page() -> str:
    """Show the queue."""
    return render_template("review/objections/page.html", listed=listing.page(request.args), shows=list(listing.Show))


@bp.get("/<int(max=2147483647):objection_id>")
@needs(Permission.READ_CASES)
def objection(objection_id: int) -> str:
    """Show one objection beside what it is about."""
    case = disputed(existing(Objection, objection_id)).case
    return _page(objection_id, AnswerForm(formdata=None, version="" if case is None else str(case.version)))


@bp.post("/<int(max=2147483647):objection_id>/answer")
@needs(Permission.ANSWER_OBJECTIONS)
def answer(objection_id: int) -> Response | tuple[str, int]:
    """Answer an objection, or show the form again with what is missing or who was faster."""
    form = AnswerForm()
    try:
        answering.answer(objection_id, form.draft(), editor=current_user)
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _page(objection_id, form), 400
    except Conflict as conflict:
        # Shown here and not on a page of errors, which would lose what was typed.
        form.form_errors.append(str(conflict))
        return _page(objection_id, form), 409
    flash(gettext("The objection is answered. Whoever sent it can read the answer now."), "success")
    return redirect(url_for("objections.page"))


@bp.post("/<int(max=2147483647):objection_id>/give")
@needs(Permission.ANSWER_OBJECTIONS)
def give(objection_id: int) -> Response:
    """Give an objection to a colleague."""
    try:
        answering.give(objection_id, whole_number(request.form.get("editor_id", "")) or 0, by=current_user)
    except InvalidInput as invalid:
        flash(" ".join(invalid.problems.values()), "error")
    return redirect(url_for("objections.objection", objection_id=objection_id))


def _page(objection_id: int, form: AnswerForm) -> str:
    found = existing(Objection, objection_id)
    against = disputed(found)
    fit = answerers(found, against)
    return render_template(
        "review/objections/objection.html",
        objection=found,
        against=against,
        about=listing.about(found),
        language=get_locale().languages[found.language],
        due=listing.due(found.due_on, local_day(now())),
        answer=answering.answer_to(objection_id),
        given_to=answering.given_to(objection_id),
        form=form,
        others=[one for one in fit.others if one.editor_id != current_user.id],
        refusal=fit.refusal(current_user),
        is_alone=fit.is_alone(current_user),
    )
