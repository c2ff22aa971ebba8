"""The word lists of the generator, all our own, and reading them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
ADJECTIVE = "adj "
ENDINGS = ("", "e", "en", "er", "es", "em")
# These stems change before an ending.
BEFORE_ENDING = {"hoch": "hoh", "teuer": "teur", "dunkel": "dunkl"}


@dataclass(frozen=True, slots=True)
class Family:
    """Sentences that all say one thing, and those that say the contrary; with slots to fill."""

    number: int
    plus: tuple[str, ...]
    minus: tuple[str, ...]


def lines(name: str) -> list[str]:
    """Return the lines of a list, without its remarks; spaces at the end count."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if not line.startswith("#")]


@cache
def families(lang: str) -> tuple[Family, ...]:
    """Return the families of a language."""
    blocks = "\n".join(lines(f"families.{lang}.txt")).split("\n\n")
    return tuple(
        Family(
            number,
            tuple(line[2:] for line in block.split("\n") if line.startswith("+ ")),
            tuple(line[2:] for line in block.split("\n") if line.startswith("- ")),
        )
        for number, block in enumerate(blocks)
    )


@cache
def slots(lang: str) -> dict[str, tuple[str, ...]]:
    """Return what may stand in each slot."""
    split = (line.split(": ", 1) for line in lines(f"slots.{lang}.txt") if line)
    return {name: tuple(word.strip() for word in values.split("|")) for name, values in split}


@cache
def frames(lang: str) -> dict[str, tuple[str, ...]]:
    """Return what people put round a message, by what it does."""
    return _by_role(f"frames.{lang}.txt")


@cache
def contraries(lang: str) -> tuple[tuple[str, str, str], ...]:
    """Return pairs of words that contradict each other, each with the name of its family; underscores are spaces."""
    return tuple(
        (one.replace("_", " "), other.replace("_", " "), line)
        for line in lines(f"antonyms.{lang}.txt")
        for one, other in _forms(line)
    )


def _forms(line: str) -> Iterator[tuple[str, str]]:
    if line.startswith(ADJECTIVE):
        one, other = line.removeprefix(ADJECTIVE).split("/")
        yield from ((_declined(one, ending), _declined(other, ending)) for ending in ENDINGS)
        return
    rest: list[str] = []
    for part in line.split(" "):
        # What follows a pair without a slash belongs to it: "muss/darf nicht".
        if "/" in part:
            if rest:
                one, other = " ".join(rest).split("/", 1)
                yield one, other
            rest = []
        rest.append(part)
    if "/" in (last := " ".join(rest)):
        one, other = last.split("/", 1)
        yield one, other


def _declined(stem: str, ending: str) -> str:
    if not ending:
        return stem
    stem = BEFORE_ENDING.get(stem, stem)
    return stem + (ending[1:] if stem.endswith("e") else ending)


@cache
def synonyms(lang: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of words that may stand for each other."""
    split = (line.split("/", 1) for line in lines(f"synonyms.{lang}.txt") if line)
    return tuple((one, other) for one, other in split)


@cache
def places(lang: str) -> tuple[str, ...]:
    """Return names of towns and regions."""
    return tuple(" ".join(lines(f"places.{lang}.txt")).split())


@cache
def first_names() -> dict[str, tuple[str, ...]]:
    """Return first names of women (f) and men (m)."""
    split = (line.split(" ", 1) for line in lines("first_names.txt") if line)
    return {sex: tuple(names.split()) for sex, names in split}


@cache
def grammar(lang: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of the grammar by role: who, what, does, makes, when."""
    return _by_role(f"grammar.{lang}.txt")


@cache
def parts(role: str) -> tuple[str, ...]:
    """Return what invented names are made of."""
    return tuple(_by_role("names.txt")[role][0].split())


@cache
def harmless(lang: str) -> dict[str, tuple[str, ...]]:
    """Return what may be written otherwise, by role: dialect, short, filler, title."""
    return _by_role(f"harmless.{lang}.txt")


def _by_role(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for line in lines(name):
        if line:
            role, text = line.split(" ", 1)
            found.setdefault(role, []).append(text)
    return {role: tuple(texts) for role, texts in found.items()}
