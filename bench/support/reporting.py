"""Somebody who sends a report without a file now and then, in a process of their own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from bench.support.callers import Caller
from bench.support.service import Service

# Reports a second: several times what a desk of four gets.
PACE_SECONDS = 0.1


@contextmanager
def reports_now_and_then(service: Service) -> Iterator[list[float]]:
    """Send a report now and then, and find in the end how many seconds each took, -1 for one that failed.

    A process of its own does: beside twenty threads that send files it would wait for them, and not for the service.
    """
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    is_over = context.Event()
    sender = context.Process(target=_send_until, args=(service.port, is_over, there), daemon=True)
    sender.start()
    # It is there, and has loaded what it needs.
    here.recv()
    took: list[float] = []
    yield took
    is_over.set()
    took += here.recv()
    sender.join()


def _send_until(port: int, is_over: Event, there: Connection) -> None:
    took: list[float] = []
    there.send(None)
    while not is_over.is_set():
        began = time.perf_counter()
        caller = Caller(port, 500 + len(took) % 200)
        text = f"Stimmt es, was in Nachricht {began} steht?"
        answer = caller.json("/api/v1/submissions", {"kind": "check", "text": text})
        took.append(answer.seconds if answer.status == 202 else -1.0)
        time.sleep(max(0.0, PACE_SECONDS - (time.perf_counter() - began)))
    there.send(took)
