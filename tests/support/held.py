"""Reports that are held back, as they come in."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db, now, writing
from intake.abuse.doubts import Doubt
from intake.models.reports import Channel, Held, Submission
from intake.reports import submissions
from intake.reports.receipts import Receipt

BURST = "Dringend weiterleiten: Morgen sperrt die Bank alle Karten, deren Nummer mit 4 beginnt!"


def sent(*doubts: Doubt, text: str = BURST, network: str | None = None, **fields: str) -> Receipt:
    """Send a report that is doubted."""
    return submissions.submit(
        {"kind": "check", "text": text, **fields}, channel=Channel.FORM, doubts=frozenset(doubts), network=network
    )


def held(*doubts: Doubt, count: int = 1, text: str = BURST, network: str | None = None, **fields: str) -> Submission:
    """Send as many reports that are doubted, and return the last of them."""
    assert count, "none is no report"
    references = [sent(*doubts, text=text, network=network, **fields).reference for _ in range(count)]
    return db.session.scalars(select(Submission).where(Submission.reference == references[-1])).one()


def discarded(report: Submission) -> Submission:
    """Let the desk have discarded a report just now."""
    with writing() as session:
        row = session.get_one(Submission, report.id)
        row.held, row.discarded_at = Held.DISCARDED, now()
    return report


def held_in_every_way() -> None:
    """Have reports that are held back: a burst of one text, one that waits its turn, and one that was discarded."""
    held(Doubt.TRAP, count=3)
    held(Doubt.FORGED_PROOF, text="Jemand braucht Hilfe, sofort!", kind="hate", danger="yes")
    held(Doubt.NETWORK, text="Ab Herbst gibt es in Wels nur noch kalten Kaffee.")
    discarded(held(Doubt.FORGED_PROOF, text="Jetzt gewinnen, nur heute!"))


def states() -> list[Held]:
    """Return of all reports, in their order, whether they are held back."""
    db.session.rollback()
    return list(db.session.scalars(select(Submission.held).order_by(Submission.id)))
