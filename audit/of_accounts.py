"""How lines about accounts, and about the trail itself, read. Accounts stand below the trail and cannot say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from accounts.models import AccountAction, Editor
from accounts.permissions import RoleName
from accounts.second_factor.models import Factor
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

# What somebody did who was signed in, and below what came from a command on the server or from a stranger.
_BY_PERSON = {
    AccountAction.SIGNED_IN: _l("%(who)s signed in."),
    AccountAction.SIGNED_OUT: _l("%(who)s signed out."),
    AccountAction.PASSWORD_CHANGED: _l("%(who)s chose a new password."),
    AccountAction.SESSIONS_ENDED: _l("%(who)s signed out everywhere else."),
    AccountAction.DESK_NAME_CHANGED: _l("%(who)s goes by another name at the desk."),
    AccountAction.EDITOR_CREATED: _l("%(who)s made an account for %(account)s, as “%(role)s”."),
    AccountAction.ONE_TIME_PASSWORD_MADE: _l("%(who)s made a one-time password for %(account)s."),
    AccountAction.PERSON_INVITED: _l("%(who)s invited %(account)s to the desk, as %(roles)s."),
    AccountAction.LINK_MADE: _l("%(who)s made a one-time link for %(account)s."),
    AccountAction.LINK_WITHDRAWN: _l("%(who)s withdrew the one-time link of %(account)s."),
    AccountAction.ROLES_CHANGED: _l("%(who)s made %(account)s %(roles)s; before it was %(before)s."),
    AccountAction.ACCOUNT_CLOSED: _l("%(who)s closed the account of %(account)s."),
    AccountAction.ACCOUNT_REOPENED: _l("%(who)s opened the account of %(account)s again."),
    AccountAction.SECOND_FACTOR_ADDED: _l("%(who)s added a second factor to their account: %(factor)s."),
    AccountAction.SECOND_FACTOR_REMOVED: _l("%(who)s removed a second factor from their account: %(factor)s."),
    AccountAction.SECOND_FACTOR_RESET: _l("%(who)s removed every second factor of %(account)s."),
    AccountAction.RECOVERY_CODES_MADE: _l("%(who)s made new recovery codes."),
}
_BY_NOBODY = {
    AccountAction.SECOND_STEP_REFUSED: _l("Somebody knew the password of %(account)s and gave a wrong second factor."),
    AccountAction.EDITOR_CREATED: _l("An account for %(account)s was made on the server, as “%(role)s”."),
    AccountAction.ONE_TIME_PASSWORD_MADE: _l("A one-time password for %(account)s was made on the server."),
    AccountAction.ACCOUNT_CLOSED: _l("The account of %(account)s was closed on the server."),
    AccountAction.ACCOUNT_REOPENED: _l("The account of %(account)s was opened again on the server."),
    AccountAction.SECOND_FACTOR_RESET: _l("Every second factor of %(account)s was removed on the server."),
}


_FACTORS: Mapping[str, LazyString] = {
    Factor.APP: _l("an app that shows codes"),
    Factor.PASSKEY: _l("a passkey"),
}


@tells(AccountAction, group=_l("Accounts"))
def _tell(events: Sequence[Event]) -> Mapping[int, Told]:
    ids = numbers_in(events, "account")
    rows = db.session.execute(select(Editor.id, Editor.desk_name).where(Editor.id.in_(ids))) if ids else ()
    people = {number: Thing(name) for number, name in rows}
    return {event.id: Told(_sentence(event, people)) for event in events}


def _sentence(event: Event, people: Mapping[int, Thing]) -> Sentence:
    by_whom = _BY_NOBODY if event.editor_id is None else _BY_PERSON
    text = by_whom.get(AccountAction(event.action))
    number = number_in(event, "account")
    account = named("account", number) if number is None or number not in people else people[number]
    if text is None:
        return plain(event, about=None if number is None else account).sentence
    places: dict[str, Word] = {
        "who": who(event),
        "account": account,
        "role": value_in(event, "role", RoleName),
        "roles": _roles_in(event, "roles"),
        "before": _roles_in(event, "before"),
        "factor": _FACTORS.get(text_in(event, "factor"), text_in(event, "factor")),
    }
    return Sentence(str(text), places)


def _roles_in(event: Event, name: str) -> str:
    """Return roles as they are called; one that this version does not know as it is stored."""
    found = event.details.get(name)
    roles = [str(role) for role in found] if isinstance(found, list) else []
    return ", ".join(f"“{RoleName(role).label if role in set(RoleName) else role}”" for role in roles)


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
