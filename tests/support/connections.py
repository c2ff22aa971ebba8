"""Talking to a web server byte by byte."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable

Start = Callable[..., int]


def exchange(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Send pieces on one connection and return everything that comes back until the other side closes it."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        return all_of(connection)


def all_of(connection: socket.socket) -> bytes:
    """Return everything that comes until the other side closes the connection."""
    answer = b""
    while part := connection.recv(65536):
        answer += part
    return answer


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


CLOSE = b"Connection: close\r\n\r\n"


UNREADABLE = {
    "an address that urllib refuses": b"GET http://[ HTTP/1.1\r\n\r\n",
    "a host that urllib refuses": b"GET http://[v1 HTTP/1.1\r\n\r\n",
    "a host that changes under NFKC": "GET http://a\u2100b/ HTTP/1.1\r\n\r\n".encode(),
    "a length of 5,000 digits": b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\n",
    "a negative length": b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    "no first line": b"\x00\x01\x02\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a header of 20,000 bytes": b"GET / HTTP/1.1\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
    "an address of 20,000 bytes": b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n\r\n",
    "a chunk without a size": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a chunk with an endless size": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"0" * 5_000,
    "a compressed body": b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
}


def ask(port: int, path: str, **headers: str) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={name.replace("__", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text
