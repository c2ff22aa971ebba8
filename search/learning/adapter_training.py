"""Learning a query-side adapter from confirmed pairs, and finding out on held-out pairs whether it helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from search.learning.certainty import sure_gain
from search.learning.figures import LanguageFigures, LearnedFigures, Reason
from search.learning.groups import Groups
from search.learning.metrics import average_precision
from search.ranking.adapter import Adapter, Vectors, unit

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]

# How the matrix is learned: see docs/decisions/0013-query-adapter.md for what else was tried.
EPOCHS = 20
BATCH = 256
TEMPERATURE = 0.02
LEARNING_RATE = 2e-4
WEIGHT_DECAY = 0.2
MOMENTUM, SPREAD = 0.9, 0.999
# Hard negatives, by rank; the first few are left out, because some answer the query though no label says so.
HARD = slice(4, 25)
# A claim so near to one that answers the query says the same; it is no wrong answer.
SAME_CLAIM = 0.95

# How much of the learned matrix may be used; the whole of it always overshot.
SCALES = (0.125, 0.25, 0.375, 0.5)
FOLDS = 5
CUT = 5
# A language with fewer held-out pairs has no say: with so many, a change of two points is one standard error.
FEWEST_PAIRS = 50

# Ranks documents for queries of `Pairs`: given their numbers and their vectors (k, d), it returns for each query the
# document rows, best first, at least `CUT` of them.
Rank: TypeAlias = Callable[[Sequence[int], Vectors], Sequence[Sequence[int]]]


class TooFewPairs(ValueError):
    """There is too little to learn from; the message says how much is needed."""


@dataclass(frozen=True)
class Pairs:
    """Queries and the documents that answer them.

    `queries` (n, d) and `documents` (m, d) have length 1 each; `positives` are rows of `documents`, at least one a
    query; `langs` is the language of each query. Each claim is one document: a wording learned from a post must not
    stand among them, or that post would be its own answer. Errors: `ValueError` when the parts do not fit.
    """

    queries: Vectors
    documents: Vectors
    positives: Sequence[Sequence[int]]
    langs: Sequence[str]

    def __post_init__(self) -> None:
        if not len(self.queries) == len(self.positives) == len(self.langs):
            raise ValueError("every query needs its answers and its language")
        if any(not rows or min(rows) < 0 or max(rows) >= len(self.documents) for rows in self.positives):
            raise ValueError("every query needs an answer among the documents")

    @cached_property
    def groups(self) -> Rows:
        """Return for each query, shape (n,), the number of its group; queries that share a claim share a group.

        So do queries whose claims say the same: learned on one of them, the other would be no test.
        """
        groups = Groups[int]()
        for rows in self.positives:
            for row in rows[1:]:
                groups.join(rows[0], row)
        answers = sorted({row for rows in self.positives for row in rows})
        vectors = self.documents[answers]
        for place, row in enumerate(answers):
            for twin in np.flatnonzero(vectors[place + 1 :] @ vectors[place] > SAME_CLAIM):
                groups.join(row, answers[place + 1 + int(twin)])
        return np.unique([groups.of(rows[0]) for rows in self.positives], return_inverse=True)[1].astype(np.int64)

    def only(self, rows: Rows) -> Pairs:
        """Return the pairs of some queries; the documents stay as they are."""
        chosen = rows.tolist()
        return Pairs(
            self.queries[rows],
            self.documents,
            [self.positives[row] for row in chosen],
            [self.langs[row] for row in chosen],
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What held-out pairs say; `scale` is the share of the learned matrix to use, 0 when none of it helps.

    `gain` is the difference over all pairs, and `sure_gain` its lower bound (`search.learning.certainty`). `after` is
    the average precision of each pair, and `groups` what they belong to, for a comparison with something else.
    """

    per_language: dict[str, LanguageFigures]
    scale: float
    gain: float
    sure_gain: float
    kept: bool
    reason: Reason
    after: tuple[float, ...] = ()
    groups: tuple[int, ...] = ()

    def figures(self, *, answers: int | None = None) -> LearnedFigures:
        """Return it as it is kept beside the adapter, with how many of the desk's answers there were."""
        return LearnedFigures(
            answers=answers,
            per_language=self.per_language,
            scale=self.scale,
            gain=self.gain,
            sure_gain=self.sure_gain,
            kept=self.kept,
            reason=self.reason,
        )


