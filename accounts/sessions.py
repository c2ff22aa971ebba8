"""Sessions of the desk: who is signed in stands in the database, so that what ends there has ended everywhere."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import joinedload

from accounts.models import AccountAction, DeskSession, Editor
from core.db import db, now, writing
from core.events import happened
from core.secrets import keyed_hash

# A working day; the longer one is what "Stay signed in on this computer" asks for.
LASTS = timedelta(hours=12)
REMEMBERED_LASTS = timedelta(days=30)
# An ended session is worth nothing; it is kept a while for whoever has to find out what happened.
KEPT_AFTERWARDS = timedelta(days=30)

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who has signed in, and the token of the session, which is kept nowhere else."""

    editor: Editor
    token: str


def begin(editor: Editor, *, remembered: bool) -> str:
    """Begin a session and return its token, which is kept nowhere else; call inside `writing()`.

    Old sessions of the account are cleared away.
    """
    token, moment = secrets.token_urlsafe(TOKEN_BYTES), now()
    db.session.execute(
        delete(DeskSession).where(DeskSession.editor_id == editor.id, DeskSession.expires_at < moment - KEPT_AFTERWARDS)
    )
    db.session.add(
        DeskSession(
            token_hash=_hash(token),
            editor_id=editor.id,
            remembered=remembered,
            created_at=moment,
            expires_at=moment + (REMEMBERED_LASTS if remembered else LASTS),
        )
    )
    return token


def owner(*, uniquifier: str, token: str) -> Editor | None:
    """Return whose session this is, or None if it has ended, is too old, or its account is closed."""
    row = (
        select(Editor)
        .join(DeskSession, DeskSession.editor_id == Editor.id)
        .where(
            DeskSession.token_hash == _hash(token),
            DeskSession.ended_at.is_(None),
            DeskSession.expires_at > now(),
            Editor.fs_uniquifier == uniquifier,
            Editor.active,
        )
        .options(joinedload(Editor.roles))
    )
    return db.session.scalars(row).unique().one_or_none()


def sign_out(editor_id: int, *, token: str) -> None:
    """End one session; whoever has copied its cookie is out as well."""
    with writing() as session:
        editor = session.get_one(Editor, editor_id)
        _end(DeskSession.token_hash == _hash(token))
        happened(AccountAction.SIGNED_OUT, by=editor.id)


def end_others(editor_id: int, *, token: str) -> Editor:
    """End every session of an account but the one with this token, and leave a line in the trail.

    The session that goes on is found by the account's new `fs_uniquifier`; a copy of its cookie is not.
    """
    with writing() as session:
        editor = session.get_one(Editor, editor_id, with_for_update=True)
        end_all(editor, but=token)
        happened(AccountAction.SESSIONS_ENDED, by=editor.id)
    return editor


def end_all(editor: Editor, *, but: str = "") -> None:
    """End the sessions of an account, all or all but the one with this token; call inside `writing()`."""
    _end(DeskSession.editor_id == editor.id, DeskSession.token_hash != _hash(but))
    editor.fs_uniquifier = uuid.uuid4().hex


def _end(*which: ColumnElement[bool]) -> None:
    ending = update(DeskSession).where(*which, DeskSession.ended_at.is_(None)).values(ended_at=now())
    db.session.execute(ending.execution_options(synchronize_session=False))


def _hash(token: str) -> str:
    return keyed_hash("desk session", token)
