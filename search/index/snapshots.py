"""Snapshots of an index on disk, so that a process starts without reading every vector.

A snapshot is three files: the vectors, the terms, and a manifest that is written last and names what they
must be. Whatever does not fit its manifest is refused; the database can always make a new one.
Any process may write them at any time: their names carry a checksum, so nobody overwrites another's file.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import structlog

from search.index.bm25 import LexicalIndex
from search.index.faiss_index import Build, Kind, VectorIndex

log = structlog.get_logger(__name__)

KEPT = 2
# What stands beside a manifest: vectors and terms.
CONTENT = (".index", ".terms")
# A draft, or an index without its manifest, that is older was left behind by a process that fell.
ABANDONED_SECONDS = 3600.0
# A change as `search.index.change_log.past` writes it: its number, its document, the hash of its text.
PAST_LINE = re.compile(r"\d+ -?\d+ \S*")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of itself; `seq` is the last change that it contains for certain."""

    collection: str
    model_id: str
    dimension: int
    count: int
    seq: int
    build: Build
    # What the database said of the changes before `seq`; one that was put back and went another way says otherwise.
    past: tuple[str, ...]
    sha256: str
    terms_sha256: str

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest.

        Errors: `OSError`; `ValueError` and `TypeError` when the file does not hold one.
        """
        said: Any = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(said, dict):
            raise ValueError("the manifest is not an object")
        build = Build(**{**_mapping(said, "build"), "kind": Kind(str(_mapping(said, "build").get("kind")))})
        manifest = cls(**{**said, "build": build, "past": tuple(said.get("past", ()))})
        numbers = (manifest.dimension, manifest.count, manifest.seq, build.code_parts, build.trained_for)
        words = (manifest.collection, manifest.model_id, manifest.sha256, manifest.terms_sha256, *manifest.past)
        if any(type(number) is not int for number in numbers) or any(type(word) is not str for word in words):
            raise ValueError("the manifest has a value of the wrong kind")
        if not all(PAST_LINE.fullmatch(line) for line in manifest.past):
            raise ValueError("the manifest tells of a past that cannot be read")
        return manifest


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot that was found sound."""

    index: VectorIndex
    lexical: LexicalIndex
    manifest: Manifest


class Foreign(ValueError):
    """A snapshot of another model: sound, but of no use to this process."""


@contextmanager
def draft(folder: Path, *, collection: str) -> Iterator[Path]:
    """Give a file of one's own beside the snapshots; it is gone at the end unless it was published.

    Errors: `OSError` when the disk refuses; the older snapshots are then untouched.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{collection}-", suffix=".new", dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def publish(
    written: Path,
    written_terms: Path,
    *,
    collection: str,
    model_id: str,
    dimension: int,
    count: int,
    seq: int,
    build: Build,
    past: Sequence[str],
) -> Manifest:
    """Make drafts that hold vectors and terms the newest snapshot, and drop all but the newest two."""
    folder = written.parent
    checksums = _checksum(written), _checksum(written_terms)
    manifest = Manifest(collection, model_id, dimension, count, seq, build, tuple(past), *checksums)
    # Named after both, so that nobody overwrites a file that another manifest tells of.
    name = f"{collection}-{seq:012d}-{sha256(''.join(checksums).encode()).hexdigest()[:12]}"
    _settle(written, folder / f"{name}.index")
    _settle(written_terms, folder / f"{name}.terms")
    with draft(folder, collection=collection) as beside:
        beside.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        _settle(beside, folder / f"{name}.json")
    for old in _manifests(folder, collection)[KEPT:]:
        _drop(old)
    _drop_abandoned(folder, collection)
    return manifest


def newest(folder: Path, *, collection: str, model_id: str, dimension: int) -> Snapshot | None:
    """Return the newest valid snapshot, or None when there is none to trust."""
    refused: set[Path] = set()
    while left := [path for path in _manifests(folder, collection) if path not in refused]:
        path = left[0]
        try:
            manifest = Manifest.read(path)
            return _load(path, manifest, collection, model_id=model_id, dimension=dimension)
        except (OSError, ValueError, TypeError) as error:
            # Another process may have dropped it for newer ones; then those are looked at instead.
            if path.exists():
                log.warning("snapshot_refused", file=path.name, reason=str(error))
                refused.add(path)
                _drop_if_damaged(path, error)
    return None


def drop_older(folder: Path, *, collection: str) -> None:
    """Throw all snapshots of a collection away but the newest."""
    for path in _manifests(folder, collection)[1:]:
        _drop(path)


def clear(folder: Path, *, collection: str) -> None:
    """Throw all snapshots of a collection away."""
    for path in _manifests(folder, collection):
        _drop(path)


def _load(path: Path, manifest: Manifest, collection: str, *, model_id: str, dimension: int) -> Snapshot:
    if manifest.collection != collection:
        raise Foreign(f"made of the collection {manifest.collection}")
    if manifest.model_id != model_id or manifest.dimension != dimension:
        raise Foreign(f"made by the model {manifest.model_id}")
    vectors, terms = path.with_suffix(".index"), path.with_suffix(".terms")
    if (_checksum(vectors), _checksum(terms)) != (manifest.sha256, manifest.terms_sha256):
        raise ValueError("the checksum does not fit")
    index, lexical = VectorIndex.load(vectors, manifest.build), LexicalIndex.load(terms)
    # Of what was carried over from another model there are only terms yet.
    if len(index) != manifest.count or len(lexical) < manifest.count or index.dimension != dimension:
        raise ValueError("the number of documents does not fit")
    return Snapshot(index, lexical, manifest)


def _mapping(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = said.get(name)
    if not isinstance(found, dict):
        raise ValueError(f"the manifest does not say its {name}")
    return found


def _manifests(folder: Path, collection: str) -> list[Path]:
    return sorted(folder.glob(f"{collection}-[0-9]*.json"), reverse=True)


def _drop(manifest: Path) -> None:
    """Remove a snapshot, its manifest first: an index without a manifest is never looked at."""
    manifest.unlink(missing_ok=True)
    for suffix in CONTENT:
        manifest.with_suffix(suffix).unlink(missing_ok=True)


def _drop_if_damaged(manifest: Path, error: Exception) -> None:
    """Remove a snapshot that nobody can use; what the disk refused to read today it may give tomorrow."""
    if isinstance(error, Foreign) or (isinstance(error, OSError) and not isinstance(error, FileNotFoundError)):
        return
    with suppress(OSError):
        _drop(manifest)


def _drop_abandoned(folder: Path, collection: str) -> None:
    limit = time.time() - ABANDONED_SECONDS
    patterns = [f"{collection}-*.new", *(f"{collection}-[0-9]*{suffix}" for suffix in CONTENT)]
    for path in [path for pattern in patterns for path in folder.glob(pattern)]:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit and not path.with_suffix(".json").exists():
                path.unlink()


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
