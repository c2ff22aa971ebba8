"""Opening a file of a stranger: in a process of its own with little memory and time, a few at once.

A decoder that is led astray by a file finds no database, no secret and no other reader's file there, and takes only its
own process with it. What the process says is read as if a stranger had written it.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any

from core.config import PROJECT_FOLDER
from intake.files.inspection.found import Found, Mark, Problem, Refused

# So many processes at once; each may take 290 MB for a moment. Where there are two cores one stays free for everybody
# else: two processes open twenty photos no sooner than one there.
PLACES = 2 if (os.cpu_count() or 1) > 2 else 1
# So many may wait for one, each in a thread of the web server that is there for files alone; whoever comes then, or has
# waited for so long, is asked to try again.
WAITING = 22
MOST_AT_ONCE = PLACES + WAITING
WAIT_SECONDS = 90.0
# The longest that was measured is four seconds, and ten where others take the processor, to whom it gives way. Against
# a file that is made to cost stands the time of the processor, which the process bounds itself.
MOST_SECONDS = 60.0
# Our picture of a file at its largest, a photo of nothing but noise, and what is told of it.
LARGEST_PICTURE = 24 * 1024 * 1024
LARGEST_LINE = 64 * 1024

MOST_PAGES = 1_000_000
LONGEST_SIDE = 65_535
_HASH = re.compile(r"(?:[0-9a-f]{64})?")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG")
# Isolated: it takes nothing from the environment or the folder it is started in.
_COMMAND = (
    sys.executable,
    "-I",
    "-c",
    "import sys; sys.path.insert(0, sys.argv[1]); from intake.files.inspection.main import run; run()",
    str(PROJECT_FOLDER),
)
# One thread, one heap: more would only take memory.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}

_places = threading.BoundedSemaphore(PLACES)
_queue = threading.BoundedSemaphore(MOST_AT_ONCE)


class Busy(Exception):
    """Too many files are being opened; nothing is wrong with this one."""


def inspect(content: Iterable[bytes], kinds: Iterable[str]) -> Found:
    """Open a file that comes in pieces; `kinds` are the media types that may come out.

    Errors: `Refused` when it cannot be taken, `Busy` when too many others are being opened.
    """
    with _place(), _process() as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the process has no pipes")
        with suppress(BrokenPipeError):
            for piece in content:
                process.stdin.write(piece)
        with suppress(BrokenPipeError):
            process.stdin.close()
        return _read(process.stdout, frozenset(kinds))


@contextmanager
def _place() -> Iterator[None]:
    if not _queue.acquire(blocking=False):
        raise Busy
    try:
        if not _places.acquire(timeout=WAIT_SECONDS):
            raise Busy
        try:
            yield
        finally:
            _places.release()
    finally:
        _queue.release()


@contextmanager
def _process() -> Iterator[subprocess.Popen[bytes]]:
    """Start the process, and end it for good however this is left."""
    process = subprocess.Popen(
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=_ENVIRONMENT,
        # A group of its own, to be ended as a whole. No session: Linux shares the processor among sessions first, and a
        # child that is the only one of its session would get as much of it as the web server, however nice it is.
        process_group=0,
    )
    clock = threading.Timer(MOST_SECONDS, _kill, [process])
    clock.daemon = True
    clock.start()
    try:
        yield process
    finally:
        clock.cancel()
        _kill(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    # The group is its own; until somebody waits for it, its number is nobody else's.
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _read(out: IO[bytes], kinds: frozenset[str]) -> Found:
    told = _line(out)
    if told is None:
        # It was ended before it could say anything: by the limit of its time, or by a decoder that broke.
        raise Refused(Problem.TOO_COSTLY)
    if "problem" in told:
        raise Refused(Problem(told["problem"]) if told["problem"] in set(Problem) else Problem.DAMAGED)
    size = _whole(told.get("size"), 1, LARGEST_PICTURE)
    picture = out.read(size)
    if len(picture) < size or not picture.startswith(_PICTURES):
        raise Refused(Problem.TOO_COSTLY)
    marks = _line(out) or {}
    if told.get("media_type") not in kinds:
        raise Refused(Problem.DAMAGED)
    return Found(
        media_type=str(told["media_type"]),
        width=_whole(told.get("width"), 1, LONGEST_SIDE),
        height=_whole(told.get("height"), 1, LONGEST_SIDE),
        pages=_whole(told.get("pages"), 1, MOST_PAGES),
        image_hash=_hash(told.get("image_hash")),
        image_quality=_whole(told.get("image_quality"), 0, 100),
        links=[link for link in _texts(told.get("links")) if link.startswith(("http://", "https://"))],
        picture=picture,
        marks=[Mark(mark) for mark in _texts(marks.get("marks")) if mark in set(Mark)],
    )


def _line(out: IO[bytes]) -> Mapping[str, Any] | None:
    with suppress(ValueError, RecursionError):
        told = json.loads(out.readline(LARGEST_LINE))
        return told if isinstance(told, dict) else None
    return None


def _whole(value: object, smallest: int, largest: int) -> int:
    if type(value) is not int or not smallest <= value <= largest:
        raise Refused(Problem.DAMAGED)
    return value


def _hash(value: object) -> str:
    return value if isinstance(value, str) and _HASH.fullmatch(value) else ""


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
