"""An index that grows, is trained anew, started and written while others search it."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator

import pytest
import structlog
from flask import Flask
from structlog.testing import capture_logs

from core.config import Config
from core.db import db
from search.index import faiss_index as index_module
from search.index import live as live_index_module
from search.index.documents import Vectors, document_id
from search.index.faiss_index import Build, Kind, VectorIndex
from search.index.live import LiveIndex
from tests.support import hammering
from tests.support.hammering import DIMENSION, LASTING, vector
from tests.support.indexed import bury, held, live, store
from tests.support.side_by_side import side_by_side

READERS = 8
# So many that the index is outgrown, and each changing document is corrected, buried and published again.
TURNS = 48
# What the project promises; searches of this test take some milliseconds.
SEEN_WITHIN_SECONDS = 2.0


def test_readers_in_other_processes_never_get_a_wrong_or_empty_answer(app: Flask, config: Config) -> None:
    context = multiprocessing.get_context("forkserver")
    # The modules are read once, by a process without threads; each reader is a fork of it.
    context.set_forkserver_preload(["tests.support.hammering"])
    board = hammering.Board(context)
    reports = context.Queue()
    hammering.write_lasting(board, 100)
    uri = db.engine.url.render_as_string(hide_password=False)
    readers = [
        context.Process(target=hammering.read, args=(uri, config.index_folder, number, board, reports), daemon=True)
        for number in range(READERS)
    ]
    for reader in readers:
        reader.start()
    try:
        for _ in readers:
            assert board.ready.acquire(timeout=60), "a reader has not started"
        hammering.write(TURNS, board, hammering.live_index(config.index_folder))
        board.stop.set()
        seen = [reports.get(timeout=30) for _ in readers]
    finally:
        for reader in readers:
            reader.join(10)
            reader.kill()

    assert [wrong for report in seen for wrong in report.wrong] == []
    assert min(report.searches for report in seen) > 20
    assert sum(report.starts for report in seen) > 0, "some have started from a snapshot"
    assert len(set().union(*(report.versions for report in seen))) > hammering.CHANGING, "changes were seen"
    assert board.lasting.value > hammering.EXACT_UP_TO
    assert {kind for report in seen for kind in report.kinds} == {"exact", "approximate"}
    assert max(report.slowest for report in seen) <= SEEN_WITHIN_SECONDS


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an index be outgrown by a few dozen vectors."""
    monkeypatch.setattr(index_module, "EXACT_UP_TO", 30)


