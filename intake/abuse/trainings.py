"""What the code of a training opens: places for reports that wait for no turn, as many as somebody has given it."""

from __future__ import annotations

import secrets

from sqlalchemy import ColumnElement, and_, select, update

from core.db import db, now, writing
from core.secrets import keyed_hash
from intake.models.trainings import Training

# Read out in a room: no letter that looks like a digit or like another one. 23 ** 10 codes.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_LENGTH = 10
LONGEST_CODE = 20


def new_code() -> str:
    """Return a code that nobody guesses in the hours that it works."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def code_of(sending: str) -> str:
    """Return the code that belongs to the secret of a form, each time the same, so that it need not be kept."""
    number = int(keyed_hash("training of a form", sending), 16)
    return "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(_LENGTH))


def hash_of(code: str) -> str:
    """Return the keyed hash of a code, as somebody types it; nothing else of it is stored."""
    return keyed_hash("code of a training", code.strip().lower()[:LONGEST_CODE])


def is_open(code: str) -> bool:
    """Return whether a code opens something now; asking takes no place."""
    return bool(code) and db.session.scalar(select(Training.id).where(_has_place(code))) is not None


def take_place(code: str) -> bool:
    """Take one place of the training with a code; return whether there was one. Of two at once each gets its own."""
    if not is_open(code):
        return False
    with writing() as session:
        taken = update(Training).where(_has_place(code)).values(used=Training.used + 1).returning(Training.id)
        return session.scalar(taken) is not None


def _has_place(code: str) -> ColumnElement[bool]:
    in_time = and_(Training.closed_at.is_(None), Training.ends_at > now())
    return and_(Training.code_hash == hash_of(code), in_time, Training.used < Training.most)
