"""The pages of one's own account: name, password, and where one is signed in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts import accounts, people, sessions, sign_in, tries
from accounts.forms import ChangePasswordForm, OwnNameForm
from accounts.permissions import Permission
from accounts.second_factor import factors
from core.refusals import InvalidInput
from core.web.access import needs
from core.web.forms import show_problems
from review.blueprint import bp


@bp.get("/account")
@needs(Permission.OWN_ACCOUNT)
def account() -> str:
    """Show what belongs to the account of whoever asks."""
    return _account_page(OwnNameForm(formdata=None, desk_name=current_user.desk_name))


def _account_page(form: OwnNameForm) -> str:
    return render_template(
        "accounts/account.html",
        form=form,
        factors=factors.of(current_user.id),
        setting=factors.setting(),
        is_missing=factors.are_missing_for(current_user),
    )


@bp.post("/account/name")
@needs(Permission.OWN_ACCOUNT)
def rename() -> Response | tuple[str, int]:
    """Give whoever asks another name at the desk."""
    form = OwnNameForm(formdata=request.form)
    try:
        people.rename(current_user.id, desk_name=form.desk_name.data or "")
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _account_page(form), 400
    flash(gettext("Your name at the desk is saved."), "success")
    return redirect(url_for("review.account"))


@bp.route("/password", methods=["GET", "POST"])
@tries.limit_password_tries
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


@bp.post("/account/other-sessions")
@needs(Permission.OWN_ACCOUNT)
def end_other_sessions() -> Response:
    """End all other sessions of the editor who asks."""
    sign_in.go_on_as(sessions.end_others(current_user.id, token=sign_in.own_token()))
    flash(gettext("You are signed out everywhere else."), "success")
    return redirect(url_for("review.account"))
