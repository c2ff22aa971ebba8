"""The second step of signing in: begun by the right password, ended by a second factor, gone after five minutes."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask_babel import gettext
from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from accounts import sessions
from accounts.models import AccountAction, Editor
from accounts.second_factor import apps, passkeys, recovery_codes
from accounts.second_factor.models import Factor, SecondStep
from accounts.second_factor.passkeys import Place
from accounts.sessions import SignedIn
from core.db import db, now, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput
from core.secrets import keyed_hash

LASTS = timedelta(minutes=5)


def begin(editor: Editor, *, remembered: bool) -> str:
    """Begin the step for whoever knew the password, and return its token, kept nowhere else; call inside `writing()`.

    Steps that have run out are cleared away, whoever began them.
    """
    token, moment = secrets.token_urlsafe(sessions.TOKEN_BYTES), now()
    db.session.execute(delete(SecondStep).where(SecondStep.expires_at < moment))
    db.session.add(
        SecondStep(
            token_hash=_hash(token),
            editor_id=editor.id,
            fs_uniquifier=editor.fs_uniquifier,
            remembered=remembered,
            challenge=secrets.token_urlsafe(32),
            expires_at=moment + LASTS,
        )
    )
    return token


def find(token: str) -> SecondStep | None:
    """Return the step with a token, or None if it is over: done, run out, its account closed or its sessions ended."""
    row = (
        select(SecondStep)
        .join(SecondStep.editor)
        .where(
            SecondStep.token_hash == _hash(token),
            SecondStep.expires_at > now(),
            SecondStep.fs_uniquifier == Editor.fs_uniquifier,
            Editor.active,
        )
        .options(joinedload(SecondStep.editor))
    )
    return db.session.scalars(row).one_or_none()


def finish_with_code(token: str, *, code: str) -> SignedIn:
    """Begin a session by a code of the app or a recovery code; either works once.

    Errors: `InvalidInput` at `code` for a wrong one, `Conflict` when the step is over.
    """
    with writing():
        step = _locked(token)
        if apps.spend(step.editor_id, code):
            return _let_in(step, Factor.APP)
        if recovery_codes.spend(step.editor_id, code):
            return _let_in(step, Factor.RECOVERY_CODE)
        _note_refusal(step)
    problem = gettext(
        "This code is not right, or it was used already. An app shows a new one every half minute; each recovery code "
        "works once."
    )
    raise InvalidInput({"code": problem})


def finish_with_passkey(token: str, *, response: str, place: Place) -> SignedIn:
    """Begin a session by what a passkey signed for this step.

    Errors: `InvalidInput` at `response` for anything else, `Conflict` when the step is over.
    """
    with writing():
        step = _locked(token)
        if passkeys.spend(step.editor_id, challenge=step.challenge, response=response, place=place):
            return _let_in(step, Factor.PASSKEY)
        _note_refusal(step)
    raise InvalidInput({"response": gettext("This passkey could not be checked. Please try again.")})


def _locked(token: str) -> SecondStep:
    """Return the step with its account under its lock, so that of several that race to end it one wins."""
    step = find(token)
    if step is not None:
        db.session.get_one(Editor, step.editor_id, with_for_update=True)
        # What the wait for the lock let happen is seen only by asking once more.
        step = find(token)
    if step is None:
        raise Conflict(gettext("Signing in took too long. Please begin again."))
    return step


def _let_in(step: SecondStep, factor: Factor) -> SignedIn:
    db.session.execute(delete(SecondStep).where(SecondStep.id == step.id))
    token = sessions.begin(step.editor, remembered=step.remembered)
    happened(AccountAction.SIGNED_IN, by=step.editor_id, factor=factor.value)
    return SignedIn(step.editor, token)


def _note_refusal(step: SecondStep) -> None:
    """Leave a line: whoever got this far knew the password, and it may not have been its owner."""
    happened(AccountAction.SECOND_STEP_REFUSED, Subject("account", step.editor_id))


def _hash(token: str) -> str:
    return keyed_hash("second step", token)
