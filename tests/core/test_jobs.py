"""The queue: what travels through it, and that nobody waits for one that is away."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from flask import Flask

from app import create_app
from core import jobs
from core.config import PROJECT_FOLDER, Config
from tests.support import factories
from tests.support.installation import changed, work_off
from tests.support.sample_jobs import count_up, counted, tick


def waiting(config: Config) -> list[dict[bytes, bytes]]:
    """Return what stands in the queue, as bytes."""
    with redis.Redis.from_url(config.redis_url) as client:
        keys = client.lrange(f"rq:queue:{jobs.QUEUE}", 0, -1)
        return [client.hgetall(b"rq:job:" + key) for key in keys]


def test_a_worker_does_what_was_handed_over(app: Flask, config: Config) -> None:
    assert jobs.enqueue(count_up, 3)
    assert counted() == 0, "nothing is done by the one who asks"

    work_off(config)

    assert counted() == 3
    assert waiting(config) == []


def test_a_job_travels_as_its_name_and_ids_in_json(app: Flask, config: Config) -> None:
    jobs.enqueue(count_up, 7)

    (job,) = waiting(config)

    assert json.loads(zlib.decompress(job[b"data"])) == ["tests.support.sample_jobs.count_up", None, [7], {}]
    assert not [value for value in job.values() if value.startswith(b"\x80\x04") or b"c__" in value]


def test_a_report_leaves_none_of_its_words_in_the_queue(app: Flask, config: Config) -> None:
    receipt = factories.report("Unverwechselbare Worte", why="Noch mehr Worte")

    (job,) = waiting(config)

    values = [*job.values(), zlib.decompress(job[b"data"])]
    for word in ("Unverwechselbare", "Noch mehr", receipt.receipt, receipt.reference):
        assert not [value for value in values if word.encode() in value]


def test_what_is_not_json_cannot_be_handed_over(app: Flask, config: Config) -> None:
    with pytest.raises(TypeError):
        jobs.enqueue(count_up, object())  # type: ignore[arg-type]

    assert waiting(config) == []


def test_a_worker_refuses_a_pickle(app: Flask, config: Config, tmp_path: Path) -> None:
    """Whoever can write to the queue still cannot run code of their own in the worker."""
    proof = tmp_path / "proof"
    pickle = f"cposix\nsystem\n(S'touch {proof}'\ntR.".encode()
    jobs.enqueue(count_up)
    with redis.Redis.from_url(config.redis_url) as client:
        (key,) = client.lrange(f"rq:queue:{jobs.QUEUE}", 0, -1)
        client.hset(b"rq:job:" + key, "data", zlib.compress(pickle))

    work_off(config)

    assert not proof.exists()
    assert counted() == 0


def test_a_job_that_breaks_does_not_stop_the_next(app: Flask, config: Config) -> None:
    jobs.enqueue(count_up, 1, 2, 3)
    jobs.enqueue(count_up, 5)

    work_off(config)

    assert counted() == 5


@pytest.fixture
def hanging_queue() -> Iterator[str]:
    """The URL of a server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def away(config: Config, tmp_path: Path) -> Iterator[Flask]:
    """The app while nothing listens at the queue's address."""
    app = create_app(changed(config, REDIS_URL=f"unix://{tmp_path}/nothing.sock"))
    with app.app_context():
        yield app


def test_a_report_is_kept_when_the_queue_is_away(away: Flask) -> None:
    assert factories.submission().reference
    assert not jobs.enqueue(tick)


def test_a_queue_that_hangs_costs_one_caller_a_second_and_the_next_ones_nothing(
    config: Config, hanging_queue: str
) -> None:
    app = create_app(changed(config, REDIS_URL=hanging_queue))

    with app.app_context():
        started = time.monotonic()
        assert not jobs.enqueue(tick)
        first = time.monotonic() - started
        started = time.monotonic()
        assert not any(jobs.enqueue(tick) for _ in range(20))
        rest = time.monotonic() - started

    assert 0.5 < first < 2.5
    assert rest < 0.2


def test_readers_who_send_while_the_queue_hangs_are_not_all_held_up(config: Config, hanging_queue: str) -> None:
    """The limits are counted in the same server, and now and then one reader's request tries it again."""
    client = create_app(changed(config, REDIS_URL=hanging_queue)).test_client()
    report = {"kind": "check", "text": factories.POST}
    seconds = []

    for _ in range(6):
        started = time.monotonic()
        assert client.post("/api/v1/submissions", json=report).status_code == 202
        seconds.append(time.monotonic() - started)

    assert max(seconds) < 5
    assert len([waited for waited in seconds if waited > 0.5]) <= 2


def test_a_queue_that_came_back_is_used_again(away: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSE_SECONDS", 0.2)
    assert not jobs.enqueue(tick)
    away.extensions["jobs"]["connection"] = redis.Redis.from_url(config.redis_url)

    assert not jobs.enqueue(tick), "it is left alone for a moment"
    time.sleep(0.25)
    assert jobs.enqueue(tick)


def test_the_breaker_is_shared_by_all_threads() -> None:
    breaker = jobs.Breaker()
    assert breaker.is_open()

    thread = threading.Thread(target=breaker.failed)
    thread.start()
    thread.join()

    assert not breaker.is_open()


def test_the_clock_hands_over_jobs_that_the_worker_performs(app: Flask, config: Config) -> None:
    program = (
        "import sys\nfrom core import jobs\njobs.run_clock(sys.argv[1], {'tests.support.sample_jobs.tick': 3600})\n"
    )
    clock = subprocess.Popen([sys.executable, "-c", program, config.redis_url], cwd=PROJECT_FOLDER)
    try:
        deadline = time.monotonic() + 30
        while not waiting(config) and time.monotonic() < deadline:
            assert clock.poll() is None, "the clock has fallen"
            time.sleep(0.05)
        (job,) = waiting(config)
        assert json.loads(zlib.decompress(job[b"data"])) == ["tests.support.sample_jobs.tick", None, [], {}]

        work_off(config)

        assert counted() == 1
    finally:
        os.kill(clock.pid, signal.SIGTERM)
        assert clock.wait(10) == 0
