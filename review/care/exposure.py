"""How many hurtful texts an editor opened today: counted for that person alone, and gone the next day.

A text is known by a keyed hash, so that the same words count once wherever they stand, and nobody can tell from the
database who has read what.
"""

from __future__ import annotations

import re

from flask import session as cookie
from flask_babel import gettext
from flask_security import current_user
from sqlalchemy import select

from accounts.models import Editor
from core.db import db, writing
from core.refusals import InvalidInput
from core.secrets import keyed_hash
from review.care import days, preferences
from review.care.models import OpenedText

KEY_DIGITS = 32
# No working day has so many; whoever sends made-up keys fills no table with them.
MOST_COUNTED = 500

_KEY = re.compile(rf"[0-9a-f]{{{KEY_DIGITS}}}")
# In the cookie, because it is about one screen and one day: up to which hint somebody has read on.
_SEEN = "care_hint"


def text_key(text: str) -> str:
    """Return by what a text is known here."""
    return keyed_hash("opened text", text)[:KEY_DIGITS]


def count(*, editor: Editor) -> int:
    """Return how many hurtful texts an editor has opened today, up to `MOST_COUNTED`."""
    rows = select(OpenedText.text_key).where(OpenedText.editor_id == editor.id, OpenedText.day == days.today())
    return len(db.session.scalars(rows).all())


def opened(key: str, *, editor: Editor) -> None:
    """Count a text that an editor opened; the same one counts once a day. Errors: `InvalidInput` for what is no key."""
    if not _KEY.fullmatch(key):
        raise InvalidInput({"text": gettext("This is no text of the desk.")})
    counted = db.session.get(OpenedText, (editor.id, days.today(), key)) is not None
    if not counted and count(editor=editor) < MOST_COUNTED:
        with writing():
            days.note(OpenedText, editor_id=editor.id, text_key=key)


def hint() -> int | None:
    """Return how many texts to tell the one who asks of, or None while no pause is to be suggested.

    It is suggested at every multiple of what they chose, until they have read on.
    """
    own = preferences.current()
    if not own.hint:
        return None
    opened_today = count(editor=current_user)
    return opened_today if opened_today // own.hint_after > _seen(own.hint_after) else None


def read_on() -> None:
    """Suggest no further pause to the one who asks before the next multiple."""
    cookie[_SEEN] = f"{days.today()} {count(editor=current_user)}"


def _seen(hint_after: int) -> int:
    day, _, number = cookie.get(_SEEN, "").partition(" ")
    return int(number) // hint_after if day == str(days.today()) and number.isdigit() else 0
