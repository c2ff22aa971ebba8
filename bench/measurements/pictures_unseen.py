"""How well words are read in screenshots of apps that nobody has tuned anything on, and where they would lead.

`python -m bench pictures_unseen [--development] [--json]`. The set is that of `tests.support.unseen`, drawn by the
browser of the tests. By itself it reads the half that was held back, of which nothing but these figures is looked at;
what is to be made better is made better on the other half, `--development`. `lands` is the share whose words are sure
enough and lead to the case of the typed text, `false` how many would come to a text that says something else.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

from intake.files.doubts import is_doubtful
from intake.files.tesseract import find_program
from intake.files.words import read_words
from search.comparison.said import Said
from search.text.content import content_of
from search.text.language import language_of
from tests.support.unseen.screens import Shot, development, drawn, held_back
from tests.support.word_errors import missed_words, word_errors
from tools.machine import find_browser


@dataclass(frozen=True, slots=True)
class Read:
    """What was read in a screenshot, and whether it is doubtful."""

    shot: Shot
    text: str
    is_doubtful: bool

    @property
    def classes(self) -> Iterator[str]:
        """The classes that its figures count for."""
        yield from ("all", self.shot.layout, self.shot.size, self.shot.lang, "dark" if self.shot.is_dark else "light")

    def comes_to(self, typed: str) -> bool:
        """Return whether its words lead to the case of a typed text."""
        if self.is_doubtful or not content_of(self.text).has_matter:
            return False
        lang = language_of(self.text)
        is_same = content_of(self.text).text_hash == content_of(typed).text_hash
        return is_same or Said(self.text, lang).is_almost(Said(typed, lang))


def read_all(shots: Sequence[Shot]) -> list[Read]:
    """Draw and read screenshots as the worker does. Errors: `SystemExit` without a browser or Tesseract."""
    program, browser = find_program(), find_browser()
    if program is None or not browser:
        raise SystemExit("Tesseract with German and English, or the browser of the tests, is not installed.")
    found = []
    with sync_playwright() as playwright:
        arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        chromium = playwright.chromium.launch(executable_path=browser, args=arguments)
        for shot, png in zip(shots, drawn(chromium, shots), strict=True):
            read = read_words(png, program)
            found.append(Read(shot, read.text, is_doubtful(read.text, read.doubts)))
        chromium.close()
    return found


def figures(reads: Sequence[Read]) -> dict[str, float]:
    """Return the figures of each class."""
    classes: defaultdict[str, list[Read]] = defaultdict(list)
    for read in reads:
        for name in read.classes:
            classes[name].append(read)
    found: dict[str, float] = {}
    for name, some in classes.items():
        words = sum(len(read.shot.text.split()) for read in some)
        found[f"{name} error"] = sum(word_errors(read.shot.text, read.text) for read in some) / words
        found[f"{name} missed"] = sum(missed_words(read.shot.text, read.text) for read in some) / words
        found[f"{name} doubtful"] = sum(read.is_doubtful for read in some) / len(some)
        found[f"{name} lands"] = sum(read.comes_to(read.shot.text) for read in some) / len(some)
        found[f"{name} false"] = sum(read.comes_to(read.shot.message.other) for read in some)
    return found


def main() -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m bench pictures_unseen", description=__doc__)
    parser.add_argument("--development", action="store_true", help="read the half that may be looked at")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    os.nice(5)
    found = figures(read_all(development() if arguments.development else held_back()))
    if arguments.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:24} {value:>8.3f}")


if __name__ == "__main__":
    main()
