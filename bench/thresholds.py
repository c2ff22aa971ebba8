"""From which cosine on the best match may be called likely, and below which it is hardly ever right.

Asked are posts whose claim is in the pool and, as often, posts whose claim was taken out: a desk gets both,
and for the second kind whatever stands on top is wrong. The two numbers it ends with are what
`search.matching.THRESHOLDS` holds for a model.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

import click
import numpy as np
from numpy.typing import NDArray

from core.config import BUILT_MODEL_FOLDER
from search.embedder import Embedder, ModelMissing, Role, load_embedder
from search.evaluate import LabelledQuery, read_claims, read_queries
from search.imports import ClaimRow, UnreadableFile
from search.matching import FEWEST_WORDS
from search.models import Claim

THRESHOLDS = [round(0.8 + step * 0.005, 3) for step in range(31)]
# A suggestion that is called likely should hold four times out of five.
LIKELY_PRECISION = 0.80
# What is not even shown may cost this share of the right matches at most.
RELATED_KEEPS = 0.97

Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Best:
    """The best match of each post, one entry a post: its cosine, and what is known about it."""

    cosine: NDArray[np.float32]
    right: Flags
    # Whether any right claim stood in the pool.
    answerable: Flags
    # Whether the post has the words that the band `likely` asks for.
    long_enough: Flags


@dataclass(frozen=True, slots=True)
class Step:
    """What a threshold would do.

    `precision` is the share of right ones among the posts at or above it, `coverage` the share of the
    answerable posts that are right and at or above it.
    """

    threshold: float
    posts: int
    precision: float | None
    coverage: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The figures of one pair of files, or of all together."""

    name: str
    posts: int
    answerable: int
    right: int
    steps: list[Step]
    likely: float | None
    related: float


def best_matches(embedder: Embedder, claims: Sequence[ClaimRow], queries: Sequence[LabelledQuery]) -> Best:
    """Ask every post twice: once with its claim in the pool, once without.

    Every second claim that answers a post is taken out in the first turn, the others in the second. Claims
    are counted, not posts, because several posts may ask about one claim and must then lose it together.
    """
    passages = embedder.embed([_passage(row) for row in claims], role=Role.PASSAGE)
    questions = embedder.embed([query.text for query in queries], role=Role.QUERY)
    cosines = questions @ passages.T
    column = {row.id: number for number, row in enumerate(claims)}
    relevant = [{column[claim] for claim in query.relevant if claim in column} for query in queries]
    answers = sorted(set().union(*relevant))
    turns = [_turn(cosines, relevant, gone=set(answers[start::2])) for start in (1, 0)]
    long_enough = np.array([len(query.text.split()) >= FEWEST_WORDS for query in queries])
    return Best(
        cosine=np.concatenate([cosine for cosine, _, _ in turns]),
        right=np.concatenate([right for _, right, _ in turns]),
        answerable=np.concatenate([answerable for _, _, answerable in turns]),
        long_enough=np.concatenate([long_enough, long_enough]),
    )


def _turn(
    cosines: NDArray[np.float32], relevant: Sequence[set[int]], *, gone: set[int]
) -> tuple[NDArray[np.float32], Flags, Flags]:
    pool = np.array(sorted(set(range(cosines.shape[1])) - gone))
    inside = cosines[:, pool]
    best = inside.argmax(axis=1)
    right = np.array([int(pool[b]) in found for b, found in zip(best, relevant, strict=True)])
    answerable = np.array([bool(found - gone) for found in relevant])
    return inside[np.arange(len(best)), best], right, answerable


def _passage(row: ClaimRow) -> str:
    return Claim(text=row.text, title=row.title, summary=row.summary).passage


def pooled(parts: Sequence[Best]) -> Best:
    """Return the posts of several pairs of files as one."""
    return Best(
        cosine=np.concatenate([part.cosine for part in parts]),
        right=np.concatenate([part.right for part in parts]),
        answerable=np.concatenate([part.answerable for part in parts]),
        long_enough=np.concatenate([part.long_enough for part in parts]),
    )


def curve(name: str, best: Best) -> Curve:
    """Return what each threshold would do, and the two that meet the aims."""
    steps = [_step(best, threshold) for threshold in THRESHOLDS]
    good = [s.threshold for s in steps if s.precision is not None and s.precision >= LIKELY_PRECISION]
    return Curve(
        name=name,
        posts=len(best.cosine),
        answerable=int(best.answerable.sum()),
        right=int(best.right.sum()),
        steps=steps,
        likely=min(good, default=None),
        related=round(float(np.quantile(best.cosine[best.right], 1 - RELATED_KEEPS)), 3),
    )


def _step(best: Best, threshold: float) -> Step:
    reached = (best.cosine >= threshold) & best.long_enough
    right = int((reached & best.right).sum())
    posts = int(reached.sum())
    return Step(
        threshold=threshold,
        posts=posts,
        precision=round(right / posts, 3) if posts else None,
        coverage=round(right / int(best.answerable.sum()), 3),
    )


def _print(found: Curve) -> None:
    click.echo(f"\n{found.name}: {found.posts} posts asked, {found.answerable} with their claim in the pool,")
    click.echo(f"{found.right} of those with it on top; precision and coverage for {FEWEST_WORDS} words and more")
    click.echo(f"{'from':>6} {'posts':>6} {'precision':>10} {'coverage':>9}")
    for step in found.steps:
        precision = "–" if step.precision is None else f"{step.precision:.3f}"
        click.echo(f"{step.threshold:6.3f} {step.posts:6d} {precision:>10} {step.coverage:9.3f}")
    likely = "never" if found.likely is None else f"from {found.likely:.3f}"
    click.echo(f"likely  (precision {LIKELY_PRECISION:.2f}): {likely}")
    click.echo(f"related (keeps {RELATED_KEEPS:.0%} of the right ones): from {found.related:.3f}")


FilePath = click.Path(path_type=Path)


@click.command(name="thresholds")
@click.option("--claims", "claims_files", type=FilePath, multiple=True, required=True, help="JSONL of claims.")
@click.option("--queries", "queries_files", type=FilePath, multiple=True, required=True, help="JSONL of posts.")
@click.option("--model", default="", help="A folder or id of sentence-transformers; empty: the built one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(claims_files: Sequence[Path], queries_files: Sequence[Path], model: str, as_json: bool) -> None:
    """Measure thresholds on pairs of files: the first --claims belongs to the first --queries, and so on."""
    if len(claims_files) != len(queries_files):
        raise click.UsageError("Give as many --claims as --queries.")
    try:
        embedder = load_embedder(model, default_folder=BUILT_MODEL_FOLDER)
        parts = [
            best_matches(embedder, read_claims(claims), read_queries(queries))
            for claims, queries in zip(claims_files, queries_files, strict=True)
        ]
    except (ModelMissing, UnreadableFile) as error:
        raise click.ClickException(str(error)) from error
    curves = [curve(f"{path.parent.name}/{path.name}", part) for path, part in zip(queries_files, parts, strict=True)]
    if len(parts) > 1:
        curves.append(curve("pooled", pooled(parts)))
    if as_json:
        click.echo(json.dumps({"model_id": embedder.model_id, "curves": [asdict(found) for found in curves]}))
        return
    click.echo(embedder.model_id)
    for found in curves:
        _print(found)


if __name__ == "__main__":
    main()
