"""Commands of the archive: `flask claims …` and `flask search …`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from archive import claims, indexing
from archive.imports import importing
from archive.imports.files import UnreadableFile, read_rows
from archive.matching import FoundMatch, find_matches, is_calibrated
from archive.models import CLAIMS
from core.progress import progress
from core.refusals import NotFound
from core.service.commands import PreparedGroup
from search.engine import engine
from search.index import change_log
from search.model.embedder import ModelMissing
from search.text.content import content_of


class SearchGroup(PreparedGroup):
    """The commands of `flask search`; those that measure and train are imported when one of them is asked for."""

    LATE = ("adapt", "calibrate", "evaluate")

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*super().list_commands(ctx), *self.LATE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name in self.LATE and cmd_name not in self.commands:
            # They bring scikit-learn: a second and 80 MB, which no web server and no other command is to pay for.
            from archive.evaluation.cli import COMMANDS  # noqa: PLC0415

            self.add_command(COMMANDS[cmd_name])
        return super().get_command(ctx, cmd_name)


claims_cli = PreparedGroup("claims", help="Claims that were checked.")
search_cli = SearchGroup("search", help="Looking up and measuring.")

SHOWN_BROKEN_ROWS = 20
SHOWN_RETRACTED = 20
FilePath = click.Path(path_type=Path)


@claims_cli.command("import")
@click.argument("file", type=FilePath)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_claims(file: Path, as_json: bool) -> None:
    """Import published claims from a JSONL or CSV file; broken rows are named and skipped."""
    try:
        with progress(file.name, "claims") as bar:
            report = importing.import_rows(read_rows(file), progress=bar.more)
    except (UnreadableFile, ModelMissing) as error:
        raise click.ClickException(str(error)) from error
    broken = [{"line": row.line, "reason": row.reason} for row in report.broken]
    if as_json:
        click.echo(
            json.dumps(
                {
                    "added": report.added,
                    "changed": report.changed,
                    "unchanged": report.unchanged,
                    "retracted": report.retracted,
                    "broken": broken,
                }
            )
        )
        return
    for row in report.broken[:SHOWN_BROKEN_ROWS]:
        click.echo(f"{file.name}, line {row.line}: skipped, {row.reason}", err=True)
    if len(report.broken) > SHOWN_BROKEN_ROWS:
        click.echo(f"… and {len(report.broken) - SHOWN_BROKEN_ROWS} more rows (--json names all)", err=True)
    click.echo(
        f"{report.added} claims added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{len(report.broken)} rows skipped."
    )
    if report.retracted:
        listed = ", ".join(map(str, report.retracted[:SHOWN_RETRACTED]))
        more = " …" if len(report.retracted) > SHOWN_RETRACTED else ""
        click.echo(
            f"{len(report.retracted)} retracted claims were in the file; they stay retracted. "
            f"`flask claims publish ID` brings one back: {listed}{more}"
        )


@claims_cli.command("retract")
@click.argument("claim_id", type=click.IntRange(1, 2**31 - 1))
def retract(claim_id: int) -> None:
    """Take a published claim back; it disappears from every answer at once."""
    try:
        done = claims.retract(claim_id)
    except NotFound as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Claim {claim_id} is retracted." if done else f"Claim {claim_id} was retracted already.")


@claims_cli.command("publish")
@click.argument("claim_id", type=click.IntRange(1, 2**31 - 1))
def publish(claim_id: int) -> None:
    """Let a retracted claim be found again, as it reads now."""
    try:
        done = claims.publish(claim_id)
        indexing.embed_missing()
    except (NotFound, ModelMissing) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Claim {claim_id} is published." if done else f"Claim {claim_id} was published already.")


@search_cli.command("lookup")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def lookup(text: str, as_json: bool) -> None:
    """Show the published claims that may answer TEXT or a link."""
    # Bytes that are no text reach us as halves of characters, which no model reads.
    content = content_of(text.encode("utf-8", "replace").decode())
    if not (content.text or content.links):
        raise click.ClickException("Give a text or a link.")
    try:
        (found,) = find_matches([content])
    except ModelMissing as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        rows = [_shown(match) for match in found.matches]
        click.echo(json.dumps({"matches": rows, "calibrated": is_calibrated()}, ensure_ascii=False))
        return
    for match in found.matches:
        sure = "" if match.probability is None else f"{match.probability:.0%}"
        click.echo(f"{match.band.value:8} {sure:>4}  {match.claim.verdict.value:15} {match.claim.headline}")
    if not found.matches:
        click.echo("Nothing found. That does not mean that it is true.")
    if not is_calibrated():
        click.echo("Nothing was measured for this model, so it only suggests: see flask search calibrate.", err=True)


def _shown(match: FoundMatch) -> dict[str, object]:
    return {
        "claim_id": match.claim.id,
        "external_id": match.claim.external_id,
        "title": match.claim.headline,
        "verdict": match.claim.verdict.value,
        "band": match.band.value,
        "lanes": [lane.value for lane in match.lanes],
        "score": None if match.score is None else round(match.score, 4),
        "probability": None if match.probability is None else round(match.probability, 4),
        "wording": match.wording is not None,
    }


@search_cli.command("rebuild")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def rebuild(as_json: bool) -> None:
    """Embed what the model has not seen, or has seen in other words; build the index anew, write a snapshot."""
    try:
        indexing.drop_outdated()
        with progress("embedding", "claims") as bar:
            embedded = indexing.embed_missing(progress=bar.more)
        claims = engine().collection(CLAIMS)
        claims.rebuild()
        count, seq = claims.size, claims.follow()
    except ModelMissing as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps({"embedded": embedded, "count": count, "seq": seq}))
        return
    click.echo(f"{embedded} claims embedded; the index holds {count} claims.")


@search_cli.command("forget-models")
def forget_models() -> None:
    """Delete the vectors of all models but the one in use; those of the one before, too, which else stay."""
    try:
        rows = sum(indexing.forget_models(name, previous=True) for name in change_log.collections())
    except ModelMissing as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{rows} vectors of other models deleted.")
