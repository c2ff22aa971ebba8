"""An ONNX encoder as a module of sentence-transformers, for whoever opens a model folder with that library."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from sentence_transformers.base.modules import InputModule

from search.model.description import DESCRIPTION_FILE
from search.model.onnx_encoder import OnnxEncoder
from search.model.tokenizer import PAD


class SentenceModule(InputModule):
    """Reads texts and gives their vectors as the library wants them."""

    def __init__(self, folder: Path) -> None:
        """Read the folder; errors as for `OnnxEncoder`."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._encoder = OnnxEncoder(folder)

    def get_embedding_dimension(self) -> int:
        """Return the length of a vector."""
        return self._encoder.dimension

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_kwargs: Any) -> dict[str, Any]:
        """Return `input_ids` and `attention_mask`, int64 (texts, longest), padded on the right."""
        texts = self._prepend_prompt(list(inputs), prompt) if prompt else list(inputs)
        tokens = [self._encoder.tokens(text) for text in texts]
        ids = np.full((len(tokens), max(map(len, tokens), default=0)), PAD, np.int64)
        mask = np.zeros_like(ids)
        for row, found in enumerate(tokens):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def forward(self, features: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Add `sentence_embedding`, float32 (texts, dimension), each row of length 1; zeros for no token at all."""
        ids, mask = features["input_ids"].numpy(), features["attention_mask"].numpy()
        texts = [row[: int(length)] for row, length in zip(ids, mask.sum(axis=1), strict=True)]
        features["sentence_embedding"] = torch.from_numpy(self._encoder.encode_tokens(texts))
        return features

    def save(self, output_path: str, *_args: Any, **_kwargs: Any) -> None:
        """Copy the model, its tokenizer and its description to a folder."""
        files = self._encoder.description.files
        for name in (files.model, files.tokenizer, DESCRIPTION_FILE):
            if (self._encoder.folder / name).is_file():
                target = Path(output_path) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self._encoder.folder / name, target)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", *_args: Any, **_kwargs: Any) -> Self:
        """Read the module from a local folder; there is no such model on a hub."""
        return cls(Path(model_name_or_path) / subfolder)
