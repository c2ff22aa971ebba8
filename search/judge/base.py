"""The layers of the built encoder as numbers again: what the judge's own graph and its training start from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

# The matrices of a layer, as the graph of the built model names them.
MATRICES = ("qkv", "ao", "fi", "fo")
HEAD_WIDTH = 32


class BaseLayers:
    """The constants of a built `model.onnx`.

    Matrices are stored as int8 with one scale a column; as float32 they are what the encoder computes with, so that
    nothing has to be downloaded to make another graph of them.
    """

    def __init__(self, model: Path) -> None:
        graph = onnx.load(model).graph
        self.constants = {constant.name: constant for constant in graph.initializer}
        norms = (node for node in graph.node if node.op_type == "LayerNormalization")
        self.epsilon = float(next(one.f for node in norms for one in node.attribute if one.name == "epsilon"))

    @property
    def heads(self) -> int:
        """How many heads attend."""
        return int(self.constants["emb.ln.w"].dims[0]) // HEAD_WIDTH

    def plain(self, name: str) -> NDArray[np.float32]:
        """Return a constant as it is."""
        found: NDArray[np.float32] = numpy_helper.to_array(self.constants[name])
        return found

    def matrix(self, layer: int, part: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return a matrix of a layer, (in, out), and what is added after it, (out,)."""
        name = f"l{layer}.{part}"
        weights = self.plain(name + ".w").astype(np.float32) * self.plain(name + ".scale")
        return weights, self.plain(name + ".b")

    def words(self) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Return the word table as it is stored: two values of four bits a byte, and a scale for 32 of them."""
        packed: NDArray[np.uint8] = numpy_helper.to_array(self.constants["words"])
        return packed, self.plain("words.scale")
