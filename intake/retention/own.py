"""What a reader with a receipt is told about their own report: how it ends, and everything that is kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import LazyString, format_datetime, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from core.api.tokens import ApiToken
from core.db import db, now
from core.labels import LabelledEnum
from core.web.display import local_day
from intake.abuse.doubts import doubts_of
from intake.contact import contacts
from intake.files import keeping, provenance
from intake.models.files import Attachment
from intake.models.objections import Objection
from intake.models.remarks import Remark
from intake.models.reports import Submission
from intake.models.retention import Erasure, Why
from intake.reports import submissions
from intake.retention import holds, rules
from intake.talk import remarks

# From so many days before on, the status page says when a report goes.
WARNED_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Ending:
    """How the keeping of a report ends. `erased_on` with `why`, once it has; `goes_on`, where that is near.

    `is_asked` says that its reporter wants it erased, and `is_held` that it is kept for a legal reason all the same.
    """

    erased_on: date | None = None
    why: Why | None = None
    is_asked: bool = False
    # Its reporter has withdrawn it, and may take that back until then.
    withdrawn_until: date | None = None
    is_held: bool = False
    goes_on: date | None = None


def ending_of(receipt: str) -> Ending:
    """Return how the keeping of the report with this receipt ends. Errors: `InvalidInput` when no report has it."""
    report = submissions.reported(receipt)
    asked = db.session.scalar(select(Erasure).where(Erasure.submission_id == report.id))
    if report.erased_at is not None:
        return Ending(erased_on=local_day(report.erased_at), why=None if asked is None else asked.why)
    day, is_held = rules.due_on(report), holds.is_held(report.case_id)
    is_near = day is not None and day <= local_day(now()) + WARNED_BEFORE
    until = None if asked is None or asked.not_before is None or asked.not_before <= now() else asked.not_before
    return Ending(
        is_asked=asked is not None and until is None,
        withdrawn_until=None if until is None else local_day(until),
        is_held=is_held,
        goes_on=day if is_near and not is_held else None,
    )


class Format(LabelledEnum):
    """As what a reader takes everything with them."""

    TEXT = "text", _l("As a text")
    JSON = "json", _l("As JSON, for programs")


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything that is kept of a report, as a file."""

    name: str
    media_type: str
    content: str


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that is kept: its name for programs and for people, and what it is."""

    name: str
    label: str | LazyString
    value: str


def copy_of(receipt: str, form: Format) -> Copy:
    """Return everything that is kept of the report with this receipt. Errors: `InvalidInput` when no report has it."""
    report = submissions.reported(receipt)
    sections = [
        ("report", gettext("Your report"), [list(_of_report(report, receipt))]),
        ("files", gettext("Your files"), [list(_of_file(file)) for file in keeping.of_report(report.id)]),
        ("remarks", gettext("What you added, and what we asked"), [list(_of_remark(one)) for one in _remarks(report)]),
        ("objections", gettext("Your objections"), [list(_of_objection(one)) for one in _objections(report)]),
    ]
    if form is Format.JSON:
        told = {name: [{part.name: part.value for part in parts} for parts in some] for name, _, some in sections}
        whole = {**told["report"][0], **{name: told[name] for name in told if name != "report"}}
        content = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
        return Copy(f"{report.reference}.json", "application/json", content)
    lines: list[str] = []
    for _, title, some in sections:
        for parts in some:
            lines += [title, "=" * len(title), *(f"{part.label}: {part.value}" for part in parts), ""]
    return Copy(f"{report.reference}.txt", "text/plain", "\n".join(lines))


def _of_report(report: Submission, receipt: str) -> Iterator[_Part]:
    found = submissions.status(receipt)
    yield _Part("reference", _l("Number of the report"), report.reference)
    yield _Part("received_at", _l("Received"), format_datetime(report.received_at, "medium"))
    yield _Part("phase", _l("How far it is"), str(found.phase.label))
    yield _Part("kind", _l("Kind"), str(report.kind.label))
    yield _Part("text", _l("Text of the post"), report.text)
    yield _Part("url", _l("Link"), report.url)
    yield _Part("why", _l("What you said about it"), report.why)
    yield _Part("platform", _l("Where you saw it"), str(report.platform.label))
    yield _Part("seen_when", _l("When you saw it"), str(report.seen_when.label))
    yield _Part("concern", _l("Whether it is about you"), str(report.concern.label))
    yield _Part("targets", _l("Who is attacked"), ", ".join(str(target.label) for target in report.attacked))
    yield _Part("advertised", _l("Advertisement"), str(report.advertised.label))
    yield _Part("is_danger", _l("Somebody is in danger"), gettext("Yes") if report.is_danger else gettext("No"))
    yield _Part("language", _l("Language"), report.language)
    yield _Part("channel", _l("How it came to us"), str(report.channel.label))
    yield _Part("program", _l("The program that sent it"), _program(report))
    yield _Part("mail", _l("Your mail address"), _mail(report))
    yield _Part("read_text", _l("Words that a machine read in your files"), report.read_text)
    yield _Part("held", _l("What it waits for"), str(report.held.label) if report.held.waits else "")
    yield _Part("line", _l("Four signs of a checksum of your network, while it waits"), report.line or "")
    yield _Part("doubts", _l("Why it waited before it went on"), ", ".join(str(one.label) for one in doubts_of(report)))
    for answer in found.answers:
        yield _Part("answer", _l("Our answer"), answer.sentence)
    day = rules.due_on(report)
    yield _Part("kept_until", _l("Kept until"), gettext("no day is set yet") if day is None else day.isoformat())


def _program(report: Submission) -> str:
    """Return the name of the program by which a report came; empty for one that came by none."""
    token = None if report.token_id is None else db.session.get(ApiToken, report.token_id)
    return "" if token is None else token.name


def _mail(report: Submission) -> str:
    """Return that an address is kept, and since when. It is sealed: who serves readers cannot open it."""
    contact = contacts.of_report(report.id)
    if contact is None:
        return str(gettext("none is kept"))
    asked = format_datetime(contact.asked_at, "medium")
    if contact.confirmed_at is None:
        return str(gettext("sealed, kept since %(date)s, and not confirmed yet", date=asked))
    return str(gettext("sealed, kept since %(date)s", date=asked))


def _of_file(file: Attachment) -> Iterator[_Part]:
    yield _Part("name", _l("Name of the file"), file.name)
    yield _Part("media_type", _l("Kind of file"), str(file.media_type.label))
    yield _Part("size", _l("Size in bytes"), str(file.size))
    yield _Part("sha256", _l("SHA-256"), file.sha256)
    yield _Part("read_text", _l("Words that stand in it"), file.text)
    yield _Part("image_hash", _l("What a machine recognises the picture by"), file.image_hash)
    yield _Part("code_links", _l("Links in codes in the picture"), ", ".join(file.code_links))
    marks = " ".join(str(mark.label) for mark in provenance.told(file.provenance))
    yield _Part("provenance", _l("What the file says of where it comes from"), marks)


def _of_objection(objection: Objection) -> Iterator[_Part]:
    yield _Part("reference", _l("Number of the objection"), objection.reference)
    yield _Part("received_at", _l("Received"), format_datetime(objection.received_at, "medium"))
    yield _Part("text", _l("What you wrote"), objection.text)
    yield _Part("answer", _l("Our answer"), objection.public_sentence)


def _of_remark(remark: Remark) -> Iterator[_Part]:
    yield _Part("said_at", _l("Said"), format_datetime(remark.said_at, "medium"))
    yield _Part("by", _l("By"), str(remark.speaker.label))
    yield _Part("text", _l("What was said"), remark.text)


def _remarks(report: Submission) -> Sequence[Remark]:
    return remarks.of_reports([report.id]).get(report.id, ())


def _objections(report: Submission) -> list[Objection]:
    rows = select(Objection).where(Objection.submission_id == report.id, Objection.is_proven).order_by(Objection.id)
    return list(db.session.scalars(rows))
