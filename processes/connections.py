"""What waitress's connections may cost: how long a request may take to arrive, how large it may be, how many wait.

One loop reads all connections and hands a request to a thread only when it is here as a whole, so a sender who
stalls holds a socket and nothing else. Waitress drops a connection only when nothing at all arrives any more; the
deadline here counts from a request's first byte, so that one byte a second does not hold it for ever either.
"""

from __future__ import annotations

import logging
import socket
import sys
import threading
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from core.files.spool import PIECE
from core.logs import frames_of
from core.web.requests import LARGEST_BODY
from processes.pace import Pace, Waited
from processes.reading import Parser

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# A form of 20,000 emoji, each as twelve characters, arrives in this time over 8 kB a second.
READ_SECONDS = 30
# What takes longer, as a photo from a train does, has to arrive at so many bytes a second at least.
SLOWEST = 16 * 1024
# A connection kept open between two requests.
IDLE_SECONDS = 30
# A longer request is not read to its end; a shorter one is, so that its sender sees the page that refuses it. A
# connection that is closed over unread bytes is reset, and a browser then shows its own error.
LARGEST_REQUEST = 100 * LARGEST_BODY
# The first line and the headers together. Searching them for their end is quadratic in it for a slow sender.
LARGEST_HEAD = 16 * 1024
# Of all bodies together that are not here as a whole, this much is kept on disk; then the largest are dropped. Room for
# fifty files that arrive at once; stalled ones could otherwise fill the disk.
MOST_UNFINISHED = 512 * 1024 * 1024
# How often what is left over of a refused request is read from, each time as much as waitress reads at once.
MOST_LEFTOVERS = 32
# Of all connections, this share is dropped at once when there are too many.
SHED = 0.1
STOP_SECONDS = 5.0


