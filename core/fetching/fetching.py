"""Fetching one page from a link that a stranger sent, without being led anywhere but to the public web.

Every address that a name resolves to is checked, and the connection goes to a checked one: between the check and the
connection no name is looked up again. Each redirect begins anew. Nothing of a page is run, nothing beside it loaded.
"""

from __future__ import annotations

import http.client
import queue
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from core.fetching.addresses import is_of_this_machine, is_public
from core.fetching.connections import Connection, Deadline
from core.fetching.outcomes import NotFetched, Outcome
from core.fetching.targets import Target, target_of

# Pages of newspapers have 0.2 to 1 MB of HTML.
LARGEST_PAGE = 2 * 1024 * 1024
# Of all redirects together. A worker waits meanwhile, and reports with it.
MOST_SECONDS = 15.0
MOST_REDIRECTS = 5
# Large sites have many addresses; who does not answer at three is down.
MOST_ADDRESSES = 3
TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 64 * 1024
# Chunks have a line with their size each; this is room for the smallest that a sane server sends.
_OVERHEAD = 256 * 1024

# The numeric addresses of a host. Errors: `OSError` for a name that there is not.
Resolver = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """What a site answered: `body` is unpacked, `content_type` is its header, for the encoding."""

    url: str
    status: int
    content_type: str
    body: bytes


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses that the system finds for a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_allowed(address: str) -> bool:
    """Return whether a page may be fetched from an address."""
    return is_public(address) and not is_of_this_machine(address)


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches pages; what a test puts in place of the network is given here, and no setting leads to it."""

    user_agent: str
    own_hosts: frozenset[str] = frozenset()
    resolve: Resolver = resolved
    allows: Callable[[str], bool] = is_allowed
    more_ports: frozenset[int] = frozenset()
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = MOST_SECONDS

    def fetch(self, link: str) -> Page:
        """Fetch a page. Errors: `NotFetched` with what stood in the way, and at which address."""
        deadline = Deadline.after(self.seconds)
        target = self._target(link)
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = self._ask(target, deadline)
            except NotFetched as refused:
                refused.url = target.url
                raise
            if isinstance(answer, Page):
                return answer
            target = self._next(target, answer)
        raise NotFetched(Outcome.TOO_MANY_REDIRECTS, target.url)

    def _target(self, link: str) -> Target:
        try:
            return target_of(link, own_hosts=self.own_hosts, ports=self.more_ports)
        except NotFetched as refused:
            refused.url = link
            raise

    def _next(self, target: Target, location: str) -> Target:
        try:
            # Servers send letters that stand for themselves as bytes, which the library reads as Latin-1.
            link = urljoin(target.url, location.encode("latin-1").decode("utf-8"))
        except (UnicodeError, ValueError) as error:
            raise NotFetched(Outcome.NO_ADDRESS, target.url) from error
        following = self._target(link)
        if target.scheme == "https" and following.scheme == "http":
            raise NotFetched(Outcome.UNSAFE_REDIRECT, following.url)
        return following

    def _ask(self, target: Target, deadline: Deadline) -> Page | str:
        """Return the page, or where it redirects to."""
        for address in self._addresses(target, deadline):
            connection = Connection(target, address, deadline=deadline, trust=self.trust)
            try:
                connection.connect()
                return self._answer(connection, target)
            except ssl.SSLCertVerificationError as error:
                raise NotFetched(Outcome.CERTIFICATE) from error
            except (OSError, http.client.HTTPException, ValueError):
                # Nobody there, broken off, or no HTTP: the next address may answer, as long as there is time.
                deadline.left()
            finally:
                connection.hang_up()
        raise NotFetched(Outcome.NO_ANSWER)

    def _addresses(self, target: Target, deadline: Deadline) -> list[str]:
        """Return some addresses of a host, after a look at all of them."""
        found = [target.host] if target.is_address else self._looked_up(target, deadline)
        if not found:
            raise NotFetched(Outcome.UNKNOWN_HOST)
        # One that is not public among public ones is an attempt, and no site to go on with.
        if not all(self.allows(address) for address in found):
            raise NotFetched(Outcome.NOT_PUBLIC)
        return found[:MOST_ADDRESSES]

    def _looked_up(self, target: Target, deadline: Deadline) -> list[str]:
        """Look a name up beside this thread: the system's own resolver keeps to no deadline."""
        answers: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self.resolve(target.host, target.port))
            except (OSError, UnicodeError):
                answers.put([])

        threading.Thread(target=ask, name="look-up", daemon=True).start()
        try:
            return answers.get(timeout=deadline.left())
        except queue.Empty as error:
            raise NotFetched(Outcome.TOO_SLOW) from error

    def _answer(self, connection: Connection, target: Target) -> Page | str:
        self._send(connection, target)
        response = connection.getresponse()
        if response.status in _REDIRECTS and (location := response.headers.get("Location")):
            return location
        content_type = response.headers.get("Content-Type", "")
        if content_type.partition(";")[0].strip().lower() not in TYPES:
            raise NotFetched(Outcome.WRONG_TYPE)
        connection.allow(LARGEST_PAGE + _OVERHEAD)
        body = b"".join(_bounded(_unpacked(response)))
        if response.length:
            # So many bytes were promised and did not come.
            raise NotFetched(Outcome.NO_ANSWER)
        return Page(target.url, response.status, content_type, body)

    def _send(self, connection: Connection, target: Target) -> None:
        connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
        for name, value in (
            ("Host", target.authority),
            ("User-Agent", self.user_agent),
            ("Accept", "text/html,application/xhtml+xml,text/plain;q=0.8"),
            ("Accept-Encoding", "gzip, identity"),
            ("Accept-Language", "de,en;q=0.7"),
            ("Connection", "close"),
        ):
            connection.putheader(name, value)
        connection.endheaders()


def _unpacked(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """Yield a body as it is meant, in small pieces: a thousandfold one is noticed long before it is there."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise NotFetched(Outcome.WRONG_ENCODING)
    pieces = iter(lambda: response.read(_PIECE), b"")
    if encoding in {"", "identity"}:
        yield from pieces
        return
    opened = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        for piece in pieces:
            waiting = piece
            while waiting and not opened.eof:
                yield opened.decompress(waiting, _PIECE)
                waiting = opened.unconsumed_tail
    except zlib.error as error:
        raise NotFetched(Outcome.WRONG_ENCODING) from error


def _bounded(pieces: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST_PAGE:
            raise NotFetched(Outcome.TOO_LARGE)
        yield piece
