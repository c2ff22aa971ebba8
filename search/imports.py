"""Reading files of claims: JSONL and CSV, one claim a row, broken rows named and skipped."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from dateutil import parser
from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from search.models import Verdict
from search.text import CONTROLS, TURNERS, TURNERS_IN_LINK

# "Wednesday, 29th of September 2024, 10:00:00.000 +0000 (Central European Summer Time)" is shorter.
LONGEST_DAY = 100
# A date that names no year, month or day would be filled up from these; where they disagree, it did not.
FILLERS = (datetime(2001, 1, 1, tzinfo=UTC), datetime(2002, 2, 2, tzinfo=UTC))


def _none_is_empty(value: object) -> object:
    return "" if value is None else value


def _readable(value: object) -> object:
    """Refuse what only breaks or deceives; which characters those are is told by `search.text`."""
    if isinstance(value, str) and CONTROLS.search(value):
        raise ValueError("holds characters that are broken")
    if isinstance(value, str) and TURNERS.search(value):
        raise ValueError("holds characters that turn the reading direction")
    return value


def _readable_link(value: object) -> object:
    if isinstance(value, str) and TURNERS_IN_LINK.search(value):
        raise ValueError("holds characters that turn the reading direction")
    return _readable(value)


def _day(value: object) -> object:
    """Read a day as sources write it; what names no day is no reason to lose the claim, and left out."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        pass
    try:
        first, second = (
            parser.parse(value[:LONGEST_DAY], default=filler, dayfirst=True, ignoretz=True).date() for filler in FILLERS
        )
    except Exception:
        # The library promises two kinds of exceptions and has let others through; whatever it is, this is no day.
        return None
    return first if first == second else None


# Validators run from the last to the first, and then the text is stripped and measured.
Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), BeforeValidator(_readable)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000), BeforeValidator(_readable)
]
ShortText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=10_000),
    BeforeValidator(_readable),
    BeforeValidator(_none_is_empty),
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200),
    BeforeValidator(_readable),
    BeforeValidator(_none_is_empty),
]
# Only links a browser may open without harm.
Link = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2_048, pattern=r"^(https?://\S+)?$"),
    BeforeValidator(_readable_link),
    BeforeValidator(_none_is_empty),
]


class ClaimRow(BaseModel):
    """One row of a file, checked."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Id
    text: Text
    lang: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z]{2,4})?$")]
    title: ShortText = ""
    summary: ShortText = Field("", validation_alias=AliasChoices("summary", "subtitle"))
    verdict: Verdict = Verdict.UNRATED
    url: Link = ""
    source: Name = ""
    published_on: Annotated[date | None, BeforeValidator(_day)] = Field(
        None, validation_alias=AliasChoices("published_on", "date")
    )
    # Where it stands in its file, counted from 1; 0 for a row from nowhere.
    line: int = 0


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that was skipped: its line in the file, counted from 1, and what is wrong with it."""

    line: int
    reason: str


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message says why."""


def read_rows(path: Path) -> Iterator[ClaimRow | BrokenRow]:
    """Yield the rows of a `.jsonl` or `.csv` file in order.

    Errors: `UnreadableFile` when the file is missing, of another kind, or not UTF-8 at its start.
    """
    readers = {".jsonl": _jsonl, ".csv": _csv}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(f"{path.name} is neither .jsonl nor .csv.")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.") from error
    seen: set[str] = set()
    for line, raw in reader(path):
        row = raw if isinstance(raw, BrokenRow) else _checked(line, raw)
        if isinstance(row, ClaimRow):
            if row.id in seen:
                row = BrokenRow(line, f"the id {row.id} stands in the file twice")
            else:
                seen.add(row.id)
        yield row


def _jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any] | BrokenRow]]:
    with path.open("rb") as file:
        for line, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            try:
                row = json.loads(raw.decode("utf-8-sig" if line == 1 else "utf-8"))
            except UnicodeDecodeError:
                yield line, BrokenRow(line, "not valid UTF-8")
                continue
            except (ValueError, RecursionError) as error:
                yield line, BrokenRow(line, f"not valid JSON ({error})")
                continue
            yield line, row if isinstance(row, dict) else BrokenRow(line, "not a JSON object")


def _csv(path: Path) -> Iterator[tuple[int, dict[str, Any] | BrokenRow]]:
    # Broken bytes become U+FFFD here, which `_checked` refuses, so that one bad row does not stop the file.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        if not {"id", "text", "lang"} <= _columns(reader):
            raise UnreadableFile(f"{path.name} needs a first line with at least the columns id, text and lang.")
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                # The reader counts a line only once it has read it.
                line = reader.line_num + 1
                yield line, BrokenRow(line, f"not valid CSV ({error})")
                continue
            if None in row:
                yield reader.line_num, BrokenRow(reader.line_num, "more cells than columns")
                continue
            filled = {key: value for key, value in row.items() if value not in (None, "")}
            yield reader.line_num, filled


def _columns(reader: csv.DictReader[str]) -> set[str]:
    try:
        return set(reader.fieldnames or ())
    except csv.Error:
        return set()


def _checked(line: int, raw: dict[str, Any]) -> ClaimRow | BrokenRow:
    try:
        # Whatever a file calls by this name: the line is that of the file.
        return ClaimRow.model_validate({**raw, "line": line})
    except ValidationError as error:
        reasons = (f"{'.'.join(map(str, item['loc']))}: {_reason(item)}" for item in error.errors())
        return BrokenRow(line, "; ".join(reasons))


def _reason(item: ErrorDetails) -> str:
    """Return what is wrong with a field; what we refuse ourselves pydantic begins with words for programmers."""
    return item["msg"].removeprefix("Value error, ")
