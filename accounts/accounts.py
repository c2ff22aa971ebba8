"""Accounts of the desk: making one, finding one, signing in, and choosing a password."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import IntegrityError

from accounts import passwords, sessions
from accounts.models import ONE_TIME_LASTS, AccountAction, Editor, Role
from accounts.permissions import RoleName
from accounts.second_factor import factors, steps
from accounts.sessions import SignedIn
from core.db import db, now, writing
from core.events import Subject, happened
from core.refusals import InvalidInput

# The longest address that mail knows has 254 characters; one with marks of its own may take a few more to type.
LONGEST_ADDRESS = 1000
LONGEST_DESK_NAME = 80


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account as it was made, or its new one-time password; the password is shown nowhere again."""

    email: str
    password: str


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Whose password was right, and the token of the step that still owes the second factor."""

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
    """Make an account with a one-time password.

    Errors: `InvalidInput` for an address that is none or is taken.
    """
    address = checked_address(email)
    password = _one_time_password()
    hashed = passwords.hashed(password)
    with writing():
        name = desk_name.strip()[:LONGEST_DESK_NAME] or address.split("@")[0]
        editor = add(address=address, desk_name=name, roles=[role], password_hash=hashed)
        editor.one_time_until = now() + ONE_TIME_LASTS
        happened(AccountAction.EDITOR_CREATED, Subject("account", editor.id), role=role.value)
    return NewAccount(address, password)


def checked_address(typed: str) -> str:
    """Return the address of a new account. Errors: `InvalidInput` for what is none."""
    address = (_address(typed) or "").lower()
    if not address:
        raise InvalidInput({"email": gettext("This is not an e-mail address.")})
    return address


def add(*, address: str, desk_name: str, roles: Iterable[RoleName], password_hash: str) -> Editor:
    """Add an account whose owner has still to choose a password; call inside `writing()`.

    Errors: `InvalidInput` for an address that is taken.
    """
    taken = InvalidInput({"email": gettext("There is an account with this address already.")})
    if db.session.scalar(select(Editor.id).where(func.lower(Editor.email) == address)) is not None:
        raise taken
    editor = Editor(
        email=address,
        desk_name=desk_name,
        password=password_hash,
        one_time_until=None,
        fs_uniquifier=uuid.uuid4().hex,
        roles=roles_called(roles),
    )
    db.session.add(editor)
    try:
        db.session.flush()
    except IntegrityError as raced:
        # Somebody else has just made it.
        raise taken from raced
    return editor


def roles_called(names: Iterable[RoleName]) -> list[Role]:
    """Return the rows of roles; one that nobody has held yet is made. Call inside `writing()`."""
    found = {role.name: role for role in db.session.scalars(select(Role).where(Role.name.in_(list(names))))}
    return [found.get(name) or Role(name=name.value) for name in dict.fromkeys(names)]


def make_one_time_password(email: str) -> NewAccount:
    """Give an account a new one-time password; all its sessions end, and its old password opens nothing.

    Errors: `InvalidInput` for an address without an account.
    """
    password = _one_time_password()
    hashed = passwords.hashed(password)
    found = find(email)
    if found is None:
        raise InvalidInput({"email": gettext("There is no account with this address.")})
    with writing() as session:
        editor = session.get_one(Editor, found.id, with_for_update=True)
        editor.password = hashed
        editor.must_change_password = True
        editor.one_time_until = now() + ONE_TIME_LASTS
        passwords.drop_link(editor.id)
        sessions.end_all(editor)
        happened(AccountAction.ONE_TIME_PASSWORD_MADE, Subject("account", editor.id))
    return NewAccount(editor.email, password)


def _one_time_password() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(4))


def sign_in(*, address: str, password: str, remembered: bool) -> SignedIn | HalfWay:
    """Begin a session for whoever knows the password of an account, and leave a line in the trail.

    An account with a second factor is only half-way in, and nothing is open to it yet. A one-time password does this
    once, and only for a while.
    Errors: `InvalidInput` with one and the same sentence for an account that does not exist, one that is closed,
    and a wrong password; with another for a one-time password that is right but spent.
    """
    if len(password) > passwords.LONGEST:
        # Nobody has one like this, so that not even its hash is worth the time.
        raise _not_let_in()
    editor = find(address)
    if editor is None:
        # Hashed for nothing, so that the time it takes does not tell whether an account exists.
        passwords.hashed(password)
        raise _not_let_in()
    stored = editor.password
    if not passwords.fits(password, stored):
        raise _not_let_in()
    better = passwords.hashed(password) if passwords.security().pwd_context.needs_update(stored) else stored
    with writing() as session:
        # Read again under its lock: the account may have been closed or given another password meanwhile.
        same = select(Editor).where(Editor.id == editor.id, Editor.password == stored, Editor.active)
        editor = session.scalars(same.with_for_update()).one_or_none()
        if editor is None:
            raise _not_let_in()
        if editor.must_change_password:
            _spend_one_time_password(editor.id)
        editor.password = better
        if factors.are_asked_of(editor.id):
            return HalfWay(editor, steps.begin(editor, remembered=remembered))
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


def choose_password(editor_id: int, *, current: str, new: str, repeated: str, token: str = "") -> Editor:
    """Give an account the password its owner chose; all its sessions end but the one with this token.

    Errors: `InvalidInput` when the current one is wrong or the new one will not do.
    """
    problems = passwords.problems_of_new(db.session.get_one(Editor, editor_id), new, repeated, current=current)
    try:
        known = passwords.known_hash(editor_id, current)
    except InvalidInput as wrong:
        raise InvalidInput(problems | wrong.problems) from wrong
    if problems:
        raise InvalidInput(problems)
    hashed = passwords.hashed(new)
    with writing():
        editor = passwords.locked(editor_id, known)
        passwords.give_own(editor, hashed)
        sessions.end_all(editor, but=token)
        happened(AccountAction.PASSWORD_CHANGED, by=editor.id)
    return editor
