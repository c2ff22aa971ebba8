"""A segment on disk: one file that several processes read at once without each holding a copy."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.index.postings import Postings
from search.index.segments import Segment
from search.text.terms import Field

# Arrays start at multiples of it, so that the processor reads them as fast as from memory of its own.
_ALIGNED = 64
_MAGIC = b"GCLEX001"
_NAMES = [item.name for item in fields(Postings)]


def write(path: Path, segment: Segment) -> None:
    """Write a segment of which every document is still there: a header that says where each array stands, then them.

    Errors: `OSError` when the disk refuses.
    """
    arrays: dict[str, NDArray[Any]] = {"ids": segment.ids}
    for field, postings in zip(Field, segment.postings, strict=True):
        arrays |= {f"{field.name}.{name}": getattr(postings, name) for name in _NAMES}
    header, place = {}, 0
    for name, array in arrays.items():
        header[name] = {"at": place, "size": len(array), "type": array.dtype.newbyteorder("<").str}
        place += _aligned(array.nbytes)
    told = json.dumps(header).encode()
    with path.open("wb") as file:
        file.write(_MAGIC + len(told).to_bytes(8, "little") + told)
        file.write(bytes(_aligned(file.tell()) - file.tell()))
        for array in arrays.values():
            np.ascontiguousarray(array).tofile(file)
            file.write(bytes(_aligned(array.nbytes) - array.nbytes))


def read(path: Path) -> Segment:
    """Return the segment of a file. Its arrays stay on disk and are read when they are needed.

    Errors: `ValueError` when the file does not hold what `write` writes, `OSError` when it cannot be read.
    """
    try:
        whole = np.memmap(path, np.uint8, mode="r")
        start = len(_MAGIC) + 8
        size = int.from_bytes(whole[len(_MAGIC) : start].tobytes(), "little")
        header = json.loads(whole[start : start + size].tobytes()) if whole[: len(_MAGIC)].tobytes() == _MAGIC else {}
        first = _aligned(start + size)
        arrays = {
            name: np.frombuffer(whole, np.dtype(told["type"]), told["size"], first + told["at"])
            for name, told in header.items()
        }
        ids = arrays["ids"]
        postings = [Postings(**{name: arrays[f"{field.name}.{name}"] for name in _NAMES}) for field in Field]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name} is not a readable index") from error
    return Segment(ids, np.ones(len(ids), np.bool_), tuple(postings))


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
