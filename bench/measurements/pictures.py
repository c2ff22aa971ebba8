"""How well words are read in pictures, and how long it takes: by the product, and by a package one would take instead.

`python -m bench pictures [--json]`. The screenshots are drawn by ourselves, so that their words are known: chats and
posts, light and dark, in three sizes and two languages, and photographs of them. `missed` is the share of words that
were not read as they stand there, `error` the share of words wrong, missing or too many after the furniture of apps was
taken out. The package `rapidocr` is no part of the product; without it, what it misses is not measured.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from statistics import median
from time import perf_counter
from typing import Any

from intake.files.doubts import is_doubtful
from intake.files.tesseract import find_program
from intake.files.words import read_words
from tests.support.screens import Screen, clean_screens, photographs
from tests.support.word_errors import missed_words, word_errors


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in a screen, without a mistake or not, whether it is doubtful, and in how many seconds."""

    screen: Screen
    text: str
    seconds: float
    is_doubtful: bool = False

    @property
    def classes(self) -> Iterator[str]:
        """The classes that its figures count for."""
        if self.screen.is_photographed:
            yield "photographed"
            return
        yield from ("screenshots", self.screen.sort.value, "dark" if self.screen.is_dark else "light")
        yield from (self.screen.size, self.screen.lang)


def product() -> list[Read]:
    """Read all screens as the worker does. Errors: `SystemExit` without Tesseract."""
    program = find_program()
    if program is None:
        raise SystemExit("Tesseract with German and English is not installed.")
    found = []
    for screen in (*clean_screens(), *photographs()):
        content, began = screen.png(), perf_counter()
        read = read_words(content, program)
        seconds = perf_counter() - began
        found.append(Read(screen, read.text, seconds, is_doubtful(read.text, read.doubts)))
    return found


def rapidocr() -> list[Read]:
    """Read all screens with the package, furniture and all."""
    engine: Any = import_module("rapidocr").RapidOCR()
    found = []
    for screen in (*clean_screens(), *photographs()):
        content, began = screen.png(), perf_counter()
        lines = engine(content).txts or ()
        found.append(Read(screen, " ".join(lines), perf_counter() - began))
    return found


def share(reads: list[Read], wrong: Callable[[str, str], int]) -> dict[str, float]:
    """Return the share of wrong words by class."""
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for read in reads:
        for name in read.classes:
            counts[name][0] += wrong(read.screen.text, read.text)
            counts[name][1] += len(read.screen.text.split())
    return {name: wrong_ones / words for name, (wrong_ones, words) in counts.items()}


def figures() -> dict[str, float]:
    """Measure what is installed."""
    ours = product()
    found = {f"error {name}": value for name, value in share(ours, word_errors).items()}
    found |= {f"missed {name}": value for name, value in share(ours, missed_words).items()}
    found["doubtful"] = sum(read.is_doubtful for read in ours) / len(ours)
    found["seconds median"] = median(read.seconds for read in ours)
    found["seconds most"] = max(read.seconds for read in ours)
    if find_spec("rapidocr") is not None:
        theirs = rapidocr()
        found |= {f"rapidocr missed {name}": value for name, value in share(theirs, missed_words).items()}
        found["rapidocr seconds median"] = median(read.seconds for read in theirs)
    return found


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench pictures", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    os.nice(5)
    found = figures()
    if arguments.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:32} {value:>12.4g}")


if __name__ == "__main__":
    main()
