"""Cases: what makes reports the same one, opening and joining one, and writing its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from blinker import Signal
from sqlalchemy import select

from core.db import db, next_number, now
from intake.models import Case, CaseKey, CaseState, Kind, Submission
from search.extraction import Content
from search.models import Lane, Verdict

# Sent inside the transaction that did it, so that the audit trail and the deed are kept together or not
# at all: `case` and `submission`.
case_opened = Signal()
submission_joined = Signal()


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that makes submissions the same case."""

    lane: Lane
    value: str


def keys_of(kind: Kind, content: Content) -> list[Key]:
    """Return what would make a further submission the same case, the surest first.

    Reports of hate keep to themselves: whether a post is true and whether it attacks somebody are two
    questions with two answers. A link is a key only where it is what the report is about: one that a text merely
    mentions would join everybody who quotes the same newspaper.
    """
    prefix = "hate:" if kind is Kind.HATE else ""
    keys = []
    if content.text_hash:
        keys.append(Key(Lane.EXACT_TEXT, _hashed(prefix + content.text_hash)))
    if content.subject:
        keys.append(Key(Lane.SAME_LINK, _hashed(prefix + content.subject)))
    return keys


def _hashed(value: str) -> str:
    return sha256(value.encode()).hexdigest()


def known_case_id(keys: Sequence[Key]) -> int | None:
    """Return the case that has the surest of the keys that any case has."""
    for key in keys:
        holder = db.session.scalar(select(CaseKey.case_id).where(CaseKey.lane == key.lane, CaseKey.value == key.value))
        if holder is not None:
            return holder
    return None


def hold_grouping() -> None:
    """Wait until nobody else says which report belongs to which case; call first of all inside `writing()`.

    Workers who join and editors who merge and split take turns, so that a report cannot join a case in the
    moment in which it is emptied, and no two of them can deadlock. The lock is that of a counter and ends with the
    transaction; its number says nothing.
    """
    next_number("grouping")


def open_case(submission: Submission, keys: Sequence[Key], *, trouble: str = "") -> Case:
    """Open a case for a submission that no case has a key of; call inside `writing()` after `hold_grouping`.

    Only the submission that opens a case gives it keys: what merely joined must not draw in others. With `trouble`
    the machine broke on it, and the desk is told why there are no suggestions.
    """
    case = Case(
        kind=submission.kind,
        text=submission.text,
        url=submission.url,
        submission_count=0,
        first_seen=submission.received_at,
        last_seen=submission.received_at,
        state=CaseState.OPEN,
        matching_failed=bool(trouble),
        matching_trouble=trouble,
    )
    db.session.add(case)
    db.session.flush()
    give_keys(case, keys)
    return case


def give_keys(case: Case, keys: Sequence[Key]) -> None:
    """Give a case those of the keys that no case has; call inside `writing()` after `hold_grouping`."""
    free = [key for key in keys if known_case_id([key]) is None]
    db.session.add_all(CaseKey(case_id=case.id, lane=key.lane, value=key.value) for key in free)
    db.session.flush()


def join(case: Case, submission: Submission) -> None:
    """Count a submission to a case; call inside `writing()` with the case locked."""
    submission.case_id = case.id
    submission.matched_at = now()
    # Another worker may have given up on it meanwhile.
    submission.set_aside_at = None
    # Counted by the database, because two workers may join the same case at once.
    case.submission_count = Case.submission_count + 1
    case.last_seen = max(case.last_seen, submission.received_at)
    db.session.flush()
    db.session.refresh(case)


def settle(
    case: Case,
    *,
    state: CaseState,
    public_sentence: str,
    verdict: Verdict | None,
    answer_claim_id: int | None,
) -> None:
    """Write an outcome, or with `CaseState.OPEN` take it back; call inside `writing()`."""
    case.state = state
    case.public_sentence = public_sentence
    case.verdict = verdict
    case.answer_claim_id = answer_claim_id
    case.settled_at = None if state is CaseState.OPEN else now()
    case.version += 1
