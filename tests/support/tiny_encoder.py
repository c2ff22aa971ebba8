"""An ONNX encoder of a few kilobytes with a description, as an operator lays one into a folder by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

DIMENSION = 12
MAX_TOKENS = 16
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß0123456789"
DESCRIPTION: dict[str, Any] = {
    "id": "tiny-cls",
    "licence": "CC0-1.0",
    "dimension": DIMENSION,
    "max_tokens": MAX_TOKENS,
    "pooling": "cls",
    "prefixes": {"query": "q ", "passage": "p "},
    "files": {"model": "onnx/tiny.onnx", "tokenizer": "tokenizer.json"},
}


def lay(folder: Path, **changes: object) -> Path:
    """Lay a model and a tokenizer into a folder, with a description that differs from `DESCRIPTION` by `changes`."""
    (folder / "onnx").mkdir(parents=True)
    tokenizer = _tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    _save_model(folder / "onnx" / "tiny.onnx", tokenizer.get_vocab_size())
    described = {name: value for name, value in (DESCRIPTION | changes).items() if value is not None}
    (folder / "encoder.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


def _tokenizer() -> Tokenizer:
    """Letters as tokens, with one that stands for the whole text in front."""
    vocabulary = {token: number for number, token in enumerate(["[PAD]", "[CLS]", "[UNK]", *LETTERS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A", special_tokens=[("[CLS]", 1)])
    return tokenizer


def _save_model(path: Path, tokens: int) -> None:
    """Write a graph that gives each token a vector of its own, and adds to all of them the mean over the text.

    So the first vector tells of the whole text, and is another than the mean. Positions end at `MAX_TOKENS`.
    """
    random = np.random.default_rng(3)
    weights: dict[str, NDArray[Any]] = {
        "words": random.normal(size=(tokens, DIMENSION)).astype(np.float32),
        "positions": random.normal(size=(MAX_TOKENS, DIMENSION)).astype(np.float32) / 4,
    }
    nodes = [
        helper.make_node("Gather", ["words", "input_ids"], ["embedded"]),
        # Ones, added up along the text, are the places; a place beyond the last is refused.
        helper.make_node("CumSum", ["attention_mask", "axis"], ["counted"], exclusive=1),
        helper.make_node("Gather", ["positions", "counted"], ["placed"]),
        helper.make_node("Add", ["embedded", "placed"], ["each"]),
        helper.make_node("ReduceMean", ["each", "axes"], ["mean"], keepdims=1),
        helper.make_node("Add", ["each", "mean"], ["last_hidden_state"]),
    ]
    text = ["batch", "length"]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, text) for name in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*text, DIMENSION])],
        [
            *(numpy_helper.from_array(value, name) for name, value in weights.items()),
            numpy_helper.from_array(np.array(1, np.int64), "axis"),
            numpy_helper.from_array(np.array([1], np.int64), "axes"),
        ],
    )
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)
