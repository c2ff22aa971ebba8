"""Which help lines there are: those that the product brings, and in their place those that the desk keeps.

Nobody has to copy the lines of the product into the database first, so an update mends a number everywhere where the
desk has not written its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.db import db
from core.web.language import current_language
from intake.models.help import HelpCountry, HelpKind, HelpLine

DATA = Path(__file__).parent / "data"
# Numbers and opening hours change a few times in a year; a wrong one costs whoever calls it their courage.
CHECKED_EVERY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """A help line. `checked_on` and `checked_by` are empty while nobody at the desk has tried it as it stands."""

    code: str
    kind: HelpKind
    country: HelpCountry
    name: str
    telephone: str
    url: str
    hours_de: str
    hours_en: str
    sentence_de: str
    sentence_en: str
    position: int
    is_shown: bool
    stated_on: date
    checked_on: date | None = None
    checked_by: int | None = None

    @property
    def called(self) -> str:
        """What it is called, in the reader's language; an office that has a name of its own keeps it."""
        return self.name if current_language() == "de" else _english_names().get(self.name, self.name)

    @property
    def hours(self) -> str:
        """When it is answered, in the reader's language; empty where nobody has said so."""
        return self.hours_de if current_language() == "de" else self.hours_en

    @property
    def sentence(self) -> str:
        """For whom it is, in the reader's language."""
        return self.sentence_de if current_language() == "de" else self.sentence_en

    @property
    def calls(self) -> str:
        """The address that a phone dials."""
        return "tel:" + "".join(sign for sign in self.telephone if sign.isdigit() or sign == "+")

    @property
    def site(self) -> str:
        """Its page as people say it: without scheme and path."""
        return self.url.removeprefix("https://").removeprefix("www.").partition("/")[0]

    def is_due(self, today: date) -> bool:
        """Return whether somebody should try it again."""
        return today - (self.checked_on or self.stated_on) > CHECKED_EVERY


def every() -> Sequence[Line]:
    """Return all lines, hidden ones too, by kind, country and place."""
    kept = {row.code: line_of(row) for row in db.session.scalars(select(HelpLine))}
    lines = {line.code: line for line in brought()} | kept
    return sorted(lines.values(), key=_place)


def shown(*kinds: HelpKind) -> Sequence[Line]:
    """Return the lines of some kinds that readers see; the kinds in the order in which they are asked for."""
    lines = every()
    return [line for kind in kinds for line in lines if line.is_shown and line.kind is kind]


def due_count(today: date) -> int:
    """Return how many of the lines that readers see should be tried again."""
    return sum(line.is_shown and line.is_due(today) for line in every())


def line_of(row: HelpLine) -> Line:
    """Return a line as the desk keeps it."""
    return Line(**{field.name: getattr(row, field.name) for field in fields(Line)})


@cache
def brought() -> Sequence[Line]:
    """Return the lines that the product brings. Errors: `ValueError` or `TypeError` for a file with a slip in it."""
    found = []
    for data in _files():
        as_of, country = date.fromisoformat(data["as_of"]), HelpCountry(data["country"])
        for position, given in enumerate(data["lines"]):
            whole = {name: value for name, value in given.items() if name != "name_en"}
            whole["kind"] = HelpKind(given["kind"])
            found.append(Line(**whole, country=country, position=position, is_shown=True, stated_on=as_of))
    return found


@cache
def _files() -> Sequence[Mapping[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("*.json"))]


@cache
def _english_names() -> Mapping[str, str]:
    """What is a word and no name, in English; it holds for a line of the desk, too, that has kept the word."""
    return {line["name"]: line["name_en"] for data in _files() for line in data["lines"] if "name_en" in line}


_KINDS = list(HelpKind)
_COUNTRIES = list(HelpCountry)


def _place(line: Line) -> tuple[int, int, int, str]:
    return _KINDS.index(line.kind), _COUNTRIES.index(line.country), line.position, line.code
