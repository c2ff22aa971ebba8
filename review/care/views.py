"""The page on which an editor says how they work, and what they leave to others today."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.exceptions import abort
from werkzeug.wrappers import Response

from accounts.permissions import Permission
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.forms import show_problems
from core.web.paths import is_local_path
from intake.models.cases import Kind
from review.care import exposure, left_out, preferences, support
from review.care.forms import PreferencesForm

bp = Blueprint("care", __name__, url_prefix="/desk/care")


@bp.route("/", methods=["GET", "POST"])
@needs(Permission.OWN_ACCOUNT)
def page() -> Response | tuple[str, int]:
    """Show how the editor works, and keep what they choose."""
    if request.method != "POST":
        return _page(PreferencesForm.of(preferences.current())), 200
    form = PreferencesForm()
    try:
        preferences.choose(form.values(), editor=current_user)
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _page(form), 400
    flash(gettext("From now on the desk works like this for you."), "success")
    return redirect(url_for("care.page"))


@bp.post("/house")
@needs(Permission.OWN_ACCOUNT)
def house() -> Response:
    """Let an editor work as the house has it."""
    preferences.choose({}, editor=current_user)
    flash(gettext("You work as the house has it."), "success")
    return redirect(url_for("care.page"))


@bp.post("/not-today")
@needs(Permission.READ_CASES)
def not_today() -> Response:
    """Leave a kind of cases out until the day is over."""
    kind = _kind()
    left_out.not_today(kind, editor=current_user)
    flash(gettext("Until tomorrow your list shows none of these: %(kind)s", kind=kind.desk_label), "success")
    return _back()


@bp.post("/today-again")
@needs(Permission.READ_CASES)
def today_again() -> Response:
    """Show a kind of cases again."""
    left_out.today_again(_kind(), editor=current_user)
    return _back()


@bp.post("/skip/<int(max=2147483647):case_id>")
@needs(Permission.READ_CASES)
def skip(case_id: int) -> Response:
    """Leave a case to others until tomorrow, and go on to what `next` names."""
    left_out.skip(case_id, editor=current_user)
    flash(gettext("Skipped until tomorrow. Nobody is told."), "success")
    return _back()


@bp.post("/skipped-again")
@needs(Permission.READ_CASES)
def skipped_again() -> Response:
    """Let everything that was skipped come up again."""
    left_out.skipped_again(editor=current_user)
    return _back()


@bp.post("/opened")
@needs(Permission.READ_CASES)
def opened() -> tuple[str, int]:
    """Count a text that was opened; the answer is a hint, when it is time for one."""
    exposure.opened(request.form.get("text", ""), editor=current_user)
    return (render_template("review/care/_hint.html"), 200) if exposure.hint() else ("", 204)


@bp.get("/opened/<key>")
@needs(Permission.READ_CASES)
def opened_without_script(key: str) -> Response:
    """Count a text on a page that runs no script: it asks for this instead of a picture.

    Asking again changes nothing, and a page elsewhere cannot ask in an editor's name: it does not get their cookie.
    """
    exposure.opened(key, editor=current_user)
    return Response(status=204)


@bp.post("/read-on")
@needs(Permission.READ_CASES)
def read_on() -> Response:
    """Suggest no further pause for a while."""
    exposure.read_on()
    return _back()


def _page(form: PreferencesForm) -> str:
    return render_template(
        "review/care/page.html",
        form=form,
        kinds=list(Kind),
        skipped=left_out.count_skipped(editor=current_user),
        opened=exposure.count(editor=current_user),
        contact=support.contact(),
        lines=support.LINES,
        phone_address=support.phone_address,
    )


def _kind() -> Kind:
    try:
        return Kind(request.form.get("kind", ""))
    except ValueError:
        abort(400)


def _back() -> Response:
    target = request.form.get("next", "")
    return redirect(target if is_local_path(target) else url_for("care.page"))
