"""What a reader's browser holds in its session: the secret of the draft that is being written, and its receipts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import session

from core.secrets import keyed_hash
from intake.files import keeping, missing
from intake.reports import drafts, submissions
from intake.reports.drafts import Draft
from intake.reports.receipts import Receipt

DRAFT_IN_SESSION = "draft"
RECEIPTS_IN_SESSION = "receipts"
WITHOUT_IN_SESSION = "without"
OBJECTION_IN_SESSION = "objection"
TRAINING_IN_SESSION = "training"
# A session is a cookie, which holds four kilobytes; a receipt takes sixty bytes of it, and names whatever is left.
MOST_RECEIPTS = 20
MOST_NAMES = 5
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft after something was kept in it; `is_new` when the one before, if any, was gone."""

    draft: Draft
    is_new: bool


@dataclass(frozen=True, slots=True)
class Objected:
    """The objection that was sent last from this browser: its receipt, and by when there is an answer."""

    receipt: Receipt
    due_on: date


@dataclass(frozen=True, slots=True)
class Without:
    """Files that a reader let go: the first of them by name, cut to what fits, and how many `more` there were."""

    names: Sequence[str]
    more: int


def token() -> str:
    """Return the secret of the draft that this browser began last, empty when it began none."""
    found: str = session.get(DRAFT_IN_SESSION, "")
    return found


def draft() -> Draft | None:
    """Return the draft that this browser is writing; None when there is none, or its time is over, or it was sent."""
    return drafts.find(token())


def keep(answers: Mapping[str, list[str]]) -> Kept:
    """Keep answers in the draft of this browser, or in a new one: what was typed is never lost with a draft."""
    return change(lambda _before: answers)


def change(answers: Callable[[Mapping[str, list[str]]], Mapping[str, list[str]]]) -> Kept:
    """Keep answers that depend on those that are there, in the draft of this browser or in a new one."""
    kept = drafts.change(token(), answers)
    if kept is not None:
        return Kept(kept, is_new=False)
    session[DRAFT_IN_SESSION] = drafts.begin(answers({}))
    begun = draft()
    if begun is None:
        raise RuntimeError("a draft was begun and is not there")
    return Kept(begun, is_new=True)


def without(marks: Sequence[str], present: Draft) -> Draft:
    """Go on without the files of these marks in the draft of this browser; return it as it is then."""
    if not marks:
        return present
    return change(lambda before: missing.let_go(before, marks)).draft


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


def take_part(code: str) -> None:
    """Report as one of a training from now on, until the browser is closed."""
    session[TRAINING_IN_SESSION] = code


def training() -> str:
    """Return the code of the training in which this browser takes part; empty when in none."""
    found: str = session.get(TRAINING_IN_SESSION, "")
    return found


def sent() -> Receipt | None:
    """Return the receipt of the draft that this browser began last, if it was sent."""
    return submissions.sent_before(token())


def forget(receipt: str) -> None:
    """Forget a receipt of this browser."""
    kept = [[one.reference, one.receipt] for one in receipts() if one.receipt != receipt]
    session[RECEIPTS_IN_SESSION] = kept


def remember(receipt: Receipt, *, without: Sequence[str] = ()) -> None:
    """Keep a receipt for this browser session only, so that the page can be opened again after a slip.

    `without` are the names of the files that its reader let go; what was sent a second time has them already.
    """
    before = receipts()
    if before[:1] != [receipt]:
        session.pop(WITHOUT_IN_SESSION, None)
    if without:
        session[WITHOUT_IN_SESSION] = [len(without), *(name[:LONGEST_NAME] for name in without[:MOST_NAMES])]
    others = [other for other in before if other.receipt != receipt.receipt]
    listed = [receipt, *others][:MOST_RECEIPTS]
    session[RECEIPTS_IN_SESSION] = [[one.reference, one.receipt] for one in listed]


def went_without() -> Without:
    """Return which files the report went without that was sent last, because its reader said so."""
    count, *names = session.get(WITHOUT_IN_SESSION) or [0]
    return Without(names, more=count - len(names))


def receipts() -> list[Receipt]:
    """Return the receipts of what was sent in this browser session, the last one first."""
    return [Receipt(reference, receipt) for reference, receipt in session.get(RECEIPTS_IN_SESSION, [])]


def remember_objection(objected: Objected) -> None:
    """Keep the receipt of an objection for this browser session only, so that its page can be opened again."""
    session[OBJECTION_IN_SESSION] = {
        "reference": objected.receipt.reference,
        "receipt": objected.receipt.receipt,
        "due_on": objected.due_on.isoformat(),
    }


def objection() -> Objected | None:
    """Return the objection that was sent last in this browser session; None when there was none."""
    kept = session.get(OBJECTION_IN_SESSION)
    if kept is None:
        return None
    return Objected(Receipt(kept["reference"], kept["receipt"]), date.fromisoformat(kept["due_on"]))


def all_receipts() -> list[Receipt]:
    """Return the receipts of this browser session, that of an objection last."""
    objected = objection()
    return [*receipts(), *([] if objected is None else [objected.receipt])]
