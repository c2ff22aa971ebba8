"""A folder of sealed files: encrypted in pieces, so that neither sealing nor reading one takes memory by its size.

Each piece is bound to its file, to its place and to whether it is the last one: none can be moved, swapped or cut off
unnoticed. A file is written beside, flushed and renamed, so that it is there whole or not at all.
"""

from __future__ import annotations

import hmac
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app

from core.config import Config

MAGIC = b"GCF1"
PIECE = 64 * 1024
_TAG = 16
_KEY_BYTES = 16
_SUFFIX = ".sealed"
# What a process that died was writing; nobody writes at one file for so long.
_ABANDONED_SECONDS = 3600.0


class TooLarge(Exception):
    """More was sent than may be kept; nothing of it was."""


class Unreadable(Exception):
    """A sealed file is missing, was changed or cut, or was sealed under another secret."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that was sealed: the `key` finds it again, `sha256` (hex) and `size` (bytes) are those of the original."""

    key: str
    sha256: str
    size: int


class SealedFolder:
    """The sealed files of an installation."""

    def __init__(self, folder: Path, secret: str) -> None:
        self._folder = folder
        self._secret = secret.encode()

    def put(self, content: Iterable[bytes], *, most: int) -> Sealed:
        """Seal what comes in pieces of any size; it is on disk when this returns.

        Errors: `TooLarge` for more than `most` bytes, and whatever the source raises; then nothing is left behind.
        """
        key = secrets.token_hex(_KEY_BYTES)
        path = self._path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        digest, size = sha256(), 0
        cipher = self._cipher(key)
        try:
            with beside.open("xb") as file:
                file.write(MAGIC)
                for number, (piece, is_last) in enumerate(_pieces(content)):
                    size += len(piece)
                    if size > most:
                        raise TooLarge
                    digest.update(piece)
                    file.write(cipher.encrypt(_nonce(number, is_last=is_last), piece, None))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
            _sync(path.parent)
        finally:
            beside.unlink(missing_ok=True)
        return Sealed(key, digest.hexdigest(), size)

    def pieces(self, key: str) -> Iterator[bytes]:
        """Return a sealed file, piece by piece. Errors: `Unreadable`, also in the middle of one that was cut."""
        cipher = self._cipher(key)
        try:
            with self._path(key).open("rb") as file:
                if file.read(len(MAGIC)) != MAGIC:
                    raise Unreadable(key)
                number, piece = 0, file.read(PIECE + _TAG)
                while True:
                    following = file.read(PIECE + _TAG)
                    yield cipher.decrypt(_nonce(number, is_last=not following), piece, None)
                    if not following:
                        return
                    number, piece = number + 1, following
        except (OSError, InvalidTag, ValueError) as error:
            raise Unreadable(key) from error

    def read(self, key: str) -> bytes:
        """Return a whole sealed file. Errors: `Unreadable`."""
        return b"".join(self.pieces(key))

    def forget(self, key: str) -> None:
        """Remove a file; one that is gone already is no error."""
        with suppress(FileNotFoundError):
            self._path(key).unlink()

    def keys(self) -> Iterator[str]:
        """Return the keys of all files, in no order."""
        for path in self._folder.glob(f"*/*{_SUFFIX}"):
            yield path.stem

    def age(self, key: str) -> float:
        """Return for how many seconds a file has been there; 0 for one that is gone."""
        with suppress(FileNotFoundError):
            return max(0.0, time.time() - self._path(key).stat().st_mtime)
        return 0.0

    def clear_abandoned(self) -> int:
        """Remove what processes that died have left half written; return how many."""
        cleared = 0
        for path in self._folder.glob("*/*.new"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                    path.unlink()
                    cleared += 1
        return cleared

    def _path(self, key: str) -> Path:
        # Keys are ours, but they come back out of a database: nothing else may lead to a path.
        if len(key) != 2 * _KEY_BYTES or not set(key) <= set("0123456789abcdef"):
            raise Unreadable(key)
        return self._folder / key[:2] / f"{key}{_SUFFIX}"

    def _cipher(self, key: str) -> AESGCM:
        # A key of its own for every file, so a piece's number is nonce enough.
        return AESGCM(hmac.digest(self._secret, f"sealed file {key}".encode(), "sha256"))


def init_app(app: Flask, config: Config) -> None:
    """Give the app its folder of sealed files."""
    app.extensions["sealed_files"] = SealedFolder(config.files_folder, config.secret_key)


def sealed_files() -> SealedFolder:
    """Return this app's folder of sealed files."""
    found: SealedFolder = current_app.extensions["sealed_files"]
    return found


def _pieces(content: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut what comes into pieces of one size; with each comes whether it is the last. Of nothing one empty piece."""
    held = bytearray()
    for some in content:
        held += some
        # One piece stays behind: whether it is the last is known when more comes, or nothing does.
        while len(held) > PIECE:
            yield bytes(held[:PIECE]), False
            del held[:PIECE]
    yield bytes(held), True


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _sync(folder: Path) -> None:
    """Make sure that a new name in a folder survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