def train(pairs: Pairs, *, model_id: str, seed: int, scale: float) -> Adapter:
    """Learn an adapter from all pairs and use `scale` of it, which `cross_validated` finds.

    The same pairs and seed give the same adapter.
    """
    return Adapter(model_id, np.asarray(fitted(pairs, seed=seed) * np.float32(scale), np.float32))


def cross_validated(pairs: Pairs, *, rank: Rank | None = None, seed: int) -> Comparison:
    """Compare rankings of held-out pairs without an adapter and with one learned from the other pairs.

    `rank` is how the product ranks; without it, documents are ranked by meaning alone. No group of queries is both
    learned from and held out, and the scale used on a fold is the one that did best on all others.
    Errors: `TooFewPairs`.
    """
    held_out = folds_of(pairs, seed=seed)
    by_meaning = _by_meaning(pairs.documents)
    dense, ranked = _scores(pairs, held_out, (by_meaning, rank or by_meaning), seed=seed)
    chosen = np.zeros(len(pairs.queries), np.int64)
    for fold in range(FOLDS):
        chosen[held_out == fold] = ranked[:, held_out != fold].mean(axis=1).argmax()
    rows = np.arange(len(chosen))
    figures = _per_language(pairs.langs, dense[0], dense[chosen, rows], ranked[0], ranked[chosen, rows])
    gains = ranked[chosen, rows] - ranked[0]
    surely = sure_gain(gains, pairs.groups)
    scale = (0.0, *SCALES)[int(ranked.mean(axis=1).argmax())]
    reason = _reason(figures, scale, float(gains.mean()), surely)
    return Comparison(
        figures,
        scale,
        float(gains.mean()),
        surely,
        reason is Reason.WON,
        reason,
        after=tuple(ranked[chosen, rows].tolist()),
        groups=tuple(pairs.groups.tolist()),
    )


def folds_of(pairs: Pairs, *, seed: int) -> Rows:
    """Return for each query, shape (n,), which of `FOLDS` folds it is held out in; groups stay together.

    Errors: `TooFewPairs` under `FEWEST_PAIRS` pairs, or when they are about fewer claims than there are folds.
    """
    count = int(pairs.groups.max()) + 1 if len(pairs.groups) else 0
    if len(pairs.queries) < FEWEST_PAIRS or count < FOLDS:
        raise TooFewPairs(f"at least {FEWEST_PAIRS} pairs about {FOLDS} different claims are needed to learn from")
    places = np.random.default_rng(seed).permutation(count)
    return np.asarray(places[pairs.groups] % FOLDS, np.int64)


def fitted(pairs: Pairs, *, seed: int) -> Vectors:
    """Return a matrix (d, d), learned from zero so that each query is nearer to its answers than to other documents.

    The loss is InfoNCE: the answers of a query against those of its whole batch and against the query's own wrong
    neighbours. The steps are AdamW's.
    """
    random = np.random.default_rng(seed)
    neighbours = _wrong_neighbours(pairs)
    dimension = pairs.queries.shape[1]
    matrix, mean, square = (np.zeros((dimension, dimension), np.float32) for _ in range(3))
    step = 0
    for _ in range(EPOCHS):
        order = random.permutation(len(pairs.queries))
        for start in range(0, len(order), BATCH):
            step += 1
            gradient = _gradient(matrix, pairs, order[start : start + BATCH], neighbours)
            mean = MOMENTUM * mean + (1 - MOMENTUM) * gradient
            square = SPREAD * square + (1 - SPREAD) * gradient**2
            move = (mean / (1 - MOMENTUM**step)) / (np.sqrt(square / (1 - SPREAD**step)) + 1e-8)
            matrix = np.asarray(matrix * (1 - LEARNING_RATE * WEIGHT_DECAY) - LEARNING_RATE * move, np.float32)
    return matrix


