"""Large bodies: they share what is taken in a second, each network alike, and nobody is blamed for having waited."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest
from flask import Flask

from core.web.requests import LARGEST_BODY
from processes import connections, pace
from tests.support.budget import allowed
from tests.support.connections import CLOSE, Start, exchange, status_of


def post(port: int, size: int, network: str = "192.0.2.9") -> int:
    """Post so many bytes; return the status of the answer."""
    head = f"POST / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {network}\r\nContent-Length: {size}\r\n".encode() + CLOSE
    return status_of(exchange(port, head + b"a" * size))


def test_large_bodies_are_taken_in_slowly_and_nobody_else_waits(
    start: Start, small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "TOGETHER", 2 * LARGEST_BODY)
    port = start(small_app)
    began, order = time.monotonic(), []

    def send(size: int) -> None:
        order.append((post(port, size), size))

    # Each beyond a megabyte, which is as much as a report may have: eight of them at two a second.
    large = [threading.Thread(target=send, args=(5 * LARGEST_BODY,)) for _ in range(2)]
    for sender in large:
        sender.start()
    time.sleep(0.3)
    send(LARGEST_BODY)
    for sender in large:
        sender.join()

    assert order == [(200, LARGEST_BODY), (413, 5 * LARGEST_BODY), (413, 5 * LARGEST_BODY)]
    assert time.monotonic() - began > 3


def test_whoever_sends_a_large_body_alone_waits_for_nobody(
    start: Start, small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if somebody else was sending it would take a minute.
    monkeypatch.setattr(pace, "TOGETHER", LARGEST_BODY // 16)
    monkeypatch.setattr(pace, "SILENT_SECONDS", 0.2)
    port = start(small_app)
    for _ in range(2):
        began = time.monotonic()
        assert post(port, 5 * LARGEST_BODY) == 413
        assert time.monotonic() - began < min(allowed(2), 50)
        time.sleep(0.3)


def test_whoever_opens_many_connections_gets_no_more_than_a_few(
    start: Start, small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of the many sends less than the one, who would be the last if every connection took the same part."""
    monkeypatch.setattr(pace, "TOGETHER", 12 * LARGEST_BODY)
    small_app.extensions["settings"] = SimpleNamespace(proxies=1, files_folder=None)
    port = start(small_app, behind_proxy=True)
    done: list[str] = []

    def send(network: str, size: int) -> None:
        assert post(port, size, network) == 413
        done.append(network)

    many = [threading.Thread(target=send, args=("192.0.2.1", 5 * LARGEST_BODY // 2)) for _ in range(20)]
    for sender in many:
        sender.start()
    send("192.0.2.2", 4 * LARGEST_BODY)
    for sender in many:
        sender.join()

    assert len(done) == 21
    assert done.index("192.0.2.2") <= 15, done


def test_who_waits_for_others_is_neither_overdue_nor_idle(
    start: Start, small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "READ_SECONDS", 2)
    monkeypatch.setattr(connections, "IDLE_SECONDS", 2)
    monkeypatch.setattr(connections, "SLOWEST", 1024 * LARGEST_BODY)
    monkeypatch.setattr(pace, "FASTEST", LARGEST_BODY)
    monkeypatch.setattr(pace, "TOGETHER", LARGEST_BODY)
    monkeypatch.setattr(pace, "MOST_OF_NETWORK", 1)
    port = start(small_app)
    began, answers = time.monotonic(), []
    senders = [threading.Thread(target=lambda: answers.append(post(port, 4 * LARGEST_BODY))) for _ in range(3)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert answers == [413] * 3
    # Three megabytes of each count as large.
    assert time.monotonic() - began > 8


def test_what_a_sender_took_himself_counts_against_him() -> None:
    waited = pace.Waited()
    waited.note(waits=True)
    assert waited.seconds(time.time() + 100) == pytest.approx(100, abs=1)
    time.sleep(0.05)
    waited.note(waits=False)
    assert 0.05 <= waited.seconds(time.time() + 100) < 50, "nothing could come yet"
    waited.note(waits=False)
    assert waited.seconds(time.time() + 100) == 0, "nothing came, so it is the sender that is waited for"
    waited.note(waits=True)
    time.sleep(0.05)
    waited.note(waits=False)
    waited.heard(100)
    assert waited.seconds(time.time()) == 0, "so little was not held back"
    waited.note(waits=True)
    time.sleep(0.05)
    waited.note(waits=False)
    waited.heard(pace.MUCH_WAITS)
    assert waited.seconds(time.time() + 100) >= 0.05


def test_of_a_network_a_few_take_part_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    shared, most = pace.Pace(), pace.MOST_OF_NETWORK
    takes = [shared.takes_part(sender, "a") for sender in range(most + 2)]
    assert takes == [True] * most + [False] * 2
    assert shared.takes_part(100, "b"), "another network has its own"

    shared.forget(1, "a")
    assert shared.takes_part(most, "a")
    assert not shared.takes_part(most + 1, "a")

    monkeypatch.setattr(pace, "SILENT_SECONDS", 0.0)
    time.sleep(0.01)
    assert shared.takes_part(most + 1, "a"), "the others sent nothing"
    for sender in (0, 2, 3, most, most + 1):
        shared.forget(sender, "a")
    shared.forget(100, "b")
    assert not shared._queues


def test_a_sender_who_is_alone_and_falls_silent_goes_on_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "SILENT_SECONDS", 0.0)
    shared = pace.Pace()
    for _ in range(3):
        assert shared.takes_part(1, "a")
        time.sleep(0.01)
