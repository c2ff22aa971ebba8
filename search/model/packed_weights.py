"""The packed 4-bit weight file of multilingual-e5-small: reading it, and writing it out as an ONNX graph."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import ArrayLike, NDArray
from onnx import TensorProto, helper, numpy_helper

MAGIC = b"E5S1"
VERSION = 1
# A block is one float16 scale and 32 weights of four bits.
BLOCK_WEIGHTS = 32
BLOCK_BYTES = 18
FLOAT32, FOUR_BIT = 0, 1

# Weights use 7 of their 8 bits: without VNNI the CPU adds pairs of products in 16 bits (vpmaddubsw), which
# full-range weights overflow silently. Measured over five sentences on an AVX2 machine: mean cosine to the
# reference .9970 with 7 bits, .9963 with 8, .9961 with 6.
WEIGHT_RANGE = 64

ONNX_OPSET = 17
ONNX_IR_VERSION = 9
MICROSOFT = "com.microsoft"


class PackedWeightsError(Exception):
    """The file is not a packed weight file this code can read; the message says why, for a person."""


@dataclass(frozen=True)
class Header:
    """The shape of the model: sizes of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    epsilon: float


@dataclass(frozen=True)
class Tensor:
    """Where one tensor lies in the file: `count` values from byte `offset` on, `size` bytes in all."""

    kind: int
    count: int
    offset: int
    size: int


