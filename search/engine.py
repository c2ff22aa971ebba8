"""The engine of one process: the model and the collections, loaded when first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias, cast

import structlog
from flask import Flask, Response, current_app

from core.config import BUILT_MODEL_FOLDER, Config
from core.web.errors import error_response
from search.index import change_log
from search.index.collection import Asked, Collection, Space
from search.index.live import LiveIndex
from search.model.embedder import Embedder, ModelMissing, Role, load_embedder
from search.pictures.live import LivePictures
from search.text.language import language_of
from search.text.terms import terms_of

log = structlog.get_logger(__name__)

# Makes the collection of a name. The model is not asked for before it is needed.
Maker: TypeAlias = Callable[[str, Callable[[], Space]], Collection]

PROBE = "Stimmt das?"


class Engine:
    """Holds what is expensive to load; safe to use from many threads.

    Whose texts a collection holds is the business of whoever names it. Without `make`, FAISS and a BM25 of our own
    answer, in the memory of the process.
    """

    def __init__(self, config: Config, *, make: Maker | None = None) -> None:
        self._config = config
        self._make = make or self._in_memory
        # One each: whoever asks for a collection must not wait for the model.
        self._lock = threading.Lock()
        self._model_lock = threading.Lock()
        self._embedder: Embedder | None = None
        self._collections: dict[str, Collection] = {}
        self._pictures: dict[str, LivePictures] = {}

    @property
    def is_loaded(self) -> bool:
        """Whether the model stands in memory already."""
        return self._embedder is not None

    @property
    def embedder(self) -> Embedder:
        """The model.

        Errors: `search.model.embedder.ModelMissing` when set-up has not built it.
        """
        with self._model_lock:
            if self._embedder is None:
                self._embedder = _loaded(self._config.embedding_model)
            return self._embedder

    def collection(self, name: str) -> Collection:
        """Return the collection of a name; the model is loaded when it is first asked or added to."""
        with self._lock:
            if name not in self._collections:
                self._collections[name] = self._make(name, self._space)
            return self._collections[name]

    def pictures(self, name: str) -> LivePictures:
        """Return the pictures of a name, which need no model; they are read when they are first asked for."""
        with self._lock:
            return self._pictures.setdefault(name, LivePictures(name))

    def snapshot(self) -> None:
        """Write snapshots of all collections that the database knows, where something changed."""
        for name in change_log.collections():
            self.collection(name).snapshot()

    def write_over(self) -> None:
        """Do the same, and drop the snapshots before: what was removed stands in no file then."""
        for name in change_log.collections():
            self.collection(name).write_over()

    def _space(self) -> Space:
        embedder = self.embedder
        return Space(embedder.model_id, embedder.dimension)

    def _in_memory(self, name: str, space: Callable[[], Space]) -> LiveIndex:
        return LiveIndex(self._config.index_folder, collection=name, space=space)


@cache
def _loaded(model: str) -> Embedder:
    """Load a model once a process, however many apps stand in it."""
    return load_embedder(model, default_folder=BUILT_MODEL_FOLDER)


class NotLoadedYet(Exception):
    """The model is still being read from disk."""


def engine() -> Engine:
    """Return the engine of the current app."""
    return cast(Engine, current_app.extensions["engine"])


def warm_up(app: Flask, collections: Sequence[str]) -> threading.Thread:
    """Load the model and some collections beside the first requests, so that nobody waits for them at start-up."""

    def load() -> None:
        with app.app_context():
            try:
                (probe,) = engine().embedder.embed([PROBE], role=Role.QUERY)
                asked = Asked(probe, terms_of(PROBE, language_of(PROBE)))
                for name in collections:
                    engine().collection(name).candidates(asked, top=1)
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
