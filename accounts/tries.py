"""How often somebody may try a password or a second factor: counted before anything is hashed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar
from unicodedata import normalize

from flask import request, session
from flask_security import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from accounts import accounts, known_browsers
from accounts.models import Editor
from accounts.second_factor import steps
from core.secrets import fleeting_hash
from core.web.limits import limiter, network_key

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
# Whoever gets to the second step knows the password, and a code has six digits: thirty tries an hour from wherever
# leave a stranger one chance in a hundred after four days and nights. Passkeys and recovery codes cannot be guessed.
SECOND_STEP_LIMIT = "30 per hour"

# Where the token of a second step stands in the cookie.
STEP_KEY = "second_step"


def account_tried() -> str:
    """Return a fleeting hash of the account that is tried; one account has one, however it is spelt.

    Where there is none, what was typed counts, with the differences left out that an eye does not see.
    """
    typed, editor = _tried()
    if editor is not None:
        # With its identity, which a new one-time password changes: whoever was locked out then is no more.
        return fleeting_hash(f"account {editor.id} {editor.fs_uniquifier}")
    return fleeting_hash("typed " + normalize("NFKC", typed[: accounts.LONGEST_ADDRESS]).casefold().strip())


def account_tried_from_afar() -> str:
    """Return what the tries from anywhere are counted by: a browser that the account has used before has its own."""
    _, editor = _tried()
    return account_tried() + ("" if editor is None else known_browsers.mark_of(editor.id))


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
    """Count the tries of the pages that check the password of somebody who is signed in, before anything is hashed.

    Those of strangers are not counted: the gate turns them away, and they could use up what editors have.
    """
    network = limiter.limit(NETWORK_LIMIT, methods=["POST"], exempt_when=_is_stranger)
    # Shared, because a password is the same on every page that asks for it.
    account = limiter.shared_limit(
        PASSWORD_LIMIT, scope="own password", key_func=_own_account, methods=["POST"], exempt_when=_is_stranger
    )
    return network(account(view))


def _is_stranger() -> bool:
    return not current_user.is_authenticated


def _own_account() -> str:
    return fleeting_hash(f"account {current_user.id}")


def limit_second_step(view: Callable[P, R]) -> Callable[P, R]:
    """Count the tries at the second step by the account that somebody is half-way into, as those at the first."""
    here = limiter.limit(ACCOUNT_HERE_LIMIT, key_func=lambda: network_key() + _half_way_in(), methods=["POST"])
    afar = limiter.limit(SECOND_STEP_LIMIT, key_func=_half_way_in_from_afar, methods=["POST"])
    return here(afar(view))


def step_token() -> str:
    """Return the token of the second step that this browser is at, or "" when it is at none."""
    return str(session.get(STEP_KEY, ""))


def _half_way_in() -> str:
    return "second step " + _hash_of(_owner_of_step())


def _half_way_in_from_afar() -> str:
    editor = _owner_of_step()
    return "second step " + _hash_of(editor) + ("" if editor is None else known_browsers.mark_of(editor.id))


def _owner_of_step() -> Editor | None:
    """Return whose second step this is. Never raises, for the reason above."""
    try:
        step = steps.find(step_token())
    except SQLAlchemyError:
        return None
    return None if step is None else step.editor


def _hash_of(editor: Editor | None) -> str:
    return fleeting_hash("nobody" if editor is None else f"account {editor.id} {editor.fs_uniquifier}")
