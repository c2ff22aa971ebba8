"""Snapshots on disk: written by several at once, read many times, worth something after later changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import psutil  # type: ignore[import-untyped]
import pytest
from flask import Flask
from structlog.testing import capture_logs

from core.config import Config
from search.index import change_log, snapshots
from search.index import faiss_index as index_module
from search.index.bm25 import LexicalIndex
from search.index.documents import Ids
from search.index.faiss_index import VectorIndex
from search.text.terms import terms_of
from tests.support.hammering import COLLECTION, DIMENSION, MODEL
from tests.support.indexed import bury, held, live, store
from tests.support.side_by_side import side_by_side


def test_a_change_that_was_replaced_does_not_make_a_snapshot_worthless(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(1, 2)
    live(config).write_snapshot()
    store(2)
    bury(1)
    asked: list[int] = []
    real = change_log.changes

    def noted(*args: Any, after: int, **named: Any) -> Any:
        asked.append(after)
        return real(*args, after=after, **named)

    monkeypatch.setattr(change_log, "changes", noted)

    assert held(live(config), 1, 2) == {2}

    assert asked == [2]


def test_processes_that_write_snapshots_at_once_do_not_break_each_others(app: Flask, config: Config) -> None:
    store(*range(1, 200))

    def write() -> None:
        for _ in range(10):
            live(config).write_snapshot()

    with side_by_side(app) as start:
        writing_at_once = [start(write) for _ in range(4)]
        with capture_logs() as lines:
            for each in writing_at_once:
                each.result()

    assert lines == []
    found = snapshots.newest(config.index_folder, collection=COLLECTION, model_id=MODEL, dimension=DIMENSION)
    assert found is not None
    assert len(found.index) == len(found.lexical) == 199
    assert {path.suffix for path in config.index_folder.iterdir()} == {".index", ".terms", ".json"}


def test_what_a_process_that_fell_has_left_behind_is_cleared_away(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(1)
    index = live(config)
    index.write_snapshot()
    left = [config.index_folder / f"{COLLECTION}-{name}" for name in ("abcd.new", "000000000001-aa.index")]
    for path in left:
        path.write_bytes(b"half")
    store(2)
    index.write_snapshot()
    assert all(path.exists() for path in left), "they may belong to a process that is still writing"

    monkeypatch.setattr(snapshots, "ABANDONED_SECONDS", -1.0)
    store(3)
    index.write_snapshot()

    assert not any(path.exists() for path in left)
    assert len(list(config.index_folder.iterdir())) == 6


@pytest.mark.parametrize("count", [2_000, 2_001], ids=["exact", "approximate"])
def test_memory_does_not_grow_over_a_thousand_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(index_module, "EXACT_UP_TO", 2_000)
    random = np.random.default_rng(1).normal(size=(count, 384)).astype(np.float32)
    made = VectorIndex.fitting(random, count=count)
    ids: Ids = np.arange(count, dtype=np.int64)
    made.add(ids, random)
    lexical = LexicalIndex()
    lexical.add(ids, [terms_of(f"Nummer {number}", "de") for number in range(count)])
    with (
        snapshots.draft(tmp_path, collection=COLLECTION) as path,
        snapshots.draft(tmp_path, collection=COLLECTION) as terms_path,
    ):
        made.save(path)
        lexical.save(terms_path)
        snapshots.publish(
            path,
            terms_path,
            collection=COLLECTION,
            model_id=MODEL,
            dimension=384,
            count=count,
            seq=1,
            build=made.build,
            past=["1 1 a"],
        )
    process, asked = psutil.Process(), terms_of("77", "de")

    def load(times: int) -> int:
        for _ in range(times):
            found = snapshots.newest(tmp_path, collection=COLLECTION, model_id=MODEL, dimension=384)
            assert found is not None
            assert found.index.search(random[:1], 1)[0].tolist() == [[0]]
            assert found.lexical.search(asked)[0].top(1)[0].tolist() == [77]
        resident: int = process.memory_info().rss
        return resident

    before = load(50)

    assert load(1_000) - before < 20 * 2**20
