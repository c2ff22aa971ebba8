"""The packed 4-bit weight file of multilingual-e5-small, and reading it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
VERSION = 1
# A block is one float16 scale and 32 weights of four bits.
BLOCK_WEIGHTS = 32
BLOCK_BYTES = 18
FLOAT32, FOUR_BIT = 0, 1


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
