"""The queue: which functions are jobs, and how work is handed to the worker and the clock."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from typing import ParamSpec

import redis
import structlog
from flask import Flask, current_app
from rq import Queue
from rq.cron import CronJob, CronScheduler
from rq.job import Job
from rq.timeouts import JobTimeoutException

from core.config import Config
from core.db import db
from core.logs import frames_of

log = structlog.get_logger(__name__)

QUEUE = "gegencheck"
# Job ids only travel; pickle would let whoever can write to the queue run code in the worker.
SERIALIZER = "json"
JOB_SECONDS = 30 * 60
RESULT_SECONDS = 60
FAILURE_SECONDS = 24 * 3600
# So long a job that is queued once counts as queued; as long as the clock takes to the next sweep.
PENDING_SECONDS = 30
# After a failed try the queue is left alone this long, so that a hanging server slows one reader, not all.
PAUSE_SECONDS = 5.0

P = ParamSpec("P")

# Every function that the worker may run, by the name under which it travels. Whoever can write to the queue can ask
# for one of these with ids, and for nothing else.
REGISTERED: dict[str, Callable[..., None]] = {}
# Those of which one run in the queue is enough.
_ONCE: set[str] = set()


class JobFailed(Exception):
    """A job broke; the message holds the kind of the exception and places in the code, never a value.

    RQ keeps the text of an exception in the queue and logs it, and a driver's message can quote a reader's words.
    """


class OutOfTime(JobFailed):
    """A job was ended because its time was over: whoever runs several in one has to stop as well."""


class Breaker:
    """Remembers for a moment that the queue did not answer; safe to use from many threads."""

    def __init__(self) -> None:
        self._closed_until = 0.0
        self._lock = threading.Lock()

    def is_open(self) -> bool:
        """Return whether a try is worth it."""
        with self._lock:
            return time.monotonic() >= self._closed_until

    def failed(self) -> None:
        """Stop trying for `PAUSE_SECONDS`."""
        with self._lock:
            self._closed_until = time.monotonic() + PAUSE_SECONDS


def init_app(app: Flask, config: Config) -> None:
    """Give the app a connection for handing work over; nothing is connected yet."""
    app.extensions["jobs"] = {
        "connection": redis.Redis.from_url(config.redis_url, socket_timeout=1, socket_connect_timeout=1),
        "breaker": Breaker(),
    }


def connection() -> redis.Redis:
    """Return this app's connection to the queue."""
    found: redis.Redis = current_app.extensions["jobs"]["connection"]
    return found


def enqueue(func: Callable[..., None] | str, *ids: int) -> bool:
    """Hand `func(*ids)` to the worker; return whether the queue took it.

    The function may be given by its name, by who stands below it and must not import it.
    A queue that is away is no error for the caller: what the job is about stands in the database
    already, and the sweep finds it there. Errors: `ValueError` for a function that is no job.
    """
    return _handed_over(known(func), *ids)


def enqueue_once(func: Callable[..., None] | str) -> bool:
    """Hand `func()` to the worker unless it is in the queue and has not begun; return whether it is there now.

    Single flight: call it after the commit, and a run that begins later sees what was committed. The job is one that
    was marked with `job(once=True)`, and takes up all there is to do. A process that dies between noting that the job
    is in the queue and putting it there leaves a note that ends by itself, before the sweep comes round.
    Errors: `ValueError` for any other function.
    """
    name = known(func)
    if name not in _ONCE:
        raise ValueError(f"{name} is not marked as a job that is queued once")
    return _handed_over(name, once=True)


def known(func: Callable[..., None] | str) -> str:
    """Return the name under which a job travels. Errors: `ValueError` for a function that is none."""
    name = func if isinstance(func, str) else name_of(func)
    if name not in REGISTERED:
        raise ValueError(f"{name} is no job; the worker would refuse it")
    return name


