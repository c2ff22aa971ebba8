"""Opening a case for a report, and counting further reports to it."""

from __future__ import annotations

from collections.abc import Sequence

from core.db import db, now
from intake.cases import counting
from intake.cases.keys import Key, give_keys
from intake.models.cases import Case, CaseState
from intake.models.reports import Submission


def open_case(submission: Submission, keys: Sequence[Key], *, about: str = "", trouble: str = "") -> Case:
    """Open a case for a submission that no case has a key of; call inside `writing()` after `hold_grouping`.

    Only the submission that opens a case gives it keys: what merely joined must not draw in others. `about` is the link
    that it is about. With `trouble`
    the machine broke on it, and the desk is told why there are no suggestions.
    """
    case = new_case(submission, trouble=trouble)
    case.about = about
    give_keys(case, keys)
    return case


def new_case(submission: Submission, *, trouble: str = "") -> Case:
    """Store a case that a submission speaks for, without keys and still without reports; call inside `writing()`."""
    case = case_for(submission, trouble=trouble)
    db.session.add(case)
    db.session.flush()
    return case


def case_for(submission: Submission, *, trouble: str = "") -> Case:
    """Return a case that a submission speaks for, without reports, and not stored yet."""
    return Case(
        kind=submission.kind,
        text=submission.words,
        url=submission.url,
        text_source=submission.text_source,
        further_text=submission.further_words,
        submission_count=0,
        first_seen=submission.received_at,
        last_seen=submission.received_at,
        heat=0.0,
        signals=[],
        state=CaseState.OPEN,
        version=0,
        matching_failed=bool(trouble),
        matching_trouble=trouble,
    )


def join(case: Case, submission: Submission, *, about: str = "") -> None:
    """Count a submission that is about a link to a case; call inside `writing()` with the case locked."""
    case.about = case.about or about
    submission.case_id = case.id
    submission.matched_at = now()
    # Another worker may have given up on it meanwhile.
    submission.set_aside_at = None
    # Counted by the database: of two workers that join a case in a race, one would lose its increment.
    case.submission_count = Case.submission_count + 1
    case.is_held_back = False
    case.last_seen = max(case.last_seen, submission.received_at)
    db.session.flush()
    db.session.refresh(case)
    counting.warm(case, [submission])
    counting.add_up([(case, [submission])])
