"""Signing in to the desk: the pages it takes, and who is let through the gate."""

from __future__ import annotations

import hmac

from flask import Blueprint, Flask, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_security import Security, SQLAlchemyUserDatastore, current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from accounts import accounts, known_browsers, links, sessions, tries
from accounts.forms import LinkForm, SecondStepForm, SignInForm
from accounts.models import Editor, Role
from accounts.permissions import MATRIX, Permission, RoleName
from accounts.second_factor import factors, passkeys, steps
from accounts.second_factor.models import SecondStep
from accounts.second_factor.passkeys import Place
from accounts.sessions import SignedIn
from core.config import Config
from core.db import db
from core.refusals import Conflict, InvalidInput, NotFound
from core.web.access import Doorkeeper, needed, needs, post
from core.web.errors import API_PREFIX, TEXTS, api_error, error_response
from core.web.forms import show_problems
from core.web.limits import limiter, network_key, per_network
from core.web.paths import is_local_path

# Where the session's token stands in the cookie, and where Flask-Login looks for the account.
TOKEN_KEY = "desk_session"  # noqa: S105 (the name of a key)
ACCOUNT_KEY = "_user_id"

# What an account with a one-time password may reach.
BEFORE_OWN_PASSWORD = frozenset({"review.change_password", "security.logout"})
# What an account without a second factor may reach where everybody needs one.
BEFORE_SECOND_FACTOR = BEFORE_OWN_PASSWORD | {"review.account", "review.add_app", "review.add_passkey"}

# Where the desk begins, for each role the first of these that is open to it.
HOMES = ("review.queue", "review.audit", "review.account")

# Under the name that Flask-Security's own pages would have. Those are not registered: we have no use for most
# of them, and these are to be counted and worded as we say.
bp = Blueprint("security", __name__, url_prefix="/desk")


def init_app(app: Flask, config: Config) -> None:
    """Set up the accounts and the pages for signing in and out."""
    salt = hmac.digest(config.secret_key.encode(), b"password salt", "sha256").hex()
    app.config.update(
        SECURITY_LOGIN_USER_TEMPLATE="accounts/login_user.html",
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 (the name of an algorithm)
        SECURITY_PASSWORD_SALT=salt,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        # The database says how long a session lasts; the cookie only must not be gone before.
        PERMANENT_SESSION_LIFETIME=sessions.REMEMBERED_LASTS,
        # A session is what its row says; Flask-Login would mark cookies that come from another network besides.
        SESSION_PROTECTION=None,
    )
    Security(app, SQLAlchemyUserDatastore(db, Editor, Role), register_blueprint=False)
    # Editors sign in with a form and a cookie. The tokens that Flask-Security would take from any request
    # body are not used, and looking for them would read bodies that were not meant for it.
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    app.login_manager.user_loader(_owner_of_session)  # type: ignore[attr-defined]
    app.jinja_env.globals["desk_home"] = home
    app.register_blueprint(bp)
    post(app, Doorkeeper(admit=admit, may=may, refuse=refuse))


def admit() -> ResponseReturnValue | None:
    """Let a signed-in editor through, and send everybody else to the sign-in page."""
    if not current_user.is_authenticated:
        if request.path.startswith(API_PREFIX):
            return api_error(401, str(_l("Sign in first.")))
        back = request.full_path if request.method in {"GET", "HEAD"} else None
        return redirect(url_for("security.login", next=back))
    if current_user.must_change_password and request.endpoint not in BEFORE_OWN_PASSWORD:
        return redirect(url_for("review.change_password"))
    if request.endpoint not in BEFORE_SECOND_FACTOR and factors.are_missing_for(current_user):
        return redirect(url_for("review.account"))
    return None


def may(permission: str) -> bool:
    """Return whether whoever asks is signed in and has a permission."""
    return bool(current_user.is_authenticated and current_user.may(permission))


def refuse() -> ResponseReturnValue:
    """Tell somebody who is signed in that their role does not reach this far, and lead them to where it does.

    The front door, which is the one address that everybody knows, leads there at once.
    """
    if request.endpoint == HOMES[0] and request.method in {"GET", "HEAD"}:
        return redirect(home())
    sentences = [str(TEXTS[403][1])]
    roles = [str(RoleName(role.name).label) for role in current_user.roles if role.name in MATRIX]
    if roles and not request.path.startswith(API_PREFIX):
        sentences.append(gettext("Its role: %(role)s.", role=", ".join(roles)))
    return error_response(403, detail=" ".join(sentences))


def home(editor: Editor | None = None) -> str:
    """Return the address of the first page of the desk that is open to an account, or to whoever asks."""
    has = may if editor is None else editor.may
    for page in HOMES:
        permission = needed(current_app, page)
        if permission is not None and has(permission):
            return url_for(page)
    return url_for(HOMES[0])


