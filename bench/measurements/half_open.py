"""Senders who never finish: how long the next reader waits while many requests are half sent."""

from __future__ import annotations

import http.client
import json
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import numpy as np

from bench.support.service import Service, ServiceFailed

# What each sends and then stops: nothing, half of a head, a head without its end, half of a body, half of a chunk.
BEGINNINGS = (
    b"",
    b"POST /rep",
    b"GET /lookup HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n",
    (
        b"POST /report/one-page HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 5000\r\n\r\nkind=check&text=Stimmt"
    ),
    (
        b"POST /api/v1/lookup HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b'Transfer-Encoding: chunked\r\n\r\nff\r\n{"text":'
    ),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """How readers fared beside the half-sent requests; times in seconds."""

    half_sent: int
    still_held: int
    readers: int
    failed: int
    wait_p50_s: float
    wait_max_s: float


@contextmanager
def half_sent(port: int, count: int) -> Iterator[list[socket.socket]]:
    """Open `count` connections that each begin a request and leave it there."""
    opened: list[socket.socket] = []
    try:
        for number in range(count):
            connection = socket.create_connection(("127.0.0.1", port), timeout=30)
            opened.append(connection)
            connection.sendall(BEGINNINGS[number % len(BEGINNINGS)])
        yield opened
    finally:
        for connection in opened:
            connection.close()


def held(connections: Sequence[socket.socket]) -> list[socket.socket]:
    """Return those connections that the other side has not closed."""
    return [connection for connection in connections if not _is_closed(connection)]


def _is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def wait_for_answer(port: int, path: str) -> float:
    """Return how many seconds a reader with a new connection waits for a page.

    Errors: `OSError` when there is no answer within a minute, or none with 200.
    """
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise OSError(f"{path} answers {answer.status}")
        return time.perf_counter() - started
    finally:
        connection.close()


def measure(*, count: int, seconds: float) -> Figures:
    """Hold half-sent requests against a service of its own for some seconds and ask for pages meanwhile.

    Errors: `ServiceFailed` when the service does not start.
    """
    with tempfile.TemporaryDirectory(prefix="gegencheck-bench-", ignore_cleanup_errors=True) as folder:
        service = Service(Path(folder) / "data", environment={"DEMO_CONTENT": "0"})
        try:
            service.start()
            with half_sent(service.port, count) as connections:
                waits, failed, asked = [], 0, 0
                until = time.monotonic() + seconds
                while time.monotonic() < until:
                    asked += 1
                    failed += 1
                    with suppress(OSError, http.client.HTTPException):
                        waits.append(wait_for_answer(service.port, ("/healthz", "/report", "/lookup")[asked % 3]))
                        failed -= 1
                    time.sleep(0.2)
                still = len(held(connections))
        finally:
            service.stop()
    return Figures(
        half_sent=count,
        still_held=still,
        readers=asked,
        failed=failed,
        wait_p50_s=round(float(np.percentile(waits, 50)), 4) if waits else float("nan"),
        wait_max_s=round(max(waits, default=float("nan")), 4),
    )


@click.command(name="half_open")
@click.option("--connections", default=200, show_default=True, help="How many requests are begun and left.")
@click.option("--seconds", default=30.0, show_default=True, help="For how long.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(connections: int, seconds: float, as_json: bool) -> None:
    """Measure how long readers wait while others have half sent their requests."""
    try:
        found = measure(count=connections, seconds=seconds)
    except ServiceFailed as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    for name, value in asdict(found).items():
        click.echo(f"{name:12} {value}")


if __name__ == "__main__":
    main()
