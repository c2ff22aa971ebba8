"""What whoever manages accounts does to those of others: invite, close, change roles, help with what is lost.

Nobody does any of it to their own account. So whoever did it still manages accounts afterwards, and a desk is never
left without somebody who does; two who do it to each other at the same moment take turns, and the second is refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts import accounts, links, passwords, sessions
from accounts.accounts import LONGEST_DESK_NAME
from accounts.links import NewLink
from accounts.models import AccountAction, Editor
from accounts.permissions import MATRIX, Permission, RoleName
from accounts.second_factor import factors
from core.db import db, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput, NotFound

# As the trail calls it, in each language.
NAMES_OF_THE_MACHINE = frozenset({"machine", "the machine", "maschine", "die maschine", "eine maschine"})


@dataclass(frozen=True, slots=True)
class Person:
    """An account as those see it who manage accounts."""

    account: Editor
    has_second_factor: bool
    # Until when its one-time link works, if one is open.
    link_until: datetime | None

    @property
    def roles(self) -> list[str]:
        """The values of its roles, in the order in which roles are listed."""
        order = {role.value: place for place, role in enumerate(RoleName)}
        return sorted((role.name for role in self.account.roles), key=lambda name: (order.get(name, len(order)), name))


def everybody() -> list[Person]:
    """Return all accounts, closed ones last, by name."""
    found = db.session.scalars(select(Editor).options(selectinload(Editor.roles))).all()
    have, open_links = factors.owners(), links.open_until()
    people = [Person(one, one.id in have, open_links.get(one.id)) for one in found]
    return sorted(people, key=lambda one: (not one.account.active, one.account.desk_name.casefold(), one.account.id))


def one(editor_id: int) -> Person:
    """Return one account. Errors: `NotFound`."""
    found = db.session.get(Editor, editor_id)
    if found is None:
        raise NotFound(f"there is no account {editor_id}")
    return Person(found, factors.exist_for(editor_id), links.open_until().get(editor_id))


def invite(*, email: str, desk_name: str, roles: Sequence[str], by: int) -> NewLink:
    """Make an account and the link by which its owner chooses a password.

    Errors: `InvalidInput` at `email`, `desk_name` or `roles`.
    """
    address, name, chosen = accounts.checked_address(email), checked_desk_name(desk_name), _known(roles)
    unknown = passwords.nobodys()
    with writing():
        _acting(by)
        _check_free(name)
        editor = accounts.add(address=address, desk_name=name, roles=chosen, password_hash=unknown)
        link = links.make(editor)
        happened(AccountAction.PERSON_INVITED, Subject("account", editor.id), by=by, roles=_values(chosen))
    return link


def change_roles(editor_id: int, *, roles: Sequence[str], seen: Collection[str], by: int) -> None:
    """Give an account these roles instead of those that were seen; all its sessions end.

    Any role may be given, also one that permits more than the giver has: whoever looks after accounts and reads no case
    has to make editors. Roles of a later version stay as they are.
    Errors: `InvalidInput` at `roles`, `Conflict` when somebody changed them meanwhile or it is the giver's own account.
    """
    chosen = _known(roles)
    with writing():
        editor = _other(editor_id, by=by)
        before = {role.name for role in editor.roles}
        if before != set(seen):
            raise Conflict(gettext("Somebody has changed the roles of this account meanwhile."))
        later = [role for role in editor.roles if role.name not in MATRIX]
        if before - {role.name for role in later} == set(_values(chosen)):
            return
        editor.roles = [*accounts.roles_called(chosen), *later]
        sessions.end_all(editor)
        subject = Subject("account", editor.id)
        happened(AccountAction.ROLES_CHANGED, subject, by=by, before=sorted(before), roles=_values(chosen))


def close(editor_id: int, *, by: int | None) -> None:
    """Close an account: its sessions end, its link works no more; what it did keeps its name.

    `by` is None on the command line. Errors: `Conflict` for one that is closed, and for the closer's own.
    """
    with writing():
        editor = _other(editor_id, by=by)
        if not editor.active:
            raise Conflict(gettext("This account is closed already."))
        editor.active = False
        passwords.drop_link(editor.id)
        sessions.end_all(editor)
        happened(AccountAction.ACCOUNT_CLOSED, Subject("account", editor.id), by=by)


def reopen(editor_id: int, *, by: int | None) -> None:
    """Let the owner of a closed account sign in again, as before. Errors: `Conflict` for one that is open.

    `by` is None on the command line.
    """
    with writing():
        editor = _other(editor_id, by=by)
        if editor.active:
            raise Conflict(gettext("This account is open already."))
        editor.active = True
        happened(AccountAction.ACCOUNT_REOPENED, Subject("account", editor.id), by=by)


def make_link(editor_id: int, *, by: int) -> NewLink:
    """Make a new link for an account; the one before works no more. Until it is used the old password goes on.

    Errors: `Conflict` for a closed account, and for the maker's own.
    """
    with writing():
        editor = _other(editor_id, by=by)
        if not editor.active:
            raise Conflict(gettext("This account is closed. Open it again first."))
        link = links.make(editor)
        happened(AccountAction.LINK_MADE, Subject("account", editor.id), by=by)
    return link


def withdraw_link(editor_id: int, *, by: int) -> None:
    """Let the link of an account work no more. Errors: `Conflict` when there is none."""
    with writing():
        editor = _other(editor_id, by=by)
        if not passwords.drop_link(editor.id):
            raise Conflict(gettext("This link was used or withdrawn already."))
        happened(AccountAction.LINK_WITHDRAWN, Subject("account", editor.id), by=by)


def reset_second_factor(editor_id: int, *, by: int | None) -> None:
    """Remove every second factor of an account whose owner has lost them; all its sessions end.

    `by` is None on the command line. Errors: `Conflict` when there is none, and for the remover's own account.
    """
    with writing():
        editor = _other(editor_id, by=by)
        if not factors.drop_all(editor.id):
            raise Conflict(gettext("This account has no second factor."))
        sessions.end_all(editor)
        happened(AccountAction.SECOND_FACTOR_RESET, Subject("account", editor.id), by=by)


def rename(editor_id: int, *, desk_name: str) -> None:
    """Let the owner of an account have another name at the desk. Errors: `InvalidInput` at `desk_name`."""
    name = checked_desk_name(desk_name)
    with writing() as session:
        editor = session.get_one(Editor, editor_id, with_for_update=True)
        if editor.desk_name == name:
            return
        _check_free(name, but=editor_id)
        editor.desk_name = name
        happened(AccountAction.DESK_NAME_CHANGED, by=editor_id)


def checked_desk_name(typed: str) -> str:
    """Return a name for the desk as it is stored. Errors: `InvalidInput` at `desk_name`."""
    name = " ".join(typed.split())
    if not name.isprintable() or not 1 <= len(name) <= LONGEST_DESK_NAME:
        raise InvalidInput({"desk_name": gettext("Give a name of at most 80 characters.")})
    if "@" in name:
        # This name may be read outside the house; an address is to be read nowhere.
        raise InvalidInput({"desk_name": gettext("Choose a name that is not an address.")})
    if name.casefold() in NAMES_OF_THE_MACHINE or len(_scripts(name)) > 1:
        # In the trail it would pass for the machine, or for a colleague whose name looks the same.
        raise InvalidInput({"desk_name": gettext("Choose a name that is taken for nobody else's.")})
    return name


def _scripts(name: str) -> set[str]:
    """Return which of the scripts a name is written in that have letters which look the same."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in name if letter.isalpha()}
    return scripts & {"LATIN", "CYRILLIC", "GREEK"}


