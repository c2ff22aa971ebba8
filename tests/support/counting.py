"""Counting by the interpreter's own trace what a piece of work calls, with nothing put in anybody's place."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType

from core.config import PROJECT_FOLDER

PRODUCT = ("core", "accounts", "audit", "search", "archive", "intake", "review")


@dataclass
class Calls:
    """Calls of some functions, each with the text, or each of the texts, that it was given first."""

    all: list[tuple[str, str]] = field(default_factory=list)

    def with_whole(self, text: str) -> dict[str, int]:
        """Return how often each function was given exactly this text."""
        return dict(sorted(Counter(name for name, given in self.all if given == text).items()))

    def with_text(self, text: str) -> dict[str, int]:
        """Return how often each function was given a text, or one that stands in it."""
        return dict(sorted(Counter(name for name, given in self.all if given.strip() and given in text).items()))


@contextmanager
def calls(*names: str) -> Iterator[Calls]:
    """Count the calls of the product's functions of these names while the block runs, here and in threads it starts.

    Methods have that of their class in front: "Embedder.embed".
    """
    found = Calls()

    def notice(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_qualname in names and _file_of(code.co_filename):
            # A method has itself in front.
            first = code.co_varnames[code.co_varnames[0] == "self"]
            given = frame.f_locals[first]
            found.all.extend((code.co_qualname, text) for text in ([given] if isinstance(given, str) else given))

    with _profiling(notice):
        yield found


@contextmanager
def files_entered() -> Iterator[set[str]]:
    """Collect the product's files of which a function is called while the block runs, here and in threads it starts."""
    found: set[str] = set()

    def notice(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and (file := _file_of(frame.f_code.co_filename)):
            found.add(file)

    with _profiling(notice):
        yield found


@cache
def _file_of(name: str) -> str:
    """Return a file of the product by its path inside the project; empty for any other."""
    path = Path(name)
    if not path.is_relative_to(PROJECT_FOLDER):
        return ""
    inside = path.relative_to(PROJECT_FOLDER)
    return str(inside) if inside.parts[0] in PRODUCT else ""


@contextmanager
def _profiling(notice: object) -> Iterator[None]:
    before = sys.getprofile()
    sys.setprofile(notice)  # type: ignore[arg-type]
    threading.setprofile(notice)  # type: ignore[arg-type]
    try:
        yield
    finally:
        sys.setprofile(before)
        threading.setprofile(None)
