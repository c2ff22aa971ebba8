"""Accounts of the desk: making one, and choosing a password."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import gettext
from flask_security import hash_password, verify_password
from sqlalchemy import func, select

from core.db import db, writing
from core.errors import InvalidInput
from review.audit import record
from review.models import Action, Editor, Role, RoleName

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128


def exist() -> bool:
    """Return whether the desk has any account."""
    return db.session.scalar(select(Editor.id).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account as it was made; its one-time password is shown nowhere again."""

    email: str
    password: str


def create(*, email: str, role: RoleName, desk_name: str = "") -> NewAccount:
    """Make an account.

    Errors: `InvalidInput` for an address that is none or is taken.
    """
    try:
        # Whether mail arrives there is for the operator to know; ".test" is what the first account has.
        address = validate_email(email, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise InvalidInput({"email": gettext("This is not an e-mail address.")}) from error
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    with writing() as session:
        if session.scalar(select(Editor.id).where(func.lower(Editor.email) == address)) is not None:
            raise InvalidInput({"email": gettext("There is an account with this address already.")})
        found = session.scalar(select(Role).where(Role.name == role.value))
        editor = Editor(
            email=address,
            desk_name=desk_name.strip()[:80] or address.split("@")[0],
            password=hash_password(password),
            fs_uniquifier=uuid.uuid4().hex,
            roles=[found or Role(name=role.value)],
        )
        session.add(editor)
        session.flush()
        record(Action.EDITOR_CREATED, account=editor.id, role=role.value)
    return NewAccount(address, password)


def choose_password(editor_id: int, *, current: str, new: str, repeated: str) -> Editor:
    """Give an account the password its owner chose; all its other sessions end.

    Errors: `InvalidInput` when the current one is wrong or the new one will not do.
    """
    # Signing in compares the normalised form; hashed as typed, an umlaut could lock its owner out.
    normalised = current_app.extensions["security"].password_util.normalize
    current, new, repeated = normalised(current), normalised(new), normalised(repeated)
    editor = db.session.get_one(Editor, editor_id)
    problems: dict[str, str] = {}
    if not verify_password(current, editor.password):
        problems["password"] = gettext("This is not your current password.")
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        problems["new_password"] = gettext("Use at least 12 characters. Several words make a good password.")
    elif new == current:
        problems["new_password"] = gettext("Choose a password that is different from the current one.")
    elif new != repeated:
        problems["new_password_confirm"] = gettext("The two passwords are not the same.")
    if problems:
        raise InvalidInput(problems)
    # Hashing takes its time on purpose, so it is done before the database is locked.
    hashed = hash_password(new)
    with writing() as session:
        editor = session.get_one(Editor, editor_id)
        editor.password = hashed
        editor.must_change_password = False
        editor.fs_uniquifier = uuid.uuid4().hex
        record(Action.PASSWORD_CHANGED, editor=editor)
    return editor
