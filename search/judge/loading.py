"""The judge that belongs to the model a process has loaded, if one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from search.model.build import MODEL_ID
from search.model.embedder import Embedder

if TYPE_CHECKING:
    from search.judge.judge import Judge

log = structlog.get_logger(__name__)


def judge_for(embedder: Embedder) -> Judge | None:
    """Return the judge trained for this model, or None: a model of another's making has none.

    None as well, with a line in the log, where its file cannot be written or read: everything else works without it.
    """
    if embedder.model_id != MODEL_ID:
        return None
    # Imported here because onnx and onnxruntime take a second, which a command that judges nothing should not pay.
    from search.judge.build import built
    from search.judge.judge import Judge
    from search.model.onnx_encoder import OnnxEncoder

    encoder = embedder.encoder
    if not isinstance(encoder, OnnxEncoder):
        return None
    try:
        file = built(encoder.folder)
        return Judge(file, encoder.tokens) if file else None
    # onnxruntime has an error of its own for each way in which a file can be broken.
    except Exception as error:
        log.warning("judge_missing", kind=type(error).__name__, reason=str(error))
        return None
