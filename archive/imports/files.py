"""Reading files of claims: JSONL and CSV, one claim a row, broken rows named and skipped."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import (
    ValidationError,
)
from pydantic_core import ErrorDetails

from archive.imports.rows import BrokenRow, ClaimRow


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
