"""The judge's own ONNX graph: the encoder's first layers with what was learned added in, and its head.

Layers with something added cannot be shared with the encoder's, but the tables of words and positions can: the graph
holds no copy of them and points into the encoder's own file, which every process maps and none has to itself.
"""

from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto

from search.judge.base import BaseLayers
from search.judge.weights import LAYERS, RANKS, SCALE
from search.model.graph import MICROSOFT, EncoderGraph
from search.model.packed_weights import Header

TABLES = ("words", "words.scale", "positions")
# So much of a table is looked for in the file before the whole of it is compared.
BEGINNING = 512
QUERY_KEY_VALUE = "qkv"

Learned = dict[str, NDArray[np.float32]]


class Merged:
    """The weights of the encoder's first layers with what was learned added to them."""

    def __init__(self, base: BaseLayers, learned: Learned) -> None:
        self.base, self._learned = base, learned
        width, inner = base.matrix(0, "fi")[0].shape
        self.header = Header(width, LAYERS, base.heads, inner, base.epsilon)

    def floats(self, name: str, rows: int = 1) -> NDArray[np.float32]:
        """Return a tensor by its name in the packed weights, flat or as rows."""
        layer, _, rest = name.partition(".")
        part, _, what = rest.partition(".")
        if part in QUERY_KEY_VALUE:
            whole = self._matrix(layer, QUERY_KEY_VALUE) if what == "w" else self.base.plain(f"{layer}.qkv.b")
            found = np.split(whole, len(QUERY_KEY_VALUE))[QUERY_KEY_VALUE.index(part)].astype(np.float32)
        elif part in RANKS and what == "w":
            found = self._matrix(layer, part)
        else:
            found = self.base.plain(name)
        return found.reshape(rows, -1) if rows > 1 else found.reshape(-1)

    def _matrix(self, layer: str, part: str) -> NDArray[np.float32]:
        """Return a matrix as (out, in)."""
        number = int(layer.removeprefix("l"))
        prefix = f"layers.{number}.parts.{part}."
        added = SCALE * self._learned[prefix + "up"] @ self._learned[prefix + "down"]
        merged: NDArray[np.float32] = (self.base.matrix(number, part)[0].T + added).astype(np.float32)
        return merged

    def blocks(self, name: str) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Never asked: the tables stay where they are."""
        raise NotImplementedError(name)


class JudgeGraph(EncoderGraph):
    """From the tokens of a pair to the probability that both say the same.

    One pair at a time: several in one run would share the scale of their activations, and a judgement would depend on
    its company.
    """

    mask = ""

    def __init__(self, base: BaseLayers, learned: Learned, model: Path) -> None:
        super().__init__(Merged(base, learned))
        self._base, self._learned, self._model = base, learned, model

    def model(self) -> onnx.ModelProto:
        """Return the judge. Inputs: `input_ids` and `sides` (0 claim, 1 post), int64 (1, length). Output: `same`."""
        hidden = self.embeddings()
        sides = self.node("Gather", [self.constant("sides.table", self._learned["sides"]), "sides"], "side_vectors")
        hidden = self.node("Add", [hidden, sides], "sided")
        for layer in range(LAYERS):
            hidden = self.layer(f"l{layer}.", hidden)
        self._head(hidden)
        return self.finished(("input_ids", "sides"), ("same", [1, 1]))

    def tables(self) -> None:
        """Point into the encoder's file instead of copying its tables."""
        with self._model.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            for name in TABLES:
                table = self._base.constants[name]
                self.constants[name] = _elsewhere(table, self._model.name, _place(content, table.raw_data))

    def _head(self, hidden: str) -> None:
        """Judge by the first token, the mean of all, and the strongest of some features of each."""
        first = self.node("Gather", [hidden, self.constant("first.place", np.array(0, np.int64))], "first", axis=1)
        mean = self.node("ReduceMean", [hidden], "mean", axes=[1], keepdims=0)
        tells = self.node("MatMul", [hidden, self.constant("tells.w", self._learned["tells.weight"].T)], "tells")
        tells = self.node("ReduceMax", [tells], "strongest", axes=[1], keepdims=0)
        tells = self.node("Add", [tells, self.constant("tells.b", self._learned["tells.bias"])], "telling")
        found = self.node("Concat", [first, mean, tells], "found", axis=1)
        inner = self.node("Gelu", [self._dense(found, "inner")], "bent", domain=MICROSOFT)
        self.node("Sigmoid", [self._dense(inner, "outer")], "same")

    def _dense(self, found: str, name: str) -> str:
        weight = self.constant(name + ".w", self._learned[name + ".weight"])
        bias = self.constant(name + ".b", self._learned[name + ".bias"])
        return self.node("Gemm", [found, weight, bias], name, transB=1)


def _place(content: mmap.mmap, table: bytes) -> int:
    """Return where in the file a table lies. Errors: `ValueError` if it is not there."""
    place = content.find(table[:BEGINNING])
    while place >= 0 and content[place : place + len(table)] != table:
        place = content.find(table[:BEGINNING], place + 1)
    if place < 0:
        raise ValueError("the model file does not hold its own tables as they are")
    return place


def _elsewhere(table: onnx.TensorProto, file: str, place: int) -> onnx.TensorProto:
    pointer = onnx.TensorProto(name=table.name, dims=table.dims, data_type=table.data_type)
    pointer.data_location = TensorProto.EXTERNAL
    for key, value in (("location", file), ("offset", place), ("length", len(table.raw_data))):
        pointer.external_data.add(key=key, value=str(value))
    return pointer
