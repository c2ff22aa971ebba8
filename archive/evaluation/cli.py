"""Commands that measure and fit on labelled files: `flask search evaluate`, `calibrate` and `adapt`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from archive.evaluation import train
from archive.evaluation.curve import reliability_curve
from archive.evaluation.evaluate import Evaluation, evaluate
from archive.evaluation.labelled import Archive, LabelledQuery, read_claims, read_queries
from archive.evaluation.train import Labelled
from archive.imports.files import UnreadableFile
from archive.imports.rows import ClaimRow
from core.db import writing
from search.engine import engine
from search.learning import in_effect
from search.learning.adapter_training import TooFewPairs
from search.learning.calibration_training import CannotCalibrate
from search.learning.figures import LearnedFigures
from search.model.embedder import ModelMissing
from search.ranking.adapter import Adapter, UnusableAdapter
from search.ranking.calibration import Calibration, UnusableCalibration

P = ParamSpec("P")

# What is wrong with what was given, in a sentence for whoever gave it.
TOLD = (UnreadableFile, ModelMissing, UnusableAdapter, UnusableCalibration, CannotCalibrate, TooFewPairs)

FilePath = click.Path(path_type=Path, dir_okay=False)


def _writable(_context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a place that cannot be written to before minutes of measuring, not after them."""
    if path is not None and not os.access(path.parent, os.W_OK):
        raise click.ClickException(f"{path} cannot be written: its folder is missing or closed.")
    return path


