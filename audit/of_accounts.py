"""How lines about accounts, and about the trail itself, read. Accounts stand below the trail and cannot say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from accounts.models import AccountAction, Editor
from accounts.permissions import RoleName
from audit.models import Event, TrailAction
from audit.telling import (
    Sentence,
    Thing,
    Told,
    Word,
    named,
    names,
    number_in,
    numbers_in,
    plain,
    tells,
    text_in,
    value_in,
    who,
)
from core.db import db

# By the action, and whether a person did it; what nobody did was done by a command on the server.
_TEXTS = {
    (AccountAction.SIGNED_IN, True): _l("%(who)s signed in."),
    (AccountAction.SIGNED_OUT, True): _l("%(who)s signed out."),
    (AccountAction.PASSWORD_CHANGED, True): _l("%(who)s chose a new password."),
    (AccountAction.SESSIONS_ENDED, True): _l("%(who)s signed out everywhere else."),
    (AccountAction.EDITOR_CREATED, True): _l("%(who)s made an account for %(account)s, as “%(role)s”."),
    (AccountAction.EDITOR_CREATED, False): _l("An account for %(account)s was made on the server, as “%(role)s”."),
    (AccountAction.ONE_TIME_PASSWORD_MADE, True): _l("%(who)s made a one-time password for %(account)s."),
    (AccountAction.ONE_TIME_PASSWORD_MADE, False): _l("A one-time password for %(account)s was made on the server."),
}


@tells(AccountAction, group=_l("Accounts"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    ids = numbers_in(events, "account")
    rows = db.session.execute(select(Editor.id, Editor.desk_name).where(Editor.id.in_(ids))) if ids else ()
    people = {number: Thing(name) for number, name in rows}
    return {event.id: Told(_sentence(event, people)) for event in events}


def _sentence(event: Event, people: Mapping[int, Thing]) -> Sentence:
    text = _TEXTS.get((AccountAction(event.action), event.editor_id is not None))
    number = number_in(event, "account")
    account = named("account", number) if number is None or number not in people else people[number]
    if text is None:
        return plain(event, about=None if number is None else account).sentence
    return Sentence(str(text), {"who": who(event), "account": account, "role": value_in(event, "role", RoleName)})


@names("account")
def _account(number: int) -> Thing:
    return Thing(gettext("account %(id)s", id=number))


@tells(TrailAction, group=_l("Audit trail"))
def _tell_of_trail(events: Sequence[Event]) -> Mapping[int, Told]:
    return {
        event.id: Told(Sentence(gettext("%(who)s saved lines of the trail as a file (%(format)s)."), _export(event)))
        for event in events
    }


def _export(event: Event) -> Mapping[str, Word]:
    return {"who": who(event), "format": text_in(event, "format")}
