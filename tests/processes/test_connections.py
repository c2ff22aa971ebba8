"""The web server's connections: what stalls, drips, overflows or makes no sense costs nobody else anything."""

from __future__ import annotations

import logging
import socket
import threading
import time

import pytest
from flask import Flask

from app import create_app
from bench.measurements.half_open import half_sent, held
from bench.support.service import wait_for
from core.config import Config
from core.web.requests import LARGEST_BODY
from processes import connections, web
from processes.connections import KindAndPlaceOnly, WebServer, adjustments
from tests.support.connections import CLOSE, UNREADABLE, Start, all_of, ask, exchange, status_of
from tests.support.installation import changed


def test_a_request_that_stays_half_sent_holds_a_socket_only_and_for_a_while_only(
    start: Start, small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "READ_SECONDS", 2)
    monkeypatch.setattr(connections, "IDLE_SECONDS", 2)
    port = start(small_app)

    with half_sent(port, 40) as stalled:
        # Ten times as many as there are threads.
        assert status_of(exchange(port, b"GET / HTTP/1.1\r\nHost: x\r\n" + CLOSE)) == 200
        assert len(held(stalled)) == 40
        wait_for(lambda: not held(stalled), seconds=30, what=lambda: f"{len(held(stalled))} are still held")


@pytest.mark.parametrize(
    "begun",
    [b"GET / HTTP/1.1\r\nX-Slow: ", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n"],
    ids=["head", "body"],
)
def test_a_byte_now_and_then_does_not_hold_a_connection_beyond_the_deadline(
    start: Start, small_app: Flask, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(connections, "READ_SECONDS", 1)
    port = start(small_app)
    dropped = False

    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(begun)
        for _ in range(200):
            try:
                connection.sendall(b"x")
            except OSError:
                dropped = True
                break
            time.sleep(0.1)

    assert dropped, "200 bytes, one each tenth of a second, are never silent for long, and never a whole request"


def test_a_reader_gets_in_however_many_others_hold_connections(start: Start, small_app: Flask) -> None:
    port = start(small_app, limit=50)

    with half_sent(port, 300) as stalled:
        assert status_of(exchange(port, b"GET / HTTP/1.1\r\nHost: x\r\n" + CLOSE)) == 200
        assert len(held(stalled)) < 50


def test_a_reader_who_is_being_answered_is_not_dropped_for_a_newcomer(start: Start, small_app: Flask) -> None:
    begun, go_on = threading.Event(), threading.Event()

    @small_app.get("/slow")
    def slow() -> str:
        begun.set()
        go_on.wait(30)
        return "done"

    port = start(small_app, limit=20)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as patient:
        patient.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n" + CLOSE)
        assert begun.wait(30)
        with half_sent(port, 100):
            go_on.set()
            answer = all_of(patient)

    assert answer.endswith(b"done")


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 5 * LARGEST_BODY])
def test_a_body_that_is_too_large_is_refused_with_our_own_page(start: Start, small_app: Flask, size: int) -> None:
    port = start(small_app)
    plain = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n" % size + CLOSE
    chunked = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + CLOSE

    for answer in (
        exchange(port, plain, b"a" * size),
        exchange(port, chunked, b"%x\r\n" % size + b"a" * size + b"\r\n0\r\n\r\n"),
    ):
        assert status_of(answer) == 413
        assert answer.endswith(b"our own page")


