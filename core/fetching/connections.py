"""One connection to one checked address, with one deadline for all of it and a bound on what may come in.

The library of the language speaks HTTP here and nothing more: it knows no proxy, no cookie, no password file, follows
no redirect, and connects nowhere by itself, because the socket is given to it.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from core.fetching.outcomes import NotFetched, Outcome
from core.fetching.targets import Target

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

# Of all heads of an answer together; browsers take about as much.
LARGEST_HEAD = 64 * 1024
# One address that swallows everything must not use up the time for the others.
CONNECT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """When all of it has to be over, on the clock that only goes forward."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the one so many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Return how many seconds are left. Errors: `NotFetched` when none are."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise NotFetched(Outcome.TOO_SLOW)
        return left


class Connection(http.client.HTTPConnection):
    """A connection to an address that was checked before: the name is not looked up again."""

    def __init__(self, target: Target, address: str, *, deadline: Deadline, trust: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port)
        self._target = target
        self._address = address
        self._deadline = deadline
        self._trust = trust
        self._bounded: _BoundedSocket | None = None

    def connect(self) -> None:
        """Connect, and have the site prove its name where the link says so."""
        seconds = min(self._deadline.left(), CONNECT_SECONDS)
        plain = socket.create_connection((self._address, self._target.port), timeout=seconds)
        try:
            if self._target.scheme == "https":
                # The handshake as a whole keeps to this, not each step of it.
                plain.settimeout(self._deadline.left())
                plain = self._trust.wrap_socket(plain, server_hostname=self._target.host)
        except BaseException:
            plain.close()
            raise
        # In place of the socket: what reads and writes through it keeps to the deadline and to the bound.
        self._bounded = _BoundedSocket(plain, self._deadline, most=LARGEST_HEAD)
        self.sock = self._bounded

    def allow(self, body: int) -> None:
        """Let so many bytes come in after the head; call when there is an answer."""
        if self._bounded is not None:
            self._bounded.reader.left = body

    def hang_up(self) -> None:
        """End the connection; the library's own `close` only says that no further request follows."""
        self.close()
        if self._bounded is not None:
            self._bounded.plain.close()


class _BoundedSocket:
    """The few things that the library asks of a socket."""

    def __init__(self, plain: socket.socket, deadline: Deadline, *, most: int) -> None:
        self.plain = plain
        self._deadline = deadline
        self.reader = _BoundedReader(plain, deadline, most=most)

    def sendall(self, content: ReadableBuffer) -> None:
        """Send all of it before the deadline."""
        self.plain.settimeout(self._deadline.left())
        self.plain.sendall(content)

    def makefile(self, _mode: str) -> IO[bytes]:
        """Return what the answer is read from."""
        # A piece for the buffer at a time, so that what was read ahead of the head cannot be much.
        return io.BufferedReader(self.reader, 4 * 1024)

    def close(self) -> None:
        """Do nothing: the answer is still to be read when the library lets the socket go."""


class _BoundedReader(io.RawIOBase):
    """Reads until the deadline, however slowly the bytes drip, and never more than is left."""

    def __init__(self, plain: socket.socket, deadline: Deadline, *, most: int) -> None:
        self._plain = plain
        self._deadline = deadline
        self.left = most

    def readable(self) -> bool:
        """Say that it is there to be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read some bytes. Errors: `NotFetched` when the time or the bound is over."""
        room = memoryview(buffer)
        if self.left <= 0:
            raise NotFetched(Outcome.TOO_LARGE)
        self._plain.settimeout(self._deadline.left())
        came = self._plain.recv_into(room, min(len(room), self.left))
        self.left -= came
        return came
