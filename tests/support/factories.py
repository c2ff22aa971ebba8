"""Builders with sensible defaults: each makes one thing and stores it. Call within an app context."""

from __future__ import annotations

from itertools import count

from sqlalchemy import select

from accounts import accounts
from accounts.models import Editor
from accounts.permissions import RoleName
from archive.imports import importing
from archive.imports.rows import ClaimRow
from archive.models import Claim, Verdict
from core.db import db, writing
from intake.cases import joining
from intake.files import keeping, uploads
from intake.models.cases import Case
from intake.models.files import Attachment
from intake.models.objections import Objection
from intake.models.reports import Channel, Submission
from intake.objections import filing
from intake.reports import drafts, submissions
from intake.reports.receipts import Receipt
from tests.support import pictures

_numbers = count(1)

POST = "Ab morgen kostet WhatsApp Geld, wenn du diese Nachricht nicht an zwanzig Kontakte weiterleitest!"
CLAIM = "WhatsApp wird kostenpflichtig, wenn man eine Nachricht nicht weiterleitet."


def claim(
    text: str = CLAIM,
    *,
    title: str = "WhatsApp bleibt kostenlos",
    summary: str = "",
    verdict: Verdict = Verdict.FALSE,
    lang: str = "de",
    url: str = "",
    external_id: str = "",
    claimant: str = "",
) -> Claim:
    """Publish a claim through the import, so that it is embedded and findable."""
    row = ClaimRow(
        id=external_id or f"claim-{next(_numbers)}",
        text=text,
        title=title,
        summary=summary,
        verdict=verdict,
        lang=lang,
        url=url,
        claimant=claimant,
    )
    report = importing.import_rows([row])
    assert report.added == 1, "the builder makes a new claim each time"
    return db.session.scalars(select(Claim).where(Claim.external_id == row.id)).one()


def report(text: str = POST, **fields: str) -> Receipt:
    """Send a report as the API would; nothing is matched yet."""
    return submissions.submit({"kind": "check", "text": text, **fields}, channel=Channel.API)


def submission(text: str = POST, **fields: str) -> Submission:
    """Send a report and return its row."""
    reference = report(text, **fields).reference
    return db.session.scalars(select(Submission).where(Submission.reference == reference)).one()


def case(text: str = POST, **fields: str) -> Case:
    """Send a report, match it, and return its case."""
    sent = submission(text, **fields)
    joining.match_all_waiting()
    found = db.session.scalars(select(Submission).where(Submission.id == sent.id)).one().case
    assert found is not None
    return found


def sent_file(report: Submission, *, name: str = "Bildschirmfoto.png", content: bytes = b"") -> Attachment:
    """Let a file have come with a report; without content it is a small screenshot."""
    token = drafts.begin()
    draft = drafts.find(token)
    assert draft is not None
    taken = uploads.take(draft.id, name, [content or pictures.png()])
    with writing():
        keeping.hand_over(draft.id, report.id)
    db.session.expire_all()
    return taken


def objection(text: str = "Das stimmt so nicht.", *, about: str = "", receipt: str = "", **fields: str) -> Objection:
    """Object as a reader would: with the receipt of a decided report, or openly; return its row."""
    sent = {"objector": "other", "text": text, **fields}
    filed = filing.object_to_answer(receipt, sent) if receipt else filing.object_openly({"about": about or "?", **sent})
    return db.session.scalars(select(Objection).where(Objection.reference == filed.receipt.reference)).one()


def editor(*, password: str = "", role: RoleName = RoleName.EDITOR) -> Editor:
    """Make an account; with a password it has left its one-time password behind."""
    email = f"editor-{next(_numbers)}@desk.test"
    once = accounts.create(email=email, role=role).password
    made = db.session.scalars(select(Editor).where(Editor.email == email)).one()
    if password:
        made = accounts.choose_password(made.id, current=once, new=password, repeated=password)
    return made
