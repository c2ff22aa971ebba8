"""What is known only for a while: in the store of all processes, and in a bounded memory while that is away."""

from __future__ import annotations

import threading

from flask import Flask

from core import fleeting
from core.config import Config
from core.fleeting import Memory
from tests.support.proofs import NOBODY, other_app


def test_of_many_who_note_something_at_once_one_is_first(app: Flask) -> None:
    found: list[str] = []

    def note(value: str) -> None:
        with app.app_context():
            found.append(fleeting.note("race", value, seconds=60))

    threads = [threading.Thread(target=note, args=(str(one),)) for one in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert len(set(found)) == 1


def test_what_was_noted_without_the_store_holds_when_it_is_back(config: Config) -> None:
    with other_app(config, redis_url=NOBODY) as app:
        assert fleeting.note("proof", "first", seconds=60) == "first"
        memory = app.extensions["fleeting"]
    with other_app(config) as app:
        app.extensions["fleeting"] = memory
        assert fleeting.note("proof", "second", seconds=60) == "first"


def test_a_memory_forgets_in_time() -> None:
    moment = [0.0]
    memory = Memory(lambda: moment[0])
    assert memory.note("a", "first", seconds=10) == "first"
    moment[0] = 9.9
    assert memory.note("a", "second", seconds=10) == "first"
    moment[0] = 10.1
    assert memory.noted("a") is None
    assert memory.note("a", "third", seconds=10) == "third"


def test_a_memory_takes_so_much_and_no_more() -> None:
    memory = Memory(most=3)
    for one in "abcd":
        memory.note(one, one, seconds=60)
    assert [memory.noted(one) for one in "abcd"] == [None, "b", "c", "d"]


def test_a_memory_counts() -> None:
    memory = Memory()
    for _ in range(3):
        memory.count("a", seconds=60)
    assert memory.noted("a") == "3"
