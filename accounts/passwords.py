"""Passwords: in which spelling they are hashed, what a new one has to be, and whether somebody knows theirs."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext
from flask_security import Security, hash_password, verify_password
from sqlalchemy import delete, select

from accounts.models import AccountLink, Editor
from accounts.weak_passwords import is_weak
from core.config import Config
from core.db import db
from core.refusals import InvalidInput

SHORTEST = 12
LONGEST = 128


def security() -> Security:
    """Return the extension that hashes passwords."""
    extension: Security = current_app.extensions["security"]
    return extension


def normalised(password: str) -> str:
    """Return a password in the one spelling that is hashed; as typed, an umlaut could lock its owner out."""
    spelling: str = security().password_util.normalize(password)
    return spelling


def hashed(password: str) -> str:
    """Return the hash to store. It takes its time on purpose, so call it before the database is locked."""
    made: str = hash_password(normalised(password))
    return made


def fits(typed: str, stored: str) -> bool:
    """Return whether a stored hash is that of a typed password."""
    return bool(verify_password(normalised(typed), stored))


def nobodys() -> str:
    """Return the hash of a password that nobody knows, for an account whose owner has still to choose one."""
    return hashed(secrets.token_urlsafe(32))


def problems_of_new(editor: Editor, new: str, repeated: str, *, current: str | None = None) -> dict[str, str]:
    """Return what is wrong with a new password of an account, by field; `current` was typed as the one before."""
    if len(new) > LONGEST or len(normalised(new)) > LONGEST:
        return {"new_password": gettext("Use at most 128 characters.")}
    new = normalised(new)
    if len(new) < SHORTEST:
        return {"new_password": gettext("Use at least 12 characters. Several words make a good password.")}
    if current is not None and new == normalised(current[: LONGEST + 1]):
        return {"new_password": gettext("Choose a password that is different from the current one.")}
    if is_weak(new, about=_known_of(editor)):
        told = gettext(
            "This password would be guessed soon: it is made of common words, of signs in a row, of your name or "
            "address, or of the name of this service. Several words that have nothing to do with each other make a "
            "good password."
        )
        return {"new_password": told}
    if new != normalised(repeated[: LONGEST + 1]):
        return {"new_password_confirm": gettext("The two passwords are not the same.")}
    return {}


def _known_of(editor: Editor) -> list[str]:
    """Return what everybody knows of an account, in the spelling that is hashed."""
    settings: Config = current_app.extensions["settings"]
    host = urlsplit(settings.public_url).hostname or ""
    return [normalised(text) for text in (editor.email, editor.desk_name or "", settings.face.name, host) if text]


def known_hash(editor_id: int, typed: str) -> str:
    """Return the stored hash of an account for whoever knows its password.

    Errors: `InvalidInput` at `password` for a wrong one.
    """
    stored = db.session.get_one(Editor, editor_id).password
    if len(typed) > LONGEST or not fits(typed, stored):
        raise _not_yours()
    return stored


def locked(editor_id: int, known: str) -> Editor:
    """Return an account under its lock whose password is still the one that was known; call inside `writing()`.

    Errors: `InvalidInput` when it was changed meanwhile.
    """
    same = select(Editor).where(Editor.id == editor_id, Editor.password == known)
    editor = db.session.scalars(same.with_for_update()).one_or_none()
    if editor is None:
        raise _not_yours()
    return editor


def give_own(editor: Editor, password_hash: str) -> None:
    """Give an account a password that its owner has chosen; call inside `writing()`.

    A one-time password or link that still waits is worth nothing from then on.
    """
    editor.password = password_hash
    editor.must_change_password = False
    editor.one_time_until = None
    drop_link(editor.id)


def drop_link(editor_id: int) -> bool:
    """Let the one-time link of an account be gone, and return whether there was one; call inside `writing()`."""
    dropping = delete(AccountLink).where(AccountLink.editor_id == editor_id).returning(AccountLink.editor_id)
    return db.session.scalar(dropping.execution_options(synchronize_session=False)) is not None


def _not_yours() -> InvalidInput:
    return InvalidInput({"password": gettext("This is not your current password.")})