def _gradient(matrix: Vectors, pairs: Pairs, batch: Rows, neighbours: Rows) -> Vectors:
    answers = [pairs.positives[row] for row in batch.tolist()]
    rows = np.unique(np.concatenate([neighbours[batch].ravel(), *map(np.array, answers)]).astype(np.int64))
    documents = pairs.documents[rows]
    right = np.stack([np.isin(rows, its) for its in answers])
    queries = pairs.queries[batch]
    moved = queries + queries @ matrix
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    now = moved / lengths
    scores = now @ documents.T / TEMPERATURE
    scores[_says_the_same(documents, right)] = -np.inf
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    # Several answers share the pull by how near they are already; a query need not be near to all of them.
    wanted = weights * right
    wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1e-30)
    error = weights / weights.sum(axis=1, keepdims=True) - wanted
    pull = error @ documents / (TEMPERATURE * len(batch))
    # Only the part across the query counts, since its length is made 1 again.
    across = (pull - now * (now * pull).sum(axis=1, keepdims=True)) / lengths
    return np.asarray(queries.T @ across, np.float32)


def _says_the_same(documents: Vectors, right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which documents are no answer by label, yet say what an answer of the query says; shaped as `right`."""
    columns = np.flatnonzero(right.any(axis=0))
    near = documents[columns] @ documents.T > SAME_CLAIM
    return np.asarray((right[:, columns].astype(np.float32) @ near.astype(np.float32) > 0) & ~right)


def _wrong_neighbours(pairs: Pairs) -> Rows:
    deepest = min(HARD.stop, len(pairs.documents))
    return np.array([_nearest(row, deepest)[HARD] for row in _cosines(pairs.queries, pairs.documents)], np.int64)


def _by_meaning(documents: Vectors) -> Rank:
    def rank(_numbers: Sequence[int], vectors: Vectors) -> list[list[int]]:
        return [_nearest(row, min(CUT, len(documents))).tolist() for row in _cosines(vectors, documents)]

    return rank


def _cosines(queries: Vectors, documents: Vectors) -> Iterator[Vectors]:
    """Yield the cosines of each query in turn, a few at a time: all at once would not fit for a large archive."""
    for start in range(0, len(queries), 16):
        yield from queries[start : start + 16] @ documents.T


def _nearest(scores: Vectors, count: int) -> Rows:
    best = np.argpartition(-scores, count - 1)[:count]
    return best[np.argsort(-scores[best], kind="stable")]


def _scores(pairs: Pairs, held_out: Rows, ranks: Sequence[Rank], *, seed: int) -> list[Numbers]:
    """Return for each ranking the average precisions, shape (1 + scales, n); the first row is without an adapter."""
    scores = [np.zeros((1 + len(SCALES), len(pairs.queries))) for _ in ranks]
    for fold in range(FOLDS):
        matrix = fitted(pairs.only(_where(held_out != fold)), seed=seed)
        rows = _where(held_out == fold)
        queries = pairs.queries[rows]
        for place, scale in enumerate((0.0, *SCALES)):
            vectors = unit(queries + np.float32(scale) * (queries @ matrix))
            for table, rank in zip(scores, ranks, strict=True):
                for row, found in zip(rows.tolist(), rank(rows.tolist(), vectors), strict=True):
                    right = set(pairs.positives[row])
                    hits = [document in right for document in found]
                    table[place, row] = average_precision(hits, relevant=len(right), cut=CUT)
    return scores


def _per_language(langs: Sequence[str], *scores: Numbers) -> dict[str, LanguageFigures]:
    names = np.array(langs)
    return {
        lang: LanguageFigures(int((names == lang).sum()), *(float(its[names == lang].mean()) for its in scores))
        for lang in sorted(set(langs))
    }


def _reason(figures: dict[str, LanguageFigures], scale: float, gain: float, surely: float) -> Reason:
    if scale == 0 or gain <= 0:
        return Reason.NO_GAIN
    if any(its.after < its.before for its in figures.values() if its.pairs >= FEWEST_PAIRS):
        return Reason.WORSE_IN_A_LANGUAGE
    return Reason.WON if surely > 0 else Reason.NOT_SURE


def _where(mask: NDArray[np.bool_]) -> Rows:
    return np.flatnonzero(mask).astype(np.int64)
