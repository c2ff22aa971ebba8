"""`flask search evaluate`, `calibrate` and `adapt`, as an operator types them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from archive.models import Claim
from core.db import db
from search.engine import engine
from search.index.models import Vector
from search.learning import in_effect
from search.learning.figures import LearnedFigures
from search.learning.models import Learned, LearnedKind, LearnedState
from search.ranking.adapter import Adapter
from search.ranking.calibration import Calibration
from tests.support import building
from tests.support.building import CALIBRATION, Reader
from tests.support.labelled import pairs


@pytest.fixture(autouse=True)
def small_model(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that measure embed much; what they do with vectors shows with a small model as well."""
    monkeypatch.setattr(engine(), "_embedder", Reader())


def run(app: Flask, command: str, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=["search", command, *args])


def shown(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def written(path: Path, rows: Sequence[Any]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def files(tmp_path: Path, *, first: int = 0, count: int = 60) -> tuple[str, ...]:
    """Return the options that name claims and as many posts as asked for, from one on."""
    claims, queries = pairs()
    return (
        *("--claims", written(tmp_path / "claims.jsonl", [row.model_dump(mode="json") for row in claims])),
        *(
            "--queries",
            written(tmp_path / "queries.jsonl", [query.model_dump() for query in queries[first : first + count]]),
        ),
    )


def stored() -> list[tuple[LearnedKind, str, LearnedState]]:
    return [(row.kind, row.model_id, row.state) for row in db.session.scalars(select(Learned).order_by(Learned.id))]


def test_evaluate_prints_exactly_one_json_object_and_stores_nothing(app: Flask, tmp_path: Path) -> None:
    figures = shown(run(app, "evaluate", *files(tmp_path, count=6), "--json"))

    assert (figures["model"], figures["calibrated"]) == ("tiny", False)
    assert (figures["queries"], figures["claims"]) == (6, 60)
    assert 0 < figures["map@5"] <= 1
    assert "without_pool" not in figures
    for table in (Claim, Vector, Learned):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0

    for_people = run(app, "evaluate", *files(tmp_path, count=6)).stdout
    assert [line.split()[0] for line in for_people.splitlines()][:4] == ["model", "calibrated", "queries", "claims"]


def test_evaluate_measures_without_and_with_claims_that_answer_nothing(app: Flask, tmp_path: Path) -> None:
    claims, queries = pairs()
    copies = [row.model_copy(update={"id": f"x{row.id}", "text": queries[0].text}) for row in claims[:8]]
    pool = written(tmp_path / "pool.jsonl", [row.model_dump(mode="json") for row in [*copies, *claims[:5]]])

    figures = shown(run(app, "evaluate", *files(tmp_path, count=1), "--pool", pool, "--json"))

    assert (figures["without_pool"]["claims"], figures["claims"]) == (60, 68), "those known already come once"
    assert figures["without_pool"]["map@5"] == 1
    assert figures["map@5"] == 0, "the post itself stands in the pool eight times"


def test_evaluate_reports_the_bands_of_the_calibration_in_use_or_of_a_file(app: Flask, tmp_path: Path) -> None:
    building.keep(building.only("lead", 0.0, intercept=-9.0))
    path = tmp_path / "calibration.json"
    path.write_text(replace(building.only("lead", 0.0, intercept=9.0), made_for="tiny").to_json(), encoding="utf-8")

    # The first one says another thing of the water than its claim, which no calibration makes the same.
    posts = files(tmp_path, first=1, count=5)

    in_use = shown(run(app, "evaluate", *posts, "--json"))
    of_file = shown(run(app, "evaluate", *posts, "--json", "--calibration", str(path)))

    assert (in_use["calibrated"], of_file["calibrated"]) == (True, True)
    assert (in_use["bands"]["same"]["matches"], of_file["bands"]["same"]["matches"]) == (0, 5)
    assert of_file["bands_with_negatives"]["questions"] == 10


def test_evaluate_writes_every_wrong_same_with_both_texts(app: Flask, tmp_path: Path) -> None:
    claims, queries = pairs()
    # In words of its own, so that nothing but the calibration says how sure it is.
    wrong = queries[1].model_copy(update={"relevant": ["c9"]})
    path, report = written(tmp_path / "wrong.jsonl", [wrong.model_dump()]), tmp_path / "report.md"
    building.keep(building.only("lead", 0.0, intercept=9.0))

    shown(run(app, "evaluate", *files(tmp_path)[:2], "--queries", path, "--report", str(report), "--json"))

    text = report.read_text(encoding="utf-8")
    assert text.count("## q1") == 2, "once with the labelled claim, once without"
    assert f"Post: {wrong.text}" in text
    assert f"Found: {claims[1].text}" in text
    assert f"Labelled: {claims[9].text}" in text


def test_evaluate_sends_the_posts_through_an_adapter(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "adapter"
    random = np.random.default_rng(1)
    Adapter("tiny", random.normal(size=(64, 64)).astype(np.float32) * 10).save(path)

    plain = shown(run(app, "evaluate", *files(tmp_path), "--json"))
    moved = shown(run(app, "evaluate", *files(tmp_path), "--json", "--adapter", str(path)))

    assert moved["legs"]["meaning"]["map@5"] < plain["legs"]["meaning"]["map@5"] / 2, "it turns them anywhere"
    assert moved["legs"]["words"] == plain["legs"]["words"]


def test_calibrate_puts_what_it_fitted_to_use(app: Flask, tmp_path: Path) -> None:
    figures = shown(run(app, "calibrate", *files(tmp_path), "--json"))

    assert (figures["made_for"], figures["questions"]) == ("tiny", 120)
    assert stored() == [(LearnedKind.CALIBRATION, "tiny", LearnedState.ACTIVE)]
    found = in_effect.calibration_of("tiny")
    assert found is not None
    assert LearnedFigures.of_calibration(found).as_json()["bands"] == figures["bands"]


def test_calibrate_writes_a_file_for_others_and_leaves_what_is_in_use(app: Flask, tmp_path: Path) -> None:
    out, adapter_file = tmp_path / "out.json", tmp_path / "adapter"
    adapter = building.turning("tiny", 64)
    adapter.save(adapter_file)

    options = ("--adapter", str(adapter_file), "--out", str(out), "--json")
    figures = shown(run(app, "calibrate", *files(tmp_path), *options))

    assert figures["made_for"] == in_effect.made_for("tiny", adapter)
    assert Calibration.read(out.read_text(encoding="utf-8")).made_for == figures["made_for"]
    assert stored() == []


def test_adapt_lists_what_it_learned_and_uses_it_only_if_it_won(app: Flask, tmp_path: Path) -> None:
    figures = shown(run(app, "adapt", *files(tmp_path), "--json"))

    state = LearnedState.ACTIVE if figures["kept"] else LearnedState.REJECTED
    assert (LearnedKind.ADAPTER, "tiny", state) in stored()
    assert (in_effect.adapter_of("tiny", 64) is not None) == figures["kept"]
    assert figures["per_language"]["de"]["pairs"] == 60
    row = db.session.scalars(select(Learned).where(Learned.kind == LearnedKind.ADAPTER)).one()
    assert row.figures.gain == pytest.approx(figures["gain"])


def test_adapt_writes_a_file_in_any_case_and_stores_nothing(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "adapter"

    figures = shown(run(app, "adapt", *files(tmp_path), "--out", str(out), "--json"))

    assert Adapter.load(out, model_id="tiny", dimension=64).id == figures["adapter"]
    assert stored() == []


UNREADABLE: list[tuple[str, str, bytes | None, str]] = [
    ("--claims", "missing.jsonl", None, "missing.jsonl cannot be read: "),
    ("--claims", "claims.txt", b"", "neither .jsonl nor .csv"),
    ("--claims", "bad.jsonl", b"", "holds no claim"),
    ("--claims", "bad.jsonl", b'{"id": "a"}', "bad.jsonl, line 1: text: Field required"),
    ("--claims", "bad.jsonl", b'{"id": "a", "text": "\xff", "lang": "de"}', "bad.jsonl, line 1: "),
    ("--queries", "missing.jsonl", None, "missing.jsonl cannot be read: "),
    ("--queries", "bad.jsonl", b"\n\n", "holds no query"),
    ("--queries", "bad.jsonl", b'\n{"id": "1", "text": "x"}', "bad.jsonl, line 2: "),
    ("--queries", "bad.jsonl", b"{", "bad.jsonl, line 1: "),
    ("--queries", "bad.jsonl", b"[" * 100_000, "bad.jsonl, line 1: "),
    ("--queries", "bad.jsonl", b'{"id": "1", "text": "\xff", "relevant": []}', "bad.jsonl"),
    ("--queries", "bad.jsonl", b'{"id": 1, "text": "x", "relevant": "a"}', "bad.jsonl, line 1: "),
]


def refused(result: Result, message: str) -> None:
    assert result.exit_code == 1, result.output
    assert result.stderr.startswith("Error: ")
    assert message in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert stored() == []


@pytest.mark.parametrize("case", UNREADABLE, ids=lambda case: f"{case[0]} {case[2]!s}"[:60])
def test_a_file_that_cannot_be_read_ends_the_measurement_and_names_the_place(
    app: Flask, tmp_path: Path, case: tuple[str, str, bytes | None, str]
) -> None:
    which, name, content, message = case
    if content is not None:
        (tmp_path / name).write_bytes(content)
    options = list(files(tmp_path, count=1))
    options[options.index(which) + 1] = str(tmp_path / name)

    refused(run(app, "evaluate", *options, "--json"), message)


@pytest.mark.parametrize("command", ["calibrate", "adapt"])
@pytest.mark.parametrize(
    "content,message",
    [(b"{", "bad.jsonl, line 1: "), (b'{"id": "1", "text": "x", "relevant": ["?"]}', "at least 50")],
    ids=["broken", "about no claim of the file"],
)
def test_files_that_teach_nothing_are_refused(
    app: Flask, tmp_path: Path, command: str, content: bytes, message: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)

    refused(run(app, command, *files(tmp_path)[:2], "--queries", str(path), "--json"), message)


@pytest.mark.parametrize("command", ["calibrate", "adapt"])
def test_too_few_posts_are_refused_and_it_is_said_how_many_are_needed(app: Flask, tmp_path: Path, command: str) -> None:
    refused(run(app, command, *files(tmp_path, count=20), "--json"), "at least 50")


@pytest.mark.parametrize("command", ["calibrate", "adapt"])
def test_claims_and_posts_belong_together(app: Flask, tmp_path: Path, command: str) -> None:
    options = files(tmp_path, count=1)

    result = run(app, command, *options, *options[2:])

    assert result.exit_code == 2
    assert "Give as many --claims as --queries" in result.stderr
    assert stored() == []


def another_models_adapter() -> bytes:
    return building.turning("another", 64).to_bytes()


@pytest.mark.parametrize("command", ["evaluate", "calibrate"])
@pytest.mark.parametrize(
    "content,message",
    [
        (lambda: None, "adapter cannot be read"),
        (lambda: b"no adapter", "the adapter cannot be read"),
        (another_models_adapter, "made for the model 'another'"),
    ],
    ids=["missing", "something else", "of another model"],
)
def test_an_adapter_that_cannot_be_used_is_refused(
    app: Flask, tmp_path: Path, command: str, content: Callable[[], bytes | None], message: str
) -> None:
    path = tmp_path / "adapter"
    if (made := content()) is not None:
        path.write_bytes(made)

    refused(run(app, command, *files(tmp_path, count=1), "--adapter", str(path), "--json"), message)


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{}", b"\xe4\xf6", CALIBRATION.to_json().replace("cosine_lead", "age").encode()],
    ids=["missing", "empty", "bare", "no text", "of other features"],
)
def test_a_calibration_that_cannot_be_used_is_refused(app: Flask, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "calibration.json"
    if content is not None:
        path.write_bytes(content)

    refused(run(app, "evaluate", *files(tmp_path, count=1), "--calibration", str(path), "--json"), "calibration.json")


def test_a_calibration_of_another_model_is_refused(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(replace(CALIBRATION, made_for="another").to_json(), encoding="utf-8")

    refused(run(app, "evaluate", *files(tmp_path, count=1), "--calibration", str(path), "--json"), "another")


@pytest.mark.parametrize("command,option", [("evaluate", "--report"), ("calibrate", "--out"), ("adapt", "--out")])
def test_a_place_that_cannot_be_written_to_is_said_before_anything_is_measured(
    app: Flask, tmp_path: Path, command: str, option: str
) -> None:
    out = tmp_path / "no-such-folder" / "out"

    refused(run(app, command, *files(tmp_path), option, str(out), "--json"), "no-such-folder")
