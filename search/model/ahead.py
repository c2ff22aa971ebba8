"""Embedding ahead: the model works on the next texts while the thread that asked does something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from search.model.embedder import Embedder, Role


class Ahead:
    """Embeds questions in a thread of its own, one list after the other; leaving it waits for the last."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embed-ahead")

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *_error: object) -> None:
        self._thread.shutdown(cancel_futures=True)

    def embed(self, texts: Sequence[str]) -> Future[Mapping[str, NDArray[np.float32]]]:
        """Return what some texts will be embedded to as questions, each of shape (dimension,)."""
        return self._thread.submit(self._embedded, list(dict.fromkeys(texts)))

    def _embedded(self, texts: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        return dict(zip(texts, self._embedder.embed(texts, role=Role.QUERY), strict=True))
