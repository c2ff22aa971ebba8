"""Accounts of the desk: making one, finding one, signing in, and choosing a password."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import gettext
from flask_security import Security, hash_password, verify_password
from sqlalchemy import func, or_, select, update

from accounts import sessions
from accounts.models import ONE_TIME_LASTS, AccountAction, Editor, Role
from accounts.permissions import RoleName
from core.db import db, now, writing
from core.events import Subject, happened
from core.refusals import InvalidInput

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
# The longest address that mail knows has 254 characters; one with marks of its own may take a few more to type.
LONGEST_ADDRESS = 1000


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account as it was made, or its new one-time password; the password is shown nowhere again."""

    email: str
    password: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who has signed in, and the token of the session, which is kept nowhere else."""

    editor: Editor
    token: str


def exist() -> bool:
    """Return whether the desk has any account."""
    return db.session.scalar(select(Editor.id).limit(1)) is not None


def find(typed: str) -> Editor | None:
    """Return the account that somebody means who types this, in whatever spelling, or None."""
    address = _address(typed)
    if address is None:
        return None
    meant = or_(Editor.email == address, func.lower(Editor.email) == address.lower())
    return db.session.scalars(select(Editor).where(meant).order_by(Editor.id).limit(1)).one_or_none()


def _address(typed: str) -> str | None:
    """Return an address in its one spelling, letters as they were typed, or None if it is none."""
    # A space slips in when an address is pasted.
    typed = typed.strip()
    if len(typed) > LONGEST_ADDRESS:
        return None
    try:
        # Whether mail arrives there is for the operator to know; ".test" is what the first account has.
        return validate_email(typed, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return None


def create(*, email: str, role: RoleName, desk_name: str = "") -> NewAccount:
    """Make an account.

    Errors: `InvalidInput` for an address that is none or is taken.
    """
    address = (_address(email) or "").lower()
    if not address:
        raise InvalidInput({"email": gettext("This is not an e-mail address.")})
    password = _one_time_password()
    hashed = hash_password(password)
    with writing() as session:
        if session.scalar(select(Editor.id).where(func.lower(Editor.email) == address)) is not None:
            raise InvalidInput({"email": gettext("There is an account with this address already.")})
        found = session.scalar(select(Role).where(Role.name == role.value))
        editor = Editor(
            email=address,
            desk_name=desk_name.strip()[:80] or address.split("@")[0],
            password=hashed,
            fs_uniquifier=uuid.uuid4().hex,
            roles=[found or Role(name=role.value)],
        )
        session.add(editor)
        session.flush()
        happened(AccountAction.EDITOR_CREATED, Subject("account", editor.id), role=role.value)
    return NewAccount(address, password)


def make_one_time_password(email: str) -> NewAccount:
    """Give an account a new one-time password; all its sessions end, and its old password opens nothing.

    Errors: `InvalidInput` for an address without an account.
    """
    password = _one_time_password()
    hashed = hash_password(password)
    found = find(email)
    if found is None:
        raise InvalidInput({"email": gettext("There is no account with this address.")})
    with writing() as session:
        editor = session.get_one(Editor, found.id, with_for_update=True)
        editor.password = hashed
        editor.must_change_password = True
        editor.one_time_until = now() + ONE_TIME_LASTS
        sessions.end_all(editor)
        happened(AccountAction.ONE_TIME_PASSWORD_MADE, Subject("account", editor.id))
    return NewAccount(editor.email, password)


def _one_time_password() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(4))


def sign_in(*, address: str, password: str, remembered: bool) -> SignedIn:
    """Begin a session for whoever knows the password of an account, and leave a line in the trail.

    A one-time password does this once, and only for a while.
    Errors: `InvalidInput` with one and the same sentence for an account that does not exist, one that is closed,
    and a wrong password; with another for a one-time password that is right but spent.
    """
    if len(password) > LONGEST_PASSWORD:
        # Nobody has one like this, so that not even its hash is worth the time.
        raise _not_let_in()
    editor, password = find(address), _normalised(password)
    if editor is None:
        # Hashed for nothing, so that the time it takes does not tell whether an account exists.
        hash_password(password)
        raise _not_let_in()
    stored = editor.password
    if not verify_password(password, stored):
        raise _not_let_in()
    better = hash_password(password) if _security().pwd_context.needs_update(stored) else stored
    with writing() as session:
        # Read again under its lock: the account may have been closed or given another password meanwhile.
        same = select(Editor).where(Editor.id == editor.id, Editor.password == stored, Editor.active)
        editor = session.scalars(same.with_for_update()).one_or_none()
        if editor is None:
            raise _not_let_in()
        if editor.must_change_password:
            _spend_one_time_password(editor.id)
        editor.password = better
        token = sessions.begin(editor, remembered=remembered)
        happened(AccountAction.SIGNED_IN, by=editor.id)
    return SignedIn(editor, token)


def _not_let_in() -> InvalidInput:
    return InvalidInput({"sign_in": gettext("The e-mail address or the password is not right.")})


def _spend_one_time_password(editor_id: int) -> None:
    """Spend the one-time password; of several sign-ins that race for it, one wins."""
    unspent = update(Editor).where(Editor.id == editor_id, Editor.one_time_until > now())
    if db.session.scalar(unspent.values(one_time_until=None).returning(Editor.id)) is None:
        problem = gettext(
            "This one-time password was used already, or it has run out. Please ask the lead of your desk, or whoever "
            "runs this service, for a new one."
        )
        raise InvalidInput({"sign_in": problem})


def _security() -> Security:
    security: Security = current_app.extensions["security"]
    return security


def _normalised(password: str) -> str:
    """Return a password in the one spelling that is hashed; as typed, an umlaut could lock its owner out."""
    normalised: str = _security().password_util.normalize(password)
    return normalised


def choose_password(editor_id: int, *, current: str, new: str, repeated: str, token: str = "") -> Editor:
    """Give an account the password its owner chose; all its sessions end but the one with this token.

    Errors: `InvalidInput` when the current one is wrong or the new one will not do.
    """
    stored = db.session.get_one(Editor, editor_id).password
    problems = _problems_of_new(current=current, new=new, repeated=repeated)
    if len(current) > LONGEST_PASSWORD or not verify_password(_normalised(current), stored):
        problems["password"] = gettext("This is not your current password.")
    if problems:
        raise InvalidInput(problems)
    # Hashing takes its time on purpose, so it is done before the database is locked.
    hashed = hash_password(_normalised(new))
    with writing() as session:
        same = select(Editor).where(Editor.id == editor_id, Editor.password == stored)
        editor = session.scalars(same.with_for_update()).one_or_none()
        if editor is None:
            raise InvalidInput({"password": gettext("This is not your current password.")})
        editor.password = hashed
        editor.must_change_password = False
        editor.one_time_until = None
        sessions.end_all(editor, but=token)
        happened(AccountAction.PASSWORD_CHANGED, by=editor.id)
    return editor


def _problems_of_new(*, current: str, new: str, repeated: str) -> dict[str, str]:
    if len(new) > LONGEST_PASSWORD or len(_normalised(new)) > LONGEST_PASSWORD:
        return {"new_password": gettext("Use at most 128 characters.")}
    new = _normalised(new)
    if len(new) < SHORTEST_PASSWORD:
        return {"new_password": gettext("Use at least 12 characters. Several words make a good password.")}
    if new == _normalised(current[: LONGEST_PASSWORD + 1]):
        return {"new_password": gettext("Choose a password that is different from the current one.")}
    if new != _normalised(repeated[: LONGEST_PASSWORD + 1]):
        return {"new_password_confirm": gettext("The two passwords are not the same.")}
    return {}