class Connection(HTTPChannel):
    """One connection; knows since when it waits for the rest of a request."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parser_class = partial(Parser, application=self.server.application)
        self.served_at: float = self.creation_time
        # When the first byte of the request that is not here as a whole came in.
        self.began_at: float = self.creation_time
        self._waited = Waited()
        self._network = ""

    def readable(self) -> bool:
        """Return whether the loop should look for bytes; large bodies wait for one another."""
        if not super().readable():
            return False
        waits = self._is_large and self._has_to_wait()
        self._waited.note(waits=waits)
        return not waits

    def received(self, data: bytes) -> bool:
        """Take bytes from the sender; runs in the loop only."""
        was_large = self._is_large
        if was_large:
            self.server.pace.took(id(self), self._sender, len(data))
        self._waited.heard(len(data))
        before = self.request
        taken = super().received(data)
        if was_large and not self._is_large:
            self.server.pace.forget(id(self), self._sender)
        if self.request is not None and self.request is not before:
            self.began_at, self._waited, self._network = time.time(), Waited(), ""
        return bool(taken)

    def service(self) -> None:
        """Answer one request; runs in a thread."""
        super().service()
        self.served_at = time.time()

    def handle_close(self) -> None:
        """Close; first read away what lies there, or the system resets the connection and the answer is lost."""
        if self.socket is not None and self.connected:
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                for _ in range(MOST_LEFTOVERS):
                    if not self.socket.recv(self.adj.recv_bytes):
                        break
        if self._network:
            self.server.pace.forget(id(self), self._network)
        super().handle_close()

    def handle_expt(self) -> None:
        """Close a connection with urgent data: HTTP has none, and while it lies there the loop would spin."""
        self.handle_close()

    @property
    def unfinished(self) -> int:
        """How many bytes of a body have arrived that is not here as a whole."""
        receiver = None if self.request is None or self.requests else self.request.body_rcv
        return 0 if receiver is None else len(receiver.buf)

    @property
    def _is_large(self) -> bool:
        return self.unfinished > LARGEST_BODY

    @property
    def _sender(self) -> str:
        """The network of whoever sends this request."""
        if not self._network and self.request is not None:
            self._network = self.request.network_of_sender(str(self.addr[0]))
        return self._network

    def _has_to_wait(self) -> bool:
        if self.server.pace.takes_part(id(self), self._sender):
            return bool(self.server.pace.wait())
        # Not idle: others of its network come first.
        self.last_activity = time.time()
        return True

    def is_overdue(self, now: float) -> bool:
        """Return whether the rest of a request has been waited for long enough, but for what we let its sender wait."""
        allowed = READ_SECONDS + self.unfinished / SLOWEST + self._waited.seconds(now)
        return self.request is not None and not self.requests and now - self.began_at > allowed


class WebServer(TcpWSGIServer):
    """Listens on one socket that is bound already; `run` returns after `stop`, when what was begun is answered."""

    channel_class = Connection

    def __init__(self, application: WSGIApplication, listening: socket.socket, adj: Adjustments) -> None:
        self.pace = Pace()
        self._stopping = False
        self._is_closed = False
        # The loop may see the wish to stop, and end, before whoever wishes it has woken it up. One thread may take it
        # twice, because a signal comes in the middle of anything.
        self._closing = threading.RLock()
        threads = ThreadedTaskDispatcher()
        threads.set_thread_count(adj.threads)
        info = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            application, map={}, _sock=listening, dispatcher=threads, adj=adj, sockinfo=info, bind_socket=False
        )

    def stop(self) -> None:
        """Ask for the end; safe to call from a signal handler."""
        self._stopping = True
        with self._closing:
            # Its number may belong to another file by then.
            if not self._is_closed:
                self.pull_trigger()

    def run(self) -> None:
        """Serve until `stop` is called; then answer what has arrived, for some seconds at most."""
        while not self._stopping:
            self._turn(self.pace.wait() or 1.0)
        self.accepting = False
        self.socket.close()
        deadline = time.monotonic() + STOP_SECONDS
        while self._is_busy() and time.monotonic() < deadline:
            self._turn(0.05)
        self.task_dispatcher.shutdown(timeout=1)
        with self._closing:
            self._is_closed = True
            wasyncore.close_all(self._map, ignore_all=True)

    def readable(self) -> bool:
        """Make room before the limit of connections is reached, so that a newcomer is always let in."""
        if len(self.active_channels) >= self.adj.connection_limit * (1 - SHED):
            self._shed()
        return bool(super().readable())

    def maintenance(self, now: float) -> None:
        """Drop what is idle or overdue; waitress calls it each `cleanup_interval`."""
        super().maintenance(now)
        for connection in self.active_channels.values():
            if connection.is_overdue(now):
                connection.will_close = True
        self._drop_largest_bodies()

    def _drop_largest_bodies(self) -> None:
        bodies = sorted(self.active_channels.values(), key=lambda connection: -connection.unfinished)
        total = sum(connection.unfinished for connection in bodies)
        for connection in bodies:
            if total <= MOST_UNFINISHED:
                break
            total -= connection.unfinished
            connection.will_close = True

    def _shed(self) -> None:
        """Drop those that have waited longest for a request to become whole; who is being answered stays."""
        waiting = [
            connection
            for connection in self.active_channels.values()
            if not connection.requests and not connection.will_close
        ]
        waiting.sort(key=lambda connection: connection.served_at)
        for connection in waiting[: int(self.adj.connection_limit * SHED)]:
            connection.will_close = True

    def _is_busy(self) -> bool:
        return any(connection.requests or connection.total_outbufs_len for connection in self.active_channels.values())

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)


class KindAndPlaceOnly(logging.Filter):
    """Keeps addresses, paths and the texts of exceptions out of what waitress logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the kind of the exception and its place in the code into the place of the message."""
        error = sys.exc_info()[1]
        record.msg, record.args, record.exc_info = "%s %s", (type(error).__name__, frames_of(error)), None
        return error is not None


def adjustments(*, threads: int, connections: int, behind_proxy: bool) -> Adjustments:
    """Return the settings of waitress."""
    return Adjustments(
        threads=threads,
        connection_limit=connections,
        backlog=1024,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=1,
        # The loop takes as long over a small piece as over a large one, and every request goes through it.
        recv_bytes=PIECE,
        max_request_header_size=LARGEST_HEAD,
        max_request_body_size=LARGEST_REQUEST,
        expose_tracebacks=False,
        log_socket_errors=False,
        # No answer names the server.
        ident=None,
        # Who the caller is, is decided in one place, `core.web.extensions`; without a proxy nobody's word is passed on.
        clear_untrusted_proxy_headers=not behind_proxy,
        asyncore_use_poll=True,
    )
