"""The process that opens one file: it reads the file from standard input and writes what it found to standard output.

First a line of JSON, then our picture, then a second line with what the file says of itself. What has no picture ends
after the first line. Whoever started it reads no more than it may write.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TypeAlias

from intake.files.inspection import drawing, kinds, marks, pages, reading
from intake.files.inspection.found import Problem, Refused
from search.pictures.hashing import fingerprint_of

MEGABYTE = 1024 * 1024
# What it may take of memory, measured on the largest files of each kind that are taken, and of the processor.
MOST_MEMORY = 270 * MEGABYTE
MOST_ADDRESSES = 1024 * MEGABYTE
CPU_SECONDS = 20
MOST_FILES = 32
# Whoever sends a report goes first.
NICENESS = 10

Told: TypeAlias = Mapping[str, str | int | list[str]]


def run() -> None:
    """Open the file on standard input; never raises."""
    _limit()
    drawing.set_up()
    out = sys.stdout.buffer
    content = sys.stdin.buffer.read()
    found, picture = _inspected(content)
    _write_line(found)
    out.write(picture)
    # What was found is told before the last part: should that break the process, the picture is there all the same.
    out.flush()
    if picture:
        _write_line({"marks": _marks(content, kinds.kind_of(content))})
        out.flush()


def _inspected(content: bytes) -> tuple[Told, bytes]:
    """Return what is told of a file, and our picture of it; nothing of one that cannot be taken."""
    try:
        return _inspect(content)
    except Refused as refused:
        problem = refused.problem
    except MemoryError:
        problem = Problem.TOO_COSTLY
    except Exception:
        # Decoders say in a hundred ways that something is broken.
        problem = Problem.DAMAGED
    return {"problem": problem.value}, b""


def _inspect(content: bytes) -> tuple[Told, bytes]:
    kind = kinds.kind_of(content)
    image, count = pages.draw(content) if kind == kinds.PDF else (drawing.draw(content, kind), 1)
    picture = drawing.packed(image, is_photo=kind in {kinds.JPEG, kinds.HEIC})
    known_by = fingerprint_of(image)
    found: Told = {
        "media_type": kind,
        "size": len(picture),
        "width": image.width,
        "height": image.height,
        "pages": count,
        "image_hash": "" if known_by is None else known_by.hash,
        "image_quality": 0 if known_by is None else known_by.quality,
        "links": reading.links(image),
    }
    return found, picture


def _marks(content: bytes, kind: str) -> list[str]:
    with suppress(Exception):
        return list(marks.marks_of(content, kind))
    return []


def _write_line(told: Told) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode("ascii") + b"\n")


def _limit() -> None:
    """Take away what opening a picture does not need: more memory, more time, files to write, and core dumps."""
    os.nice(NICENESS)
    for name, most in (
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_AS, MOST_ADDRESSES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        # macOS knows some of these by name only.
        with suppress(OSError, ValueError):
            resource.setrlimit(name, (most, most))
