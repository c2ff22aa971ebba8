"""The judge that belongs to the model a process has loaded, if one does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias

import structlog

from search.model.build import MODEL_ID
from search.model.embedder import Embedder

if TYPE_CHECKING:
    from search.judge.judge import Judge

log = structlog.get_logger(__name__)


# Says of what a claim says, and of a sentence of a post, whether both say the same.
SaysSame: TypeAlias = Callable[[str, str], bool]

# From here on two sentences say the same, by what stands in docs/measurements.md.
SAME_FROM = 0.5

_lock = threading.Lock()


def says_same(embedder: Embedder) -> SaysSame:
    """Return who reads two sentences together; the judge is loaded when somebody first asks.

    Where the model is another than the built one there is no judge, and nothing is ever the same by it.
    """
    return partial(_say_same, embedder)


def _say_same(embedder: Embedder, claim: str, post: str) -> bool:
    judge = judge_for(embedder)
    return judge is not None and float(judge.same([(claim, post)])[0]) >= SAME_FROM


def judge_for(embedder: Embedder) -> Judge | None:
    """Return the judge trained for this model, or None: a model of another's making has none."""
    # `cache` alone would let two threads that come first both load it.
    with _lock:
        return _loaded(embedder)


@cache
def _loaded(embedder: Embedder) -> Judge | None:
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
