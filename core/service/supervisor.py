"""Keeping a few child processes running: started in order, restarted when they fall, stopped together.

Process managers on the shelf either end everything when one child ends, or bring a configuration
language and a control server; what is needed here is a loop.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from core.config import PROJECT_FOLDER

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 0.3
STOP_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0
# A child that ran this long before it fell is started again at once.
SETTLED_SECONDS = 60.0
LIFELINE = "GEGENCHECK_LIFELINE"


@dataclass(slots=True)
class Program:
    """One child process."""

    name: str
    command: Sequence[str]
    # What it finds in its environment; ours, where nothing is said.
    environment: Mapping[str, str] | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    # Monotonic time before which it is not started again.
    not_before: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """The children of this process, in the order in which they were started."""

    programs: list[Program] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)
    # Children hold the reading end: when this process dies, however it dies, they see it close.
    _lifeline: tuple[int, int] = field(default_factory=os.pipe)

    def start(self, name: str, command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Program:
        """Start a child that is kept running from now on; one with an `environment` of its own has nothing of ours."""
        program = Program(name, command, environment)
        self._spawn(program)
        self.programs.append(program)
        return program

    def wait_until(self, ready: Callable[[], bool], program: Program, *, seconds: float) -> bool:
        """Return whether `ready` came true within some seconds while the program was still running."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self._stopping.is_set():
            if ready():
                return True
            if program.process is None or program.process.poll() is not None:
                return False
            time.sleep(0.1)
        return False

    def stop(self) -> None:
        """Ask for the end; safe to call from a signal handler."""
        self._stopping.set()

    def is_stopping(self) -> bool:
        """Return whether the end was asked for."""
        return self._stopping.is_set()

    def run(self) -> None:
        """Keep all children running until `stop` is called, then stop them."""
        while not self._stopping.wait(LOOK_EVERY_SECONDS):
            for program in self.programs:
                self._look_after(program)
        self.stop_all()

    def stop_all(self) -> None:
        """Stop the children, the last started first; whoever does not listen is ended."""
        for program in reversed(self.programs):
            if program.process is not None and program.process.poll() is None:
                program.process.terminate()
                try:
                    program.process.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    program.process.kill()
                    program.process.wait()

    def _look_after(self, program: Program) -> None:
        now = time.monotonic()
        process = program.process
        if process is not None and process.poll() is not None:
            program.falls = 0 if now - program.started > SETTLED_SECONDS else program.falls + 1
            pause = min(LONGEST_PAUSE_SECONDS, 2.0 ** (program.falls - 1) if program.falls else 0.0)
            program.process, program.not_before = None, now + pause
            log.warning("stopped", program=program.name, code=process.returncode, again_in_seconds=pause)
        if program.process is None and now >= program.not_before:
            self._spawn(program)

    def _spawn(self, program: Program) -> None:
        reading, _ = self._lifeline
        given = os.environ if program.environment is None else program.environment
        # A group of its own: Ctrl-C reaches this process only, which then stops the children in order.
        program.process = subprocess.Popen(
            program.command,
            cwd=PROJECT_FOLDER,
            stdin=subprocess.DEVNULL,
            pass_fds=(reading,),
            env={**given, LIFELINE: str(reading)},
            start_new_session=True,
        )
        program.started = time.monotonic()


def follow_parent() -> None:
    """End this process when the one that supervises it is gone; does nothing outside a supervisor."""
    handle = os.environ.get(LIFELINE)
    if not handle:
        return

    def wait_for_the_end() -> None:
        # Nothing is ever written: the read returns only when the other end is closed.
        os.read(int(handle), 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait_for_the_end, name="follow-parent", daemon=True).start()
