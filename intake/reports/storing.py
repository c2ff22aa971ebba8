"""Writing the rows of reports: those that come at the same moment in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import insert

from core.db import next_number, now, writing
from core.together import Together
from intake.abuse import bursts
from intake.abuse.doubts import Doubt, held_for
from intake.models.reports import LONG_TEXT, Channel, Held, Submission
from intake.reports import sent_drafts
from intake.reports.fields import Report
from intake.reports.trouble import passes

_INSERT = insert(Submission)

# So many reports are written in one transaction at most.
WRITTEN_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that is about to be stored."""

    report: Report
    channel: Channel
    receipt_hash: str
    draft_id: int | None = None
    token_id: int | None = None
    not_the_same: frozenset[int] = frozenset()
    doubts: frozenset[Doubt] = frozenset()
    network: str = ""
    # The SHA-256 of the files that come along.
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """The public reference of a report that was stored, and whether its thread tells the queue of it."""

    reference: str
    hands_over: bool


def init_app(app: Flask) -> None:
    """Let the threads of a process write their reports together."""
    app.extensions["reports"] = Together(_stored, most=WRITTEN_TOGETHER, spares=passes)


def store(sent: Sent) -> Stored:
    """Write a report.

    Errors: `IntegrityError` when its receipt is there already, `Conflict` when its draft is gone; then nothing was
    written.
    """
    together: Together[Sent, Stored] = current_app.extensions["reports"]
    return together.do(sent)


def _stored(sent: Sequence[Sent]) -> list[Stored]:
    """Write some reports, in one transaction."""
    rows = [_row_of(each) for each in sent]
    with writing() as session:
        received = now()
        last = next_number(f"submission-{received.year}", count=len(sent))
        first = last - len(sent) + 1
        references = [f"GC-{received.year}-{number:06d}" for number in range(first, last + 1)]
        numbered = zip(references, rows, strict=True)
        # Plain rows, past the session: nobody goes on with these objects.
        session.connection().execute(
            _INSERT, [{**row, "reference": reference, "received_at": received} for reference, row in numbered]
        )
        became = zip(references, sent, strict=True)
        sent_drafts.end({each.draft_id: reference for reference, each in became if each.draft_id is not None})
    # One call to the queue is enough for all of them, and for what is held back none is made.
    first_free = next((reference for reference, row in zip(references, rows, strict=True) if not row["alike"]), None)
    return [Stored(reference, hands_over=reference == first_free) for reference in references]


def _row_of(sent: Sent) -> dict[str, object]:
    report = sent.report
    held = held_for(sent.doubts, is_danger=report.is_danger)
    return {
        "receipt_hash": sent.receipt_hash,
        "channel": sent.channel,
        "token_id": sent.token_id,
        "kind": report.kind,
        "text": report.text,
        "url": report.url,
        "platform": report.platform,
        "why": report.why,
        "language": report.language,
        "is_danger": report.is_danger,
        "concern": report.concern,
        "targets": [target.value for target in report.targets],
        "seen_when": report.seen_when,
        "advertised": report.advertised,
        "not_the_same": sorted(sent.not_the_same),
        "is_long": len(report.text) > LONG_TEXT,
        "held": held,
        "doubts": sorted(doubt.value for doubt in sent.doubts),
        "alike": None
        if held is Held.NO
        else bursts.alike(report.kind, report.text, report.url, sent.files, alone=sent.receipt_hash),
        "line": (sent.network[:4] or None) if held is Held.LATER else None,
    }
