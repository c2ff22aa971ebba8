"""Apps that show codes (TOTP, RFC 6238): setting one up, and taking each of its codes once."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask_babel import gettext
from markupsafe import Markup
from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import delete, update

from accounts import passwords, sessions
from accounts.models import AccountAction, Editor
from accounts.second_factor import factors, recovery_codes
from accounts.second_factor.models import AuthenticatorApp, Factor
from core.db import db, writing
from core.events import happened
from core.refusals import Conflict, InvalidInput
from core.sealing import seal, unseal

# The name under which the app lists the account.
ISSUER = "Gegencheck"
# One code before and one after the present one: clocks differ, and people type slowly.
WINDOW_SECONDS = 30
LONGEST_CODE = 40


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret for a new app: sealed for the form, as letters to type, and as a picture to photograph."""

    sealed: str
    letters: str
    picture: Markup


def offer(editor: Editor, sealed: str = "") -> Offer:
    """Return a new secret for an account, or the one that was offered before; nothing is stored."""
    secret = unseal(_purpose(editor.id), sealed) or TOTP.new().base32_key
    totp = TOTP(secret)
    picture = segno.make(totp.to_uri(label=editor.email, issuer=ISSUER), error="m", micro=False)
    return Offer(
        sealed=seal(_purpose(editor.id), secret),
        letters=totp.pretty_key(sep=" ").lower(),
        picture=Markup(picture.svg_inline(omitsize=True, border=4, svgclass="qr", lineclass="qr-ink")),  # noqa: S704
    )


def add(editor_id: int, *, password: str, sealed: str, code: str, token: str) -> tuple[Editor, list[str]]:
    """Let an app be the second factor of an account, in place of the one it has; all sessions but this one end.

    Return the account and, if it had no second factor yet, its recovery codes, which are shown nowhere again.
    Errors: `InvalidInput` at `password` or `code`; `Conflict` for a secret that was not offered to this account.
    """
    known = passwords.known_hash(editor_id, password)
    secret = unseal(_purpose(editor_id), sealed)
    if secret is None:
        raise Conflict(gettext("This page was open for too long. Please begin again."))
    step = _step_of(secret, code, last=None)
    if step is None:
        problem = gettext("This is not the code that the app shows. If it stays wrong, check the time of the device.")
        raise InvalidInput({"code": problem})
    with writing() as session:
        editor = passwords.locked(editor_id, known)
        is_first = not factors.exist_for(editor_id)
        session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.editor_id == editor_id))
        session.add(AuthenticatorApp(editor_id=editor_id, secret=seal(_purpose(editor_id), secret), last_step=step))
        codes = recovery_codes.make(editor_id) if is_first else []
        sessions.end_all(editor, but=token)
        happened(AccountAction.SECOND_FACTOR_ADDED, by=editor_id, factor=Factor.APP.value)
    return editor, codes


def remove(editor_id: int, *, password: str) -> None:
    """Let codes of the app be asked for no more.

    Errors: `InvalidInput` at `password`, also when it is the last second factor and everybody needs one; `Conflict`
    when there is none.
    """
    known = passwords.known_hash(editor_id, password)
    with writing() as session:
        passwords.locked(editor_id, known)
        factors.check_removable(editor_id)
        removing = delete(AuthenticatorApp).where(AuthenticatorApp.editor_id == editor_id)
        if session.scalar(removing.returning(AuthenticatorApp.editor_id)) is None:
            raise Conflict(gettext("This was removed already."))
        factors.drop_codes_of_none(editor_id)
        happened(AccountAction.SECOND_FACTOR_REMOVED, by=editor_id, factor=Factor.APP.value)


def spend(editor_id: int, typed: str) -> bool:
    """Take a code, and return whether it is right and neither it nor a later one was taken before.

    Of several that race with the same code, one wins. Call inside `writing()`.
    """
    app = db.session.get(AuthenticatorApp, editor_id)
    secret = None if app is None else unseal(_purpose(editor_id), app.secret)
    if app is None or secret is None:
        return False
    step = _step_of(secret, typed, last=app.last_step)
    if step is None:
        return False
    later = update(AuthenticatorApp).where(AuthenticatorApp.editor_id == editor_id, AuthenticatorApp.last_step < step)
    taking = later.values(last_step=step).returning(AuthenticatorApp.editor_id)
    return db.session.scalar(taking.execution_options(synchronize_session=False)) is not None


def _step_of(secret: str, typed: str, *, last: int | None) -> int | None:
    """Return the half minute, counted from 1970, whose code was typed; None for a code of no half minute near now."""
    # Only digits of ours: the library would take those of every script.
    code = "".join(typed.split())
    if len(typed) > LONGEST_CODE or not (code.isascii() and code.isdigit()):
        return None
    try:
        return int(TOTP(secret).match(code, window=WINDOW_SECONDS, last_counter=last).counter)
    except TokenError:
        return None


def _purpose(editor_id: int) -> str:
    return f"authenticator app of account {editor_id}"
