"""An index over documents that have a vector each: stored, buried, and found by their own vector."""

from __future__ import annotations

import numpy as np

from core.config import Config
from core.db import writing
from search.index import change_log
from search.index.documents import document_id
from search.index.live import LiveIndex
from tests.support import building, hammering
from tests.support.hammering import COLLECTION, MODEL, vector


def live(config: Config) -> LiveIndex:
    return hammering.live_index(config.index_folder)


def store(*owners: int) -> None:
    with writing():
        change_log.store(
            COLLECTION, MODEL, [change_log.NewVector(document_id(owner), "hash", vector(owner)) for owner in owners]
        )


def bury(owner: int) -> None:
    with writing():
        change_log.bury(COLLECTION, document_id(owner))


def held(index: LiveIndex, *owners: int) -> set[int]:
    """Return which of the owners are found by the vector of their document."""
    ids, scores = building.nearest(index.now(), np.stack([vector(owner) for owner in owners]), 1)
    return {int(i) for i, score in zip(ids[:, 0], scores[:, 0], strict=True) if score > hammering.SAME}
