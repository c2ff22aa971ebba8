"""Training an adapter: what can be learned is learned, and kept only if it wins on what was held out."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest

from search.learning import adapter_training
from search.learning.adapter_training import (
    FEWEST_PAIRS,
    FOLDS,
    Pairs,
    TooFewPairs,
    cross_validated,
    fitted,
    folds_of,
    train,
)
from search.learning.figures import Reason
from search.learning.metrics import average_precision
from search.ranking.adapter import Vectors, unit
from tests.support.adapters import MODEL, SIZE, random_vectors


def rotation(strength: float, *, size: int) -> Vectors:
    """Turn every direction a little, by Cayley's formula."""
    random = np.random.default_rng(0).normal(size=(size, size)) * strength / np.sqrt(size)
    skew = (random - random.T) / 2
    return np.asarray(np.linalg.solve(np.eye(size) + skew, np.eye(size) - skew), np.float32)


def turned_pairs(
    *, turn: float, noise: float, seed: int, count: int = 400, langs: Sequence[str] = ("de",), size: int = 128
) -> Pairs:
    """Posts that lie where their claims do, turned and shaken; a noise of 1 is as long as a claim's vector."""
    # Seeded apart: from one stream the noise would be the documents themselves.
    random = np.random.default_rng([seed, 1])
    documents = random_vectors(count, seed=seed, size=size)
    shaken = documents @ rotation(turn, size=size) + noise / np.sqrt(size) * random.normal(size=documents.shape).astype(
        np.float32
    )
    return Pairs(
        queries=unit(shaken.astype(np.float32)),
        documents=documents,
        positives=[[row] for row in range(count)],
        langs=[langs[row % len(langs)] for row in range(count)],
    )


# ------------------------------------------------------------------------------------------------------- learning


def test_a_turn_between_posts_and_claims_is_learned_and_kept() -> None:
    pairs = turned_pairs(turn=1.2, noise=1.0, seed=1)

    comparison = cross_validated(pairs, seed=0)

    assert comparison.kept
    assert comparison.reason is Reason.WON
    assert comparison.sure_gain > 0.02
    learned = train(pairs, model_id=MODEL, seed=0, scale=comparison.scale)
    fresh = turned_pairs(turn=1.2, noise=1.0, seed=99)
    before = np.einsum("nd,nd->n", fresh.queries, fresh.documents)
    after = np.einsum("nd,nd->n", learned.apply(fresh.queries), fresh.documents)
    assert np.mean(after > before) > 0.9


def test_the_same_pairs_and_seed_give_the_same_adapter_and_another_seed_another() -> None:
    pairs = turned_pairs(turn=0.5, noise=1.0, seed=2)

    first, again, other = (train(pairs, model_id=MODEL, seed=seed, scale=0.5) for seed in (7, 7, 8))

    assert first.id == again.id
    assert first.id != other.id
    assert cross_validated(pairs, seed=7) == cross_validated(pairs, seed=7)


@pytest.mark.parametrize("seed", range(4))
def test_random_labels_are_never_kept(seed: int) -> None:
    random = np.random.default_rng(seed)
    pairs = Pairs(
        queries=random_vectors(200, seed=seed),
        documents=random_vectors(400, seed=seed + 100),
        positives=[[int(row)] for row in random.integers(0, 400, size=200)],
        langs=["de"] * 200,
    )

    assert not cross_validated(pairs, seed=seed).kept


@pytest.mark.parametrize("seed", range(4))
def test_noise_that_nothing_can_mend_is_never_kept(seed: int) -> None:
    assert not cross_validated(turned_pairs(turn=0.0, noise=2.0, seed=seed, count=200), seed=seed).kept


def test_what_helps_one_language_and_harms_another_is_not_kept() -> None:
    german = turned_pairs(turn=1.2, noise=1.0, seed=3, count=300)
    english = turned_pairs(turn=-1.2, noise=1.0, seed=4, count=100, langs=["en"])
    pairs = Pairs(
        queries=np.concatenate([german.queries, english.queries]),
        documents=np.concatenate([german.documents, english.documents]),
        positives=[[row] for row in range(400)],
        langs=[*german.langs, *english.langs],
    )

    comparison = cross_validated(pairs, seed=0)

    assert comparison.gain > 0
    assert comparison.per_language["en"].after < comparison.per_language["en"].before
    assert comparison.reason is Reason.WORSE_IN_A_LANGUAGE
    assert not comparison.kept


def test_several_answers_of_a_query_and_near_identical_claims_are_no_wrong_answers() -> None:
    documents = random_vectors(60, seed=5)
    documents[1] = unit(documents[:1] + 0.01 * documents[1:2])[0]
    right = np.zeros((1, 60), np.bool_)
    right[0, 0] = True

    banned = adapter_training._says_the_same(documents, right)

    assert np.flatnonzero(banned[0]).tolist() == [1]


def test_the_gradient_is_the_slope_of_the_loss() -> None:
    pairs = turned_pairs(turn=0.3, noise=1.0, seed=6, count=20, size=SIZE)
    matrix = 0.1 * random_vectors(SIZE, seed=7)
    neighbours = adapter_training._wrong_neighbours(pairs)
    batch = np.arange(20)

    def loss(at: Vectors) -> float:
        scores = unit(pairs.queries + pairs.queries @ at).astype(np.float64) @ pairs.documents.T
        scores /= adapter_training.TEMPERATURE
        return float(np.mean(np.log(np.exp(scores).sum(axis=1)) - np.diag(scores)))

    step = 0.003 * random_vectors(SIZE, seed=8)
    slope = (loss(matrix + step) - loss(matrix - step)) / 2

    assert slope == pytest.approx(
        float((adapter_training._gradient(matrix, pairs, batch, neighbours) * step).sum()), rel=0.02
    )


