"""The process that opens files: bounded, alone, and never believed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time

import psutil  # type: ignore[import-untyped]
import pytest

from core.config import PROJECT_FOLDER
from intake.files import inspecting
from intake.files.inspection import main
from intake.files.inspection.found import Problem, Refused
from intake.models.files import FileType
from tests.support import pictures


def problem(content: bytes) -> Problem:
    with pytest.raises(Refused) as refused:
        inspecting.inspect([content], FileType)
    return refused.value.problem


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "MOST_SECONDS", 0.3)
    monkeypatch.setattr(inspecting, "_COMMAND", ("/bin/sleep", "600"))

    assert problem(pictures.png()) is Problem.TOO_COSTLY


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        "5",
        "{",
        '{"problem": "own words"}',
        '{"size": 1e9}',
        '{"size": true}',
        '{"size": 4}\nabcd',
        "[" * 9_000,
    ],
)
def test_a_process_that_was_taken_over_says_nothing_that_is_believed(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(inspecting, "_COMMAND", ("/bin/sh", "-c", 'cat >/dev/null; printf "%s" "$0"', said))

    assert problem(pictures.png()) in {Problem.TOO_COSTLY, Problem.DAMAGED}


def test_the_process_knows_no_secret_and_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "sehr geheim")
    asking = "import os, sys; sys.stdin.buffer.read(); print(sorted(os.environ), sys.path[0], os.getcwd())"
    monkeypatch.setattr(inspecting, "_COMMAND", (sys.executable, "-I", "-c", asking))

    with inspecting._process() as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        seen = process.stdout.read().decode()

    assert "SECRET" not in seen
    assert "DATABASE" not in seen
    assert seen.endswith(" /\n")


def test_the_process_may_write_no_file_and_take_no_more_than_its_memory_and_time() -> None:
    names = "(r.RLIMIT_FSIZE, r.RLIMIT_CORE, r.RLIMIT_CPU, r.RLIMIT_DATA)"
    limits = f"""
import json, resource as r
from intake.files.inspection import main
main._limit()
print(json.dumps([r.getrlimit(name) for name in {names}]))
"""
    done = subprocess.run(
        [sys.executable, "-c", limits], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=True
    )

    cpu, memory = main.CPU_SECONDS, main.MOST_MEMORY
    assert json.loads(done.stdout) == [[0, 0], [0, 0], [cpu] * 2, [memory] * 2]


def test_no_more_than_two_are_open_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "_COMMAND", ("/bin/sleep", "0.3"))
    before = len(psutil.Process().children())
    most = 0

    def open_one() -> None:
        problem(pictures.png())

    threads = [threading.Thread(target=open_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        most = max(most, len(psutil.Process().children()))
        time.sleep(0.005)

    assert most - before == inspecting.PLACES
