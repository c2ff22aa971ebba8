"""The forms by which people sign in, look after their accounts, and manage those of others."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectChoice,
    StringField,
)

from accounts.permissions import RoleName
from core.web.forms import ChoicesField

ROLES = [SelectChoice(role.value, role.label) for role in RoleName]


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


class LinkForm(FlaskForm):
    """The password that the owner of a one-time link chooses."""

    new_password = PasswordField(_l("New password"))
    new_password_confirm = PasswordField(_l("New password once more"))


class SecondStepForm(FlaskForm):
    """A code, or what a passkey signed, and where to go on to."""

    code = StringField(_l("Code"))
    response = HiddenField()
    next = HiddenField()


class OwnNameForm(FlaskForm):
    """The name that colleagues see."""

    desk_name = StringField(_l("Name at the desk"))


class PasswordForm(FlaskForm):
    """The password that a change of the second factor takes."""

    password = PasswordField(_l("Your password"))


class AppForm(FlaskForm):
    """A code of a new app, the secret it was made from, and the password."""

    code = StringField(_l("Code that the app shows now"))
    password = PasswordField(_l("Your password"))
    sealed = HiddenField()


class PasskeyForm(FlaskForm):
    """What a new passkey is called, what the browser made, and the password."""

    name = StringField(_l("Name of the passkey"))
    password = PasswordField(_l("Your password"))
    state = HiddenField()
    response = HiddenField()


class RolesForm(FlaskForm):
    """The roles an account is to have, and those that stood on the page."""

    roles = ChoicesField(_l("Roles"), choices=ROLES)
    seen = HiddenField()


class InviteForm(FlaskForm):
    """Whom to invite, and what for."""

    email = EmailField(_l("E-mail address"))
    desk_name = StringField(_l("Name at the desk"))
    roles = ChoicesField(_l("Roles"), choices=ROLES)
