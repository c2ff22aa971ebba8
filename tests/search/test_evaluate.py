"""Measuring: the figures are what the field means by their names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from numpy.typing import NDArray

from core.db import db
from search.embedder import Role
from search.evaluate import LabelledQuery, average_precision, evaluate
from search.imports import ClaimRow
from search.models import Claim, Vector

KEYS = [
    "queries", "claims", "map@5", "mrr", "s@1", "s@5", "s@10",
    "embed_texts_per_s", "search_p50_ms", "search_p95_ms",
]  # fmt: skip

HIT, MISS = True, False


@pytest.mark.parametrize(
    "hits,relevant,expected",
    [
        ([], 1, 0),
        ([HIT], 0, 0),
        ([HIT], 1, 1),
        ([MISS, HIT], 1, 1 / 2),
        ([MISS, MISS, MISS, MISS, HIT], 1, 1 / 5),
        ([MISS, MISS, MISS, MISS, MISS, HIT], 1, 0),
        ([HIT, HIT], 2, 1),
        ([HIT, MISS, HIT], 2, (1 + 2 / 3) / 2),
        ([MISS, HIT, HIT], 2, (1 / 2 + 2 / 3) / 2),
        ([HIT], 2, 1 / 2),
        ([HIT] * 5, 7, 1),
        ([HIT, MISS, MISS, MISS, MISS], 7, 1 / 5),
    ],
)
def test_average_precision_is_what_a_pencil_finds(hits: list[bool], relevant: int, expected: float) -> None:
    assert average_precision(hits, relevant=relevant, cut=5) == pytest.approx(expected)


class OneHot:
    """A model whose vectors can be told by hand: a text is its first digit."""

    dimension = 16

    def embed(self, texts: Sequence[str], *, role: Role) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), 16), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            # Later claims are a little nearer to every question, so that the order is known.
            if role is Role.PASSAGE:
                row[int(text)] = 1
                row[15] = int(text) / 100
            else:
                row[int(text)], row[15] = 1, 1
        return vectors


def test_figures_of_a_run_that_can_be_reckoned_by_hand() -> None:
    claims = [ClaimRow(id=f"c{number}", text=str(number), lang="de") for number in range(12)]
    queries = [
        LabelledQuery(id="first", text="3", relevant=["c3"]),
        LabelledQuery(id="second", text="4", relevant=["c11"]),
        LabelledQuery(id="seventh", text="5", relevant=["c6"]),
        LabelledQuery(id="nowhere", text="6", relevant=["unknown"]),
    ]

    result = evaluate(OneHot(), claims, queries)  # type: ignore[arg-type]

    assert (result.queries, result.claims) == (4, 12)
    assert result.map_at_5 == pytest.approx((1 + 1 / 2 + 0 + 0) / 4)
    assert result.mrr == pytest.approx((1 + 1 / 2 + 1 / 7 + 0) / 4)
    assert result.success == {1: 1 / 4, 5: 2 / 4, 10: 3 / 4}
    assert list(result.as_json()) == KEYS
    assert result.search_p50_ms <= result.search_p95_ms


CLAIMS = [
    {"id": "a", "text": "Spinat enthält besonders viel Eisen.", "lang": "de"},
    {"id": "b", "text": "Der Eiffelturm wird nach Graz verlegt.", "lang": "de"},
    {"id": "c", "text": "Haie bekommen keinen Krebs.", "lang": "de"},
]
QUERIES = [
    {"id": "1", "text": "Im Spinat steckt so viel Eisen wie sonst nirgends", "relevant": ["a"]},
    {"id": "2", "text": "Nächste Woche zieht der Eiffelturm nach Graz um!", "relevant": ["b"]},
]


def written(path: Path, rows: Sequence[object]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_the_command_prints_exactly_one_json_object_and_stores_nothing(app: Flask, tmp_path: Path) -> None:
    files = (
        *("--claims", written(tmp_path / "claims.jsonl", CLAIMS)),
        *("--queries", written(tmp_path / "queries.jsonl", QUERIES)),
    )

    result = app.test_cli_runner().invoke(args=["search", "evaluate", *files, "--json"])

    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert list(figures) == KEYS
    assert (figures["queries"], figures["claims"]) == (2, 3)
    assert [figures[key] for key in ("map@5", "mrr", "s@1", "s@5", "s@10")] == [1, 1, 1, 1, 1]
    assert all(figures[key] > 0 for key in KEYS[-3:])
    assert db.session.scalars(db.select(Claim)).all() == []
    assert db.session.scalars(db.select(Vector)).all() == []

    for_people = app.test_cli_runner().invoke(args=["search", "evaluate", *files])
    assert [line.split()[0] for line in for_people.stdout.splitlines()] == KEYS


UNREADABLE: list[tuple[str, str, bytes | None, str]] = [
    ("claims", "missing.jsonl", None, "missing.jsonl cannot be read: "),
    ("claims", "claims.txt", b"", "neither .jsonl nor .csv"),
    ("claims", "claims.jsonl", b"", "holds no claim"),
    ("claims", "claims.jsonl", b'{"id": "a"}', "claims.jsonl, line 1: text: Field required"),
    ("claims", "claims.jsonl", b'{"id": "a", "text": "\xff", "lang": "de"}', "claims.jsonl, line 1: "),
    ("queries", "missing.jsonl", None, "missing.jsonl cannot be read: "),
    ("queries", "queries.jsonl", b"\n\n", "holds no query"),
    ("queries", "queries.jsonl", b'\n{"id": "1", "text": "x"}', "queries.jsonl, line 2: "),
    ("queries", "queries.jsonl", b"{", "queries.jsonl, line 1: "),
    ("queries", "queries.jsonl", b"[" * 100_000, "queries.jsonl, line 1: "),
    ("queries", "queries.jsonl", b'{"id": "1", "text": "\xff", "relevant": []}', "queries.jsonl"),
    ("queries", "queries.jsonl", b'{"id": 1, "text": "x", "relevant": "a"}', "queries.jsonl, line 1: "),
]


@pytest.mark.parametrize("case", UNREADABLE, ids=lambda case: str(case)[:60])
def test_a_file_that_cannot_be_read_ends_the_measurement_and_names_the_place(
    app: Flask, tmp_path: Path, case: tuple[str, str, bytes | None, str]
) -> None:
    which, name, content, message = case
    files = {
        "claims": written(tmp_path / "good-claims.jsonl", CLAIMS),
        "queries": written(tmp_path / "good-queries.jsonl", QUERIES),
    } | {which: str(tmp_path / name)}
    if content is not None:
        (tmp_path / name).write_bytes(content)

    result = app.test_cli_runner().invoke(
        args=["search", "evaluate", "--claims", files["claims"], "--queries", files["queries"], "--json"]
    )

    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
