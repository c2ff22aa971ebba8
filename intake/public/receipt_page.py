"""What stands on the page of a receipt beside the receipt: the answer, where there is one already, and help."""

from __future__ import annotations

from dataclasses import dataclass

from core.refusals import InvalidInput
from intake.cases.known import Known, settled
from intake.contact import contacts
from intake.help.offering import Offer, offered
from intake.models.contacts import Contact
from intake.reports import submissions
from intake.reports.submissions import Status


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """How a report stands that was just sent. `known` is what was settled before about exactly this post."""

    status: Status
    known: Known | None
    help: Offer | None
    # Whether the answer can come by mail, and the wish for it, if there is one.
    offers_mail: bool
    contact: Contact | None

    @property
    def is_answered(self) -> bool:
        """Whether the reader learns here what is true; only what is not may be called unchecked."""
        return bool(self.status.answers) or self.known is not None


def page_of(receipt: str) -> ReceiptPage | None:
    """Return the page of a receipt; None for a report that is gone."""
    try:
        sent, status = submissions.reported(receipt), submissions.status(receipt)
    except InvalidInput:
        return None
    # Until a worker has given the report its case, its words say what is known of it. Not of hate; see `decided`.
    asks = sent.case is None and sent.erased_at is None and not sent.kind.stays_apart
    return ReceiptPage(
        status,
        settled(sent.text, sent.url) if asks else None,
        offered(sent.text, sent.why, kind=sent.kind),
        offers_mail=contacts.is_offered() and sent.erased_at is None,
        contact=contacts.of_report(sent.id),
    )