@pytest.fixture
def slow_training(small: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Let every training wait; give what lets it go on."""
    go_on = threading.Event()
    real = VectorIndex.fitting

    def waiting(sample: Vectors, *, count: int) -> VectorIndex:
        assert go_on.wait(20)
        return real(sample, count=count)

    monkeypatch.setattr(VectorIndex, "fitting", waiting)
    yield go_on.set
    go_on.set()


def kind(index: LiveIndex) -> Kind | None:
    return index.build.kind if index.build else None


def test_the_old_index_answers_until_the_new_one_is_trained_and_has_caught_up(
    app: Flask, config: Config, slow_training: Callable[[], None]
) -> None:
    index = live(config)
    store(*range(1, 32))
    assert held(index, *range(1, 32)) == set(range(1, 32))

    store(LASTING, 40)
    bury(7)
    assert held(index, 6, 7, 40, LASTING) == {6, 40, LASTING}
    assert kind(index) is Kind.EXACT

    slow_training()
    index.wait_for_training()
    assert kind(index) is Kind.APPROXIMATE
    assert held(index, *range(1, 41), LASTING) == {*range(1, 32), 40, LASTING} - {7}
    assert index.size == 32


def test_searches_go_on_while_an_index_is_made_anew(
    app: Flask, config: Config, slow_training: Callable[[], None]
) -> None:
    index = live(config)
    store(*range(1, 40))
    assert held(index, 1) == {1}
    with side_by_side(app) as start:
        forgetting = start(index.forget)
        with pytest.raises(TimeoutError):
            forgetting.result(0.2)
        store(50)
        assert held(index, 1, 50) == {1, 50}
        assert kind(index) is Kind.EXACT
        slow_training()
        forgetting.result(20)

    assert kind(index) is Kind.APPROXIMATE
    assert held(index, 1, 50) == {1, 50}
    # Or it would end within the next test, which reads the log.
    index.wait_for_training()


def test_an_index_that_cannot_be_trained_goes_on_answering_and_says_so_once(
    app: Flask, config: Config, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(sample: Vectors, *, count: int) -> VectorIndex:
        raise MemoryError("no room")

    monkeypatch.setattr(VectorIndex, "fitting", fail)
    monkeypatch.setattr(live_index_module, "log", structlog.get_logger())
    index = live(config)
    store(*range(1, 40))

    with capture_logs() as lines:
        for _ in range(3):
            assert held(index, 1, 39) == {1, 39}
            index.wait_for_training()

    assert [(line["event"], line["reason"]) for line in lines] == [("index_not_trained", "no room")]
    monkeypatch.undo()
    monkeypatch.setattr(index_module, "EXACT_UP_TO", 30)
    monkeypatch.setattr(live_index_module, "RETRY_SECONDS", 0.0)
    index._no_training_before = 0.0
    assert held(index, 1) == {1}
    index.wait_for_training()
    assert kind(index) is Kind.APPROXIMATE


def test_an_index_that_has_shrunk_becomes_exact_again(app: Flask, config: Config, small: None) -> None:
    index = live(config)
    store(*range(1, 80))
    held(index, 1)
    index.wait_for_training()
    for document in range(15, 80):
        bury(document)

    assert held(index, *range(1, 80)) == set(range(1, 15))
    index.wait_for_training()

    assert kind(index) is Kind.EXACT
    assert held(index, *range(1, 80)) == set(range(1, 15))


def test_a_snapshot_of_a_trained_index_is_trained_and_its_kind_stands_in_the_manifest(
    app: Flask, config: Config, small: None
) -> None:
    store(*range(1, 40))
    manifest = live(config).write_snapshot()
    store(50)
    bury(3)

    started = live(config)

    assert manifest.build == Build(Kind.APPROXIMATE, DIMENSION // 2, 39)
    assert held(started, *range(1, 51)) == {*range(1, 40), 50} - {3}
    assert started.build == manifest.build
    assert started._trainer is None


def test_an_index_that_was_trained_since_its_last_snapshot_is_written_again(
    app: Flask, config: Config, small: None
) -> None:
    index = live(config)
    store(*range(1, 40))
    held(index, 1)
    index.wait_for_training()

    index.snapshot()
    written = sorted(config.index_folder.iterdir())
    index.snapshot()

    assert len(written) == 3, "vectors, terms and a manifest"
    assert sorted(config.index_folder.iterdir()) == written


def test_vectors_are_given_back_as_they_stand_in_the_database(app: Flask, config: Config) -> None:
    index = live(config)
    store(LASTING, 2, 3)
    bury(3)

    assert (index.vector_of(document_id(3)), index.vector_of(document_id(4))) == (None, None)
    assert index.vector_of(document_id(2)) == pytest.approx(vector(2), abs=1e-3)
    assert index.vector_of(document_id(LASTING)) == pytest.approx(vector(LASTING), abs=1e-3)


def test_many_threads_search_while_documents_come_and_go(app: Flask, config: Config, small: None) -> None:
    index = live(config)
    store(*range(1, 29))
    stop = threading.Event()

    def search() -> int:
        searches = 0
        while not stop.is_set():
            assert held(index, 1, 28) == {1, 28}
            searches += 1
        return searches

    with side_by_side(app) as start:
        searching = [start(search) for _ in range(READERS)]
        try:
            for document in range(100, 160):
                store(document)
                assert held(index, document) == {document}
                bury(document - 1)
                assert held(index, document - 1) == set()
        finally:
            stop.set()
        assert min(each.result() for each in searching) > 0
