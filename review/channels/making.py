"""Letting a program send reports, with a budget, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from accounts.models import Editor
from core.api import tokens
from core.api.tokens import ApiToken
from core.db import db, existing, now, writing
from core.events import Action, Subject, happened
from core.refusals import InvalidInput
from intake.models.reports import Submission
from search.text.normalise import without_unseen

LONGEST_NAME = 60
MOST_PER_HOUR = 100_000
USUAL_PER_HOUR = 500


class ChannelAction(Action):
    """What the desk does with programs that send reports."""

    TOKEN_MADE = "token_made", _l("Let a program send reports")
    TOKEN_WITHDRAWN = "token_withdrawn", _l("Withdrew the token of a program")


@dataclass(frozen=True, slots=True)
class Program:
    """A program and how many reports came from it."""

    token: ApiToken
    reports: int


def every() -> Sequence[Program]:
    """Return the programs: those that may send first, each group by name."""
    rows = db.session.scalars(select(ApiToken).order_by(ApiToken.withdrawn_at.is_not(None), ApiToken.name, ApiToken.id))
    sent = select(Submission.token_id, func.count()).where(Submission.token_id.is_not(None))
    counts = dict(db.session.execute(sent.group_by(Submission.token_id)).all())
    return [Program(row, counts.get(row.id, 0)) for row in rows]


def names() -> Mapping[int, str]:
    """Return the names of all programs by their numbers."""
    return {row.id: row.name for row in db.session.execute(select(ApiToken.id, ApiToken.name))}


def make(name: str, per_hour: int | None, *, editor: Editor) -> str:
    """Let a program send reports and return its token, which is kept nowhere.

    Errors: `InvalidInput`, also where one of this name sends already: a page that is loaded again sends its form again.
    """
    called = " ".join(without_unseen(name).split())
    problems: dict[str, str] = {}
    if not called:
        problems["name"] = gettext("Say which program it is.")
    elif len(called) > LONGEST_NAME:
        problems["name"] = gettext("Please use at most %(number)s characters.", number=LONGEST_NAME)
    if per_hour is None or not 1 <= per_hour <= MOST_PER_HOUR:
        problems["per_hour"] = gettext("Choose a number from 1 to %(number)s.", number=MOST_PER_HOUR)
    if problems or per_hour is None:
        raise InvalidInput(problems)
    token = tokens.new_token()
    with writing() as session:
        namesake = select(ApiToken.id).where(ApiToken.name == called, ApiToken.withdrawn_at.is_(None))
        if session.scalar(namesake) is not None:
            told = gettext("A program of this name sends already. Choose another name, or withdraw its token first.")
            raise InvalidInput({"name": told})
        row = ApiToken(name=called, token_hash=tokens.hash_of(token), per_hour=per_hour, made_by=editor.id)
        session.add(row)
        session.flush()
        happened(ChannelAction.TOKEN_MADE, Subject("token", row.id), by=editor.id, per_hour=per_hour)
    return token


def withdraw(token_id: int, *, editor: Editor) -> None:
    """Let a token open nothing from now on; a repeat changes nothing. Errors: `NotFound`."""
    with writing():
        row = existing(ApiToken, token_id, locked=True)
        if row.withdrawn_at is not None:
            return
        row.withdrawn_at = now()
        happened(ChannelAction.TOKEN_WITHDRAWN, Subject("token", row.id), by=editor.id)