def _check_free(name: str, *, but: int | None = None) -> None:
    """Refuse a name that a colleague has: the record could not be read any more. Errors: `InvalidInput`."""
    others = db.session.scalars(select(Editor.desk_name).where(Editor.id != (but or 0)))
    if name.casefold() in {other.casefold() for other in others}:
        raise InvalidInput({"desk_name": gettext("Somebody at this desk has this name already.")})


def _known(roles: Sequence[str]) -> list[RoleName]:
    chosen = [role for role in RoleName if role.value in roles]
    if not chosen or len(chosen) != len(set(roles)):
        raise InvalidInput({"roles": gettext("Choose at least one role.")})
    return chosen


def _values(roles: Sequence[RoleName]) -> list[str]:
    return [role.value for role in roles]


def _acting(by: int) -> None:
    """Make sure, under the lock of their account, that somebody manages accounts still. Errors: `Conflict`."""
    _check_manages(_locked(by).get(by))


def _other(editor_id: int, *, by: int | None) -> Editor:
    """Return somebody else's account under its lock, for whoever manages accounts still, or for the command line.

    Both accounts are locked, in the order of their numbers, so that two who do this to each other take turns.
    Errors: `Conflict`, `NotFound`.
    """
    if editor_id == by:
        raise Conflict(gettext("This is your own account. Ask somebody else who manages accounts to do this."))
    both = _locked(*(number for number in (by, editor_id) if number is not None))
    if by is not None:
        _check_manages(both.get(by))
    if editor_id not in both:
        raise NotFound(f"there is no account {editor_id}")
    return both[editor_id]


def _locked(*ids: int) -> dict[int, Editor]:
    rows = select(Editor).where(Editor.id.in_(ids)).order_by(Editor.id).with_for_update(key_share=True)
    found = db.session.scalars(rows.execution_options(populate_existing=True))
    return {editor.id: editor for editor in found}


def _check_manages(editor: Editor | None) -> None:
    if editor is None or not editor.active or not editor.may(Permission.MANAGE_ACCOUNTS):
        raise Conflict(gettext("Your account may not manage accounts any more."))
