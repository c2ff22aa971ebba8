"""Bytes on their way in: a few in memory, the rest in a file without a name, under a key that only this process knows.

What a reader sends is kept nowhere as it is, not even for the second that it takes to arrive; and when the process
dies, nothing of it is left.
"""

from __future__ import annotations

import errno
import io
import os
import secrets
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

IN_MEMORY = 128 * 1024
PIECE = 64 * 1024
_BLOCK = 16
# Beside the folder for files, which may be full, they pass by where the system keeps such files: that may be memory,
# so all of them together take no more.
MOST_PASSING_BY = 64 * 1024 * 1024


class CannotKeep(Exception):
    """There was no place on any disk for what came in, so it cannot be read; `reason` is the system's name for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def pieces_of(stream: IO[bytes]) -> Iterator[bytes]:
    """Read a stream from where it stands to its end, piece by piece. Errors: `CannotKeep` of a `Spool`."""
    while piece := stream.read(PIECE):
        yield piece


class _Allowance:
    """How much of something all take together; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = 0

    def take(self, count: int) -> None:
        """Take so many bytes more. Errors: `OSError`, as of a disk without room."""
        with self._lock:
            if self._taken + count > MOST_PASSING_BY:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._taken += count

    def give_back(self, count: int) -> None:
        """Give so many bytes back."""
        with self._lock:
            self._taken -= count


_passing_by = _Allowance()


class Spool(io.RawIOBase):
    """A file to be written from front to back and then read, from anywhere; not safe to use from several threads.

    Where its folder takes nothing, or nothing more, it goes on where the system keeps such files, with what is there
    already. Where no disk takes it, it goes on counting: what came with the file, such as the words beside it, is taken
    apart all the same, and whoever reads the file is told by `CannotKeep`.
    """

    def __init__(self, folder: Path | None = None, *, in_memory: int = IN_MEMORY) -> None:
        """Keep up to `in_memory` bytes in memory, and the rest in `folder`, or where the system keeps such files."""
        super().__init__()
        self._folder = folder
        self._in_memory = in_memory
        self._held = bytearray()
        self._file: IO[bytes] | None = None
        self._cipher = _Keystream()
        self._size = 0
        self._position = 0
        self._lost = ""
        self._written = 0
        # Of the allowance for files that pass by; more than none only beside the folder.
        self._passing = 0
        self._is_beside = False

    def __len__(self) -> int:
        return self._size

    def __bool__(self) -> bool:
        return True

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def seekable(self) -> bool:
        """Return that one can go to another place in it."""
        return True

    def write(self, data: ReadableBuffer) -> int:
        """Take the next bytes, always behind what is there."""
        taken = bytes(data)
        if not self._lost:
            try:
                self._keep(taken)
            except OSError as error:
                self._lose(error)
        self._size += len(taken)
        self._position = self._size
        return len(taken)

    def readinto(self, target: WriteableBuffer) -> int:
        """Fill a buffer from the place where one is; return how many bytes there were. Errors: `CannotKeep`."""
        if self._lost:
            raise CannotKeep(self._lost)
        view = memoryview(target).cast("B")
        wanted = min(len(view), max(0, self._size - self._position))
        if self._file is None:
            view[:wanted] = self._held[self._position : self._position + wanted]
        else:
            sealed = os.pread(self._file.fileno(), wanted, self._position)
            view[:wanted] = self._cipher.at(self._position, sealed)
        self._position += wanted
        return wanted

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place, counted from the front, from here or from the end."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def tell(self) -> int:
        """Return at which byte one is."""
        return self._position

    def close(self) -> None:
        """Forget everything."""
        self._let_go()
        self._size = 0
        super().close()

    def _keep(self, taken: bytes) -> None:
        if self._file is None and self._size + len(taken) > self._in_memory:
            self._file = self._unnamed()
            self._append(bytes(self._held))
            self._held.clear()
        if self._file is None:
            self._held += taken
        else:
            self._append(taken)

    def _append(self, data: bytes) -> None:
        rest = memoryview(self._cipher.next(data))
        while rest and self._file is not None:
            try:
                if self._is_beside:
                    self._pass_by(self._written + len(rest))
                # A disk that has room for a part takes that part and says so.
                taken = self._file.write(rest)
            except OSError:
                if self._is_beside or self._folder is None:
                    raise
                self._move()
            else:
                self._written += taken
                rest = rest[taken:]

    def _move(self) -> None:
        """Go on beside the folder, with what is in it."""
        before, self._file = self._file, self._beside()
        if before is None:
            return
        with before:
            self._pass_by(self._written)
            for position in range(0, self._written, PIECE):
                piece = memoryview(os.pread(before.fileno(), min(PIECE, self._written - position), position))
                while piece:
                    piece = piece[self._file.write(piece) :]

    def _pass_by(self, count: int) -> None:
        """Make sure that so many bytes may stand beside the folder. Errors: `OSError`."""
        wanted = max(0, count - self._passing)
        _passing_by.take(wanted)
        self._passing += wanted

    def _lose(self, error: OSError) -> None:
        self._lost = errno.errorcode.get(error.errno or 0, type(error).__name__)
        self._let_go()

    def _let_go(self) -> None:
        self._held.clear()
        if self._file is not None:
            self._file.close()
            self._file = None
        _passing_by.give_back(self._passing)
        self._passing = 0

    def _unnamed(self) -> IO[bytes]:
        try:
            if self._folder is not None:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return tempfile.TemporaryFile(dir=self._folder, buffering=0)
        except OSError:
            if self._folder is None:
                raise
            return self._beside()

    def _beside(self) -> IO[bytes]:
        # Where files cannot be kept they can still pass by, so that the words beside them are read.
        self._is_beside = True
        return tempfile.TemporaryFile(buffering=0)


class _Keystream:
    """AES in counter mode under a key that is used for one file and kept nowhere."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._writing = self._from(0)

    def next(self, data: bytes) -> bytes:
        """Encrypt what comes next."""
        return self._writing.update(data)

    def at(self, position: int, data: bytes) -> bytes:
        """Decrypt what stands from a byte on."""
        stream = self._from(position // _BLOCK)
        stream.update(bytes(position % _BLOCK))
        return stream.update(data)

    def _from(self, block: int) -> CipherContext:
        return Cipher(AES(self._key), CTR(block.to_bytes(_BLOCK, "big"))).encryptor()