@bp.route("/login", methods=["GET", "POST"])
@per_network(tries.NETWORK_LIMIT)
@limiter.limit(tries.ACCOUNT_HERE_LIMIT, key_func=lambda: network_key() + tries.account_tried(), methods=["POST"])
@limiter.limit(tries.ACCOUNT_LIMIT, key_func=tries.account_tried_from_afar, methods=["POST"])
def login() -> ResponseReturnValue:
    """Show the form, and begin a session, or the second step of an account that has a second factor."""
    if current_user.is_authenticated:
        return redirect(home())
    # From the form only: left alone, Flask-WTF would take a JSON body as well, which the limits do not read.
    form = SignInForm(formdata=request.form)
    form.next.data = form.next.data or request.args.get("next", "")
    if request.method != "POST":
        return render_template("accounts/login_user.html", form=form)
    if request.mimetype.endswith("json"):
        abort(400)
    try:
        signed_in = accounts.sign_in(
            address=form.email.data or "", password=form.password.data or "", remembered=form.remember.data
        )
    except InvalidInput as refused:
        form.form_errors = list(refused.problems.values())
        return render_template("accounts/login_user.html", form=form)
    wanted = form.next.data if is_local_path(form.next.data) else ""
    if isinstance(signed_in, SignedIn):
        return _let_in(signed_in, remembered=form.remember.data, wanted=wanted)
    session.clear()
    session[tries.STEP_KEY] = signed_in.token
    return redirect(url_for("security.second_step", next=wanted or None))


def _let_in(signed_in: SignedIn, *, remembered: bool, wanted: str) -> Response:
    # Nothing from before goes along: no receipt of a reader, and no forgery secret that somebody may have planted.
    session.clear()
    session.permanent = remembered
    session[TOKEN_KEY] = signed_in.token
    go_on_as(signed_in.editor)
    answer = redirect(wanted or home(signed_in.editor))
    known_browsers.remember(answer, signed_in.editor.id)
    return answer


@bp.route("/login/second-step", methods=["GET", "POST"])
@per_network(tries.NETWORK_LIMIT)
@tries.limit_second_step
def second_step() -> ResponseReturnValue:
    """Ask whoever knew the password for a code or a passkey, and begin a session."""
    step = steps.find(tries.step_token())
    if step is None:
        return redirect(url_for("security.login"))
    form = SecondStepForm(formdata=request.form)
    form.next.data = form.next.data or request.args.get("next", "")
    if request.method != "POST":
        return _second_step_page(step, form)
    remembered = step.remembered
    try:
        signed_in = _finish(form)
    except InvalidInput as wrong:
        show_problems(form, wrong)
        return _second_step_page(step, form)
    except Conflict as over:
        flash(str(over), "warning")
        return redirect(url_for("security.login"))
    return _let_in(signed_in, remembered=remembered, wanted=form.next.data if is_local_path(form.next.data) else "")


def _finish(form: SecondStepForm) -> SignedIn:
    if form.response.data:
        return steps.finish_with_passkey(tries.step_token(), response=form.response.data, place=place())
    return steps.finish_with_code(tries.step_token(), code=form.code.data or "")


def _second_step_page(step: SecondStep, form: SecondStepForm) -> str:
    options = passkeys.request_for(step.editor_id, challenge=step.challenge, place=place())
    has_app = factors.of(step.editor_id).app is not None
    return render_template("accounts/second_step.html", form=form, options=options, has_app=has_app)


@bp.route("/link/<token>", methods=["GET", "POST"])
@per_network(tries.NETWORK_LIMIT)
def link(token: str) -> ResponseReturnValue:
    """Let whoever has a one-time link choose the password of its account."""
    form = LinkForm(formdata=request.form)
    try:
        if request.method != "POST":
            return render_template("accounts/link.html", form=form, owner=links.owner(token))
        links.use(token, new=form.new_password.data or "", repeated=form.new_password_confirm.data or "")
    except InvalidInput as invalid:
        show_problems(form, invalid)
        return render_template("accounts/link.html", form=form, owner=links.owner(token)), 400
    except NotFound:
        return render_template("accounts/link_gone.html"), 410
    # Whoever was signed in here before is somebody else, or has lost the session with the old password.
    session.clear()
    flash(gettext("Your password is saved. Sign in with it now."), "success")
    return redirect(url_for("security.login"))


@bp.post("/logout")
@needs(Permission.OWN_ACCOUNT)
def logout() -> ResponseReturnValue:
    """End the session, here and in the database, and leave nothing of it in the cookie."""
    sessions.sign_out(current_user.id, token=own_token())
    session.clear()
    return redirect(url_for("security.login"))


def own_token() -> str:
    """Return the token of the session this request belongs to, or "" without one."""
    return str(session.get(TOKEN_KEY, ""))


def go_on_as(editor: Editor) -> None:
    """Write into the cookie whose session this is, after signing in or when the account has a new identity."""
    session[ACCOUNT_KEY] = editor.get_id()


def place() -> Place:
    """Return where the browser that asks has reached the desk."""
    settings: Config = current_app.extensions["settings"]
    host, separator, port = request.host.lower().partition(":")
    return Place("https" if settings.secure_cookies else request.scheme, host, separator + port)


def _owner_of_session(uniquifier: str) -> Editor | None:
    if g.get("accounts_are_away", False):
        # The page that says so asks once more who is there; it is shown as to a stranger, and nobody is signed out.
        return None
    try:
        editor = sessions.owner(uniquifier=uniquifier, token=own_token())
    except SQLAlchemyError:
        g.accounts_are_away = True
        raise
    if editor is None:
        for key in (ACCOUNT_KEY, TOKEN_KEY, "_permanent"):
            session.pop(key, None)
        # A cookie that Flask-Login once left, to stay signed in, lets nobody in any more and is taken away.
        session["_remember"] = "clear"
    return editor
