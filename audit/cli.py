"""Commands of the trail: `flask audit …`."""

from __future__ import annotations

import json

import click

from audit import chain
from core.progress import progress
from core.service.commands import PreparedGroup

audit_cli = PreparedGroup("audit", help="The audit trail.")


@audit_cli.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(as_json: bool) -> None:
    """Check that no line was changed, removed, inserted or cut off; end with 1 if one was."""
    with progress("Checking the trail", "lines", total=chain.lines_written()) as bar:
        checked = chain.check(progress=bar.more)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "is_whole": checked.is_whole,
                    "whole_lines": checked.whole,
                    "last_hash": checked.last_hash,
                    "broken_line": checked.number,
                    "damage": checked.damage,
                }
            )
        )
    else:
        click.echo(checked.sentence)
        # Written down elsewhere, the last hash shows later whether somebody with the secret has made all lines anew.
        click.echo(f"Whole lines: {checked.whole}, the last hash of them: {checked.last_hash}")
    if not checked.is_whole:
        raise SystemExit(1)
