"""The pages on which people set up, and take away, what signs them in beside their password."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_security import current_user
from werkzeug.wrappers import Response

from accounts import sign_in, tries
from accounts.forms import AppForm, PasskeyForm, PasswordForm
from accounts.models import Editor
from accounts.permissions import Permission
from accounts.second_factor import apps, factors, passkeys, recovery_codes
from core.config import SecondFactor
from core.refusals import Conflict, InvalidInput
from core.web.access import needs
from core.web.forms import show_problems
from review.blueprint import bp

Page = Response | tuple[str, int]


@bp.route("/account/app", methods=["GET", "POST"])
@tries.limit_password_tries
@needs(Permission.OWN_ACCOUNT)
def add_app() -> Page:
    """Set up an app that shows codes."""
    _check_asked_for()
    form = AppForm(formdata=request.form)
    if request.method != "POST":
        return _app_page(form), 200
    try:
        editor, codes = apps.add(
            current_user.id,
            password=form.password.data or "",
            sealed=form.sealed.data or "",
            code=form.code.data or "",
            token=sign_in.own_token(),
        )
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _app_page(form), 400
    return _added(editor, codes, gettext("The app is set up. From now on signing in takes one of its codes."))


def _app_page(form: AppForm) -> str:
    offer = apps.offer(current_user, form.sealed.data or "")
    form.sealed.data = offer.sealed
    return render_template("accounts/app.html", form=form, offer=offer)


@bp.route("/account/passkeys", methods=["GET", "POST"])
@tries.limit_password_tries
@needs(Permission.OWN_ACCOUNT)
def add_passkey() -> Page:
    """Add a passkey."""
    _check_asked_for()
    form = PasskeyForm(formdata=request.form)
    if request.method != "POST":
        return _passkey_page(form), 200
    try:
        editor, codes = passkeys.add(
            current_user.id,
            password=form.password.data or "",
            name=form.name.data or "",
            state=form.state.data or "",
            response=form.response.data or "",
            place=sign_in.place(),
            token=sign_in.own_token(),
        )
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return _passkey_page(form), 400
    return _added(editor, codes, gettext("The passkey is added."))


def _passkey_page(form: PasskeyForm) -> str:
    place = sign_in.place()
    offer = passkeys.offer(current_user, place)
    form.state.data, form.response.data = offer.state, ""
    return render_template("accounts/passkey.html", form=form, options=offer.options, works=place.takes_passkeys)


def _added(editor: Editor, codes: Sequence[str], message: str) -> Page:
    # The new factor ended every other session; this one goes on.
    sign_in.go_on_as(editor)
    if codes:
        # In the answer itself: a page that is asked for later would need them kept somewhere.
        return render_template("accounts/recovery_codes.html", codes=codes, message=message), 200
    flash(message, "success")
    return redirect(url_for("review.account"))


@bp.route("/account/app/remove", methods=["GET", "POST"])
@tries.limit_password_tries
@needs(Permission.OWN_ACCOUNT)
def remove_app() -> Page:
    """Take the app away."""
    return _removed(
        lambda password: apps.remove(current_user.id, password=password),
        gettext("Remove the app"),
        gettext("Codes of this app will not be asked for any more."),
    )


@bp.route("/account/passkeys/<int(max=2147483647):passkey_id>/remove", methods=["GET", "POST"])
@tries.limit_password_tries
@needs(Permission.OWN_ACCOUNT)
def remove_passkey(passkey_id: int) -> Page:
    """Take a passkey away."""
    names = {passkey.id: passkey.name for passkey in factors.of(current_user.id).passkeys}
    if passkey_id not in names:
        # Removed in another window, or somebody else's.
        return redirect(url_for("review.account"))
    return _removed(
        lambda password: passkeys.remove(current_user.id, passkey_id, password=password),
        gettext("Remove a passkey"),
        gettext("The passkey “%(name)s” will let nobody in any more.", name=names[passkey_id]),
    )


def _removed(remove: Callable[[str], None], title: str, consequence: str) -> Page:
    form = PasswordForm(formdata=request.form)
    if request.method == "POST":
        try:
            remove(form.password.data or "")
        except InvalidInput as invalid:
            show_problems(form, invalid)
        except Conflict as gone:
            flash(str(gone), "warning")
            return redirect(url_for("review.account"))
        else:
            flash(gettext("It is removed."), "success")
            return redirect(url_for("review.account"))
    page = render_template("accounts/confirm.html", form=form, title=title, consequence=consequence)
    return page, 400 if form.errors else 200


@bp.route("/account/recovery-codes", methods=["GET", "POST"])
@tries.limit_password_tries
@needs(Permission.OWN_ACCOUNT)
def renew_recovery_codes() -> Page:
    """Make new recovery codes and show them this once."""
    form = PasswordForm(formdata=request.form)
    if not factors.of(current_user.id).count:
        return redirect(url_for("review.account"))
    if request.method == "POST":
        try:
            codes = recovery_codes.renew(current_user.id, password=form.password.data or "")
        except InvalidInput as invalid:
            show_problems(form, invalid)
        else:
            return render_template("accounts/recovery_codes.html", codes=codes, message=""), 200
    page = render_template(
        "accounts/confirm.html",
        form=form,
        title=gettext("New recovery codes"),
        consequence=gettext("The codes you have now will be worth nothing."),
    )
    return page, 400 if form.errors else 200


def _check_asked_for() -> None:
    """Where no second factor is ever asked for, nobody is to think that one protects them."""
    if factors.setting() is SecondFactor.OFF:
        abort(404)
