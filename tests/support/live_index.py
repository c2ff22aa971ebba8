"""A small index that follows the database."""

from __future__ import annotations

import numpy as np

from core.config import Config
from core.db import writing
from search.index import change_log
from search.index.collection import Space
from search.index.documents import document_id
from search.index.live import LiveIndex
from tests.support import building

MODEL = "tiny-1"
COLLECTION = "claim"
AXES = np.eye(4, dtype=np.float32)


def live(config: Config, *, model_id: str = MODEL) -> LiveIndex:
    """Return what a further process would hold."""
    return LiveIndex(config.index_folder, collection=COLLECTION, space=lambda: Space(model_id, 4))


def store(*owners: int, axis: int | None = None, model_id: str = MODEL) -> None:
    with writing():
        change_log.store(
            COLLECTION,
            model_id,
            [
                change_log.NewVector(document_id(owner), "hash", AXES[owner % 4 if axis is None else axis])
                for owner in owners
            ],
        )


def bury(owner: int) -> None:
    with writing():
        change_log.bury(COLLECTION, document_id(owner))


def held(index: LiveIndex) -> set[int]:
    return set(building.nearest(index, AXES[[0]], 20)[0][0].tolist()) - {-1}
