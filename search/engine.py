"""The matching engine of one process: the model and the index, loaded when first needed."""

from __future__ import annotations

import threading
from functools import cache
from typing import cast

import structlog
from flask import Flask, Response, current_app

from core.config import BUILT_MODEL_FOLDER, Config
from core.web.errors import error_response
from search.index.live import LiveIndex
from search.model.embedder import Embedder, ModelMissing, Role, load_embedder
from search.text.language import language_of

log = structlog.get_logger(__name__)

CLAIMS = "claim"
CASES = "case"


class Engine:
    """Holds what is expensive to load; safe to use from many threads."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._embedder: Embedder | None = None
        self._indexes: dict[str, LiveIndex] = {}

    @property
    def is_loaded(self) -> bool:
        """Whether the model stands in memory already."""
        return self._embedder is not None

    @property
    def embedder(self) -> Embedder:
        """The model.

        Errors: `search.model.embedder.ModelMissing` when set-up has not built it.
        """
        with self._lock:
            if self._embedder is None:
                self._embedder = _loaded(self._config.embedding_model)
            return self._embedder

    @property
    def claims(self) -> LiveIndex:
        """The index over published claims and their wordings."""
        return self.index(CLAIMS)

    @property
    def cases(self) -> LiveIndex:
        """The index over the representative texts of cases."""
        return self.index(CASES)

    def index(self, collection: str) -> LiveIndex:
        """Return the index over a collection of texts."""
        embedder = self.embedder
        with self._lock:
            if collection not in self._indexes:
                self._indexes[collection] = LiveIndex(
                    self._config.index_folder,
                    collection=collection,
                    model_id=embedder.model_id,
                    dimension=embedder.dimension,
                )
            return self._indexes[collection]


@cache
def _loaded(model: str) -> Embedder:
    """Load a model once a process, however many apps stand in it."""
    return load_embedder(model, default_folder=BUILT_MODEL_FOLDER)


class NotLoadedYet(Exception):
    """The model is still being read from disk."""


def engine() -> Engine:
    """Return the engine of the current app."""
    return cast(Engine, current_app.extensions["engine"])


def warm_up(app: Flask) -> threading.Thread:
    """Load the model in the background, beside the first requests."""

    def load() -> None:
        with app.app_context():
            try:
                probe = engine().embedder.embed(["Stimmt das?"], role=Role.QUERY)
                engine().claims.search(probe, 1)
                language_of("Stimmt das?")
            except Exception as error:
                log.error("model_not_loaded", kind=type(error).__name__, reason=str(error))

    thread = threading.Thread(target=load, name="warm-up", daemon=True)
    thread.start()
    return thread


def init_app(app: Flask, config: Config) -> None:
    """Give the app its engine; nothing is loaded yet."""

    def loaded() -> None:
        if not engine().is_loaded:
            raise NotLoadedYet

    @app.errorhandler(ModelMissing)
    def _missing(error: ModelMissing) -> Response:
        log.error("model_missing", reason=str(error))
        return error_response(503)

    app.extensions["engine"] = Engine(config)
    app.extensions.setdefault("checks", {})["model"] = loaded
