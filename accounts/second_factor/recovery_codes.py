"""Recovery codes: ten codes on paper, each of which stands in once for a second factor that is lost."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, update

from accounts import passwords
from accounts.models import AccountAction
from accounts.second_factor.models import RecoveryCode
from core.db import db, now, writing
from core.events import happened
from core.secrets import keyed_hash

COUNT = 10
# Nothing that looks like something else on paper; twelve of 31 signs are 59 bits.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS, GROUP = 3, 4


def renew(editor_id: int, *, password: str) -> list[str]:
    """Make new codes for whoever knows the password; the old ones are worth nothing. They are shown nowhere again.

    Errors: `InvalidInput` at `password`.
    """
    known = passwords.known_hash(editor_id, password)
    with writing():
        passwords.locked(editor_id, known)
        codes = make(editor_id)
        happened(AccountAction.RECOVERY_CODES_MADE, by=editor_id)
    return codes


def make(editor_id: int) -> list[str]:
    """Give an account new codes in place of those it has, and return them; call inside `writing()`."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.editor_id == editor_id))
    codes = [_code() for _ in range(COUNT)]
    db.session.add_all(RecoveryCode(editor_id=editor_id, code_hash=_hash(editor_id, code)) for code in codes)
    return codes


def spend(editor_id: int, typed: str) -> bool:
    """Use a code up, and return whether it was one; of several that race for it, one wins. Call inside `writing()`."""
    unused = update(RecoveryCode).where(
        RecoveryCode.editor_id == editor_id,
        RecoveryCode.code_hash == _hash(editor_id, typed),
        RecoveryCode.used_at.is_(None),
    )
    spending = unused.values(used_at=now()).returning(RecoveryCode.id)
    return db.session.scalar(spending.execution_options(synchronize_session=False)) is not None


def _code() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def _hash(editor_id: int, code: str) -> str:
    letters = "".join(letter for letter in code.lower() if letter in ALPHABET)
    return keyed_hash("recovery code", f"{editor_id} {letters}")
