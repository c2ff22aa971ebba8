"""Commands for figures: `flask figures …`."""

from __future__ import annotations

from datetime import datetime

import click

from core.service.commands import PreparedGroup
from review.figures import tallies

figures_cli = PreparedGroup("figures", help="What is counted of each day.")


@figures_cli.command("recount")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day that is counted again.")
def recount(since: datetime) -> None:
    """Count days again that are kept, after a change of the time zone or of how is counted.

    What was erased meanwhile is not counted any more.
    """
    days = tallies.keep_anew(since.date())
    click.echo(f"Counted {days} {'day' if days == 1 else 'days'} again.")
