"""Commands for letters that are held after a backup was put back: `flask letters …`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import click

from core.outbox import held, restored
from core.outbox.held import Which
from core.outbox.kinds import KINDS
from core.service.commands import PreparedGroup
from core.web.display import local_midnight

letters_cli = PreparedGroup("letters", help="Letters that are held after a backup was put back.")

_DAY = click.DateTime(["%Y-%m-%d"])
_NONE_HELD = "No letters are held. Nothing was changed."
_Command = TypeVar("_Command", bound=Callable[..., object])


@letters_cli.command("held")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def list_held(as_json: bool) -> None:
    """List the letters that are held: what each is and when it was noted, and no address."""
    is_held, found = restored.is_held(), held.letters()
    if as_json:
        told = [
            {"number": one.id, "kind": one.kind, "noted_at": one.created_at.isoformat(), "tries": one.attempts}
            for one in found
        ]
        click.echo(json.dumps({"are_held": is_held, "letters": told}))
        return
    if not is_held:
        click.echo("No letters are held.")
        return
    click.echo(f"{'number':>8}  {'noted (UTC)':<16}  {'tries':>5}  what it is")
    for one in found:
        label = str(KINDS[one.kind].label) if one.kind in KINDS else one.kind
        click.echo(f"{one.id:>8}  {one.created_at:%Y-%m-%d %H:%M}  {one.attempts:>5}  {label}")
    click.echo(f"Letters held: {len(found)}.")


def _choosing(command: _Command) -> _Command:
    """Let a command take numbers, a span of days, or all."""
    for option in (
        click.option("--all", "are_all", is_flag=True, help="All that are held."),
        click.option("--before", type=_DAY, help="Those noted before this day began."),
        click.option("--after", type=_DAY, help="Those noted on this day or later."),
        click.argument("numbers", nargs=-1, type=click.IntRange(1, 2**31 - 1)),
    ):
        command = option(command)
    return command


@letters_cli.command("release")
@_choosing
def release(numbers: tuple[int, ...], after: datetime | None, before: datetime | None, are_all: bool) -> None:
    """Let letters leave that are held: NUMBERS, those of some days, or with --all also new ones."""
    which = _which(numbers, after, before, are_all=are_all)
    if are_all:
        click.echo("The letters leave as soon as they are due." if restored.release(by=None) else _NONE_HELD)
        return
    _say("Letters that leave within a minute", held.let_go(which))


@letters_cli.command("drop")
@_choosing
def drop(numbers: tuple[int, ...], after: datetime | None, before: datetime | None, are_all: bool) -> None:
    """Drop letters that are held, because their readers have them already: NUMBERS, those of some days, or --all."""
    _say("Letters dropped", held.drop(_which(numbers, after, before, are_all=are_all), KINDS))


def _which(numbers: tuple[int, ...], after: datetime | None, before: datetime | None, *, are_all: bool) -> Which:
    ways = [bool(numbers), after is not None or before is not None, are_all]
    if sum(ways) != 1:
        told = "Name letters by number, or by --before and --after, or give --all. Nothing was changed."
        raise click.UsageError(told)
    begins = None if after is None else local_midnight(after.date())
    ends = None if before is None else local_midnight(before.date())
    return Which(numbers, begins, ends)


def _say(what: str, numbers: list[int]) -> None:
    if not restored.is_held():
        click.echo(_NONE_HELD)
        return
    click.echo(f"{what}: {len(numbers)}. Still held: {len(held.letters())}.")
    if not held.letters():
        click.echo("New letters are held, too, until you say: flask letters release --all")
