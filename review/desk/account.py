"""The pages of one's own account."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts import accounts, sessions, sign_in
from accounts.forms import ChangePasswordForm
from accounts.permissions import Permission
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.forms import show_problems
from review.blueprint import bp


@bp.route("/password", methods=["GET", "POST"])
@sign_in.limit_password_tries
@needs(Permission.OWN_ACCOUNT)
def change_password() -> Response | tuple[str, int]:
    """Let an editor choose a password."""
    form = ChangePasswordForm(formdata=request.form)
    if request.method != "POST":
        return render_template("accounts/change_password.html", change_password_form=form), 200
    try:
        editor = accounts.choose_password(
            current_user.id,
            current=form.password.data or "",
            new=form.new_password.data or "",
            repeated=form.new_password_confirm.data or "",
            token=sign_in.own_token(),
        )
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return render_template("accounts/change_password.html", change_password_form=form), 400
    # The new password ended every session of the account; this one goes on.
    sign_in.go_on_as(editor)
    flash(gettext("Your new password is saved."), "success")
    return redirect(sign_in.home())


@bp.post("/password/other-sessions")
@needs(Permission.OWN_ACCOUNT)
def end_other_sessions() -> Response:
    """End all other sessions of the editor who asks."""
    sign_in.go_on_as(sessions.end_others(current_user.id, token=sign_in.own_token()))
    flash(gettext("You are signed out everywhere else."), "success")
    return redirect(url_for("review.change_password"))
