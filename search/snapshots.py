"""Snapshots of an index on disk, so that a process starts without reading every vector.

A snapshot is two files: the index, and a manifest that is written last and names what the index
must be. Whatever does not fit its manifest is refused; the database can always make a new one.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

import structlog

from search.index import VectorIndex

log = structlog.get_logger(__name__)

KEPT = 2


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself; `seq` is the last change it contains."""

    collection: str
    model_id: str
    dimension: int
    count: int
    seq: int
    # What the database says of the change `seq`; a database that was put back and went another way says otherwise.
    mark: str
    sha256: str


def write(folder: Path, index: VectorIndex, *, collection: str, model_id: str, seq: int, mark: str) -> Manifest:
    """Write a snapshot beside the older ones and drop all but the newest two.

    Errors: `OSError` when the disk refuses; the older snapshots are then untouched.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{collection}-{seq:012d}"
    beside = folder / f"{name}.{os.getpid()}.new"
    try:
        index.save(beside)
        manifest = Manifest(collection, model_id, index.dimension, len(index), seq, mark, _checksum(beside))
        _settle(beside, folder / f"{name}.index")
        beside.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        _settle(beside, folder / f"{name}.json")
    finally:
        beside.unlink(missing_ok=True)
    for old in _manifests(folder, collection)[KEPT:]:
        old.unlink(missing_ok=True)
        old.with_suffix(".index").unlink(missing_ok=True)
    return manifest


def newest(folder: Path, *, collection: str, model_id: str, dimension: int) -> tuple[VectorIndex, Manifest] | None:
    """Return the newest valid snapshot and its manifest, or None when there is none to trust."""
    for path in _manifests(folder, collection):
        try:
            manifest = Manifest(**json.loads(path.read_text(encoding="utf-8")))
            index = _load(path.with_suffix(".index"), manifest, model_id=model_id, dimension=dimension)
        except (OSError, ValueError, TypeError) as error:
            log.warning("snapshot_refused", file=path.name, reason=str(error))
            continue
        return index, manifest
    return None


def clear(folder: Path, *, collection: str) -> None:
    """Throw all snapshots of a collection away."""
    for path in _manifests(folder, collection):
        path.unlink(missing_ok=True)
        path.with_suffix(".index").unlink(missing_ok=True)


def _load(path: Path, manifest: Manifest, *, model_id: str, dimension: int) -> VectorIndex:
    if manifest.model_id != model_id or manifest.dimension != dimension:
        raise ValueError(f"made by the model {manifest.model_id}")
    if _checksum(path) != manifest.sha256:
        raise ValueError("the checksum does not fit")
    index = VectorIndex.load(path)
    if len(index) != manifest.count or index.dimension != dimension:
        raise ValueError("the number of vectors does not fit")
    return index


def _manifests(folder: Path, collection: str) -> list[Path]:
    return sorted(folder.glob(f"{collection}-*.json"), reverse=True)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _settle(beside: Path, path: Path) -> None:
    """Put a finished file in its place so that a power cut leaves the old one or the new one."""
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
