"""Sites of strangers on this machine, all connections that are begun, and fetchers that may reach the sites."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.fetching.fetching import Fetcher

NAME = "site.gegencheck-stranger.de"
HTML = b"Content-Type: text/html; charset=utf-8\r\n"

Answer = Callable[[socket.socket, bytes], None]

_recording: list[list[tuple[Any, ...]]] = []


def _hook(event: str, args: tuple[Any, ...]) -> None:
    # Told by the interpreter itself, so that no way of connecting goes past it.
    if event == "socket.connect" and _recording and args[0].type == socket.SOCK_STREAM:
        for seen in _recording:
            seen.append(args[1])


sys.addaudithook(_hook)


@contextmanager
def connections_begun() -> Iterator[list[tuple[Any, ...]]]:
    """Collect the addresses to which this process begins to connect."""
    seen: list[tuple[Any, ...]] = []
    _recording.append(seen)
    try:
        yield seen
    finally:
        _recording.remove(seen)


@dataclass
class Site:
    """A server on loopback that answers each connection by a function; `requests` holds the heads that came."""

    answer: Answer
    trust: ssl.SSLContext | None = None
    requests: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(client,), daemon=True).start()

    def _one(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            speaking = self.trust.wrap_socket(client, server_side=True) if self.trust else client
            with speaking:
                head = b""
                while b"\r\n\r\n" not in head:
                    came = speaking.recv(4096)
                    if not came:
                        return
                    head += came
                self.requests.append(head)
                self.answer(speaking, head)

    def close(self) -> None:
        """Answer nobody any more."""
        # Wakes the thread that waits for the next one; closing alone does not.
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def url(self, path: str = "/", *, name: str = NAME) -> str:
        """Return the address of a page of the site."""
        return f"{'https' if self.trust else 'http'}://{name}:{self.port}{path}"


@contextmanager
def site(answer: Answer, *, trust: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Run a site."""
    running = Site(answer, trust)
    try:
        yield running
    finally:
        running.close()


def says(body: bytes, *, head: bytes = HTML, status: str = "200 OK") -> Answer:
    """Return how a site answers that says the same each time."""

    def answer(client: socket.socket, _head: bytes) -> None:
        length = f"Content-Length: {len(body)}\r\n\r\n".encode()
        client.sendall(f"HTTP/1.1 {status}\r\n".encode() + head + length + body)

    return answer


def leads_to(*places: str) -> Answer:
    """Return how a site answers that leads on: at `/0` to the first place, at `/1` to the second."""

    def answer(client: socket.socket, head: bytes) -> None:
        path = head.split(b" ")[1].decode().strip("/") or "0"
        client.sendall(f"HTTP/1.1 302 Found\r\nLocation: {places[int(path)]}\r\n\r\n".encode())

    return answer


def drips(head: bytes, drop: bytes, *, pause: threading.Event) -> Answer:
    """Return how a site answers that never ends, one drop after another."""

    def answer(client: socket.socket, _head: bytes) -> None:
        client.sendall(head)
        while not pause.wait(0.05):
            client.sendall(drop)

    return answer


def reaching(*sites: Site, names: Mapping[str, list[str]] | None = None, **fields: Any) -> Fetcher:
    """Return a fetcher that finds these names on loopback and may go there, on the ports of some sites."""
    found = {NAME: ["127.0.0.1"], **(names or {})}

    def resolve(host: str, _port: int) -> list[str]:
        if host not in found:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return found[host]

    ports = frozenset(each.port for each in sites)
    fields = {"allows": lambda address: address == "127.0.0.1", "seconds": 5.0, **fields}
    return Fetcher("Gegencheck", resolve=resolve, more_ports=ports, **fields)


def certificate(folder: Path, *, name: str = NAME) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a site proves its name with, and what somebody trusts who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / f"{name}.pem"
    pem.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=str(pem))
