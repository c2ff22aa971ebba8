"""How well the judge carries over to kinds, words and sentences that training never saw, in the product's own graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from search.judge.judge import Judge
from tools.judge.draft import Pair
from tools.judge.generate import HELD_OUT_CHANGES, HELD_OUT_EDITS, SOURCES, Material, one_pair, pairs

PASSED = 0.97
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Figure:
    """Of pairs of one kind: how many, how many are on the right side of the threshold, and the area under the curve.

    The curve is that of this kind against all pairs of the other label.
    """

    kind: str
    same: bool
    pairs: int
    right: float
    area: float


def threshold_passing(harmless: Scores, share: float = PASSED) -> float:
    """Return the largest threshold that this share of harmless pairs passes."""
    return float(np.sort(harmless)[int(len(harmless) * (1 - share))])


def area(same: Scores, different: Scores) -> float:
    """Return the chance that a pair of the first is judged the same more surely than one of the second."""
    ranks = np.searchsorted(np.sort(different), same, side="left") + np.searchsorted(
        np.sort(different), same, side="right"
    )
    return float(ranks.mean() / 2 / max(len(different), 1))


def figures(kinds: Mapping[tuple[bool, str], Scores], threshold: float) -> list[Figure]:
    """Return the figures of each kind."""
    whole = {
        same: np.concatenate([s for (is_same, _), s in kinds.items() if is_same is same]) for same in (True, False)
    }
    found = []
    for (same, kind), scores in sorted(kinds.items(), key=lambda item: item[0]):
        right = (scores >= threshold) if same else (scores < threshold)
        one, other = (scores, whole[False]) if same else (whole[True], scores)
        found.append(Figure(kind, same, len(scores), float(right.mean()), area(one, other)))
    return found


def scored(judge: Judge, found: Iterable[tuple[bool, str, str, str]]) -> dict[tuple[bool, str], Scores]:
    """Judge pairs (same, kind, claim, post) and return the scores by label and kind."""
    rows = list(found)
    scores = judge.same([(claim, post) for _, _, claim, post in rows])
    kinds = sorted({(same, kind) for same, kind, _, _ in rows})
    return {key: scores[[(row[0], row[1]) == key for row in rows]] for key in kinds}


def held_out_pairs(seed: int, material: dict[str, Material], unseen: dict[str, Material], count: int) -> list[Pair]:
    """Return pairs from sentences and families that are held out: usual ones, and of kinds and words never seen."""
    found = [pair for _, pair in zip(range(4 * count), pairs(seed, material), strict=False)]
    rng = Random(seed + 1)
    wanted = [(False, kind) for kind in sorted(HELD_OUT_CHANGES)] + [(True, kind) for kind in sorted(HELD_OUT_EDITS)]
    for same, kind in wanted:
        found += some_of(rng, material, same=same, kind=kind, count=count)
    return found + some_of(rng, unseen, same=False, kind="unseen_antonym", count=4 * count, source="sentences")


def some_of(
    rng: Random, material: dict[str, Material], *, same: bool, kind: str, count: int, source: str = ""
) -> list[Pair]:
    """Return so many pairs of one kind, or fewer where hardly any can be made."""
    found: list[Pair] = []
    for _ in range(400 * count):
        chosen = source or rng.choice(list(SOURCES))
        pair = one_pair(
            rng, rng.choice(list(material.values())), same=same, banned=frozenset(), kind=kind, source=chosen
        )
        if pair:
            found.append(pair)
        if len(found) == count:
            break
    return found


def labelled(found: Iterable[Pair]) -> list[tuple[bool, str, str, str]]:
    """Return generated pairs as rows to be scored; a harmless one counts for its first edit."""
    return [
        (pair.same, pair.edits[0] if pair.same and pair.edits else pair.kind, pair.claim, pair.post) for pair in found
    ]


def open_minimal_pairs(path: Path) -> list[tuple[bool, str, str, str]]:
    """Return the minimal pairs of the bench that are not held out; the others are not even parsed into pairs."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if '"held_out": false' in line)
    return [(row["expect"] == "same", row["kind"], row["claim"], row["post"]) for row in rows]


def report(title: str, found: Sequence[Figure], threshold: float) -> None:
    """Print figures as a table, and as one line of JSON for whoever compares."""
    print(f"\n{title}, threshold {threshold:.3f}")
    for one in found:
        label = "same" if one.same else "different"
        print(f"{label:9} {one.kind:28} {one.pairs:5} {one.right:6.3f} {one.area:6.3f}")
    for same in (False, True):
        some = [one for one in found if one.same is same]
        total = sum(one.pairs for one in some)
        right = sum(one.pairs * one.right for one in some) / max(total, 1)
        print(f"{'same' if same else 'different':9} {'all':28} {total:5} {right:6.3f}")
    print(json.dumps([asdict(one) for one in found]))
