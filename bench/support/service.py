"""A whole service in processes of its own, as `make run` starts it: for measurements and for the tests of all of it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from core.config import PROJECT_FOLDER

RUNNING = "Gegencheck is running."
START_SECONDS = 120.0
STOP_SECONDS = 60.0
ANSWER_SECONDS = 60.0

# What the command line of a process of the service holds, and of no other.
MARKS = {"worker": "processes.worker", "clock": "processes.clock", "queue": "valkey", "web": "processes.web"}


class ServiceFailed(Exception):
    """The service did not do what was asked in the time it has; the message holds its output."""


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Service:
    """One installation and, between `start` and `stop`, its processes."""

    data_dir: Path
    port: int = field(default_factory=free_port)
    environment: Mapping[str, str] = field(default_factory=dict)
    # Where what it prints is kept: beside the data, until somebody says otherwise.
    log: Path = field(init=False)
    process: subprocess.Popen[bytes] | None = None
    # How long the last start took until the addresses were printed.
    start_seconds: float = 0.0

    def __post_init__(self) -> None:
        self.log = self.data_dir.with_name(f"{self.data_dir.name}.log")

    @property
    def url(self) -> str:
        """The address of the first page, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        """What the last start has printed so far, on both streams."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    @property
    def one_time_password(self) -> str | None:
        """The password of the first account, if the last start printed one."""
        found = re.search(r"^One-time password: (\S+)$", self.output, re.MULTILINE)
        return found[1] if found else None

    @property
    def _environment(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "APP_ROLE", "SECRET_KEY", "HOST", "PUBLIC_URL"}
        }
        own = {"DATA_DIR": str(self.data_dir), "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        # Measurements and tests fill in forms quicker and oftener than people. What is measured is how fast reports go
        # through, so none waits its turn unless that is what is measured.
        own |= {"REPORTS_PER_NETWORK_PER_HOUR": "0", "REPORTS_PER_HOUR": "0", "FORM_SECONDS": "0", "BUSY_REPORTS": "0"}
        return inherited | own | dict(self.environment)

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the processes and return at once."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(PROJECT_FOLDER / "serve.py")],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
            )
        return self.process

    def start(self) -> None:
        """Start the processes and wait until the service says that it runs.

        Errors: `ServiceFailed` when it ends or stays silent.
        """
        started = time.perf_counter()
        process = self.launch()
        wait_for(
            lambda: RUNNING in self.output or process.poll() is not None,
            seconds=START_SECONDS,
            what=lambda: f"the service did not start:\n{self.output}",
        )
        if process.poll() is not None:
            raise ServiceFailed(f"the service ended with {process.returncode}:\n{self.output}")
        self.start_seconds = time.perf_counter() - started

    def stop(self) -> int:
        """Stop it as Ctrl-C does and return its exit code; one that does not run is left alone."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            for child in self.children():
                child.kill()
            self.process.kill()
            self.process.wait()
            raise ServiceFailed(f"the service did not stop:\n{self.output}") from None

    def children(self) -> list[psutil.Process]:
        """Return all processes below the one that was started."""
        if self.process is None or self.process.poll() is not None:
            return []
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def find(self, program: str) -> psutil.Process:
        """Return the running process of `worker`, `clock`, `queue` or `web`.

        Errors: `ServiceFailed` when it does not run within half a minute.
        """
        found: list[psutil.Process] = []

        def runs() -> bool:
            found[:] = [child for child in self.children() if MARKS[program] in _command(child)]
            return bool(found)

        wait_for(runs, seconds=30, what=lambda: f"there is no {program}:\n{self.output}")
        return found[0]

    def run_flask(self, *arguments: str) -> str:
        """Run a command of `flask` in the same installation and return its standard output.

        Errors: `ServiceFailed` with what it printed when its exit code is not zero.
        """
        done = subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=PROJECT_FOLDER,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServiceFailed(f"flask {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """Open the database beside the running service, for reading only."""
        connection = sqlite3.connect(f"{(self.data_dir / 'gegencheck.db').as_uri()}?mode=ro", uri=True, timeout=30)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()

    def count(self, query: str) -> int:
        """Return the one number that a query gives."""
        with self.database() as connection:
            return int(connection.execute(query).fetchone()[0] or 0)

    def waiting(self) -> int:
        """Return how many submissions have no case yet."""
        return self.count("SELECT count(*) FROM submission WHERE case_id IS NULL")

    def submit(self, text: str, *, sender: int = 0) -> tuple[int, dict[str, Any]]:
        """Send a report through the API; return the status and the body of the answer.

        `sender` tells the senders apart where the service was told to believe one proxy: each then has an
        address of its own, and the limits count them as what they are, many readers.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request(
                "POST",
                "/api/v1/submissions",
                body=json.dumps({"kind": "check", "text": text}),
                headers={"Content-Type": "application/json", "X-Forwarded-For": _address(sender)},
            )
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


def wait_for(condition: Callable[[], bool], *, seconds: float, what: Callable[[], str], every: float = 0.1) -> None:
    """Return when the condition holds.

    Errors: `ServiceFailed` with the sentence `what` returns when it does not come true in time.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise ServiceFailed(what())
        time.sleep(every)


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _address(sender: int) -> str:
    """Return an address out of a range that is used inside of houses only."""
    return f"10.{sender >> 16 & 255}.{sender >> 8 & 255}.{sender & 255}"
