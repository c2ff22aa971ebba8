"""The measurement of search: the figures are right, budgets are judged, and every engine finds the nearest."""

from __future__ import annotations

import numpy as np
import pytest

from bench.measurements.search import FTS5, HYBRID, NUMPY, Row, as_json, table, within_budget
from bench.support import engines
from bench.support.engines import Documents
from bench.support.own_texts import own_claims
from search.ranking.fusion import Question
from search.text.terms import terms_of


def a_row(size: int, p95: float, recall: float = 1.0, engine: str = HYBRID) -> Row:
    return Row(size, engine, p50=1.0, p95=p95, ratio=0.5, recall=recall, build_seconds=2.0, bytes=300.0)


@pytest.mark.parametrize(
    "row,kept",
    [
        (a_row(100_000, 19.9), True),
        (a_row(100_000, 20.1), False),
        (a_row(1_000_000, 49.9), True),
        (a_row(1_000_000, 50.1), False),
        (a_row(1_000, 1.0, recall=0.98), False),
        (a_row(2_000_000, 400.0), True),
    ],
)
def test_the_budget_is_one_of_time_and_of_recall(row: Row, *, kept: bool) -> None:
    assert list(within_budget([row]).values()) == [kept]


def test_only_the_product_has_a_budget() -> None:
    assert within_budget([a_row(1_000, 900.0, engine=NUMPY), Row(1_000, FTS5)]) == {}


def test_the_table_says_what_was_not_built() -> None:
    lines = table([a_row(1_000, 3.0), Row(1_000, FTS5)], real=500).splitlines()

    assert "| 1,000 | gegencheck, hybrid | 1.00 / 3.00 | 0.50 | 1.0000 | 2.0 | 300 |" in lines
    assert "| 1,000 | SQLite FTS5, any word | not built in time | – | – | – | – |" in lines


def test_what_is_printed_has_a_name_of_its_own_and_everything_stands_in_the_rows() -> None:
    figures = as_json([a_row(1_000, 3.0)], real=500)

    assert figures["1000 gegencheck p95 ms"] == 3.0
    assert isinstance(figures["rows"], list)


def test_own_claims_differ_from_each_other() -> None:
    assert len(set(own_claims(400))) == 400


@pytest.mark.parametrize(
    "build",
    [
        engines.product,
        engines.brute_force,
        engines.semantic_search,
        pytest.param(lambda documents: engines.hnsw(documents, most_seconds=60), marks=pytest.mark.postgres, id="hnsw"),
    ],
)
def test_each_engine_finds_the_nearest_vector_first(build: engines.Builder) -> None:
    texts = [f"Der Turm Nummer {number} brennt" for number in range(150)]
    vectors = np.random.default_rng(0).normal(size=(150, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    terms = [terms_of(text, "de") for text in texts]
    with build(Documents(vectors, texts, lambda: iter([terms]))) as engine:
        found = engine.search(Question(texts[17], texts[17], "de", terms[17], vectors[17], vectors[17]))

    assert found is not None
    assert len(found) == engines.TOP
    assert found[0] == 17
    assert engine.bytes > 0
