"""The list of what was erased, in a file beside the database: a backup that is put back must not bring it back.

It holds numbers of reports and keyed hashes of receipts, only ever grows, and is not to be put back with a backup.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from flask import current_app

from core.config import Config
from core.logs import frames_of
from core.secrets import keyed_hash
from intake.models.reports import Submission
from intake.models.retention import Why

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A report that was erased: its number, what says that it is this very one, and on whose word it was."""

    report: int
    mark: str
    why: Why


def mark_of(report: Submission) -> str:
    """Return what a report is known again by. After a backup was put back, its number may be that of another one."""
    return keyed_hash("erased report", report.receipt_hash)


def note(reports: Sequence[Submission], why: Why) -> None:
    """Add reports to the list; they are on disk when this returns. Errors: `OSError`."""
    lines = [json.dumps({"report": one.id, "mark": mark_of(one), "why": why.value}) for one in reports]
    descriptor = os.open(_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # In one piece, so that two processes at once leave two whole lines. After a line that a power cut left
        # unfinished a new one begins.
        os.write(descriptor, ("\n" + "\n".join(lines) + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def failed(report_ids: Sequence[int], error: Exception) -> None:
    """Say in the log that reports could not be erased, by their numbers; they are tried again."""
    log.error("report_not_erased", ids=list(report_ids), kind=type(error).__name__, where=frames_of(error))


def entries() -> Iterator[Entry]:
    """Return what stands in the list; a line that cannot be read is passed over, and said so in the log."""
    with suppress(FileNotFoundError):
        for number, line in enumerate(_path().read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                said = json.loads(line)
                yield Entry(int(said["report"]), str(said["mark"]), Why(said["why"]))
            except (ValueError, KeyError, TypeError):
                log.warning("erasure_unreadable", line=number)


def _path() -> Path:
    config: Config = current_app.extensions["settings"]
    return config.erasure_log