# ------------------------------------------------------------------------------------------- held out means unseen


def test_queries_about_one_claim_or_about_claims_that_say_the_same_share_a_group() -> None:
    documents = random_vectors(6, seed=9)
    documents[5] = unit(documents[4:5] + 0.01 * documents[5:6])[0]
    pairs = Pairs(
        queries=random_vectors(6, seed=10),
        documents=documents,
        positives=[[0], [0, 1], [1], [2], [4], [5]],
        langs=["de"] * 6,
    )

    groups = pairs.groups.tolist()

    assert groups[0] == groups[1] == groups[2]
    assert groups[4] == groups[5]
    assert len(set(groups)) == 3


def test_no_claim_is_both_learned_from_and_held_out(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = turned_pairs(turn=0.3, noise=1.0, seed=11, count=120)
    shared = Pairs(pairs.queries, pairs.documents, [[row // 3] for row in range(120)], pairs.langs)
    learned_from: list[set[int]] = []
    asked: list[set[int]] = []

    def watched(part: Pairs, *, seed: int) -> Vectors:
        learned_from.append({row for rows in part.positives for row in rows})
        return fitted(part, seed=seed)

    def rank(numbers: Sequence[int], vectors: Vectors) -> list[list[int]]:
        asked.append({shared.positives[number][0] for number in numbers})
        return [list(range(5)) for _ in vectors]

    monkeypatch.setattr(adapter_training, "fitted", watched)
    cross_validated(shared, rank=rank, seed=0)

    asked_a_fold = [
        set.union(*asked[at : at + len(asked) // FOLDS]) for at in range(0, len(asked), len(asked) // FOLDS)
    ]
    assert len(learned_from) == len(asked_a_fold) == FOLDS
    assert all(not seen & unseen for seen, unseen in zip(learned_from, asked_a_fold, strict=True))
    assert set.union(*asked_a_fold) == set(range(40))


def test_folds_are_nearly_even_and_follow_the_seed() -> None:
    pairs = turned_pairs(turn=0.0, noise=1.0, seed=12, count=101)

    sizes = np.bincount(folds_of(pairs, seed=0))

    assert len(sizes) == FOLDS
    assert sizes.max() - sizes.min() <= 1
    assert folds_of(pairs, seed=0).tolist() != folds_of(pairs, seed=1).tolist()


def test_the_callers_ranking_decides_and_meaning_is_only_told() -> None:
    pairs = turned_pairs(turn=1.2, noise=1.0, seed=1)

    def perfect(numbers: Sequence[int], vectors: Vectors) -> list[list[int]]:
        return [[number] for number, _ in zip(numbers, vectors, strict=True)]

    comparison = cross_validated(pairs, rank=perfect, seed=0)

    assert not comparison.kept
    assert comparison.reason is Reason.NO_GAIN
    assert comparison.scale == 0
    assert comparison.per_language["de"].before == comparison.per_language["de"].after == 1
    assert comparison.per_language["de"].dense_before < 1


@pytest.mark.parametrize("count", [1, FEWEST_PAIRS - 1])
def test_too_few_pairs_are_said_to_be_too_few(count: int) -> None:
    with pytest.raises(TooFewPairs, match="at least 50 pairs"):
        cross_validated(turned_pairs(turn=0.5, noise=1.0, seed=13, count=count), seed=0)


def test_many_posts_about_few_claims_are_too_few() -> None:
    pairs = turned_pairs(turn=0.5, noise=1.0, seed=13, count=100)

    with pytest.raises(TooFewPairs):
        folds_of(Pairs(pairs.queries, pairs.documents, [[row % 4] for row in range(100)], pairs.langs), seed=0)


def test_pairs_without_an_answer_among_the_documents_are_refused() -> None:
    vectors = random_vectors(2, seed=14)

    for positives in ([[0], []], [[0], [2]], [[0], [-1]], [[0]]):
        with pytest.raises(ValueError, match="every query needs"):
            Pairs(vectors, vectors, positives, ["de", "de"])


def test_an_archive_smaller_than_the_neighbourhood_can_be_learned_from() -> None:
    pairs = turned_pairs(turn=0.3, noise=1.0, seed=15, count=60)
    few = Pairs(pairs.queries, pairs.documents[:6], [[row % 6] for row in range(60)], pairs.langs)

    assert np.isfinite(fitted(few, seed=0)).all()


def test_a_comparison_can_be_written_as_json() -> None:
    pairs = turned_pairs(turn=0.5, noise=1.0, seed=16, langs=("de", "en"))

    written = json.loads(json.dumps(cross_validated(pairs, seed=0).figures().as_json()))

    assert set(written["per_language"]) == {"de", "en"}
    assert written["per_language"]["de"]["pairs"] == 200
    assert written["reason"] in {reason.value for reason in Reason}


def test_average_precision_counts_each_answer_at_its_rank() -> None:
    assert average_precision([False, True, True], relevant=2, cut=5) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert average_precision([False] * 5 + [True], relevant=1, cut=5) == 0
