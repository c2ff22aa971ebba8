"""The supervisor: children are restarted when they fall, and never outlive it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.config import PROJECT_FOLDER
from core.service import supervisor as module
from core.service.supervisor import Program, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = (
    "import signal, time, pathlib, sys\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "pathlib.Path(sys.argv[1]).touch()\n"
    "time.sleep(600)\n"
)
FOLLOWING = (
    "import os, pathlib, sys, time\n"
    "from core.service.supervisor import follow_parent\n"
    "follow_parent()\n"
    "pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))\n"
    "time.sleep(600)\n"
)
SUPERVISING = (
    "import sys\n"
    "from core.service.supervisor import Supervisor\n"
    "supervisor = Supervisor()\n"
    "for path in sys.argv[2:]:\n"
    "    supervisor.start(path, [sys.executable, '-c', sys.argv[1], path])\n"
    "supervisor.run()\n"
)


def eventually(true: Callable[[], bool], *, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A child whose parent has not taken note of its end yet is no longer running.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.strip().startswith("Z")


@pytest.fixture
def supervisor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Supervisor]:
    """A supervisor at work in a thread; what it started is gone after the test."""
    monkeypatch.setattr(module, "LOOK_EVERY_SECONDS", 0.02)
    monkeypatch.setattr(module, "STOP_SECONDS", 1.0)
    made = Supervisor()
    thread = threading.Thread(target=made.run)
    thread.start()
    yield made
    made.stop()
    thread.join(20)
    assert not thread.is_alive()


def pid_of(program: Program) -> int | None:
    process = program.process
    return process.pid if process is not None and process.poll() is None else None


def test_a_child_that_was_killed_is_started_again(supervisor: Supervisor) -> None:
    fallen, other = supervisor.start("fallen", SLEEP), supervisor.start("other", SLEEP)
    first, neighbour = pid_of(fallen), pid_of(other)
    assert first is not None

    os.kill(first, signal.SIGKILL)

    assert eventually(lambda: pid_of(fallen) not in {None, first})
    assert pid_of(other) == neighbour, "its neighbour did not notice"


def test_a_child_that_falls_again_and_again_is_started_with_longer_and_longer_pauses(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE_SECONDS", 0.3)
    falling = supervisor.start("falling", [sys.executable, "-c", "raise SystemExit(3)"])

    assert eventually(lambda: falling.falls >= 3)

    assert falling.not_before - falling.started > 0.3


def test_stopping_ends_all_children_the_last_one_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ended: list[str] = []
    made = Supervisor()
    programs = [made.start(name, SLEEP) for name in ("queue", "worker", "web")]
    for program in programs:
        assert program.process is not None
        terminate = program.process.terminate

        def note(name: str = program.name, terminate: Callable[[], None] = terminate) -> None:
            ended.append(name)
            terminate()

        monkeypatch.setattr(program.process, "terminate", note)

    made.stop()
    made.run()

    assert ended == ["web", "worker", "queue"]
    assert [pid_of(program) for program in programs] == [None, None, None]


def test_a_child_that_does_not_listen_is_ended_all_the_same(supervisor: Supervisor, tmp_path: Path) -> None:
    started = tmp_path / "started"
    program = supervisor.start("stubborn", [sys.executable, "-c", STUBBORN, str(started)])
    assert eventually(started.exists)

    supervisor.stop()

    assert eventually(lambda: pid_of(program) is None)


def test_children_end_when_the_supervisor_itself_is_killed(tmp_path: Path) -> None:
    notes = [tmp_path / "one", tmp_path / "two"]
    parent = subprocess.Popen([sys.executable, "-c", SUPERVISING, FOLLOWING, *map(str, notes)], cwd=PROJECT_FOLDER)
    try:
        assert eventually(lambda: all(note.exists() and note.read_text() for note in notes))
        children = [int(note.read_text()) for note in notes]
        assert all(is_alive(child) for child in children)
    finally:
        parent.kill()
        parent.wait(10)

    assert eventually(lambda: not any(is_alive(child) for child in children))


def test_outside_a_supervisor_nothing_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(module.LIFELINE, raising=False)
    before = threading.active_count()

    module.follow_parent()

    assert threading.active_count() == before


def test_waiting_ends_as_soon_as_the_child_is_ready_has_fallen_or_is_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Supervisor()
    try:
        sleeping = made.start("sleeping", SLEEP)
        fallen = made.start("fallen", [sys.executable, "-c", ""])

        assert made.wait_until(lambda: True, sleeping, seconds=5)
        assert not made.wait_until(lambda: False, fallen, seconds=30)
        assert not made.wait_until(lambda: False, sleeping, seconds=0.1)
        made.stop()
        assert not made.wait_until(lambda: True, sleeping, seconds=30)
    finally:
        made.stop_all()
