"""Texts made to break or slow down what reads them: the kept corpus, and what a seeded mutator makes of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.support.own_texts import own_claims
from intake.reports.fields import LONGEST_TEXT

CORPUS = Path(__file__).parent.parent / "fuzz_corpus"
# How often a text is as long as a text may be; long ones take most of the time and find what is slow.
LONG_ONES = 0.02
USUAL_LENGTH = 400
MOST_MUTATIONS = 6

MARKS = (" ", "\u00a0", "\u202f", ".", ",", "'", "’", "-", "/", ":", "\n", "")
WRAPPERS = (
    "https://www.google.com/url?q={}", "https://l.facebook.com/l.php?u={}", "https://web.archive.org/web/2020/{}",
    "https://x.translate.goog/?_x_tr_hp={}", "https://12ft.io/proxy?q={}", "https://{}", "http://{}.de/", "www.{}",
    "https://a.de/{}?{}#{}", "https://a.de:{}/", "https://[{}]/", "https://xn--{}.de/", "[a]({})", "//{}",
)  # fmt: skip
HEADS = (
    "Weitergeleitet: {}", "> {}", "[1.1.20, 10:00] A: {}", "WG: {}", "*{}*", "_{}_", "„{}“", "#{}", "@{}", "Nicht {}",
    "---------- Forwarded message ---------\nVon: {}\nBetreff: {}", "{} Euro", "{}. Mai {}", "{}\n\nLG {}",
    "— A (@b) {}",
)  # fmt: skip


def corpus() -> list[str]:
    """Return the kept texts; a line that says what stands there again and again is as long as a text may be."""
    kept = []
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            read = json.loads(line)
            kept.append(read if isinstance(read, str) else _again(read["again"]) + read["end"])
    return kept


def _again(unit: str) -> str:
    return (unit * (LONGEST_TEXT // len(unit) + 1))[: LONGEST_TEXT - 1]


def nasty_texts(count: int, *, seed: int = 0) -> Iterator[str]:
    """Yield so many texts, none longer than a report may be; the same ones for the same seed."""
    random = Random(seed)
    seeds = [*(text for text in corpus() if len(text) < USUAL_LENGTH), *own_claims(200)]
    for _ in range(count):
        longest = LONGEST_TEXT if random.random() < LONG_ONES else USUAL_LENGTH
        text = random.choice(seeds)
        for _ in range(random.randint(1, MOST_MUTATIONS)):
            text = _mutated(text, seeds, random)[:longest]
        if longest == LONGEST_TEXT:
            text = _grown(text, random)
        yield text


def _mutated(text: str, seeds: list[str], random: Random) -> str:
    at, to = sorted(random.randint(0, len(text)) for _ in range(2))
    other = random.choice(seeds)
    return random.choice(
        (
            lambda: text[:at] + other + text[at:],
            lambda: text[:at] + other[: random.randint(0, 20)] + text[to:],
            lambda: text[:at] + text[at:to] * random.randint(2, 12) + text[to:],
            lambda: text[:at] + text[to:],
            lambda: text[:at] + _characters(random) + text[at:],
            lambda: text[:at] + _number(random) + text[at:],
            lambda: random.choice(WRAPPERS).format(*[text[at:to]] * 3),
            lambda: random.choice(HEADS).format(*[text] * 3),
            text.swapcase,
            lambda: random.choice(MARKS).join(text.split(random.choice(MARKS) or None)),
        )
    )()


def _characters(random: Random) -> str:
    """Return some characters, most of them from where the signs are, with halves of pairs among them."""
    last = random.choice((0x7F, 0x24F, 0x2FFF, 0xFFFF, sys.maxunicode))
    return "".join(chr(random.randint(0, last)) for _ in range(random.randint(1, 8)))


def _number(random: Random) -> str:
    zero = ord(random.choice("000000٠०"))
    parts = (
        "".join(chr(zero + random.randint(0, 9)) for _ in range(random.choice((1, 2, 3, 3, 3, 4)))) for _ in "12345"
    )
    return "".join(part + random.choice(MARKS) for part in parts)


def _grown(text: str, random: Random) -> str:
    """Return a text as long as one may be: the same again and again, or each time a little different."""
    if random.random() < 0.5:
        return (text * (LONGEST_TEXT // max(len(text), 1) + 1))[:LONGEST_TEXT]
    words = text.split() or ["x"]
    grown: list[str] = []
    length = 0
    while length < LONGEST_TEXT:
        word = f"{random.choice(words)[:40]}{random.choice(('', _number(random), _characters(random)))}"
        grown.append(word)
        length += len(word) + 1
    return random.choice((" ", " ", "\n", ". ")).join(grown)[:LONGEST_TEXT]