class _Cursor:
    """Reads little-endian values one after the other and refuses to run past the end."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self._data = data.data
        self._at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        try:
            values = struct.unpack_from("<" + layout, self._data, self._at)
        except struct.error as error:
            raise PackedWeightsError(
                f"the packed weights end after {len(self._data)} bytes, inside the header"
            ) from error
        self._at += struct.calcsize("<" + layout)
        return values

    def skip(self, count: int) -> None:
        self._at += count


class PackedWeights:
    """A packed weight file, mapped into memory; tensors are unpacked when asked for.

    Layout (little-endian): magic, version, the sizes, the tokenizer (skipped: tokenizer.json replaces it),
    then a table of named tensors. A tensor is plain float32 or blocks of 32: a float16 scale and 16 bytes, byte j
    holding weight j in its low half and weight j+16 in its high one; a weight is (half - 8) * scale.
    """

    def __init__(self, path: Path) -> None:
        if path.stat().st_size < len(MAGIC):
            raise PackedWeightsError(f"{path.name} is too short to be a packed weight file")
        self._data: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
        cursor = _Cursor(self._data)
        (magic,) = cursor.take("4s")
        if magic != MAGIC:
            raise PackedWeightsError(f"{path.name} is not a packed weight file: it starts with {magic!r}")
        (version,) = cursor.take("I")
        hidden, layers, heads, feed_forward, _words, _positions, _segments, epsilon, block = cursor.take("7ifi")
        if (version, block) != (VERSION, BLOCK_WEIGHTS):
            raise PackedWeightsError(f"{path.name} has the unknown version {version} or block size {block}")
        self.header = Header(hidden, layers, heads, feed_forward, epsilon)
        self._skip_tokenizer(cursor)
        self.tensors = dict(self._read_table(cursor))

    def floats(self, name: str, rows: int = 1) -> NDArray[np.float32]:
        """The tensor as float32 of shape (rows, count / rows), or (count,) for one row."""
        tensor = self._tensor(name)
        if tensor.kind == FLOAT32:
            flat = self._bytes(tensor).copy().view("<f4")
        else:
            scales, halves = self.blocks(name)
            flat = ((halves.astype(np.float32) - 8) * scales[:, None]).reshape(-1)
        return flat.reshape(rows, -1) if rows > 1 else flat

    def blocks(self, name: str) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """The scales (blocks,) and the four-bit values 0..15 (blocks, 32) of a packed tensor."""
        tensor = self._tensor(name)
        if tensor.kind != FOUR_BIT:
            raise PackedWeightsError(f"the tensor {name} is not packed in four bits")
        blocks = self._bytes(tensor).reshape(-1, BLOCK_BYTES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32).reshape(-1)
        halves = blocks[:, 2:]
        return scales, np.concatenate([halves & 15, halves >> 4], axis=1)

    def _tensor(self, name: str) -> Tensor:
        try:
            return self.tensors[name]
        except KeyError:
            raise PackedWeightsError(f"the packed weights hold no tensor {name}") from None

    def _bytes(self, tensor: Tensor) -> NDArray[np.uint8]:
        return self._data[tensor.offset : tensor.offset + tensor.size]

    @staticmethod
    def _skip_tokenizer(cursor: _Cursor) -> None:
        pieces, *_special_tokens = cursor.take("5i")
        (blob,) = cursor.take("Q")
        cursor.skip((pieces + 1) * 4 + pieces * 4 + blob)
        _rules, normalisation = cursor.take("iI")
        cursor.skip(normalisation)

    def _read_table(self, cursor: _Cursor) -> Iterator[tuple[str, Tensor]]:
        (count,) = cursor.take("i")
        for _ in range(count):
            (length,) = cursor.take("H")
            (name,) = cursor.take(f"{length}s")
            tensor = Tensor(*cursor.take("BIQQ"))
            if tensor.size != _size(tensor.kind, tensor.count):
                raise PackedWeightsError(f"the tensor {name!r} has an unknown layout")
            end = tensor.offset + tensor.size
            if end > len(self._data):
                raise PackedWeightsError(
                    f"the packed weights are cut off: {name!r} ends at {end}, they at {len(self._data)}"
                )
            yield name.decode(), tensor


def _size(kind: int, count: int) -> int | None:
    """Return how many bytes a tensor takes, or None if its kind is unknown."""
    return {FLOAT32: count * 4, FOUR_BIT: count // BLOCK_WEIGHTS * BLOCK_BYTES}.get(kind)


def write_onnx(weights: PackedWeights, path: Path) -> None:
    """Write the encoder, from token ids to unit vectors, as an int8 ONNX graph for onnxruntime on a CPU.

    Inputs: `input_ids` and `attention_mask`, int64 (batch, length).
    Output: `sentence_embedding`, float32 (batch, hidden).
    """
    onnx.save(_EncoderGraph(weights).model(), path)


class _EncoderGraph:
    """Collects the nodes and constants of the graph, in the operators onnxruntime runs fastest on a CPU.

    It is written by hand because exporting from torch and quantising afterwards needs another toolchain at
    set-up and ended in a slower model.
    """

    def __init__(self, weights: PackedWeights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def model(self) -> onnx.ModelProto:
        hidden = self._embeddings()
        for layer in range(self._weights.header.layers):
            hidden = self._layer(f"l{layer}.", hidden)
        self._pooled(hidden)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
            for name in ("input_ids", "attention_mask")
        ]
        width = self._weights.header.hidden
        output = helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", width])
        graph = helper.make_graph(self._nodes, "encoder", inputs, [output], list(self._constants.values()))
        opsets = [helper.make_opsetid("", ONNX_OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=ONNX_IR_VERSION)

    def _node(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self._nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def _constant(self, name: str, values: ArrayLike) -> str:
        self._constants[name] = numpy_helper.from_array(np.asarray(values, order="C"), name)
        return name

    def _floats(self, name: str) -> str:
        return self._constant(name, self._weights.floats(name))

    def _embeddings(self) -> str:
        """Look up words and positions; words stay in the file's own four bits, which loses nothing."""
        width = self._weights.header.hidden
        scales, values = self._weights.blocks("emb.word")
        packed = (values[:, 0::2] | (values[:, 1::2] << 4)).reshape(-1, width // 2)
        self._constant("words", packed)
        self._constant("words.scale", scales.reshape(-1, width // BLOCK_WEIGHTS))
        words = self._node(
            "GatherBlockQuantized",
            ["words", "input_ids", "words.scale"],
            "word_vectors",
            domain=MICROSOFT,
            bits=4,
            block_size=BLOCK_WEIGHTS,
            gather_axis=0,
            quantize_axis=1,
        )
        # The model knows one segment only, so its vector is added to every position beforehand.
        segment = self._weights.floats("emb.type").reshape(-1, width)[0]
        self._constant("positions", self._weights.floats("emb.pos").reshape(-1, width) + segment)
        shape = self._node("Shape", ["input_ids"], "shape")
        length = self._node("Gather", [shape, self._constant("one", np.array([1], np.int64))], "length")
        zero = self._constant("zero", np.array([0], np.int64))
        positions = self._node("Slice", ["positions", zero, length, zero], "position_vectors")
        self._node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        return self._norm(self._node("Add", [words, positions], "embedded"), "emb.ln.", "embedded.norm")

    def _layer(self, prefix: str, hidden: str) -> str:
        width, heads = self._weights.header.hidden, self._weights.header.heads
        joint = self._linear(hidden, [prefix + "q.w", prefix + "k.w", prefix + "v.w"], width, prefix + "qkv")
        query_key_value = [prefix + "query", prefix + "key", prefix + "value"]
        split = [joint, self._constant(prefix + "split", np.array([width] * 3, np.int64))]
        self._nodes.append(helper.make_node("Split", split, query_key_value, name=prefix + "parts", axis=-1))
        biases = [self._weights.floats(prefix + part) for part in ("q.b", "k.b", "v.b")]
        attended = self._node(
            "MultiHeadAttention",
            [*query_key_value, self._constant(prefix + "qkv.b", np.concatenate(biases)), "mask"],
            prefix + "attended",
            domain=MICROSOFT,
            num_heads=heads,
        )
        out = self._linear(attended, [prefix + "ao.w"], width, prefix + "ao", bias=prefix + "ao.b")
        hidden = self._norm(self._node("Add", [out, hidden], prefix + "sum"), prefix + "aln.", prefix + "norm")
        inner = self._linear(hidden, [prefix + "fi.w"], width, prefix + "fi", bias=prefix + "fi.b")
        inner = self._node("Gelu", [inner], prefix + "gelu", domain=MICROSOFT)
        feed_forward = self._weights.header.feed_forward
        out = self._linear(inner, [prefix + "fo.w"], feed_forward, prefix + "fo", bias=prefix + "fo.b")
        return self._norm(self._node("Add", [out, hidden], prefix + "sum2"), prefix + "oln.", prefix + "norm2")

    def _linear(self, hidden: str, names: Sequence[str], width: int, output: str, *, bias: str = "") -> str:
        """Multiply by int8 weights with one scale per output; `hidden` is quantised anew at each call."""
        matrices = [self._weights.floats(name).reshape(-1, width) for name in names]
        matrix = np.concatenate(matrices).T
        scale = (np.abs(matrix).max(axis=0) / (WEIGHT_RANGE - 0.5)).astype(np.float32)
        quantised = np.round(matrix / scale).clip(-WEIGHT_RANGE, WEIGHT_RANGE).astype(np.int8)
        inputs = [
            hidden,
            self._constant(output + ".w", quantised),
            self._constant(output + ".scale", scale),
            self._constant(output + ".zero", np.zeros(len(scale), np.int8)),
        ]
        if bias:
            inputs.append(self._floats(bias))
        return self._node("DynamicQuantizeMatMul", inputs, output, domain=MICROSOFT)

    def _norm(self, hidden: str, prefix: str, output: str) -> str:
        inputs = [hidden, self._floats(prefix + "w"), self._floats(prefix + "b")]
        return self._node("LayerNormalization", inputs, output, axis=-1, epsilon=self._weights.header.epsilon)

    def _pooled(self, hidden: str) -> None:
        """Add up the real tokens and bring the sum to length 1, which spares the division."""
        last = self._constant("last", np.array([2], np.int64))
        tokens = self._constant("tokens", np.array([1], np.int64))
        weight = self._node("Cast", ["attention_mask"], "weight", to=TensorProto.FLOAT)
        weights = self._node("Unsqueeze", [weight, last], "weights")
        weighted = self._node("Mul", [hidden, weights], "weighted")
        total = self._node("ReduceSum", [weighted, tokens], "total", keepdims=0)
        self._node("LpNormalization", [total], "sentence_embedding", axis=-1, p=2)
