"""What an account has beside its password, and whether it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from flask import current_app
from flask_babel import gettext
from sqlalchemy import delete, exists, func, or_, select, union

from accounts.models import Editor
from accounts.second_factor.models import AuthenticatorApp, Passkey, RecoveryCode
from core.config import Config, SecondFactor
from core.db import db
from core.refusals import InvalidInput


@dataclass(frozen=True, slots=True)
class Factors:
    """The second factors of one account."""

    app: AuthenticatorApp | None
    passkeys: Sequence[Passkey]
    # How many recovery codes still work.
    recovery_codes: int

    @property
    def count(self) -> int:
        """How many there are; recovery codes only stand in for them."""
        return len(self.passkeys) + (self.app is not None)


def setting() -> SecondFactor:
    """Return whether this desk asks for a second factor."""
    return cast(Config, current_app.extensions["settings"]).second_factor


def of(editor_id: int) -> Factors:
    """Return what an account has."""
    passkeys = db.session.scalars(select(Passkey).where(Passkey.editor_id == editor_id).order_by(Passkey.id)).all()
    unused = select(func.count()).where(RecoveryCode.editor_id == editor_id, RecoveryCode.used_at.is_(None))
    return Factors(db.session.get(AuthenticatorApp, editor_id), passkeys, db.session.scalar(unused) or 0)


def owners() -> frozenset[int]:
    """Return the ids of all accounts that have a second factor."""
    return frozenset(db.session.scalars(union(select(AuthenticatorApp.editor_id), select(Passkey.editor_id))))


def exist_for(editor_id: int) -> bool:
    """Return whether an account has a second factor."""
    app = exists().where(AuthenticatorApp.editor_id == editor_id)
    passkey = exists().where(Passkey.editor_id == editor_id)
    return bool(db.session.scalar(select(or_(app, passkey))))


def are_asked_of(editor_id: int) -> bool:
    """Return whether signing in to an account takes a second factor."""
    return setting() is not SecondFactor.OFF and exist_for(editor_id)


def are_missing_for(editor: Editor) -> bool:
    """Return whether an account has to set one up before it may do anything else."""
    return setting() is SecondFactor.REQUIRED and not exist_for(editor.id)


def check_removable(editor_id: int) -> None:
    """Refuse to take the last one away where everybody needs one. Errors: `InvalidInput`."""
    if setting() is SecondFactor.REQUIRED and of(editor_id).count == 1:
        problem = gettext("Everybody at this desk needs a second factor. Add another one before you remove this one.")
        raise InvalidInput({"password": problem})


def drop_codes_of_none(editor_id: int) -> None:
    """Drop the recovery codes of an account that has nothing left to recover; call inside `writing()`."""
    if not exist_for(editor_id):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.editor_id == editor_id))


def drop_all(editor_id: int) -> bool:
    """Drop whatever an account has, and return whether there was a second factor; call inside `writing()`."""
    had = exist_for(editor_id)
    for kind in (AuthenticatorApp, Passkey, RecoveryCode):
        db.session.execute(delete(kind).where(kind.editor_id == editor_id))
    return had
