"""The sentence-transformers module that runs the built int8 model in onnxruntime, on all cores."""

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from sentence_transformers.base.modules import InputModule
from sentencepiece import SentencePieceProcessor

from search.sentence_pieces import BEGIN, END, PAD

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.model"

# The model has 512 positions; what a longer text says after them is not seen.
MAX_TOKENS = 512
# A sub-batch of this size keeps its intermediate values in the cache of one core: measured from 1 to 1,024
# tokens, the rate is flat between 256 and 512 and falls off on both sides.
SUB_BATCH_TOKENS = 512
# A second thread inside each operator halves the time of a single text and leaves the rate of a batch as it is.
OPERATOR_THREADS = 2


class OnnxEncoder(InputModule):
    """Texts to unit vectors; safe to call from several threads at once.

    Sub-batches run side by side in a pool, which is faster than splitting each operator over all cores. A
    single text runs in the thread that asks, so it never waits behind a batch of another caller.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._folder = folder
        self._pieces = SentencePieceProcessor(model_file=str(folder / TOKENIZER_FILE))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(OPERATOR_THREADS, usable_cores())
        # Threads that wait busily take the cores from the sub-batches beside them and from other processes.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL_FILE),
            options,
            providers=["CPUExecutionProvider"],
            # The fused operator is scalar code on a CPU and took 13 % of the time.
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        self._dimension = int(self._session.get_outputs()[0].shape[1])
        self._pool = ThreadPoolExecutor(usable_cores(), thread_name_prefix="embed")

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector."""
        return self._dimension

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_kwargs: Any) -> dict[str, Any]:
        """Return `input_ids` and `attention_mask`, int64 (texts, longest), padded on the right."""
        texts = self._prepend_prompt(list(inputs), prompt) if prompt else list(inputs)
        tokens = [[BEGIN, *self._pieces.encode(text)[: MAX_TOKENS - 2], END] for text in texts]
        ids = np.full((len(tokens), max(map(len, tokens), default=0)), PAD, np.int64)
        mask = np.zeros_like(ids)
        for row, found in enumerate(tokens):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def forward(self, features: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Add `sentence_embedding`, float32 (texts, dimension), each row of length 1."""
        ids, mask = features["input_ids"].numpy(), features["attention_mask"].numpy()
        lengths = mask.sum(axis=1)
        vectors = np.empty((len(ids), self._dimension), np.float32)

        def run(rows: NDArray[np.intp]) -> None:
            longest = lengths[rows].max()
            inputs = {"input_ids": ids[rows, :longest], "attention_mask": mask[rows, :longest]}
            vectors[rows] = self._session.run(None, inputs)[0]

        sub_batches = _sub_batches(lengths)
        if len(sub_batches) == 1:
            run(sub_batches[0])
        else:
            # list() waits for all of them and raises what one of them raised.
            list(self._pool.map(run, sub_batches))
        features["sentence_embedding"] = torch.from_numpy(vectors)
        return features

    def save(self, output_path: str, *_args: Any, **_kwargs: Any) -> None:
        """Copy the model and its tokenizer to a folder."""
        for name in (MODEL_FILE, TOKENIZER_FILE):
            shutil.copyfile(self._folder / name, Path(output_path) / name)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", *_args: Any, **_kwargs: Any) -> Self:
        """Read the module from a local folder; there is no such model on a hub."""
        return cls(Path(model_name_or_path) / subfolder)


def usable_cores() -> int:
    """Return how many cores this process may use, which in a container can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _sub_batches(lengths: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """Group row numbers by length, so that little is padded, longest first, so that no core ends late."""
    order = np.argsort(-lengths, kind="stable")
    groups, start = [], 0
    while start < len(order):
        rows = max(1, SUB_BATCH_TOKENS // int(lengths[order[start]]))
        groups.append(order[start : start + rows])
        start += rows
    return groups
