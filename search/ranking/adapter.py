"""The query-side adapter: a small matrix, learned from confirmed pairs, that moves posts nearer to their claims."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import Self

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# What reading a damaged archive can raise: the zip reader's own errors, and those of arrays with a wrong header.
_BROKEN = (OSError, ValueError, KeyError, EOFError, RuntimeError, SyntaxError, TokenError, zipfile.BadZipFile)


class UnusableAdapter(ValueError):
    """A stored adapter that cannot be used; the message says why."""


# Compared by identity: arrays have no single answer to "equal". The content's name is `id`.
@dataclass(frozen=True, eq=False)
class Adapter:
    """A matrix W of shape (d, d) for the queries of one embedding model: q' = normalise(q + qW).

    Documents stay as they are, so nothing is embedded again; a matrix of zeros changes nothing.
    Errors: `UnusableAdapter` for a matrix that is not square, empty, or not finite.
    """

    model_id: str
    matrix: Vectors

    def __post_init__(self) -> None:
        shape = self.matrix.shape
        if self.matrix.dtype != np.float32 or len(shape) != 2 or shape[0] != shape[1] or shape[0] == 0:
            raise UnusableAdapter(f"an adapter is a square matrix of float32, not {self.matrix.dtype} of shape {shape}")
        if not np.isfinite(self.matrix).all():
            raise UnusableAdapter("the adapter's matrix holds something that is not a number")

    @cached_property
    def id(self) -> str:
        """A short name of the content: the same for the same model and matrix, on every machine."""
        content = self.model_id.encode() + b"\0" + self.matrix.astype("<f4").tobytes()
        return sha256(content).hexdigest()[:12]

    @property
    def dimension(self) -> int:
        """Length of the vectors it takes."""
        return int(self.matrix.shape[0])

    def apply(self, queries: Vectors) -> Vectors:
        """Return queries of shape (n, d) moved towards their claims, float32 (n, d), each of length 1."""
        return unit(queries + queries @ self.matrix)

    def to_bytes(self) -> bytes:
        """Return the adapter as the bytes of a .npz archive; `from_bytes` takes it back."""
        archive = BytesIO()
        np.savez(archive, model_id=np.array(self.model_id), matrix=self.matrix)
        return archive.getvalue()

    def save(self, path: Path) -> None:
        """Write the adapter to a file, whatever its name ends in."""
        path.write_bytes(self.to_bytes())

    @classmethod
    def from_bytes(cls, data: bytes, *, model_id: str, dimension: int) -> Self:
        """Read an adapter for a model whose vectors have `dimension` numbers.

        Errors: `UnusableAdapter` when it is broken, holds anything but plain arrays, or was made for another model.
        """
        try:
            with zipfile.ZipFile(BytesIO(data)) as members:
                # Reads every member against its checksum, before numpy makes sense of any of them.
                if damaged := members.testzip():
                    raise zipfile.BadZipFile(f"{damaged} differs from its checksum")
            with np.load(BytesIO(data), allow_pickle=False) as archive:
                made_for, matrix = str(archive["model_id"]), np.asarray(archive["matrix"])
        except _BROKEN as error:
            raise UnusableAdapter(f"the adapter cannot be read: {error}") from error
        if made_for != model_id:
            raise UnusableAdapter(f"the adapter was made for the model {made_for!r}, not for {model_id!r}")
        adapter = cls(made_for, matrix)
        if adapter.dimension != dimension:
            raise UnusableAdapter(f"the adapter takes vectors of {adapter.dimension} numbers, not of {dimension}")
        return adapter

    @classmethod
    def load(cls, path: Path, *, model_id: str, dimension: int) -> Self:
        """Read an adapter from a file.

        Errors: `UnusableAdapter` as for `from_bytes`, and when the file cannot be read.
        """
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UnusableAdapter(f"{path.name} cannot be read: {error.strerror}") from error
        return cls.from_bytes(data, model_id=model_id, dimension=dimension)


def unit(vectors: Vectors) -> Vectors:
    """Return vectors of shape (n, d) with length 1 each; a vector of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)
