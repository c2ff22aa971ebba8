"""Commands for the keys of readers' addresses: `flask contact …`."""

from __future__ import annotations

import click
from flask import current_app

from core.config import Config
from core.progress import progress
from core.service.commands import PreparedGroup
from intake.contact import opening, rotating
from intake.contact.keys import NoKey

contact_cli = PreparedGroup("contact", help="The keys of readers' mail addresses.")


@contact_cli.command("keys")
def keys() -> None:
    """Make the pair of keys; one that is there stays as it is."""
    config: Config = current_app.extensions["settings"]
    try:
        is_new = opening.make()
    except NoKey as error:
        raise click.ClickException(f"{error} Nothing was changed.") from error
    click.echo("The keys were made." if is_new else "The keys are there already. Nothing was changed.")
    click.echo(f"Public key, for the process that readers reach: {config.contact_public_key}")
    click.echo(f"Private key, for the desk and the mail: {config.contact_private_key}. Keep a copy in a safe place.")


@contact_cli.command("rotate")
@click.option("--drop-old", is_flag=True, help="Destroy keys that were replaced an hour ago or earlier.")
def rotate(drop_old: bool) -> None:
    """Take a new pair of keys and seal every address anew; broken off, it goes on when it is run again."""
    try:
        if drop_old:
            gone = rotating.drop_retired()
            click.echo(f"Keys destroyed: {len(gone)}")
            return
        ring = rotating.begin()
        with progress("Sealing addresses anew", "addresses", total=rotating.outdated(ring)) as bar:
            rotating.seal_anew(ring, progress=bar.more)
    except NoKey as error:
        raise click.ClickException(f"{error} What was sealed anew stays so; the rest is as it was.") from error
    click.echo("Every address is sealed with the new key. The old one opens nothing that is stored now.")
    click.echo("In an hour or later destroy it, so that old backups cannot be read: flask contact rotate --drop-old")
