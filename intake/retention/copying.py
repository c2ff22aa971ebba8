"""Everything that is kept of a report, for the reader with its receipt to take along: as a text, or as JSON.

In JSON a name stands for good: a value that is chosen from a list is its constant, a moment is ISO 8601 in UTC, yes and
no are true and false. Beside a constant stand its words, under the same name with `_label`; they change with the
language and the version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask_babel import LazyString, format_datetime, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from archive.known import published_of
from core.api.tokens import ApiToken
from core.db import db
from core.labels import LabelledEnum
from intake.abuse.doubts import Doubt, doubts_of
from intake.contact import contacts
from intake.files import keeping, provenance
from intake.models.files import Attachment
from intake.models.objections import Objection
from intake.models.remarks import Remark, Speaker
from intake.models.reports import Submission
from intake.reports import submissions
from intake.reports.submissions import Answer
from intake.retention import rules
from intake.talk import remarks

# What a name may stand for in JSON.
Value = str | int | bool | Sequence[str] | Sequence[int] | None


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
    """One thing that is kept: its name and value for programs, and label and words for people.

    `is_chosen` says that the value is a constant, or several, which the words explain to programs, too.
    """

    name: str
    label: str | LazyString
    words: str
    value: Value
    is_chosen: bool = False


def copy_of(receipt: str, form: Format) -> Copy:
    """Return everything that is kept of the report with this receipt. Errors: `InvalidInput` when no report has it."""
    report = submissions.reported(receipt)
    answers = submissions.status(receipt).answers
    sections = [
        ("report", gettext("Your report"), [list(_of_report(report, receipt))]),
        ("answers", gettext("Our answer"), [list(_of_answer(answer)) for answer in answers]),
        ("files", gettext("Your files"), [list(_of_file(file)) for file in keeping.of_report(report.id)]),
        ("remarks", gettext("What you added, and what we asked"), [list(_of_remark(one)) for one in _remarks(report)]),
        ("objections", gettext("Your objections"), [list(_of_objection(one)) for one in _objections(report)]),
    ]
    if form is Format.JSON:
        told = {name: [_for_programs(parts) for parts in some] for name, _, some in sections}
        whole = {**told["report"][0], **{name: told[name] for name in told if name != "report"}}
        content = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
        return Copy(f"{report.reference}.json", "application/json", content)
    lines: list[str] = []
    for _, title, some in sections:
        for parts in some:
            lines += [title, "=" * len(title), *(f"{part.label}: {part.words}" for part in parts), ""]
    return Copy(f"{report.reference}.txt", "text/plain", "\n".join(lines))


def _for_programs(parts: Sequence[_Part]) -> dict[str, Value]:
    told: dict[str, Value] = {}
    for part in parts:
        told[part.name] = part.value
        if part.is_chosen:
            told[f"{part.name}_label"] = part.words
    return told


def _of_report(report: Submission, receipt: str) -> Iterator[_Part]:
    yield _said("reference", _l("Number of the report"), report.reference)
    yield _moment("received_at", _l("Received"), report.received_at)
    yield _chosen("phase", _l("How far it is"), submissions.status(receipt).phase)
    yield _chosen("kind", _l("Kind"), report.kind)
    yield _said("text", _l("Text of the post"), report.text)
    yield _said("url", _l("Link"), report.url)
    yield _said("why", _l("What you said about it"), report.why)
    yield _chosen("platform", _l("Where you saw it"), report.platform)
    yield _chosen("seen_when", _l("When you saw it"), report.seen_when)
    yield _chosen("concern", _l("Whether it is about you"), report.concern)
    yield _chosen("targets", _l("Who is attacked"), *report.attacked, is_list=True)
    yield _chosen("advertised", _l("Advertisement"), report.advertised)
    yield _yes_or_no("is_danger", _l("Somebody is in danger"), value=report.is_danger)
    yield _not_the_same(report)
    yield _said("language", _l("Language"), report.language)
    yield _chosen("channel", _l("How it came to us"), report.channel)
    yield _said("program", _l("The program that sent it"), _program(report))
    yield from _mail(report)
    yield _said("read_text", _l("Words that a machine read in your files"), report.read_text)
    held = (report.held,) if report.held.waits else ()
    yield _chosen("held", _l("What it waits for"), *held)
    yield _said("line", _l("Four signs of a checksum of your network, while it waits"), report.line or "")
    # Whose contact is muted is of its owner, and anybody can type anybody's address.
    doubts = [doubt for doubt in doubts_of(report) if doubt is not Doubt.MUTED_CONTACT]
    yield _chosen("doubts", _l("Why it waited before it went on"), *doubts, is_list=True)
    yield _said("shown", _l("A mark of what you were shown last, to tell you what is new"), report.shown)
    day = rules.due_on(report)
    words = gettext("no day is set yet") if day is None else day.isoformat()
    yield _Part("kept_until", _l("Kept until"), words, None if day is None else day.isoformat())


def _not_the_same(report: Submission) -> _Part:
    """Return the articles that the reader ruled out before sending; those taken back since without their titles."""
    numbers = report.not_the_same
    public = published_of(set(numbers))
    hidden = gettext("an article that we do not show any more")
    words = [public[number].headline if number in public else hidden for number in numbers]
    label = _l("Articles of which you said that they are about something else")
    return _Part("not_the_same", label, "; ".join(words), numbers, is_chosen=True)


def _program(report: Submission) -> str:
    """Return the name of the program by which a report came; empty for one that came by none."""
    token = None if report.token_id is None else db.session.get(ApiToken, report.token_id)
    return "" if token is None else token.name


def _mail(report: Submission) -> Iterator[_Part]:
    """Yield that an address is kept, and since when. It is sealed: who serves readers cannot open it."""
    contact, label = contacts.of_report(report.id), _l("Your mail address")
    if contact is None:
        yield _Part("mail", label, gettext("none is kept"), "none", is_chosen=True)
        return
    asked = format_datetime(contact.asked_at, "medium")
    if contact.confirmed_at is None:
        words = gettext("sealed, kept since %(date)s, and not confirmed yet", date=asked)
        yield _Part("mail", label, words, "unconfirmed", is_chosen=True)
    else:
        yield _Part("mail", label, gettext("sealed, kept since %(date)s", date=asked), "confirmed", is_chosen=True)
    yield _moment("mail_kept_since", _l("Your mail address is kept since"), contact.asked_at)


def _of_answer(answer: Answer) -> Iterator[_Part]:
    yield _said("sentence", _l("Our answer"), answer.sentence)
    yield _chosen("verdict", _l("Our result"), *(() if answer.verdict is None else (answer.verdict,)))
    day = "" if answer.decided_on is None else answer.decided_on.isoformat()
    yield _Part("decided_on", _l("Decided"), day, day or None)
    article = None if answer.article is None else answer.article.claim
    words = "" if article is None else article.headline
    yield _Part("article", _l("Our article"), words, None if article is None else article.slug, is_chosen=True)


def _of_file(file: Attachment) -> Iterator[_Part]:
    yield _said("name", _l("Name of the file"), file.name)
    yield _chosen("media_type", _l("Kind of file"), file.media_type)
    yield _Part("size", _l("Size in bytes"), str(file.size), file.size)
    yield _said("sha256", _l("SHA-256"), file.sha256)
    yield _said("read_text", _l("Words that stand in it"), file.text)
    yield _said("image_hash", _l("What a machine recognises the picture by"), file.image_hash)
    yield _Part("code_links", _l("Links in codes in the picture"), ", ".join(file.code_links), file.code_links)
    marks = provenance.told(file.provenance)
    label = _l("What the file says of where it comes from")
    words = " ".join(str(mark.label) for mark in marks)
    yield _Part("provenance", label, words, [mark.value for mark in marks], is_chosen=True)


def _of_objection(objection: Objection) -> Iterator[_Part]:
    yield _said("reference", _l("Number of the objection"), objection.reference)
    yield _moment("received_at", _l("Received"), objection.received_at)
    yield _said("text", _l("What you wrote"), objection.text)
    yield _said("answer", _l("Our answer"), objection.public_sentence)


def _of_remark(remark: Remark) -> Iterator[_Part]:
    yield _moment("said_at", _l("Said"), remark.said_at)
    yield _chosen("by", _l("By"), remark.speaker)
    yield _said("text", _l("What was said"), remark.text)
    if remark.speaker is Speaker.DESK:
        yield _yes_or_no("told_by_mail", _l("You were told by mail that we ask"), value=remark.told_in > 0)


def _remarks(report: Submission) -> Sequence[Remark]:
    return remarks.of_reports([report.id]).get(report.id, ())


def _objections(report: Submission) -> list[Objection]:
    rows = select(Objection).where(Objection.submission_id == report.id, Objection.is_proven).order_by(Objection.id)
    return list(db.session.scalars(rows))


def _said(name: str, label: str | LazyString, text: str) -> _Part:
    return _Part(name, label, text, text)


def _moment(name: str, label: str | LazyString, moment: datetime) -> _Part:
    return _Part(name, label, format_datetime(moment, "medium"), moment.astimezone(UTC).isoformat(timespec="seconds"))


def _yes_or_no(name: str, label: str | LazyString, *, value: bool) -> _Part:
    return _Part(name, label, gettext("Yes") if value else gettext("No"), value)


def _chosen(name: str, label: str | LazyString, *some: LabelledEnum, is_list: bool = False) -> _Part:
    """Return what was chosen from a list, in a list where there may be several; null where nothing was."""
    values = [one.value for one in some]
    value = values if is_list else next(iter(values), None) or None
    return _Part(name, label, ", ".join(str(one.label) for one in some), value, is_chosen=True)
