"""One-time links: by one its owner chooses the password of an account, once, within three days.

There is no mail: whoever makes a link passes it on, in whatever way the two trust.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from accounts import passwords, sessions
from accounts.models import ONE_TIME_LASTS, AccountAction, AccountLink, Editor
from core.db import db, now, writing
from core.events import happened
from core.refusals import InvalidInput, NotFound
from core.secrets import keyed_hash

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link as it was made: for whom, the token, which is shown nowhere again, and until when it works."""

    editor: Editor
    token: str
    until: datetime


def make(editor: Editor) -> NewLink:
    """Make the link of an account; the one before is worth nothing. Call inside `writing()`."""
    token, until = secrets.token_urlsafe(TOKEN_BYTES), now() + ONE_TIME_LASTS
    passwords.drop_link(editor.id)
    db.session.add(AccountLink(editor_id=editor.id, token_hash=_hash(token), expires_at=until))
    return NewLink(editor, token, until)


def open_until() -> dict[int, datetime]:
    """Return until when the links work that nobody has used yet, by account."""
    rows = select(AccountLink.editor_id, AccountLink.expires_at).where(AccountLink.expires_at > now())
    return {row.editor_id: row.expires_at for row in db.session.execute(rows)}


def owner(token: str) -> Editor:
    """Return whose link this is; looking uses nothing up.

    Errors: `NotFound` for one that never was, was used, withdrawn or replaced, has run out, or whose account is closed.
    """
    rows = select(Editor).join(AccountLink, AccountLink.editor_id == Editor.id)
    found = db.session.scalars(rows.where(*_works(token), Editor.active)).one_or_none()
    if found is None:
        raise _gone()
    return found


def use(token: str, *, new: str, repeated: str) -> Editor:
    """Give the account of a link the password its owner chose; all its sessions end, and the link is gone.

    Of several that race with one link, one wins. Errors: `NotFound` as for `owner`, `InvalidInput` for a password that
    will not do.
    """
    invited = owner(token)
    editor_id = invited.id
    problems = passwords.problems_of_new(invited, new, repeated)
    if problems:
        raise InvalidInput(problems)
    hashed = passwords.hashed(new)
    with writing() as session:
        account = select(Editor).where(Editor.id == editor_id, Editor.active)
        editor = session.scalars(account.with_for_update()).one_or_none()
        using = delete(AccountLink).where(*_works(token)).returning(AccountLink.editor_id)
        if editor is None or session.scalar(using.execution_options(synchronize_session=False)) is None:
            raise _gone()
        passwords.give_own(editor, hashed)
        sessions.end_all(editor)
        happened(AccountAction.PASSWORD_CHANGED, by=editor.id, link=True)
    return editor


def _works(token: str) -> tuple[ColumnElement[bool], ...]:
    return AccountLink.token_hash == _hash(token), AccountLink.expires_at > now()


def _gone() -> NotFound:
    return NotFound("a one-time link that works no more")


def _hash(token: str) -> str:
    return keyed_hash("account link", token)
