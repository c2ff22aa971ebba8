"""Running Tesseract: whether it is there, and the words that it finds in a picture, with their places.

It runs as a process of its own with little memory and time: what a picture can do to it ends with it.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from core.config import PROJECT_FOLDER

# One after the other: told of both at once it loses umlauts, because it takes each word as the language that it fits
# best ("Offis", "fiir"). Over 64 drawn screenshots it misses 2.5 % of the German words so, and 0.7 % alone.
GERMAN, ENGLISH = "deu", "eng"
# Where `make` unpacks it for those who may not install programs; see `tools.machine`.
UNPACKED = PROJECT_FOLDER / ".cache" / "programs"
# Of one run over at most `intake.files.preparing.TILE` lines of a picture; a screenshot takes half a second.
WALL_SECONDS = 20.0
CPU_SECONDS = 15
# Address space in KiB: chosen with room, not measured; all pictures of the tests stay within it.
MEMORY_KIB = 1024 * 1024
NICENESS = 10
# Limits are set by the shell, which is there everywhere, in the new process itself; where a system knows one of them
# not, the wall clock still ends it.
_LIMITED = f'ulimit -t {CPU_SECONDS} 2>/dev/null; ulimit -v {MEMORY_KIB} 2>/dev/null; exec nice -n {NICENESS} "$@"'
_WORD = "5"
# How a picture is laid out: to be found out, or one column of text.
WHOLE, COLUMN = "3", "6"


class Unread(Exception):
    """Tesseract did not read a picture: it broke, or took too long. The message holds nothing of the picture."""


Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Print:
    """How a word is printed: the colours of its letters and of what is behind them, and the width of its strokes."""

    ink: Colour
    ground: Colour
    stroke: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in pixels, the line that it stands in, and how sure it is, from 0 to 1."""

    text: str
    sure: float
    left: int
    top: int
    right: int
    bottom: int
    line: tuple[int, ...]
    # Where it was looked at.
    look: Print | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """An installed Tesseract: where it is, the variables that it needs, and its version."""

    path: str
    settings: tuple[tuple[str, str], ...]
    version: str

    @property
    def name(self) -> str:
        """The program, as it is noted beside what it read."""
        return f"tesseract {self.version}"

    def words_in(self, picture: Image.Image, language: str, *, until: float, mode: str = WHOLE) -> list[Word]:
        """Return the words in a grey picture, in the order in which Tesseract reads.

        `mode` says how it is laid out. It may take until a monotonic time, but no longer than `WALL_SECONDS`. Errors:
        `Unread`.
        """
        written = io.BytesIO()
        picture.save(written, "PPM")
        command = [self.path, "stdin", "stdout", "-l", language, "--psm", mode, "tsv"]
        left = until - time.monotonic()
        return list(_words(_output(command, self.settings, written.getvalue(), seconds=left)))


@cache
def find_program() -> Program | None:
    """Return the Tesseract of this machine with both languages; None where there is none. Asked once a process."""
    unpacked = UNPACKED / "usr" / "bin" / "tesseract"
    for path, settings in ((shutil.which("tesseract"), ()), (str(unpacked), _settings_of_unpacked())):
        if path is None or not os.access(path, os.X_OK):
            continue
        try:
            version = _output([path, "--version"], settings).partition("\n")[0].partition(" ")[2].strip()
            listed = _output([path, "--list-langs"], settings).split()
        except Unread:
            continue
        if {GERMAN, ENGLISH} <= set(listed):
            return Program(path, settings, version)
    return None


def _settings_of_unpacked() -> tuple[tuple[str, str], ...]:
    """Return where an unpacked Tesseract finds its libraries and languages."""
    libraries = sorted({str(found.parent) for found in (UNPACKED / "usr" / "lib").glob("**/*.so*")})
    languages = next(iter(sorted((UNPACKED / "usr" / "share" / "tesseract-ocr").glob("*/tessdata"))), Path())
    return (("LD_LIBRARY_PATH", os.pathsep.join(libraries)), ("TESSDATA_PREFIX", str(languages)))


def _output(
    command: list[str], settings: tuple[tuple[str, str], ...], given: bytes = b"", *, seconds: float = WALL_SECONDS
) -> str:
    # One thread: several are slower on small machines, and take the cores from readers.
    env = {"PATH": os.defpath, "LC_ALL": "C", "OMP_THREAD_LIMIT": "1", **dict(settings)}
    try:
        done = subprocess.run(
            ["/bin/sh", "-c", _LIMITED, "sh", *command],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=env,
            timeout=max(0.0, min(seconds, WALL_SECONDS)),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unread(type(error).__name__) from None
    if done.returncode != 0:
        raise Unread(f"exit code {done.returncode}")
    return done.stdout.decode("utf-8", "replace")


def _words(table: str) -> Iterator[Word]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != _WORD or not text:
            continue
        left, top, wide, high = (int(row[name]) for name in ("left", "top", "width", "height"))
        line = tuple(int(row[name]) for name in ("block_num", "par_num", "line_num"))
        sure = max(0.0, min(1.0, float(row["conf"]) / 100))
        yield Word(text, sure, left, top, left + wide, top + high, line)
