"""Commands of retention: `flask retention …`."""

from __future__ import annotations

import json
from datetime import timedelta

import click
from sqlalchemy import select

from core.db import db, now
from core.service.commands import PreparedGroup
from core.web.display import local_day
from intake.cases import held_back
from intake.contact import opening
from intake.contact.keys import NoKey
from intake.models.mutes import MutedContact
from intake.retention import restoring, rules

retention_cli = PreparedGroup("retention", help="How long reports are kept.")


@retention_cli.command("run")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@click.option("--days", type=click.IntRange(0, 3650), default=0, help="With --dry-run: in so many days.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def run(dry_run: bool, days: int, as_json: bool) -> None:
    """Erase the reports whose time is over; what is kept for a legal reason stays."""
    if days and not dry_run:
        raise click.UsageError("--days goes with --dry-run only: nothing is erased before its time.")
    due = rules.due_by(local_day(now()) + timedelta(days=days))
    erased = 0 if dry_run else rules.run()
    if as_json:
        told = {one.rule.value: {"days": one.rule.days, "reports": one.reports, "files": one.files} for one in due}
        click.echo(json.dumps({"dry_run": dry_run, "due": told, "erased": erased}))
        return
    click.echo(f"{'rule':<10}{'days':>6}{'reports':>10}{'files':>8}")
    for one in due:
        click.echo(f"{one.rule.value:<10}{one.rule.days or 'never':>6}{one.reports:>10}{one.files:>8}")
    click.echo("Nothing was erased." if dry_run else f"Reports erased: {erased}.")


@retention_cli.command("apply-erasures")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def apply_erasures(as_json: bool) -> None:
    """Erase again what had been erased, after a backup was put back; every start does the same."""
    erased = restoring.apply_log()
    click.echo(json.dumps({"erased": erased}) if as_json else f"Reports erased again: {erased}.")


@retention_cli.command("unmute")
@click.option("--address", prompt="Mail address", help="Asked for when it is not given, so that no history keeps it.")
def unmute(address: str) -> None:
    """Delete that an address is muted, for its owner who asks for it, and let go what it holds back."""
    try:
        find_hash = opening.ring().find_hash(address)
    except NoKey as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error
    mute_id = db.session.scalar(select(MutedContact.id).where(MutedContact.find_hash == find_hash))
    if mute_id is None:
        click.echo("This address is not muted. Nothing was changed.")
        return
    click.echo(f"It is not muted any more. Reports that go on: {held_back.lift(mute_id, by=None)}.")