CLAIMS = click.option("--claims", "claim_files", type=FilePath, multiple=True, help="JSONL or CSV of claims.")
QUERIES = click.option(
    "--queries", "query_files", type=FilePath, multiple=True, required=True, help="JSONL: id, text, relevant."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def _plain_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Show what is wrong with a file or the model in one sentence."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except TOLD as error:
            raise click.ClickException(str(error)) from error

    return run


@click.command("evaluate")
@click.option("--claims", "claims_file", type=FilePath, required=True, help="JSONL or CSV of claims.")
@click.option("--queries", "queries_file", type=FilePath, required=True, help="JSONL: id, text, relevant.")
@click.option("--pool", "pool_files", type=FilePath, multiple=True, help="More claims, which answer nothing.")
@click.option("--adapter", "adapter_file", type=FilePath, help="An adapter to send the queries through.")
@click.option("--calibration", "calibration_file", type=FilePath, help="Instead of the one in use.")
@click.option(
    "--report", "report_file", type=FilePath, callback=_writable, help="Write every wrong `same` here, with both texts."
)
@JSON
@with_appcontext
@_plain_errors
def evaluate_command(
    *,
    claims_file: Path,
    queries_file: Path,
    pool_files: tuple[Path, ...],
    adapter_file: Path | None,
    calibration_file: Path | None,
    report_file: Path | None,
    as_json: bool,
) -> None:
    """Measure the matching on labelled files; nothing is stored. With --pool, both without and with it."""
    claims, queries = read_claims(claims_file), read_queries(queries_file)
    known = {row.id for row in claims}
    pool = [row for file in pool_files for row in read_claims(file) if row.id not in known]
    embedder = engine().embedder
    adapter = _adapter(adapter_file)
    calibration = _calibration(calibration_file, adapter)
    archive = Archive.of([*claims, *pool], embedder)
    distractors = range(len(claims), len(archive.rows))
    archive.take_out(distractors)
    shown = evaluate(embedder, archive, queries, adapter=adapter, calibration=calibration)
    figures: dict[str, Any] = {"model": embedder.model_id, "calibrated": calibration is not None}
    if pool:
        figures["without_pool"] = shown.as_json()
        archive.put(distractors)
        shown = evaluate(embedder, archive, queries, adapter=adapter, calibration=calibration)
    if report_file is not None:
        report_file.write_text(_wrong(shown, archive.rows, queries), encoding="utf-8")
    _print(figures | shown.as_json(), as_json=as_json)


@click.command("calibrate")
@CLAIMS
@QUERIES
@click.option("--adapter", "adapter_file", type=FilePath, help="Calibrate for queries that go through it.")
@click.option("--svg", "svg_file", type=FilePath, callback=_writable, help="Draw its reliability curve to a file.")
@click.option("--posts", "among_posts", is_flag=True, help="How alike posts are to each other; no --claims then.")
@click.option(
    "--out", "out_file", type=FilePath, callback=_writable, help="Write it to a file instead of using it from now on."
)
@JSON
@with_appcontext
@_plain_errors
def calibrate(
    *,
    claim_files: tuple[Path, ...],
    query_files: tuple[Path, ...],
    adapter_file: Path | None,
    among_posts: bool,
    svg_file: Path | None,
    out_file: Path | None,
    as_json: bool,
) -> None:
    """Fit probabilities and bands on labelled posts, of which every second one is asked without its claim.

    --claims and --queries may be given several times; they belong together in their order.
    """
    embedder = engine().embedder
    if among_posts:
        made_for = in_effect.made_for_posts(embedder.model_id)
        posts = [Labelled.among_posts(read_queries(file), embedder) for file in query_files]
        calibration = train.calibrated_among_posts(posts, made_for=made_for)
    else:
        adapter = _adapter(adapter_file)
        made_for = in_effect.made_for(embedder.model_id, adapter)
        calibration = train.calibrated(_labelled(claim_files, query_files), adapter=adapter, made_for=made_for)
    if out_file is not None:
        out_file.write_text(calibration.to_json(), encoding="utf-8")
    else:
        with writing():
            train.keep_calibration(calibration)
    if svg_file is not None:
        with force_locale("en"):
            svg_file.write_text(reliability_curve(calibration.reliability, standalone=True), encoding="utf-8")
    _print({"made_for": made_for, **LearnedFigures.of_calibration(calibration).as_json()}, as_json=as_json)


@click.command("adapt")
@CLAIMS
@QUERIES
@click.option(
    "--out", "out_file", type=FilePath, callback=_writable, help="Write it to a file instead of using it from now on."
)
@JSON
@with_appcontext
@_plain_errors
def adapt(claim_files: tuple[Path, ...], query_files: tuple[Path, ...], out_file: Path | None, as_json: bool) -> None:
    """Learn a query-side adapter from labelled posts, and say on held-out ones whether it helps.

    Without --out it is put to use only if it wins, together with a calibration of its own; with --out it is
    written in any case, for `evaluate --adapter`.
    """
    labelled = _labelled(claim_files, query_files)
    result = train.adapted(labelled, model_id=engine().embedder.model_id)
    if out_file is not None:
        result.adapter.save(out_file)
        told = result.comparison.figures().as_json()
    else:
        row = train.put_to_use(result, labelled)
        told = {"state": row.state.value, **row.figures.as_json()}
    _print({"adapter": result.adapter.id, **told}, as_json=as_json)


COMMANDS: dict[str, click.Command] = {"adapt": adapt, "calibrate": calibrate, "evaluate": evaluate_command}


def _labelled(claim_files: tuple[Path, ...], query_files: tuple[Path, ...]) -> list[Labelled]:
    if len(claim_files) != len(query_files):
        raise click.UsageError("Give as many --claims as --queries; they belong together in their order.")
    embedder = engine().embedder
    files = [
        (read_claims(claims), read_queries(queries)) for claims, queries in zip(claim_files, query_files, strict=True)
    ]
    return [Labelled.of(Archive.of(claims, embedder), queries, embedder) for claims, queries in files]


def _adapter(file: Path | None) -> Adapter | None:
    embedder = engine().embedder
    return None if file is None else Adapter.load(file, model_id=embedder.model_id, dimension=embedder.dimension)


def _calibration(file: Path | None, adapter: Adapter | None) -> Calibration | None:
    made_for = in_effect.made_for(engine().embedder.model_id, adapter)
    if file is None:
        return in_effect.calibration_of(made_for)
    try:
        found = Calibration.read(file.read_bytes())
    except OSError as error:
        raise UnusableCalibration(f"{file.name} cannot be read: {error.strerror}") from error
    except UnusableCalibration as error:
        raise UnusableCalibration(f"{file.name}: {error}") from error
    if found.made_for != made_for:
        raise UnusableCalibration(f"{file.name} was made for {found.made_for}, not for {made_for}")
    return found


def _wrong(result: Evaluation, claims: Sequence[ClaimRow], queries: Sequence[LabelledQuery]) -> str:
    """Return every wrong `same` for somebody to read: the post, the claim that was found, the claim that was meant."""
    claim_of, query_of = {row.id: row for row in claims}, {query.id: query for query in queries}
    parts = []
    for wrong in result.bands_with_negatives.wrong if result.bands_with_negatives else ():
        query = query_of[wrong.query]
        meant = [claim_of[i].text for i in query.relevant if i in claim_of]
        parts.append(
            f"## {query.id}, {wrong.probability:.3f}\n\nPost: {query.text}\n\n"
            f"Found: {claim_of[wrong.claim].text}\n\nLabelled: {' / '.join(meant) or '–'}\n"
        )
    return "\n".join(parts)


def _print(figures: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        if isinstance(value, dict):
            for inner, figure in value.items():
                click.echo(f"{name + ' ' + inner:32} {figure}")
        else:
            click.echo(f"{name:32} {value}")
