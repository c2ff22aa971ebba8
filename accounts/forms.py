"""The forms by which people sign in and choose a password."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
)


class SignInForm(FlaskForm):
    """Address and password, and where to go on to."""

    email = EmailField(_l("E-mail address"))
    password = PasswordField(_l("Password"))
    remember = BooleanField(_l("Stay signed in on this computer"))
    next = HiddenField()


class ChangePasswordForm(FlaskForm):
    """The current password and the one that takes its place."""

    password = PasswordField(_l("Current password"))
    new_password = PasswordField(_l("New password"))
    new_password_confirm = PasswordField(_l("New password once more"))
