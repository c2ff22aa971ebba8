"""Any model of sentence-transformers, as an encoder."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

# A torch model takes much memory for a large batch of long texts.
BATCH = 32


class ForeignEncoder:
    """A model by its folder or hub id; thread-safe, one caller after the other."""

    def __init__(self, model: str | Path) -> None:
        """Load it; only an id that is no folder here is fetched. Errors: `OSError` and `ValueError`."""
        self._model = SentenceTransformer(str(model), local_files_only=isinstance(model, Path))
        # A transformers tokenizer breaks when two threads use it.
        self._lock = Lock()
        self._dimension = self._model.get_embedding_dimension() or self._model.encode(["x"]).shape[1]

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._dimension

    @property
    def prompts(self) -> dict[str, str | None]:
        """The prompts that the model names for kinds of text."""
        return dict(self._model.prompts)

    def encode(self, texts: Sequence[str], *, prompt: str = "") -> NDArray[np.float32]:
        """Return the vectors of texts, each behind the prompt: float32 (texts, dimension), length 1, in order."""
        with self._lock:
            found: NDArray[np.float32] = self._model.encode(
                list(texts),
                prompt=prompt,
                batch_size=BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(found, np.float32)
