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
from sentence_transformers.base.modules import InputModule
from sentencepiece import SentencePieceProcessor

from search.model.tokenizer import BEGIN, END, PAD

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.model"

# The model has 512 positions; what a longer text says after them is not seen.
MAX_TOKENS = 512
# A second thread inside each operator shortens a single text and leaves the rate of a batch as it is.
OPERATOR_THREADS = 1


class OnnxEncoder(InputModule):
    """Texts to unit vectors; thread-safe.

    Each text runs alone, several side by side in a pool. Run together they would share the scale of their
    activations, so that a vector would depend on its company; alone, the same text has the same vector wherever it
    stands, for a twentieth of the rate. A single text runs in the thread that asks and never waits behind a batch.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._folder = folder
        self._pieces = SentencePieceProcessor(model_file=str(folder / TOKENIZER_FILE))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(OPERATOR_THREADS, usable_cores())
        # Threads that wait busily take the cores from the texts beside them and from other processes.
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

        def run(row: int) -> None:
            tokens = slice(0, int(lengths[row]))
            inputs = {"input_ids": ids[row : row + 1, tokens], "attention_mask": mask[row : row + 1, tokens]}
            vectors[row] = self._session.run(None, inputs)[0][0]

        # Longest first, so that no core ends late.
        order = [int(row) for row in np.argsort(-lengths, kind="stable")]
        if len(order) == 1:
            run(order[0])
        else:
            # list() waits for all of them and raises what one of them raised.
            list(self._pool.map(run, order))
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