@pytest.mark.parametrize("size", [0, 1, LARGEST_BODY - 1, LARGEST_BODY])
def test_a_body_of_any_size_that_is_taken_arrives_as_a_whole(start: Start, small_app: Flask, size: int) -> None:
    port = start(small_app)
    plain = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n" % size + CLOSE
    chunked = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + CLOSE
    chunk = b"%x\r\n" % size + b"a" * size + b"\r\n" if size else b""

    assert exchange(port, plain, b"a" * size).endswith(b"\r\n\r\n%d" % size)
    assert exchange(port, chunked, chunk + b"0\r\n\r\n").endswith(b"\r\n\r\n%d" % size)


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_answered_as_the_senders_mistake_and_leaves_no_address_in_the_log(
    start: Start, small_app: Flask, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    caplog.set_level(logging.DEBUG)
    port = start(small_app)

    status = status_of(exchange(port, sent))

    assert 400 <= status < 500 or status == 501
    assert "127.0.0.1" not in caplog.text


def test_urgent_data_ends_its_connection_instead_of_making_the_loop_spin(start: Start, small_app: Flask) -> None:
    port = start(small_app)

    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.send(b"!", socket.MSG_OOB)
        try:
            end = connection.recv(1)
        except ConnectionResetError:
            end = b""

    assert end == b""


def test_a_request_in_progress_is_answered_before_the_server_ends(small_app: Flask) -> None:
    begun = threading.Event()

    @small_app.get("/slow")
    def slow() -> str:
        begun.set()
        time.sleep(1)
        return "done"

    listening = socket.create_server(("127.0.0.1", 0))
    server = WebServer(small_app, listening, adjustments(threads=2, connections=100, behind_proxy=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    with socket.create_connection(("127.0.0.1", int(server.effective_port)), timeout=30) as connection:
        connection.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        assert begun.wait(30)
        server.stop()
        answer = all_of(connection)

    assert answer.endswith(b"done")
    thread.join(30)
    assert not thread.is_alive()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(server.effective_port)), timeout=5)


def test_what_the_server_logs_holds_the_kind_and_the_place_of_an_error_and_nothing_else() -> None:
    kept = KindAndPlaceOnly()
    record = logging.LogRecord("waitress", logging.ERROR, "x", 1, "serving /claims/%s from 192.0.2.7", ("words",), None)
    try:
        int("a reader's words")
    except ValueError:
        assert kept.filter(record)

    message = record.getMessage()
    assert "ValueError" in message
    assert "test_connections.py" in message
    for secret in ("words", "192.0.2.7", "/claims"):
        assert secret not in message


@pytest.mark.parametrize("proxies", ["0", "1"])
@pytest.mark.parametrize("name", ["SCRIPT_NAME", "Script-Name", "X-Script-Name", "X-Forwarded-Prefix"])
def test_nobody_who_writes_a_prefix_into_a_header_moves_our_addresses(
    start: Start, config: Config, name: str, proxies: str
) -> None:
    settings = changed(config, TRUSTED_PROXIES=proxies)
    app = create_app(settings)
    port = start(app, behind_proxy=settings.proxies > 0)

    _, usual = ask(port, "/lookup")
    answer, page = ask(port, "/lookup", **{name: "/elsewhere"})

    assert answer.status == 200
    assert page == usual
    assert "/elsewhere" not in page


def test_an_answer_does_not_name_the_server(start: Start, small_app: Flask) -> None:
    port = start(small_app)

    for sent in (b"GET / HTTP/1.1\r\nHost: x\r\n" + CLOSE, b"nonsense\r\n\r\n"):
        assert b"waitress" not in exchange(port, sent).lower()


def test_head_is_answered_as_get_is_without_a_body(start: Start, small_app: Flask) -> None:
    port = start(small_app)

    head = exchange(port, b"HEAD / HTTP/1.1\r\nHost: x\r\n" + CLOSE)

    assert status_of(head) == 200
    assert b"Content-Length: 1\r\n" in head
    assert head.endswith(b"\r\n\r\n")


def test_the_limit_of_connections_fits_the_limit_of_open_files() -> None:
    assert 100 <= web.connection_limit() <= web.MOST_CONNECTIONS


def test_of_bodies_that_never_become_whole_the_largest_go_first(
    start: Start, small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_UNFINISHED", 60_000)
    port = start(small_app)
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n"
    sizes = (20_000, 100_000, 30_000)
    stalled = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in sizes]
    try:
        for connection, size in zip(stalled, sizes, strict=True):
            connection.sendall(head + b"a" * size)

        wait_for(lambda: len(held(stalled)) < 3, seconds=20, what=lambda: "all are still held")

        assert held(stalled) == [stalled[0], stalled[2]]
        assert status_of(exchange(port, b"GET / HTTP/1.1\r\nHost: x\r\n" + CLOSE)) == 200
    finally:
        for connection in stalled:
            connection.close()


def test_whoever_wakes_a_server_that_ends_already_writes_into_nobodys_file(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    server = WebServer(small_app, listening, adjustments(threads=1, connections=10, behind_proxy=False))
    loop = threading.Thread(target=server.run)
    loop.start()
    wake = server.pull_trigger

    def late() -> None:
        """Wake the loop only when it has had time to see the wish by itself."""
        wake()
        time.sleep(0.3)
        wake()

    monkeypatch.setattr(server, "pull_trigger", late)
    server.stop()
    loop.join(5)
    assert not loop.is_alive()
    server.stop()
