"""Signing in to the desk: the two pages it takes, throttling, and who is let through the gate."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import ParamSpec, TypeVar
from unicodedata import normalize

from flask import Blueprint, Flask, abort, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_security import Security, SQLAlchemyUserDatastore, current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from accounts import accounts, known_browsers, sessions
from accounts.forms import SignInForm
from accounts.models import Editor, Role
from accounts.permissions import MATRIX, Permission, RoleName
from core.config import Config
from core.db import db
from core.refusals import InvalidInput
from core.secrets import fleeting_hash
from core.web.access import Doorkeeper, needed, needs, post
from core.web.errors import API_PREFIX, TEXTS, api_error, error_response
from core.web.limits import limiter, network_key, per_network
from core.web.paths import is_local_path

P = ParamSpec("P")
R = TypeVar("R")

# One network, whatever account it tries; then one account from one network; then one account from anywhere: narrow
# enough that nobody guesses a password. With several networks somebody can use it up for an account, but not for the
# browsers that it has signed in with before.
NETWORK_LIMIT = "60 per hour"
ACCOUNT_HERE_LIMIT = "10 per 10 minutes"
ACCOUNT_LIMIT = "200 per hour"
# Whoever sits down at an open desk is not to find out the password by trying.
PASSWORD_LIMIT = "10 per 10 minutes"  # noqa: S105 (a limit)

# Where the session's token stands in the cookie, and where Flask-Login looks for the account.
TOKEN_KEY = "desk_session"  # noqa: S105 (the name of a key)
ACCOUNT_KEY = "_user_id"

# What an account with a one-time password may reach.
BEFORE_OWN_PASSWORD = frozenset({"review.change_password", "security.logout"})

# Where the desk begins, for each role the first of these that is open to it.
HOMES = ("review.queue", "review.audit", "review.change_password")

# Under the name that Flask-Security's own pages would have. Those are not registered: we have no use for most
# of them, and these two are to be counted and worded as we say.
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


def _account() -> str:
    """Return a fleeting hash of the account that is tried; one account has one, however it is spelt.

    Where there is none, what was typed counts, with the differences left out that an eye does not see.
    """
    typed, editor = _tried()
    if editor is not None:
        # With its identity, which a new one-time password changes: whoever was locked out then is no more.
        return fleeting_hash(f"account {editor.id} {editor.fs_uniquifier}")
    return fleeting_hash("typed " + normalize("NFKC", typed[: accounts.LONGEST_ADDRESS]).casefold().strip())


def _account_from_afar() -> str:
    """Return what the tries from anywhere are counted by: a browser that the account has used before has its own."""
    _, editor = _tried()
    return _account() + ("" if editor is None else known_browsers.mark_of(editor.id))


def _tried() -> tuple[str, Editor | None]:
    """Return what was typed as the address, and the account that it means, if any.

    Never raises: Flask-Limiter would take its store for dead, and count nobody's tries there for a while.
    """
    try:
        typed = request.form.get("email", "")
        return typed, accounts.find(typed)
    except (HTTPException, SQLAlchemyError):
        return "", None


def limit_password_tries(view: Callable[P, R]) -> Callable[P, R]:
    """Count the tries of a page that checks the password of somebody who is signed in, before anything is hashed.

    Those of strangers are not counted: the gate turns them away, and they could use up what editors have.
    """
    network = limiter.limit(NETWORK_LIMIT, methods=["POST"], exempt_when=_is_stranger)
    account = limiter.limit(PASSWORD_LIMIT, key_func=_own_account, methods=["POST"], exempt_when=_is_stranger)
    return network(account(view))


def _is_stranger() -> bool:
    return not current_user.is_authenticated


def _own_account() -> str:
    return fleeting_hash(f"account {current_user.id}")


@bp.route("/login", methods=["GET", "POST"])
@per_network(NETWORK_LIMIT)
@limiter.limit(ACCOUNT_HERE_LIMIT, key_func=lambda: network_key() + _account(), methods=["POST"])
@limiter.limit(ACCOUNT_LIMIT, key_func=_account_from_afar, methods=["POST"])
def login() -> ResponseReturnValue:
    """Show the form, or begin a session."""
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
    # Nothing from before goes along: no receipt of a reader, and no forgery secret that somebody may have planted.
    session.clear()
    session.permanent = form.remember.data
    session[TOKEN_KEY] = signed_in.token
    go_on_as(signed_in.editor)
    answer = redirect(form.next.data if is_local_path(form.next.data) else home(signed_in.editor))
    known_browsers.remember(answer, signed_in.editor.id)
    return answer


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
