"""The worker: takes jobs out of the queue and runs our own functions by name, whatever else stands there."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import redis
import structlog
from rq import Queue, SimpleWorker
from rq.exceptions import NoSuchJobError, StopRequested
from rq.intermediate_queue import IntermediateQueue
from rq.job import Job, validate_job_id
from rq.registry import BaseRegistry
from rq.utils import decode_redis_hash, now

from core.jobs import JOB_SECONDS, QUEUE, REGISTERED, SERIALIZER

log = structlog.get_logger(__name__)

# All that a job of ours has. Callbacks, webhooks, retries, dependencies, metadata and whatever a later RQ brings are
# not read: each of them would let whoever can write to the queue name code to run or an address to call.
FIELDS = frozenset(
    {"data", "created_at", "enqueued_at", "started_at", "ended_at", "last_heartbeat", "origin", "status", "worker_name"}
    | {"timeout", "ttl", "result_ttl", "failure_ttl", "description"}
)

# After something that could not be read the queue is left alone this long.
PAUSE_SECONDS = 1.0


class Refused(Exception):
    """Something in the queue asks for what the worker does not do; the message holds none of its values."""


class OwnJob(Job):
    """A job that can only be one of ours, with whole numbers as its arguments."""

    def restore(self, raw_data: dict[Any, Any]) -> None:
        """Read a job; what cannot be read is no job, and the worker goes on with the next."""
        try:
            fields = decode_redis_hash(raw_data)
            super().restore({name.encode(): value for name, value in fields.items() if name in FIELDS})
        except (NoSuchJobError, StopRequested):
            # The second comes from outside, at any moment: it is about the worker, not about this job.
            raise
        except Exception as error:
            log.warning("job_unreadable", kind=type(error).__name__)
            # Without its context: the message of a decoder quotes what it could not decode.
            raise NoSuchJobError("unreadable") from None
        self.timeout = JOB_SECONDS

    @property
    def func(self) -> Callable[..., None]:
        """Return the function that was asked for. Errors: `Refused` for any that is not registered as a job."""
        found = REGISTERED.get(self.func_name) if isinstance(self.func_name, str) else None
        if found is None:
            raise Refused("not one of our jobs")
        if self.instance is not None or self.kwargs or not all(type(number) is int for number in self.args):
            raise Refused("a job takes ids and nothing else")
        return found


class OwnQueue(Queue):
    """A queue from which ids that are no text are thrown away instead of ending whoever reads them."""

    job_class = OwnJob

    @classmethod
    def lmove(cls, connection: redis.Redis, queue_key: str, timeout: int | None) -> Any:  # noqa: ANN401 (RQ's own)
        """Return the key of the queue and the next readable id, or None when it is empty."""
        while (found := super().lmove(connection, queue_key, timeout)) is not None:
            if is_readable(found[1]):
                return found
            log.warning("job_id_unreadable")
            connection.lrem(IntermediateQueue(queue_key, connection).key, 0, found[1])
        return None


class Worker(SimpleWorker):
    """Works in its own process: the model stays loaded, and a child forked after the model has run may hang."""

    log_job_description = False
    log_result_lifespan = False

    def dequeue_job_and_maintain_ttl(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (RQ's own)
        """Return the next job; whatever cannot be read on the way to it is thrown away."""
        while True:
            try:
                return super().dequeue_job_and_maintain_ttl(*args, **kwargs)
            except (StopRequested, redis.ConnectionError, redis.TimeoutError):
                raise
            except Exception as error:
                # RQ would end here, and again at every start for as long as the entry stands in the queue.
                self._go_on_after(error)

    def run_maintenance_tasks(self) -> None:
        """Tidy RQ's registers; an entry in them that cannot be read ends nothing."""
        try:
            super().run_maintenance_tasks()  # type: ignore[no-untyped-call]
        except (StopRequested, redis.ConnectionError, redis.TimeoutError):
            raise
        except Exception as error:
            # Otherwise the next round would begin at once.
            self.last_cleaned_at = now()  # type: ignore[assignment]  # RQ declares the None of the beginning only
            self._go_on_after(error)

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """Log that a job failed by its kind alone; RQ would log the whole traceback and what the queue asked for."""
        log.error("job_failed", id=job.id, kind=exc_info[0].__name__)

    def _go_on_after(self, error: Exception) -> None:
        log.error("queue_unreadable", kind=type(error).__name__)
        throw_away_unreadable(self.connection)
        # Whatever it is that was not thrown away must not keep a core busy.
        time.sleep(PAUSE_SECONDS)


def is_readable(job_id: bytes) -> bool:
    """Return whether RQ can read a job's id."""
    try:
        validate_job_id(job_id.decode())
    except ValueError:
        return False
    return True


def throw_away_unreadable(connection: redis.Redis) -> None:
    """Take out of our queue and its registers every entry that RQ cannot read, or that names something else."""
    # The client's types allow for strings, which a connection that decodes nothing never returns.
    client: Any = connection
    queue = OwnQueue(QUEUE, connection=connection, serializer=SERIALIZER)
    for key in (queue.key, queue.intermediate_queue.key):
        if client.type(key) not in {b"list", b"none"}:
            client.delete(key)
        for entry in client.lrange(key, 0, -1):
            if not _names_a_job(client, entry):
                client.lrem(key, 0, entry)
    for register in _registers(queue):
        if client.type(register.key) not in {b"zset", b"none"}:
            client.delete(register.key)
        for entry in client.zrange(register.key, 0, -1):
            # Running jobs stand there as id and execution.
            if not _names_a_job(client, entry.partition(b":")[0]) or not is_readable(entry.replace(b":", b"-", 1)):
                client.zrem(register.key, entry)


def _names_a_job(client: Any, job_id: bytes) -> bool:  # noqa: ANN401 (as above)
    return is_readable(job_id) and client.type(OwnJob.key_for(job_id.decode())) in {b"hash", b"none"}


def _registers(queue: Queue) -> list[BaseRegistry]:
    return [
        queue.started_job_registry,
        queue.finished_job_registry,
        queue.failed_job_registry,
        queue.deferred_job_registry,
        queue.scheduled_job_registry,
        queue.canceled_job_registry,
    ]


def run_worker(redis_url: str, *, burst: bool = False) -> None:
    """Work off the queue until told to stop, or with `burst` until it is empty."""
    # No read timeout here: the worker waits at the queue for as long as it is quiet.
    connection = redis.Redis.from_url(redis_url)
    throw_away_unreadable(connection)
    queue = OwnQueue(QUEUE, connection=connection, serializer=SERIALIZER)
    worker = Worker([queue], connection=connection, serializer=SERIALIZER, job_class=OwnJob, queue_class=OwnQueue)
    worker.work(burst=burst, logging_level="WARNING")