def _handed_over(name: str, *ids: int, once: bool = False) -> bool:
    breaker: Breaker = current_app.extensions["jobs"]["breaker"]
    if not breaker.is_open():
        return False
    client = connection()
    try:
        if once and not client.set(_pending(name), 1, nx=True, ex=PENDING_SECONDS):
            return True
        # One round trip, where RQ alone would make two.
        with client.pipeline() as pipe:
            Queue(QUEUE, connection=client, serializer=SERIALIZER).enqueue_call(
                name,
                args=ids,
                timeout=JOB_SECONDS,
                result_ttl=RESULT_SECONDS,
                failure_ttl=FAILURE_SECONDS,
                pipeline=pipe,
            )
            pipe.execute()
    except redis.RedisError as error:
        breaker.failed()
        log.warning("queue_away", kind=type(error).__name__, job=name)
        return False
    return True


def _begun(name: str) -> None:
    """Let the next one hand over a job again that begins now."""
    try:
        connection().delete(_pending(name))
    except redis.RedisError as error:
        # The note ends by itself, and the sweep takes up what no job was made for.
        log.warning("queue_away", kind=type(error).__name__, job=name)


def _pending(name: str) -> str:
    return f"{QUEUE}:pending:{name}"


def run_here(name: str, *ids: int) -> None:
    """Run a job here and now. Errors: `OutOfTime`; `JobFailed`, also for a name that no job has any more."""
    if name not in REGISTERED:
        raise JobFailed("no such job")
    REGISTERED[name](*ids)


class _JsonCronJob(CronJob):
    """A repeated job that travels as JSON; RQ's own always pickles, and our worker refuses pickles."""

    def enqueue(self, connection: redis.Redis) -> Job:
        """Hand one run to the worker."""
        queue = Queue(self.queue_name, connection=connection, serializer=SERIALIZER)
        # A run that is still in the queue when the next one is due is dropped: one of them is enough.
        return queue.enqueue_call(
            self.func_name,
            ttl=self.interval,
            timeout=JOB_SECONDS,
            result_ttl=RESULT_SECONDS,
            failure_ttl=FAILURE_SECONDS,
        )


def name_of(func: Callable[..., None]) -> str:
    """Return the name under which a function travels."""
    return f"{func.__module__}.{func.__qualname__}"


def job(*, formerly: str = "", once: bool = False) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Mark a function as work for the worker: its database session is closed behind it.

    `formerly` is a name under which it may still stand in the queue of an installation that was updated. With `once` it
    may be handed over by `enqueue_once`: what is handed over from its beginning on is a further run.
    Errors of the marked function: `JobFailed`, whatever broke inside.
    """

    def marked(func: Callable[P, None]) -> Callable[P, None]:
        @functools.wraps(func)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                if once:
                    _begun(name_of(func))
                func(*args, **kwargs)
            except Exception as error:
                told = f"{type(error).__name__} at {', '.join(frames_of(error))}"
                is_late = isinstance(error, JobTimeoutException | OutOfTime)
                log.error("job_failed", job=name_of(func), kind=type(error).__name__, where=frames_of(error))
            else:
                return
            finally:
                db.session.remove()
            # Raised outside the handler, so that the original with its message is not carried along as the context.
            raise OutOfTime(told) if is_late else JobFailed(told)

        REGISTERED[name_of(func)] = run
        if once:
            _ONCE.add(name_of(func))
        if formerly:
            REGISTERED[formerly] = run
        return run

    return marked


def run_clock(redis_url: str, schedule: dict[str, int]) -> None:
    """Enqueue each function, given by its dotted name, every so many seconds until told to stop."""
    scheduler = CronScheduler(redis.Redis.from_url(redis_url), logging_level="WARNING")
    scheduler.get_jobs().extend(
        _JsonCronJob(queue_name=QUEUE, func_name=name, interval=seconds) for name, seconds in schedule.items()
    )
    scheduler.start()  # type: ignore[no-untyped-call]
