"""Signing in to the desk: sessions, throttling, and who is let through the gate."""

from __future__ import annotations

import hmac
from typing import Any

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import user_logged_in, user_logged_out
from flask_security import Security, SQLAlchemyUserDatastore, current_user
from flask_security.forms import LoginForm
from flask_security.views import login

from core.config import Config
from core.db import db, writing
from core.errors import API_PREFIX, api_error
from core.web import fleeting_hash, limiter, network_key
from review.audit import record
from review.models import Action, Editor, Role

# One network, whatever account it tries; then one account from one network; then one account from
# anywhere, wide enough that a stranger cannot lock an editor out in passing.
NETWORK_LIMIT = "60 per hour"
ACCOUNT_HERE_LIMIT = "10 per 10 minutes"
ACCOUNT_LIMIT = "200 per hour"

# What an account with a one-time password may reach.
BEFORE_OWN_PASSWORD = frozenset({"review.change_password", "security.logout"})


class SignInForm(LoginForm):
    """Flask-Security's form in our own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A space slips in when an address is pasted.
        self.email.data = (self.email.data or "").strip()
        self.email.label.text = _l("E-mail address")
        self.password.label.text = _l("Password")
        self.remember.label.text = _l("Stay signed in on this computer")


def init_app(app: Flask, config: Config) -> None:
    """Set up the accounts and the sign-in page."""
    salt = hmac.digest(config.secret_key.encode(), b"password salt", "sha256").hex()
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 (the name of an algorithm)
        SECURITY_PASSWORD_SALT=salt,
        SECURITY_URL_PREFIX="/desk",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/desk/",
        SECURITY_POST_LOGOUT_VIEW="/desk/login",
        # Whether an address has an account is nobody's business.
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_MSG_GENERIC_AUTHN_FAILED=(_l("The e-mail address or the password is not right."), "error"),
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        REMEMBER_COOKIE_SECURE=config.secure_cookies,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
    )
    Security(app, SQLAlchemyUserDatastore(db, Editor, Role), login_form=SignInForm)
    # Editors sign in with a form and a cookie. The tokens that Flask-Security would take from any request
    # body are not used, and looking for them would read bodies that were not meant for it.
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    app.view_functions["security.login"] = _throttled_login
    user_logged_in.connect(_on_signed_in, app)
    user_logged_out.connect(_on_signed_out, app)


def admit() -> ResponseReturnValue | None:
    """Let a signed-in editor through, and send everybody else to the sign-in page."""
    if not current_user.is_authenticated:
        if request.path.startswith(API_PREFIX):
            return api_error(401, str(_l("Sign in first.")))
        back = request.full_path if request.method == "GET" else None
        return redirect(url_for("security.login", next=back))
    if current_user.must_change_password and request.endpoint not in BEFORE_OWN_PASSWORD:
        return redirect(url_for("review.change_password"))
    return None


def _account() -> str:
    return fleeting_hash(request.form.get("email", "").strip().lower())


# Decorated once, when the module is read: the limits live on the one limiter of the process.
@limiter.limit(NETWORK_LIMIT, methods=["POST"])
@limiter.limit(ACCOUNT_HERE_LIMIT, key_func=lambda: network_key() + _account(), methods=["POST"])
@limiter.limit(ACCOUNT_LIMIT, key_func=_account, methods=["POST"])
def _throttled_login() -> ResponseReturnValue:
    answer: ResponseReturnValue = login()
    return answer


def _on_signed_in(_app: Flask, user: Editor, **_extra: object) -> None:
    with writing():
        record(Action.SIGNED_IN, editor=user)


def _on_signed_out(_app: Flask, user: Editor | None, **_extra: object) -> None:
    if isinstance(user, Editor) or getattr(user, "is_authenticated", False):
        with writing():
            record(Action.SIGNED_OUT, editor=user)
