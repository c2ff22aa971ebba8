"""Both engines pass the suite: the one of the product, exact and trained, and a second one in plain SQL."""

from __future__ import annotations

import pytest
from flask import Flask

from core.config import Config
from core.db import writing
from search.index import faiss_index
from search.index.collection import Collection, Space
from search.index.faiss_index import Kind, VectorIndex
from search.index.live import LiveIndex
from tests.support.collection_texts import SPACE, Make, add, remove, stored
from tests.support.conformance import Conformance
from tests.support.plain_collection import PlainCollection

NAME = "texts"


class TestInMemory(Conformance):
    """FAISS and a BM25 of our own, as long as all vectors are compared."""

    @pytest.fixture
    def make(self, app: Flask, config: Config) -> Make:
        """Make what a process holds."""

        def made(name: str = NAME, space: Space = SPACE) -> Collection:
            return LiveIndex(config.index_folder, collection=name, space=lambda: space)

        return made


class TestInMemoryTrained(TestInMemory):
    """The same engine when it has outgrown comparing everything, as it starts from a snapshot."""

    @pytest.fixture(autouse=True)
    def trained(self, app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        """Leave a snapshot of a trained index behind that is empty again, and let it stay as it is."""
        first = make()
        assert isinstance(first, LiveIndex)
        ballast = range(10_000, 10_040)
        with monkeypatch.context() as small:
            small.setattr(faiss_index, "EXACT_UP_TO", len(ballast) - 1)
            add(first, *(stored(number) for number in ballast))
            first.write_snapshot()
        monkeypatch.setattr(VectorIndex, "is_outgrown", property(lambda _self: False))
        remove(first, *ballast)
        first.snapshot()
        started = make()
        assert (started.follow() > 0, started.size) == (True, 0)
        assert isinstance(started, LiveIndex)
        assert started.build is not None
        assert started.build.kind is Kind.APPROXIMATE


class TestPlain(Conformance):
    """Plain SQL, everything compared."""

    @pytest.fixture
    def make(self, app: Flask) -> Make:
        """Make what a process holds."""

        def made(name: str = NAME, space: Space = SPACE) -> Collection:
            return PlainCollection(name, lambda: space)

        return made


@pytest.mark.parametrize("engine", ["memory", "plain"])
def test_removing_asks_for_no_model(app: Flask, config: Config, engine: str) -> None:
    """Taking something back must work on a machine whose model is broken."""

    def missing() -> Space:
        raise AssertionError("the model was asked for")

    collection: Collection = (
        LiveIndex(config.index_folder, collection=NAME, space=missing)
        if engine == "memory"
        else PlainCollection(NAME, missing)
    )

    with writing():
        collection.remove(1)
        collection.remove_owner(1)
