"""What the worker makes of whatever stands in the queue: our own jobs, and nothing else."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from flask import Flask
from rq import Queue, SimpleWorker
from rq.exceptions import StopRequested
from rq.job import Job
from rq.registry import FailedJobRegistry
from structlog.testing import capture_logs

from core import jobs
from core.config import Config
from core.service import worker
from core.service.worker import run_worker
from tests.support import sample_jobs
from tests.support.browsing import whole_queue
from tests.support.installation import work_off
from tests.support.sample_jobs import count_up, counted

JOB_KEY = b"rq:job:"
QUEUE_KEY = f"rq:queue:{jobs.QUEUE}"
INTERMEDIATE_KEY = f"{QUEUE_KEY}:intermediate"


@pytest.fixture
def queue(config: Config) -> Iterator[Any]:
    """The queue server, as somebody who can write to it sees it."""
    sample_jobs.ran.clear()
    with redis.Redis.from_url(config.redis_url) as client:
        yield client


def slip_in(queue: Any, data: list[Any], **fields: str) -> None:
    """Put a job into the queue that asks for something else than we ever would."""
    assert jobs.enqueue(count_up)
    key = queue.lrange(QUEUE_KEY, -1, -1)[0]
    queue.hset(JOB_KEY + key, mapping={"data": zlib.compress(json.dumps(data).encode()), **fields})


OURS = "tests.support.sample_jobs.count_up"


@pytest.mark.parametrize(
    "data",
    [
        ["os.system", None, ["touch {proof}"], {}],
        ["subprocess.getoutput", None, ["touch {proof}"], {}],
        ["pathlib.Path.touch", None, ["{proof}"], {}],
        ["tests.support.sample_jobs.no_job", None, ["{proof}"], {}],
        ["flask.cli.main", None, [], {}],
        ["builtins.eval", None, ["__import__('os').system('touch {proof}')"], {}],
        ["count_up", "tests.support.sample_jobs", [], {}],
        [OURS, "a string with methods", [3], {}],
        [OURS, None, ["3"], {}],
        [OURS, None, [True], {}],
        [OURS, None, [[3]], {}],
        [OURS, None, [], {"by": 3}],
        [OURS, None, 3, {}],
        [None, None, [], {}],
        [["os.system"], None, [], {}],
        [OURS],
        {},
    ],
)
def test_a_job_that_is_not_one_of_ours_with_ids_is_refused_and_the_next_one_runs(
    app: Flask, config: Config, queue: Any, tmp_path: Path, data: Any
) -> None:
    proof = tmp_path / "proof"
    slip_in(queue, json.loads(json.dumps(data).replace("{proof}", str(proof))))
    jobs.enqueue(count_up, 5)

    work_off(config)

    assert not proof.exists()
    assert counted() == 5
    assert queue.lrange(QUEUE_KEY, 0, -1) == queue.lrange(INTERMEDIATE_KEY, 0, -1) == []


@pytest.mark.parametrize("field", ["success_callback_name", "failure_callback_name", "stopped_callback_name"])
@pytest.mark.parametrize("asked", [[OURS, None, [2], {}], ["os.nothing", None, [], {}]], ids=["works", "fails"])
def test_code_that_is_named_beside_a_job_is_not_run(
    app: Flask, config: Config, queue: Any, field: str, asked: list[Any]
) -> None:
    slip_in(queue, asked, **{field: "tests.support.sample_jobs.no_job"})

    work_off(config)

    assert sample_jobs.ran == []


def test_an_address_that_is_named_beside_a_job_is_not_called(app: Flask, config: Config, queue: Any) -> None:
    hook = {"url": "http://127.0.0.1:1/", "job_status": "failed", "method": "GET", "headers": None, "timeout": 1}
    slip_in(queue, ["os.nothing", None, [], {}], webhooks=json.dumps([hook]))

    (job,) = Queue(jobs.QUEUE, connection=queue, serializer="json").jobs
    assert job.webhooks, "RQ itself would call it"
    work_off(config)

    failed = FailedJobRegistry(jobs.QUEUE, connection=queue, serializer="json")
    assert failed.count == 1


BROKEN_IDS = [b"\xff\xfe", b"", b"with space", b"a:b:c", "größe".encode(), b"\x00", b"x" * 70_000 + b"!"]


@pytest.mark.parametrize("key", [QUEUE_KEY, INTERMEDIATE_KEY])
def test_an_id_that_cannot_be_read_ends_nothing(app: Flask, config: Config, queue: Any, key: str) -> None:
    queue.rpush(key, *BROKEN_IDS)
    jobs.enqueue(count_up, 5)

    work_off(config)
    jobs.enqueue(count_up, 2)
    work_off(config)

    assert counted() == 7
    assert queue.lrange(key, 0, -1) == []


def test_an_id_that_comes_to_stand_there_while_the_worker_runs_ends_nothing(
    app: Flask, config: Config, queue: Any
) -> None:
    jobs.enqueue(sample_jobs.leave_broken_ids)
    jobs.enqueue(count_up, 5)

    work_off(config)

    assert counted() == 5


@pytest.mark.parametrize("register", ["wip", "finished", "failed", "deferred", "scheduled", "canceled"])
def test_a_register_with_entries_that_cannot_be_read_ends_nothing(
    app: Flask, config: Config, queue: Any, register: str
) -> None:
    key = f"rq:{register}:{jobs.QUEUE}"
    queue.zadd(key, dict.fromkeys(BROKEN_IDS, 1.0))
    jobs.enqueue(count_up, 5)

    work_off(config)

    assert counted() == 5
    assert not set(queue.zrange(key, 0, -1)) & set(BROKEN_IDS)


@pytest.mark.parametrize(
    "field,value",
    [
        ("status", "no such state"),
        ("timeout", "soon"),
        ("result_ttl", "x"),
        ("created_at", "yesterday"),
        ("worker_name", b"\xff"),
        ("origin", b"\xff"),
    ],
)
def test_a_job_whose_fields_cannot_be_read_ends_nothing(
    app: Flask, config: Config, queue: Any, field: str, value: str
) -> None:
    slip_in(queue, [OURS, None, [1], {}], **{field: value})
    jobs.enqueue(count_up, 50)

    work_off(config)

    assert counted() in {50, 51}


def test_an_id_that_names_something_else_than_a_job_ends_nothing(app: Flask, config: Config, queue: Any) -> None:
    queue.set(JOB_KEY + b"text", "no hash")
    queue.rpush(QUEUE_KEY, "text", "nothing")
    jobs.enqueue(count_up, 5)

    work_off(config)

    assert counted() == 5


def test_a_queue_that_is_no_queue_any_more_is_made_anew(app: Flask, config: Config, queue: Any) -> None:
    queue.set(QUEUE_KEY, "rubbish")
    queue.set(f"rq:wip:{jobs.QUEUE}", "rubbish")

    work_off(config)
    jobs.enqueue(count_up, 5)
    work_off(config)

    assert counted() == 5


def test_a_job_may_not_take_the_worker_for_longer_than_ours_do(app: Flask, config: Config, queue: Any) -> None:
    slip_in(queue, ["tests.support.sample_jobs.note_the_limit", None, [], {}], timeout="-1")

    work_off(config)

    assert sample_jobs.ran == [f"limit {jobs.JOB_SECONDS}"]


def test_what_an_exception_quotes_reaches_neither_queue_nor_log(
    app: Flask, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    jobs.enqueue(sample_jobs.break_with_words)

    with capture_logs() as lines:
        work_off(config)

    assert [line["kind"] for line in lines] == ["KeyError", "JobFailed"]

    (failed,) = FailedJobRegistry(jobs.QUEUE, connection=jobs.connection(), serializer="json").get_job_ids()
    result = Job.fetch(failed, connection=jobs.connection(), serializer="json").latest_result()
    assert result is not None
    # RQ packs what it keeps of an exception, so that a look at the bytes alone would find nothing.
    left = "\n".join([str(result.exc_string), whole_queue(config), str(lines), caplog.text])
    assert sample_jobs.WORDS not in left
    assert sample_jobs.CAUSE not in left
    assert "KeyError at " in left
    assert "break_with_words" in left


def test_only_a_registered_job_can_be_handed_over(app: Flask, config: Config) -> None:
    with pytest.raises(ValueError, match="is no job"):
        jobs.enqueue(run_worker)


def asked_to_stop_once(real: Callable[..., Any]) -> Callable[..., Any]:
    asked: list[Any] = []

    def run(*given: Any) -> Any:
        if not asked:
            asked.append(given)
            raise StopRequested
        return real(*given)

    return run


@pytest.mark.parametrize("place", ["reading a job", "tidying up"])
def test_whoever_is_asked_to_stop_at_any_moment_stops(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """The signal comes while the worker does something else, whose own errors end nothing."""
    where: tuple[Any, str] = (worker, "decode_redis_hash")
    if place == "tidying up":
        where = (SimpleWorker, "run_maintenance_tasks")
    monkeypatch.setattr(*where, asked_to_stop_once(getattr(*where)))
    for _ in range(2):
        jobs.enqueue(count_up)

    work_off(config)

    assert counted() == 0
