"""An index over documents that have a vector each: stored, buried, and found by their own vector."""

from __future__ import annotations

import numpy as np

from core.config import Config
from core.db import writing
from search.index import change_log
from search.index.live import LiveIndex
from tests.support import building, hammering
from tests.support.hammering import COLLECTION, MODEL, vector


def live(config: Config) -> LiveIndex:
    return hammering.live_index(config.index_folder)


def store(*documents: int) -> None:
    with writing():
        change_log.store(
            COLLECTION, MODEL, [change_log.NewVector(number, "hash", vector(number)) for number in documents]
        )


def bury(document: int) -> None:
    with writing():
        change_log.bury(COLLECTION, document)


def held(index: LiveIndex, *documents: int) -> set[int]:
    """Return which of the documents are found by their own vector."""
    ids, scores = building.nearest(index.now(), np.stack([vector(number) for number in documents]), 1)
    return {int(i) for i, score in zip(ids[:, 0], scores[:, 0], strict=True) if score > hammering.SAME}
