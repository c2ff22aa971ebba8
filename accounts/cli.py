"""Commands of the desk: `flask desk …`."""

from __future__ import annotations

import json
from copy import copy
from typing import Protocol

import click
from flask_security.cli import roles, users

from accounts import accounts, people
from accounts.models import ONE_TIME_LASTS, Editor
from accounts.permissions import RoleName
from core.refusals import Conflict, InvalidInput
from core.service.commands import PreparedGroup

desk_cli = PreparedGroup("desk", help="Accounts of the desk.")


def _only(name: str, theirs: click.Group, *commands: str) -> PreparedGroup:
    """Return a group with some commands of Flask-Security's; the others know less of our accounts than `desk_cli`."""
    ours = PreparedGroup(name, help=theirs.help)
    for command in commands:
        # A copy, because ours is wrapped, and theirs belongs to every app of this process.
        ours.add_command(copy(theirs.commands[command]))
    return ours


users_cli = _only("users", users, "reset_access")
roles_cli = _only("roles", roles, "add", "remove")


@desk_cli.command("create-editor")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in RoleName]), default=RoleName.EDITOR.value)
@click.option("--name", default="", help="The name that colleagues see; else the part before the @.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def create_editor(email: str, role: str, name: str, as_json: bool) -> None:
    """Make an account and print its one-time password."""
    try:
        account = accounts.create(email=email, role=RoleName(role), desk_name=name)
    except InvalidInput as invalid:
        raise click.ClickException(" ".join(invalid.problems.values())) from invalid
    if as_json:
        click.echo(json.dumps({"email": account.email, "role": role, "one_time_password": account.password}))
        return
    _tell(account)


@desk_cli.command("one-time-password")
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def one_time_password(email: str, as_json: bool) -> None:
    """Give an account a new one-time password; the old password and all sessions end."""
    try:
        account = accounts.make_one_time_password(email)
    except InvalidInput as invalid:
        raise click.ClickException(" ".join(invalid.problems.values())) from invalid
    if as_json:
        click.echo(json.dumps({"email": account.email, "one_time_password": account.password}))
        return
    _tell(account)


# These two instead of Flask-Security's: as on the page “People”, links and cases are let go, and the trail says so.
@users_cli.command("deactivate")
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an account; all its sessions end, and its one-time link works no more."""
    found = _with_account(email, people.close)
    click.echo(f"{found.email} can sign in no more.")


@users_cli.command("activate")
@click.argument("email")
def activate(email: str) -> None:
    """Open a closed account again."""
    found = _with_account(email, people.reopen)
    click.echo(f"{found.email} can sign in again.")


@desk_cli.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Remove every second factor of an account whose owner has lost them; all its sessions end."""
    found = _with_account(email, people.reset_second_factor)
    click.echo(f"{found.email} signs in with the password alone now, and can set up another second factor.")


class _ByNobody(Protocol):
    """Something that is done to an account, on the command line by nobody."""

    def __call__(self, editor_id: int, /, *, by: int | None) -> None: ...


def _with_account(email: str, deed: _ByNobody) -> Editor:
    found = accounts.find(email)
    if found is None:
        raise click.ClickException("There is no account with this address.")
    try:
        deed(found.id, by=None)
    except Conflict as refused:
        raise click.ClickException(str(refused)) from refused
    return found


def _tell(account: accounts.NewAccount) -> None:
    hours = int(ONE_TIME_LASTS.total_seconds() / 3600)
    click.echo(
        f"Account: {account.email}\nOne-time password: {account.password}\n"
        f"It is shown only now, and signs in once, within {hours} hours."
    )
