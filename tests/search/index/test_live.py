"""The index of a process follows the database, and trusts a snapshot only as far as it can check it."""

from __future__ import annotations

import numpy as np
import pytest
from flask import Flask

from core.config import Config
from core.db import db, writing
from search.index import change_log
from search.index.documents import document_id
from search.index.live import LiveIndex
from tests.support import building
from tests.support.live_index import AXES, COLLECTION, MODEL, bury, held, live, store


def nearest(index: LiveIndex, axis: int) -> int:
    found, scores = building.nearest(index, AXES[[axis]], 1)
    return int(found[0, 0]) if scores[0, 0] > 0.5 else -1


def test_every_process_sees_a_change_at_its_next_search(app: Flask, config: Config) -> None:
    one, other = live(config), live(config)
    assert (held(one), held(other)) == (set(), set())

    store(1, 2)
    assert held(one) == held(other) == {1, 2}

    store(1, axis=3)
    assert (nearest(one, 3), nearest(other, 3), nearest(other, 1)) == (1, 1, -1)

    bury(1)
    assert held(one) == held(other) == {2}

    store(1)
    assert held(one) == held(other) == {1, 2}


def test_an_older_view_of_the_callers_session_does_not_hide_a_change(app: Flask, config: Config) -> None:
    db.session.connection().exec_driver_sql("SELECT count(*) FROM vector").all()

    with app.app_context():
        store(1)

    assert held(live(config)) == {1}


def test_an_index_holds_its_own_collection_and_model_only(app: Flask, config: Config) -> None:
    store(1)
    store(2, model_id="tiny-2")
    with writing():
        change_log.store("other", MODEL, [change_log.NewVector(document_id(3), "hash", AXES[3])])

    assert held(live(config)) == {1}
    assert held(live(config, model_id="tiny-2")) == {2}

    bury(2)
    assert held(live(config, model_id="tiny-2")) == set(), "a tombstone counts for every model"


def test_changes_are_read_in_pages_and_none_is_lost(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change_log, "PAGE", 2)
    store(1, 2, 3, 4, 5)
    bury(3)

    index = live(config)

    assert held(index) == {1, 2, 4, 5}
    assert index.seq == 6, "five additions and a tombstone"


def test_scores_are_cosines_although_the_database_holds_half_numbers(app: Flask, config: Config) -> None:
    vector = np.array([0.1, 0.2, 0.3, 0.9], np.float32)
    vector /= np.linalg.norm(vector)
    with writing():
        change_log.store(COLLECTION, MODEL, [change_log.NewVector(document_id(1), "hash", vector)])

    _, scores = building.nearest(live(config), vector[np.newaxis], 1)

    assert scores[0, 0] == pytest.approx(1, abs=2e-4)
    assert scores[0, 0] <= 1 + 1e-6
