"""What a reader's browser holds in its session: the secret of the draft that is being written, and its receipts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import session

from core.secrets import keyed_hash
from intake.files import keeping
from intake.reports import drafts, submissions
from intake.reports.drafts import Draft
from intake.reports.receipts import Receipt

DRAFT_IN_SESSION = "draft"
RECEIPTS_IN_SESSION = "receipts"
# A session is a cookie, which holds four kilobytes; a receipt takes sixty bytes of it.
MOST_RECEIPTS = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft after something was kept in it; `is_new` when the one before, if any, was gone."""

    draft: Draft
    is_new: bool


def token() -> str:
    """Return the secret of the draft that this browser began last, empty when it began none."""
    found: str = session.get(DRAFT_IN_SESSION, "")
    return found


def draft() -> Draft | None:
    """Return the draft that this browser is writing; None when there is none, or its time is over, or it was sent."""
    return drafts.find(token())


def keep(answers: Mapping[str, list[str]]) -> Kept:
    """Keep answers in the draft of this browser, or in a new one: what was typed is never lost with a draft."""
    kept = drafts.keep(token(), answers)
    if kept is not None:
        return Kept(kept, is_new=False)
    session[DRAFT_IN_SESSION] = drafts.begin(answers)
    begun = draft()
    if begun is None:
        raise RuntimeError("a draft was begun and is not there")
    return Kept(begun, is_new=True)


def discard() -> None:
    """Forget the draft of this browser, with its files."""
    present = draft()
    if present is not None:
        keeping.discard(present.id)
    session.pop(DRAFT_IN_SESSION, None)


def let_go() -> str:
    """Hold the secret of the draft no longer; return it, empty when there was none."""
    held: str = session.pop(DRAFT_IN_SESSION, "")
    return held


def mark(present: Draft | None) -> str:
    """Return by what a page says of which draft it is: one that was left open must not write into the next draft."""
    return "" if present is None else keyed_hash("mark of a draft", token())[:16]


def sent() -> Receipt | None:
    """Return the receipt of the draft that this browser began last, if it was sent."""
    return submissions.sent_before(token())


def remember(receipt: Receipt) -> None:
    """Keep a receipt for this browser session only, so that the page can be opened again after a slip."""
    others = [other for other in receipts() if other.receipt != receipt.receipt]
    listed = [receipt, *others][:MOST_RECEIPTS]
    session[RECEIPTS_IN_SESSION] = [[one.reference, one.receipt] for one in listed]


def receipts() -> list[Receipt]:
    """Return the receipts of what was sent in this browser session, the last one first."""
    return [Receipt(reference, receipt) for reference, receipt in session.get(RECEIPTS_IN_SESSION, [])]
