"""A reader who wishes for mail and a letter that did not arrive, as rows: no key and no mail server takes part."""

from __future__ import annotations

from core.db import now, writing
from core.outbox.models import LetterState, Outbox
from intake.contact.answers import ANSWER
from intake.models.contacts import Contact


def reached(report_id: int) -> int:
    """Let the reader of a report have confirmed their address, and a letter to them have been refused."""
    with writing() as session:
        contact = Contact(
            submission_id=report_id,
            sealed=b"sealed",
            key_id="0",
            find_hash=f"address {report_id}",
            confirm_hash=f"confirm {report_id}",
            stop_hash=f"stop {report_id}",
            expires_at=now(),
            confirmed_at=now(),
        )
        session.add(contact)
        session.flush()
        refused = {"state": LetterState.FAILED, "attempts": 1, "trouble": "RCPT 550", "ended_at": now()}
        session.add(Outbox(kind=ANSWER, subject_id=contact.id, **refused))
    return contact.id
