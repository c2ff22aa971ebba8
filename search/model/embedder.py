"""Turning texts into vectors: which model answers, with which prefix, and which id its vectors carry."""

import os
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.model.build import PROMPTS, is_complete, read_manifest
from search.model.description import DESCRIPTION_FILE, DescriptionError
from search.text.cleaning import clean_post

# The end of each file of a model folder goes into its id: trained anew in place, a model keeps its sizes but
# not its bytes.
FINGERPRINT_TAIL = 64 * 1024


class ModelMissing(Exception):
    """There is no model to embed with; the message says what to do."""


class Role(StrEnum):
    """What a text is to the search. Models trained for search want to be told."""

    QUERY = "query"
    PASSAGE = "passage"


class Encoder(Protocol):
    """What a model is asked for; any number of threads may ask at once."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str], *, prompt: str = "") -> NDArray[np.float32]:
        """Return the vectors of texts, each behind the prompt: float32 (texts, dimension), length 1, in order."""


class Embedder:
    """One loaded model. `model_id` names the vectors it makes: those of different ids are never compared."""

    def __init__(self, encoder: Encoder, *, model_id: str, prompts: dict[Role, str]) -> None:
        self._encoder = encoder
        self._prompts = prompts
        self.model_id = model_id
        self.dimension = encoder.dimension

    def embed(
        self,
        texts: Sequence[str],
        *,
        role: Role,
        batch_size: int = 256,
        progress: Callable[[int], None] | None = None,
    ) -> NDArray[np.float32]:
        """Return the vectors of `texts`, float32 (texts, dimension), each of length 1, in the order given.

        Queries, which are posts as people send them, are tidied first; passages are articles and stay as they are.
        `progress` is called after each batch with the number of texts done so far.
        """
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), batch_size):
            batch = texts[start : start + batch_size]
            batch = [clean_post(text) if role is Role.QUERY else text.strip() for text in batch]
            vectors[start : start + len(batch)] = self._encoder.encode(batch, prompt=self._prompts[role])
            if progress:
                progress(start + len(batch))
        return vectors


def load_embedder(model: str, *, default_folder: Path) -> Embedder:
    """Load `model`: a folder with an `encoder.json`, or a folder or hub id of sentence-transformers.

    If empty, the model `make setup` built.

    Nothing is fetched unless `model` is an id that is no folder here. Errors: `ModelMissing`.
    """
    folder = Path(model).expanduser() if model else default_folder
    local = not model or folder.is_dir()
    _keep_libraries_quiet(offline=local)
    if local and (not model or read_manifest(folder) or (folder / DESCRIPTION_FILE).is_file()):
        return _load_onnx(folder)
    return _load_foreign(folder if local else model)


def _keep_libraries_quiet(*, offline: bool) -> None:
    """Set what the Hugging Face libraries read at import: never telemetry, and no hub for a local model."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    if offline:
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"


def _load_onnx(folder: Path) -> Embedder:
    """Load a folder that was built, or one that says in `encoder.json` what was laid into it."""
    manifest = read_manifest(folder)
    if not (is_complete(folder) if manifest else (folder / DESCRIPTION_FILE).is_file()):
        raise ModelMissing(f"There is no embedding model in {folder}: run make setup.")
    # Imported here because it takes a second, which a command that embeds nothing should not pay.
    from search.model.onnx_encoder import OnnxEncoder

    try:
        encoder = OnnxEncoder(folder)
        if manifest is None:
            encoder.try_out()
    except DescriptionError as error:
        raise ModelMissing(f"The embedding model in {folder} cannot be used: {error}") from error
    # Of a folder that was laid by hand nobody knows who changed it: a prefix or the weights, it makes other vectors.
    model_id = manifest.model_id if manifest else f"{encoder.description.id}-{_fingerprint(folder)}"
    prefixes = encoder.description.prefixes
    prompts = {Role.QUERY: prefixes.query, Role.PASSAGE: prefixes.passage}
    return Embedder(encoder, model_id=model_id, prompts=prompts)


def _load_foreign(model: str | Path) -> Embedder:
    # Imported here because torch takes seconds and half a gigabyte, and because the libraries read their offline
    # switch at import.
    from search.model.foreign_encoder import ForeignEncoder

    try:
        encoder = ForeignEncoder(model)
    except (OSError, ValueError) as error:
        raise ModelMissing(f"The embedding model {model} cannot be loaded: {error}") from error
    model_id = f"{model.resolve().name}-{_fingerprint(model)}" if isinstance(model, Path) else model
    return Embedder(encoder, model_id=model_id, prompts=_prompts(model_id, encoder.prompts))


def _prompts(name: str, own: dict[str, str | None]) -> dict[Role, str]:
    """Return the model's own prompts if it has any, else those of e5 for its family, else none."""
    query, passage = own.get("query") or "", own.get("passage") or own.get("document") or ""
    if query or passage:
        return {Role.QUERY: query, Role.PASSAGE: passage}
    if re.search(r"(?<![a-z0-9])e5(?![a-z0-9])", name.lower()):
        return {role: PROMPTS[role] for role in Role}
    return dict.fromkeys(Role, "")


def _fingerprint(folder: Path) -> str:
    digest = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
        with path.open("rb") as file:
            file.seek(max(0, size - FINGERPRINT_TAIL))
            digest.update(file.read())
    return digest.hexdigest()[:8]
