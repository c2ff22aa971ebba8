"""How well numbers and dates are read out of sentences: by our own reader, and by packages one would take instead.

`python -m bench fact_reading [--json] [--wrong] [--only NAME]`. The sentences are our own, with the values that a
person reads in them. The packages `text2num` and `dateparser` are no part of the product; without them ours is measured
alone, and what to install is said. Each reader runs in a process of its own, as are memory and import time.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

CORPUS = Path(__file__).parent.parent / "fact_sentences" / "sentences.jsonl"
NEEDED = {"product": (), "packages": ("text2num", "dateparser", "babel")}
ROUNDS = 5

Values = tuple[list[str], list[str]]
Reader = Callable[[str, str], Values]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its numbers as plain decimals and its dates as `year-month-day` with open parts empty."""

    lang: str
    text: str
    numbers: list[str]
    dates: list[str]


@dataclass(frozen=True, slots=True)
class Result:
    """Shares of sentences read without a mistake, the time for one, and what it takes to have the reader at all."""

    sentences: int
    all_right: float
    numbers_right: float
    dates_right: float
    microseconds: float
    import_seconds: float
    import_mb: float


def sentences() -> list[Sentence]:
    """Return our own sentences."""
    return [Sentence(**json.loads(line)) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def product() -> Reader:
    """Return the product's reader."""
    comparing = import_module("search.facts.comparing")

    def read(text: str, lang: str) -> Values:
        facts = comparing.facts_of(text, lang)
        return [fact.value for fact in facts.numbers], [fact.value for fact in facts.dates]

    return read


def packages() -> Reader:
    """Return what the packages make of it: dateparser takes the dates out, text2num and Babel read the rest."""
    search_dates: Any = import_module("dateparser.search").search_dates
    alpha2digit: Any = import_module("text_to_num").alpha2digit
    babel_numbers: Any = import_module("babel.numbers")
    figures = re.compile(r"(?<![\w.,])([-+]?\d[\d.,]*(?::\d\d)?)(?:st|nd|rd|th)?(?!\w)")
    # dateparser fills what a text leaves open; asked with two "todays", only what the text says stays the same.
    todays = [import_module("datetime").datetime(*day) for day in ((1951, 2, 3), (1972, 11, 25))]
    order = {"de": "DMY", "en": "MDY"}

    def read(text: str, lang: str) -> Values:
        asked = [{"RELATIVE_BASE": today, "DATE_ORDER": order[lang]} for today in todays]
        found = [search_dates(text, languages=[lang], settings=settings) or [] for settings in asked]
        dates = []
        for (written, first), (_, second) in zip(*found, strict=False):
            kept = [
                f"{a:0{width}}" if a == b else ""
                for a, b, width in zip(first.timetuple()[:3], second.timetuple()[:3], (4, 2, 2), strict=True)
            ]
            if any(kept):
                dates.append("-".join(kept))
                text = text.replace(written, " ", 1)
        return [_plain(number, lang, babel_numbers) for number in figures.findall(alpha2digit(text, lang))], dates

    return read


def _plain(figures: str, lang: str, babel_numbers: Any) -> str:  # noqa: ANN401 (a module)
    figures = figures.rstrip(".,")
    try:
        return f"{babel_numbers.parse_decimal(figures, locale=lang).normalize():f}"
    except babel_numbers.NumberFormatError:
        return figures


READERS: dict[str, Callable[[], Reader]] = {"product": product, "packages": packages}


def measure(name: str) -> tuple[Result, list[str]]:
    """Measure one reader in this process; return its figures, and a line for each sentence it read wrongly."""
    before, started = _peak_mb(), perf_counter()
    read = READERS[name]()
    # What is loaded at the first call belongs to the import.
    for lang in ("de", "en"):
        read("Am 3. Mai 2024: 12 of 20", lang)
    import_seconds, import_mb = perf_counter() - started, _peak_mb() - before
    rows, wrong = sentences(), []
    right = {"all": 0, "numbers": 0, "dates": 0}
    for row in rows:
        numbers, dates = read(row.text, row.lang)
        same = sorted(numbers) == sorted(row.numbers), sorted(dates) == sorted(row.dates)
        right["numbers"] += same[0]
        right["dates"] += same[1]
        right["all"] += all(same)
        if not all(same):
            wrong.append(f"{row.text}  meant {row.numbers} {row.dates}, read {numbers} {dates}")
    started = perf_counter()
    for _ in range(ROUNDS):
        for row in rows:
            read(row.text, row.lang)
    seconds = (perf_counter() - started) / (ROUNDS * len(rows))
    shares = {f"{kind}_right": count / len(rows) for kind, count in right.items()}
    return Result(
        len(rows), **shares, microseconds=seconds * 1e6, import_seconds=import_seconds, import_mb=import_mb
    ), wrong


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def missing(name: str) -> list[str]:
    """Return the packages that a reader needs and that are not installed."""
    return [package for package in NEEDED[name] if find_spec(package.replace("text2num", "text_to_num")) is None]


def main() -> None:
    """Measure every reader that is installed, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m bench fact_reading", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--wrong", action="store_true", help="print each sentence that was read wrongly")
    parser.add_argument("--only", choices=sorted(READERS), help="measure one reader in this process")
    arguments = parser.parse_args()
    if arguments.only:
        result, wrong = measure(arguments.only)
        print(json.dumps(asdict(result) | {"wrong": wrong}))
        return
    figures: dict[str, float] = {}
    for name in READERS:
        if lacking := missing(name):
            print(f"{name}: not measured. Install {' and '.join(lacking)} to measure it.", file=sys.stderr)
            continue
        command = [sys.executable, "-m", "bench.measurements.fact_reading", "--only", name]
        shown = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        if arguments.wrong:
            print("\n".join(shown["wrong"]), file=sys.stderr)
        figures |= {f"{name} {figure}": value for figure, value in shown.items() if figure != "wrong"}
    if arguments.json:
        print(json.dumps(figures))
        return
    for figure, value in figures.items():
        print(f"{figure:32} {value:>12.4g}")


if __name__ == "__main__":
    main()
