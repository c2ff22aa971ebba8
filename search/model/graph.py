"""The encoder as an ONNX graph of int8 products, written from its weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnx
from numpy.typing import ArrayLike, NDArray
from onnx import TensorProto, helper, numpy_helper

from search.model.packed_weights import BLOCK_WEIGHTS, Header

# Weights use 7 of their 8 bits: without VNNI the CPU adds pairs of products in 16 bits (vpmaddubsw), which
# full-range weights overflow silently. Measured over five sentences on an AVX2 machine: mean cosine to the
# reference .9970 with 7 bits, .9963 with 8, .9961 with 6.
WEIGHT_RANGE = 64

ONNX_OPSET = 17
ONNX_IR_VERSION = 9
MICROSOFT = "com.microsoft"


class Weights(Protocol):
    """Where a graph's weights come from: by name, as floats or as blocks of four bits."""

    header: Header

    def floats(self, name: str, rows: int = 1) -> NDArray[np.float32]:
        """Return a tensor as float32 of shape (rows, count / rows), or (count,) for one row."""

    def blocks(self, name: str) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Return the scales (blocks,) and the four-bit values 0..15 (blocks, 32) of a packed tensor."""


def write_onnx(weights: Weights, path: Path) -> None:
    """Write the encoder, from token ids to unit vectors, as an int8 ONNX graph for onnxruntime on a CPU.

    Inputs: `input_ids` and `attention_mask`, int64 (batch, length).
    Output: `sentence_embedding`, float32 (batch, hidden).
    """
    onnx.save(EncoderGraph(weights).model(), path)


class EncoderGraph:
    """Collects the nodes and constants of the graph, in the operators onnxruntime runs fastest on a CPU.

    It is written by hand because exporting from torch and quantising afterwards needs another toolchain at
    set-up and ended in a slower model.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    # What tells real tokens from those that only fill a row; nothing where rows stand alone.
    mask = "mask"

    def model(self) -> onnx.ModelProto:
        """Return the encoder."""
        self.node("Cast", ["attention_mask"], self.mask, to=TensorProto.INT32)
        hidden = self.embeddings()
        for layer in range(self.weights.header.layers):
            hidden = self.layer(f"l{layer}.", hidden)
        self._pooled(hidden)
        shape = ("batch", self.weights.header.hidden)
        return self.finished(("input_ids", "attention_mask"), ("sentence_embedding", shape))

    def finished(self, inputs: Sequence[str], output: tuple[str, Sequence[str | int | None]]) -> onnx.ModelProto:
        """Return the nodes as a model with these inputs, all (batch, length), and this output of a shape."""
        asked = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in inputs]
        given = [helper.make_tensor_value_info(output[0], TensorProto.FLOAT, output[1])]
        graph = helper.make_graph(self.nodes, "encoder", asked, given, list(self.constants.values()))
        opsets = [helper.make_opsetid("", ONNX_OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=ONNX_IR_VERSION)

    def node(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """Add a node and return the name of what it gives."""
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name: str, values: ArrayLike) -> str:
        """Add a constant and return its name."""
        self.constants[name] = numpy_helper.from_array(np.asarray(values, order="C"), name)
        return name

    def floats(self, name: str) -> str:
        """Add a tensor of the weights as a constant and return its name."""
        return self.constant(name, self.weights.floats(name))

    def tables(self) -> None:
        """Add the tables of words and positions; words stay in the file's own four bits, which loses nothing."""
        width = self.weights.header.hidden
        scales, values = self.weights.blocks("emb.word")
        packed = (values[:, 0::2] | (values[:, 1::2] << 4)).reshape(-1, width // 2)
        self.constant("words", packed)
        self.constant("words.scale", scales.reshape(-1, width // BLOCK_WEIGHTS))
        # The model knows one segment only, so its vector is added to every position beforehand.
        segment = self.weights.floats("emb.type").reshape(-1, width)[0]
        self.constant("positions", self.weights.floats("emb.pos").reshape(-1, width) + segment)

    def embeddings(self) -> str:
        """Look up words and positions."""
        self.tables()
        words = self.node(
            "GatherBlockQuantized",
            ["words", "input_ids", "words.scale"],
            "word_vectors",
            domain=MICROSOFT,
            bits=4,
            block_size=BLOCK_WEIGHTS,
            gather_axis=0,
            quantize_axis=1,
        )
        shape = self.node("Shape", ["input_ids"], "shape")
        length = self.node("Gather", [shape, self.constant("one", np.array([1], np.int64))], "length")
        zero = self.constant("zero", np.array([0], np.int64))
        positions = self.node("Slice", ["positions", zero, length, zero], "position_vectors")
        return self.norm(self.node("Add", [words, positions], "embedded"), "emb.ln.", "embedded.norm")

    def layer(self, prefix: str, hidden: str) -> str:
        """Add one layer of the encoder."""
        width, heads = self.weights.header.hidden, self.weights.header.heads
        joint = self.linear(hidden, [prefix + "q.w", prefix + "k.w", prefix + "v.w"], width, prefix + "qkv")
        query_key_value = [prefix + "query", prefix + "key", prefix + "value"]
        split = [joint, self.constant(prefix + "split", np.array([width] * 3, np.int64))]
        self.nodes.append(helper.make_node("Split", split, query_key_value, name=prefix + "parts", axis=-1))
        biases = [self.weights.floats(prefix + part) for part in ("q.b", "k.b", "v.b")]
        attended = self.node(
            "MultiHeadAttention",
            [*query_key_value, self.constant(prefix + "qkv.b", np.concatenate(biases)), self.mask],
            prefix + "attended",
            domain=MICROSOFT,
            num_heads=heads,
        )
        out = self.linear(attended, [prefix + "ao.w"], width, prefix + "ao", bias=prefix + "ao.b")
        hidden = self.norm(self.node("Add", [out, hidden], prefix + "sum"), prefix + "aln.", prefix + "norm")
        inner = self.linear(hidden, [prefix + "fi.w"], width, prefix + "fi", bias=prefix + "fi.b")
        inner = self.node("Gelu", [inner], prefix + "gelu", domain=MICROSOFT)
        feed_forward = self.weights.header.feed_forward
        out = self.linear(inner, [prefix + "fo.w"], feed_forward, prefix + "fo", bias=prefix + "fo.b")
        return self.norm(self.node("Add", [out, hidden], prefix + "sum2"), prefix + "oln.", prefix + "norm2")

    def linear(self, hidden: str, names: Sequence[str], width: int, output: str, *, bias: str = "") -> str:
        """Multiply by int8 weights with one scale per output; `hidden` is quantised anew at each call."""
        matrices = [self.weights.floats(name).reshape(-1, width) for name in names]
        matrix = np.concatenate(matrices).T
        scale = (np.abs(matrix).max(axis=0) / (WEIGHT_RANGE - 0.5)).astype(np.float32)
        quantised = np.round(matrix / scale).clip(-WEIGHT_RANGE, WEIGHT_RANGE).astype(np.int8)
        inputs = [
            hidden,
            self.constant(output + ".w", quantised),
            self.constant(output + ".scale", scale),
            self.constant(output + ".zero", np.zeros(len(scale), np.int8)),
        ]
        if bias:
            inputs.append(self.floats(bias))
        return self.node("DynamicQuantizeMatMul", inputs, output, domain=MICROSOFT)

    def norm(self, hidden: str, prefix: str, output: str) -> str:
        """Bring each token to mean 0 and spread 1, and to what was learned."""
        inputs = [hidden, self.floats(prefix + "w"), self.floats(prefix + "b")]
        return self.node("LayerNormalization", inputs, output, axis=-1, epsilon=self.weights.header.epsilon)

    def _pooled(self, hidden: str) -> None:
        """Add up the real tokens and bring the sum to length 1, which spares the division."""
        last = self.constant("last", np.array([2], np.int64))
        tokens = self.constant("tokens", np.array([1], np.int64))
        weight = self.node("Cast", ["attention_mask"], "weight", to=TensorProto.FLOAT)
        weights = self.node("Unsqueeze", [weight, last], "weights")
        weighted = self.node("Mul", [hidden, weights], "weighted")
        total = self.node("ReduceSum", [weighted, tokens], "total", keepdims=0)
        self.node("LpNormalization", [total], "sentence_embedding", axis=-1, p=2)
